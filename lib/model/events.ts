import { mayTouch, placeWhen, touches } from '../calendar/occurrences.ts';
import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import type { EventId, MemberId } from '../protocol/ids.ts';
import type { GroupValue } from './groups.ts';
import type { Entity, Registers } from './registers.ts';
import { rowVersion } from './version.ts';

/** What an event carries besides its time: each a group of its own, named as its field. */
export const EVENT_FIELDS = [
  'title',
  'who',
  'place',
  'notes',
  'category',
  'link',
  'reminders',
  'needsSomeone',
  'birthday',
  'extra',
] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

type Core = GroupValue<'event', 'core'>;
/** The fields as they stand; what is absent or null in the document is undefined. */
export type EventValues = { readonly [F in EventField]: Exclude<Core[F], null> };

/** An event as it stands now: its core, overridden group by group. */
export interface FamilyEvent {
  readonly id: EventId;
  readonly fields: EventValues;
  readonly when: When;
  readonly source: Core['source'];
  readonly uid: string | undefined;
  readonly by: MemberId | undefined;
  readonly at: number;
  readonly isDeleted: boolean;
  readonly groups: Entity<'event'>;
}

/** Reads an event. Undefined without a readable core. */
export function readEvent(registers: Registers, id: EventId): FamilyEvent | undefined {
  const groups = registers.entity('event', id);
  const core = groups?.core?.value;
  if (!groups || !core) return undefined;
  return {
    id,
    fields: readFields(groups, core),
    when: groups.when?.value?.when ?? core.when,
    source: core.source,
    uid: core.uid,
    by: core.by,
    at: core.at,
    isDeleted: groups.life?.value?.deleted ?? false,
    groups,
  };
}

function readFields(groups: Entity<'event'>, core: Core): EventValues {
  const fields: Record<string, unknown> = {};
  for (const field of EVENT_FIELDS) {
    const own: Readonly<Record<string, unknown>> | undefined = groups[field]?.value;
    fields[field] = (own ? own[field] : core[field]) ?? undefined;
  }
  // Each came from the schema of its own group, or the core's.
  return fields as EventValues;
}

/** What an agenda asks for: days from `from` to `to`, both inclusive, as seen in `zone`. */
export interface AgendaRange {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

/** The rows of one event on an agenda: none where it is deleted, unreadable or on other days. */
export function occurrenceRows(registers: Registers, id: EventId, range: AgendaRange): OccurrenceRow[] {
  const event = readEvent(registers, id);
  if (!event || event.isDeleted || !mayTouch(event.when, range.from, range.to)) return [];
  const placement = placeWhen(event.when, range.zone);
  if (!placement || !touches(placement, range.from, range.to)) return [];
  const { rrule: _rule, rdates: _further, ...when } = event.when;
  return [
    {
      id: `${id}/${when.start}`,
      event: id,
      when,
      ...placement,
      ...fieldsOfRow(event.fields),
      ...(event.source && { source: event.source }),
      ...(event.by && { by: event.by }),
      at: event.at,
      version: rowVersion([event.groups]),
    },
  ];
}

/** The fields as a row carries them: what is not there is left out. */
function fieldsOfRow(fields: EventValues) {
  const { title, who, place, notes, category, link, reminders, needsSomeone, birthday } = fields;
  return {
    title,
    who: [...who],
    ...(place !== undefined && { place }),
    ...(notes !== undefined && { notes }),
    ...(category !== undefined && { category }),
    ...(link && { link }),
    ...(reminders && reminders.length > 0 && { reminders }),
    ...(needsSomeone === true && { needsSomeone }),
    ...(birthday === true && { birthday }),
  };
}

/** Agenda order: by first day, whole days before timed ones, by time, then by id. */
export function byStart(a: OccurrenceRow, b: OccurrenceRow): number {
  const keyOf = (row: OccurrenceRow) => `${row.firstDay} ${row.startsAt ?? ''} ${row.id}`;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
