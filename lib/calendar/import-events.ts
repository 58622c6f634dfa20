import type { When } from '../protocol/event-values.ts';
import {
  type ChangedOccurrence,
  type ImportedEvent,
  type Kept,
  MAX_EXCEPTIONS,
  MAX_KEPT_LENGTH,
} from '../protocol/import-values.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../protocol/values.ts';
import { alarmOf, remindersOf } from './ics-reminders.ts';
import { whenOf } from './ics-times.ts';
import type { IcsEvent } from './ics-types.ts';
import { createSeriesNames, type SeriesNames } from './series-names.ts';
import { splitSeries } from './this-and-future.ts';

const MAX_PLACE_LENGTH = 500;
const MAX_CATEGORY_LENGTH = 60;
const MAX_URL_LENGTH = 4_000;
/** Of an event with too much that nobody here reads, lines up to this length are kept. */
const MAX_SHORT_LINE = 1_000;
/** Stands where a file names an event by nothing at all. */
const NO_TITLE = '–';
/** Properties that `exportedEvents` writes for what iCalendar has no property for. */
export const BIRTHDAY_LINE = 'X-FAMILY-OS-BIRTHDAY:TRUE';
export const NEEDS_SOMEONE_LINE = 'X-FAMILY-OS-NEEDS-SOMEONE:TRUE';

/** What a file's events come to. */
export interface ImportedEvents {
  readonly events: readonly ImportedEvent[];
  /** Texts or exceptions that were cut, titles of the events. */
  readonly cut: readonly string[];
  /** Times without zone, which are the same wall time everywhere. */
  readonly floating: number;
  readonly series: number;
  /** Changed or cancelled occurrences, by themselves or within their series. */
  readonly changes: number;
}

/**
 * A file's events in the family's terms: a series with its exceptions as one, each under its UID. A changed occurrence
 * whose series the file does not have, or that is none of its series, becomes an event by itself; a series that changes
 * for good becomes one for each part. Pure: the same file gives the same.
 */
export function importedEvents(given: readonly IcsEvent[]): ImportedEvents {
  const cut = new Set<string>();
  const all = splitSeries(given);
  const masters = new Map(all.filter((one) => one.recurrenceId === undefined).map((one) => [one.uid, one]));
  const changesOf = Map.groupBy(
    all.filter((one) => one.recurrenceId !== undefined),
    ({ uid }) => uid,
  );
  const events: ImportedEvent[] = [];
  for (const ics of all) {
    if (ics.recurrenceId !== undefined) {
      if (!masters.has(ics.uid)) events.push(alone(ics, cut));
      continue;
    }
    const own = changesOf.get(ics.uid) ?? [];
    const clock = isSeries(ics) ? createSeriesNames(ics) : undefined;
    const fits = (change: IcsEvent) => clock?.hasStart(change.recurrenceId ?? '') === true;
    // What happens once, and is changed, happens as changed.
    const instead = clock ? undefined : own.find(({ recurrenceId }) => recurrenceId === ics.start);
    const others = own.filter((change) => change !== instead && !fits(change) && !change.cancelled);
    events.push(whole(instead ?? ics, own.filter(fits), clock, cut));
    events.push(...others.map((change) => alone(change, cut)));
  }
  return {
    events,
    cut: [...cut],
    floating: given.filter(({ floating }) => floating).length,
    series: [...masters.values()].filter(isSeries).length,
    changes: all.filter(({ recurrenceId }) => recurrenceId !== undefined).length,
  };
}

/** Whether an event happens more than once. */
export function isSeries(event: { readonly rrule?: unknown; readonly rdates?: unknown }): boolean {
  return event.rrule !== undefined || event.rdates !== undefined;
}

/** A changed occurrence as an event of its own. */
function alone(ics: IcsEvent, cut: Set<string>): ImportedEvent {
  return whole({ ...ics, uid: `${ics.uid}/${ics.recurrenceId}`.slice(0, 1_000) }, [], undefined, cut);
}

function whole(
  ics: IcsEvent,
  changes: readonly IcsEvent[],
  clock: SeriesNames | undefined,
  cut: Set<string>,
): ImportedEvent {
  const fields = fieldsOf(ics, cut);
  const when: When = {
    ...whenOf(ics),
    ...(ics.rrule !== undefined && { rrule: ics.rrule }),
    ...(clock && clock.rdates.length > 0 && { rdates: [...clock.rdates].slice(0, 1_000) }),
  };
  const skipped = new Set(clock?.exdates);
  const occ: ChangedOccurrence[] = [];
  for (const change of changes) {
    const occurrence = clock?.keyOf(change.recurrenceId ?? '');
    if (occurrence === undefined) continue;
    if (change.cancelled) skipped.add(occurrence);
    else {
      // Some programs name the date of a moved occurrence as an exception, too: the change is what they mean.
      skipped.delete(occurrence);
      occ.push(changedOccurrence(change, ics, occurrence, clock, cut));
    }
  }
  if (skipped.size > MAX_EXCEPTIONS || occ.length > MAX_EXCEPTIONS) cut.add(fields.title);
  const lines = new Set(ics.extra);
  const kept = keptOf(ics, cut);
  return {
    uid: ics.uid.slice(0, 1_000),
    ...fields,
    when,
    ...(lines.has(BIRTHDAY_LINE) && { birthday: true as const }),
    ...(lines.has(NEEDS_SOMEONE_LINE) && { needsSomeone: true as const }),
    ...(ics.cancelled && { isCancelled: true as const }),
    ex: [...skipped].sort().slice(0, MAX_EXCEPTIONS),
    occ: occ.sort((a, b) => (a.occurrence < b.occurrence ? -1 : 1)).slice(0, MAX_EXCEPTIONS),
    ...(kept && { kept }),
  };
}

function changedOccurrence(
  change: IcsEvent,
  master: IcsEvent,
  occurrence: string,
  clock: SeriesNames | undefined,
  cut: Set<string>,
): ChangedOccurrence {
  const [own, series] = [fieldsOf(change, cut), fieldsOf(master, cut)];
  const when = whenOf(change);
  const isMoved = JSON.stringify(when) !== JSON.stringify(clock?.whenAt(change.recurrenceId ?? ''));
  const differing = Object.fromEntries(
    Object.entries(own).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(series[name as keyof typeof series]),
    ),
  );
  const kept = keptOf(change, cut);
  return { occurrence, change: { ...differing, ...(isMoved && { when }) }, ...(kept && { kept }) };
}

type TextFields = Pick<ImportedEvent, 'title' | 'place' | 'notes' | 'category' | 'link' | 'reminders'>;

function fieldsOf(ics: IcsEvent, cut: Set<string>): TextFields {
  const title = titleOf(ics);
  const limited = (text: string, limit: number) => {
    if (text.length > limit) cut.add(title);
    return text.slice(0, limit).trim();
  };
  const reminders = remindersOf(ics);
  return {
    title,
    place: limited(ics.location ?? '', MAX_PLACE_LENGTH) || null,
    notes: limited(ics.description ?? '', MAX_TEXT_LENGTH) || null,
    category: (ics.categories?.[0] ?? '').trim().slice(0, MAX_CATEGORY_LENGTH).trim() || null,
    link: linkOf(ics.url),
    reminders: reminders.length > 0 ? reminders : null,
  };
}

function titleOf(ics: IcsEvent): string {
  const said = [ics.title, ics.location, ics.description]
    .map((text) => oneLine(text ?? ''))
    .find((text) => text !== '');
  return said ?? NO_TITLE;
}

function oneLine(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim()
    .slice(0, MAX_LINE_LENGTH)
    .trim();
}

function linkOf(url: string | undefined): TextFields['link'] {
  if (url === undefined || url.length > MAX_URL_LENGTH || !/^https?:\/\//i.test(url)) return null;
  const parsed = URL.parse(url);
  return parsed && { url, title: parsed.host };
}

/** What the fields above do not say. */
function keptOf(ics: IcsEvent, cut: Set<string>): Kept | undefined {
  const { url, categories = [], alarms = [] } = ics;
  const [category = ''] = categories;
  const areAlarmsSaid = JSON.stringify(alarms) === JSON.stringify(remindersOf(ics).map(alarmOf));
  const extra = ics.extra?.filter((line) => line !== BIRTHDAY_LINE && line !== NEEDS_SOMEONE_LINE) ?? [];
  const kept: Kept = {
    ...(ics.sequence !== undefined && { sequence: ics.sequence }),
    ...(!areAlarmsSaid && { alarms: structuredClone(alarms) as NonNullable<Kept['alarms']> }),
    ...((categories.length > 1 || category.length > MAX_CATEGORY_LENGTH) && { categories: [...categories] }),
    ...(url !== undefined && linkOf(url) === null && { url }),
    ...(extra.length > 0 && { extra }),
  };
  if (Object.keys(kept).length === 0) return undefined;
  if (JSON.stringify(kept).length <= MAX_KEPT_LENGTH) return kept;
  // A picture inside the event, most likely. Short lines say more than long ones.
  cut.add(titleOf(ics));
  const { extra: _extra, ...others } = kept;
  const lines = extra.filter((line) => line.length < MAX_SHORT_LINE).slice(0, 20);
  const short: Kept = { ...others, ...(lines.length > 0 && { extra: lines }) };
  if (Object.keys(short).length === 0) return undefined;
  if (JSON.stringify(short).length <= MAX_KEPT_LENGTH) return short;
  return ics.sequence === undefined ? undefined : { sequence: ics.sequence };
}
