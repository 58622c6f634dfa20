import { mayTouch, placeWhen, touches } from '../calendar/occurrences.ts';
import type { EventId, MemberId } from '../protocol/ids.ts';
import type { OccurrenceRow, When } from '../protocol/values.ts';
import type { Entity, Registers } from './registers.ts';
import { rowVersion } from './version.ts';

/** An event as it stands now: its core, overridden group by group. */
export interface FamilyEvent {
  readonly id: EventId;
  readonly title: string;
  readonly when: When;
  readonly who: readonly MemberId[];
  readonly place: string | undefined;
  readonly notes: string | undefined;
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
  const { title, when, who, place, notes, life } = groups;
  return {
    id,
    title: title?.value?.title ?? core.title,
    when: when?.value?.when ?? core.when,
    who: who?.value?.who ?? core.who,
    place: (place?.value ? place.value.place : core.place) ?? undefined,
    notes: (notes?.value ? notes.value.notes : core.notes) ?? undefined,
    by: core.by,
    at: core.at,
    isDeleted: life?.value?.deleted ?? false,
    groups,
  };
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
  return [
    {
      id: `${id}/${event.when.start}`,
      event: id,
      title: event.title,
      when: event.when,
      ...placement,
      who: [...event.who],
      ...(event.place !== undefined && { place: event.place }),
      ...(event.notes !== undefined && { notes: event.notes }),
      ...(event.by && { by: event.by }),
      version: rowVersion([event.groups]),
    },
  ];
}

/** Agenda order: by first day, whole days before timed ones, by time, then by id. */
export function byStart(a: OccurrenceRow, b: OccurrenceRow): number {
  const keyOf = (row: OccurrenceRow) => `${row.firstDay} ${row.startsAt ?? ''} ${row.id}`;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
