import { dateOf, dateTimeOf, wallOf } from '../calendar/local-time.ts';
import type { EventId } from '../protocol/ids.ts';
import type { ChangedOccurrence, ImportedEvent } from '../protocol/import-values.ts';
import { uidOf } from './derived-ids.ts';
import { findOccurrence } from './event-course.ts';
import type { EventIndex } from './event-index.ts';
import { type AgendaRange, isSeries, seriesOf } from './event-rows.ts';
import type { EventValues, FamilyEvent, Part } from './events.ts';

/** Which events: one; those that touch some days; else all. `after`: only those behind this id. */
export interface EventExportChoice {
  readonly event?: EventId | undefined;
  readonly range?: AgendaRange | undefined;
  readonly after?: EventId | undefined;
}

/** JSON of one answer, in UTF-16 code units, and events in it. */
const MAX_ANSWER_LENGTH = 1_000_000;
const MAX_ANSWER_EVENTS = 1_000;

/**
 * What is asked for, by id, as far as one answer goes; `next` is what the next one comes after. Events of feeds are given
 * only where one is named: a feed's calendar is its own to give.
 */
export function exportEvents(
  index: EventIndex,
  { event, range, after }: EventExportChoice,
): { events: ImportedEvent[]; next?: EventId } {
  const found = event === undefined ? [...index.all()] : [index.event(event)];
  const touching = range && index.rows(range);
  const all = found
    .filter((one) => one !== undefined)
    .filter((one) => !one.isDeleted && (touching?.has(one.id) ?? true) && (!one.source || event !== undefined))
    .filter(({ id }) => after === undefined || id > after)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const events: ImportedEvent[] = [];
  let length = 0;
  for (const one of all) {
    const exported = exportEvent(one);
    events.push(...exported);
    length += JSON.stringify(exported).length;
    const isFull = length > MAX_ANSWER_LENGTH || events.length >= MAX_ANSWER_EVENTS;
    if (isFull && one !== all.at(-1)) return { events, next: one.id };
  }
  return { events };
}

/**
 * One event as a calendar file has it: a series with its exceptions, and where it goes on otherwise from some day on, a
 * series for each part, which is how every program understands it.
 */
export function exportEvent(event: FamilyEvent): ImportedEvent[] {
  const uid = event.groups.origin?.value?.uid ?? event.uid ?? uidOf(event.id);
  if (!isSeries(event)) return [whole(event, event.fields, uid, event.when)];
  const [only] = event.parts;
  if (only && event.parts.length === 1 && only.to === undefined)
    return [{ ...whole(event, only.fields, uid, only.when), ...exceptionsOf(event, only) }];
  return event.parts.flatMap((part, index) => {
    const to = part.to;
    const series = seriesOf(to === undefined ? part : { ...part, isLast: true });
    if (!series) return [];
    const bound = to === undefined ? undefined : wallOf(to) + part.shift * 60_000;
    const rdates = series.when.rdates?.filter((date) => bound === undefined || wallOf(date) < bound);
    const { rdates: _rdates, ...when } = series.when;
    const own = index === 0 ? uid : partUid(uid, part.from);
    return [
      {
        ...whole(event, part.fields, own, { ...when, ...(rdates?.length && { rdates }) }),
        ...exceptionsOf(event, part),
      },
    ];
  });
}

/** UID of a later part of a series. */
export function partUid(uid: string, from: string): string {
  return `${uid}/${from}`;
}

function whole(event: FamilyEvent, fields: EventValues, uid: string, when: ImportedEvent['when']): ImportedEvent {
  const kept = event.groups.origin?.value?.kept;
  return {
    uid,
    title: fields.title,
    when,
    place: fields.place ?? null,
    notes: fields.notes ?? null,
    category: fields.category ?? null,
    link: fields.link ?? null,
    reminders: fields.reminders?.length ? fields.reminders : null,
    ...(fields.birthday && { birthday: true as const }),
    ...(fields.needsSomeone && { needsSomeone: true as const }),
    ex: [],
    occ: [],
    ...(kept && { kept }),
  };
}

/** What was skipped and changed in a part, named by its local start there. */
function exceptionsOf(event: FamilyEvent, part: Part): Pick<ImportedEvent, 'ex' | 'occ'> {
  const startOf = (name: string) => {
    const found = findOccurrence(event.parts, name);
    // Named, but not (or no more) in the series: said again as it was said.
    if (!found) return part === event.parts[0] ? name : undefined;
    if (found.stretch !== part) return undefined;
    return part.when.allDay ? dateOf(found.wall) : dateTimeOf(found.wall);
  };
  const ex = [...event.excluded].map(startOf).filter((start) => start !== undefined);
  const keptOf = event.groups.origin?.value?.keptOf;
  const occ: ChangedOccurrence[] = [];
  for (const [name, changed] of event.changed) {
    const occurrence = startOf(name);
    if (occurrence === undefined || ex.includes(occurrence)) continue;
    const { who: _who, needsSomeone: _needsSomeone, birthday: _birthday, extra: _extra, ...fields } = changed.fields;
    // Each came from the schema of its own group.
    const change = {
      ...fields,
      ...(changed.when && { when: withoutRule(changed.when) }),
    } as ChangedOccurrence['change'];
    const kept = keptOf?.[name];
    if (Object.keys(change).length > 0 || kept) occ.push({ occurrence, change, ...(kept && { kept }) });
  }
  return { ex: ex.sort(), occ: occ.sort((a, b) => (a.occurrence < b.occurrence ? -1 : 1)) };
}

function withoutRule({ rrule: _rrule, rdates: _rdates, ...when }: ImportedEvent['when']): ImportedEvent['when'] {
  return when;
}
