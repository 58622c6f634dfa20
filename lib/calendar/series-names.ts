import type { When } from '../protocol/event-values.ts';
import { FLOATING_ZONE } from '../protocol/import-values.ts';
import { expand } from './expand.ts';
import type { IcsEvent } from './ics-types.ts';
import { seriesRun } from './series-run.ts';

/**
 * A file's series in the family's terms, where an occurrence is named by its original local start: the date, or with the
 * time where several of the series fall on one day.
 */
export interface SeriesNames {
  /** Local starts besides those of the rule. */
  readonly rdates: readonly string[];
  /** The occurrences that do not take place. */
  readonly exdates: readonly string[];
  /** Whether the series, exceptions aside, has an occurrence that starts then; in the form that `expand` gives. */
  hasStart(start: string): boolean;
  /** The occurrence that starts then. */
  keyOf(start: string): string;
  /** The local start that a date of iCalendar's basic form means. */
  localOf(basic: string): string;
  /** When the occurrence that starts then would be were it not changed. */
  whenAt(start: string): When;
}

export function createSeriesNames(ics: IcsEvent): SeriesNames {
  const { tzid, allDay } = ics;
  const rdates = (ics.rdates ?? []).map((date) => localOf(date, tzid));
  const start = allDay ? dashed(ics.dtstart) : localOf(ics.dtstart, tzid);
  const zone = tzid ?? FLOATING_ZONE;
  const times: When = allDay ? { allDay, start, end: ics.end } : { allDay, start, end: start, zone };
  const areSeveral = seriesRun({
    ...times,
    ...(ics.rrule !== undefined && { rrule: ics.rrule }),
    rdates,
  }).isSeveralADay;
  const keyOfLocal = (local: string) => (areSeveral ? local : local.slice(0, 10));
  const local = (start: string) => localStart(start, tzid);
  const time = timeOf(ics.dtstart);
  const length = allDay ? 0 : Date.parse(withZone(ics.end)) - Date.parse(withZone(ics.start));

  /** Starts on a local day, exceptions aside. */
  const startsOn = (date: string): string[] =>
    expand({ ...ics, exdates: [] }, { ...dayRange(date, tzid, allDay), limit: 1_500 });

  const exdates = (ics.exdates ?? []).flatMap((date) => {
    if (allDay) return [dashed(date)];
    if (/^\d{8}$/.test(date)) return areSeveral ? startsOn(dashed(date)).map((start) => local(start)) : [dashed(date)];
    const start = localOf(date, tzid);
    // An exception at a time at which nothing happens excludes nothing.
    const isOne = areSeveral || start.slice(11) === time || rdates.includes(start);
    return isOne ? [keyOfLocal(start)] : [];
  });

  return {
    rdates: [...new Set(rdates)].sort(),
    exdates: [...new Set(exdates)],
    hasStart: (start) => startsOn(local(start).slice(0, 10)).includes(start),
    keyOf: (start) => keyOfLocal(local(start)),
    localOf: (basic) => localOf(basic, tzid),
    whenAt(start) {
      if (allDay) {
        const days = Temporal.PlainDate.from(ics.start).until(ics.end).days;
        return { allDay, start, end: Temporal.PlainDate.from(start).add({ days }).toString() };
      }
      const end = localStart(endText(Date.parse(withZone(start)) + length, tzid), tzid);
      return { allDay, start: local(start), end, zone: tzid ?? FLOATING_ZONE };
    },
  };
}

/** A local day, in the form that `expand` takes its bounds in. */
function dayRange(date: string, tzid: string | null, allDay: boolean): { from: string; to: string } {
  const day = Temporal.PlainDate.from(date);
  const next = day.add({ days: 1 });
  if (allDay) return { from: date, to: next.toString() };
  if (tzid === null) return { from: `${date}T00:00:00`, to: `${next.toString()}T00:00:00` };
  const begin = (on: Temporal.PlainDate) => on.toZonedDateTime(tzid).toInstant().toString({ smallestUnit: 'second' });
  return { from: begin(day), to: begin(next) };
}

/** The local start, to the minute, of what `expand` gives. */
function localStart(start: string, tzid: string | null): string {
  if (tzid === null || !start.endsWith('Z')) return start.slice(0, 16);
  return Temporal.Instant.from(start).toZonedDateTimeISO(tzid).toPlainDateTime().toString().slice(0, 16);
}

/** The same of iCalendar's basic form, which with a Z is UTC's. */
function localOf(basic: string, tzid: string | null): string {
  const text = dashed(basic);
  return basic.endsWith('Z') ? localStart(text, tzid) : text.slice(0, 16);
}

function dashed(basic: string): string {
  return basic.replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3').replace(/T(\d\d)(\d\d)(\d\d)/, 'T$1:$2:$3');
}

function timeOf(basic: string): string {
  return dashed(basic).slice(11, 16);
}

function withZone(text: string): string {
  return text.endsWith('Z') ? text : `${text}Z`;
}

function endText(ms: number, tzid: string | null): string {
  const text = new Date(ms).toISOString().slice(0, 19);
  return tzid === null ? text : `${text}Z`;
}
