import type { When } from '../protocol/event-values.ts';
import { dateTimeValue, dateValue } from './ics-date-time.ts';
import { dateForm, timeForm, timesOf, whenOf } from './ics-times.ts';
import type { IcsEvent } from './ics-types.ts';
import { dateOf, dateTimeOf, MINUTE_MS, wallOf } from './local-time.ts';
import { continuedRule, type MovedSeries, moveSeries } from './move-series.ts';
import { DAY_MS, modulo } from './rrule-days.ts';
import { parseRule, WEEKDAYS } from './rrule-parse.ts';
import { withRuleParts } from './rule-text.ts';
import { createSeriesNames, type SeriesNames } from './series-names.ts';
import { seriesRun } from './series-run.ts';
import { zoneOffsets } from './zones.ts';

/**
 * A file's series that change for good from some occurrence on (RECURRENCE-ID;RANGE=THISANDFUTURE, RFC 5545 section 3.8.4.4), each as one
 * series for each part, which is what the change means: what comes later is as much later or earlier, and says what the change says. A change
 * that calls off ends the series. Skipped and changed occurrences, named by their starts before the change, go along with their part. Changes
 * of occurrences that the rule does not have stay what they are, changes of one.
 */
export function splitSeries(all: readonly IcsEvent[]): readonly IcsEvent[] {
  if (!all.some(({ thisAndFuture }) => thisAndFuture)) return all;
  const changesOf = Map.groupBy(
    all.filter(({ recurrenceId }) => recurrenceId !== undefined),
    ({ uid }) => uid,
  );
  const split = new Map<string, readonly IcsEvent[]>();
  for (const master of all) {
    const own = master.recurrenceId === undefined ? changesOf.get(master.uid) : undefined;
    if (own?.some(({ thisAndFuture }) => thisAndFuture)) split.set(master.uid, partsOf(master, own));
  }
  return all.flatMap((one) => {
    const parts = split.get(one.uid);
    if (!parts) return [one];
    return one.recurrenceId === undefined ? parts : [];
  });
}

function partsOf(master: IcsEvent, changes: readonly IcsEvent[]): IcsEvent[] {
  const names = createSeriesNames(master);
  const begun = whenOf(master);
  const wallAt = (start: string) => wallOf(names.whenAt(start).start);
  const run = seriesRun({ ...begun, ...(master.rrule !== undefined && { rrule: master.rrule }) });
  const idOf = ({ recurrenceId = '' }: IcsEvent) => recurrenceId;
  const lasting = changes
    .filter(
      (one) => one.thisAndFuture && names.hasStart(idOf(one)) && run.next(wallAt(idOf(one))) === wallAt(idOf(one)),
    )
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const others = changes.filter((change) => !lasting.includes(change));
  const bounds = ['', ...lasting.map(idOf)];
  return bounds.flatMap((from, index) => {
    const to = bounds[index + 1];
    const own = others.filter((other) => idOf(other) >= from && (to === undefined || idOf(other) < to));
    const stretch = { from: from === '' ? undefined : wallAt(from), to: to === undefined ? undefined : wallAt(to) };
    const change = lasting[index - 1];
    if (change === undefined) {
      // Changed from its first occurrence on, nothing is left of it before.
      return stretch.to !== undefined && stretch.to <= wallOf(begun.start)
        ? own
        : [sliced(master, names, stretch), ...own];
    }
    const isWhole = stretch.from === wallOf(begun.start);
    if (change.cancelled) return isWhole ? [{ ...master, cancelled: true }] : [];
    return changedPart({ series: sliced(master, names, stretch), names, change, own, isWhole });
  });
}

/** Wall times: from an occurrence on, up to before another. */
interface StretchOfTime {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** The part of a series that begins within a stretch, with its exceptions, as a series of its own. */
function sliced(master: IcsEvent, names: SeriesNames, { from, to }: StretchOfTime): IcsEvent {
  const { rrule, rdates: _rdates, exdates: _exdates, ...rest } = master;
  const begun = whenOf(master);
  const isWithin = (local: string) =>
    (from === undefined || wallOf(local) >= from) && (to === undefined || wallOf(local) < to);
  const rdates = names.rdates.filter(isWithin);
  const exdates = names.exdates.map((name) => atTimeOf(begun, name)).filter(isWithin);
  return {
    ...rest,
    ...timesOf(from === undefined ? begun : startingAt(begun, from)),
    ...(rrule !== undefined && { rrule: ruleWithin(rrule, begun, { from, to }) }),
    ...(rdates.length > 0 && { rdates: rdates.map((local) => basicForm(local, begun)) }),
    ...(exdates.length > 0 && { exdates: exdates.map((local) => basicForm(local, begun)) }),
  };
}

function ruleWithin(rule: string, begun: When, { from, to }: StretchOfTime): string {
  let text = rule;
  if (from !== undefined && from > wallOf(begun.start)) {
    const { count } = parseRule(rule);
    const before = count === undefined ? 0 : seriesRun({ ...begun, rrule: rule }).countBefore(from);
    text = continuedRule(rule, wallOf(begun.start), count === undefined ? undefined : count - before);
  }
  return to === undefined ? text : withRuleParts(text, { COUNT: undefined, UNTIL: lastMoment(begun, to) });
}

/** UNTIL of a series whose next occurrence would be at that wall time. */
function lastMoment(when: When, next: number): string {
  if (when.allDay) return dateValue(next / DAY_MS - 1);
  const { tzid } = timesOf(when);
  const last = next - MINUTE_MS;
  return tzid === null ? dateTimeValue(last) : `${dateTimeValue(zoneOffsets(tzid).explicitInstantOf(last))}Z`;
}

/** A part as a change says it: as much later as the change is than the occurrence that it names. */
function changedPart(args: {
  series: IcsEvent;
  names: SeriesNames;
  change: IcsEvent;
  own: readonly IcsEvent[];
  isWhole: boolean;
}): IcsEvent[] {
  const { series, names, change } = args;
  const { recurrenceId = '', thisAndFuture: _future, ...said } = change;
  const uid = args.isWhole ? change.uid : `${change.uid}/${recurrenceId}`.slice(0, 1_000);
  const before = whenOf(series);
  const to = whenOf(change);
  const { when, shift } = shifted({ ...before, ...(series.rrule !== undefined && { rrule: series.rrule }) }, to);
  const later = (local: string) => {
    const wall = wallOf(atTimeOf(before, local)) + shift * MINUTE_MS;
    return when.allDay ? dateOf(wall) : dateTimeOf(wall);
  };
  const dates = (some: readonly string[] | undefined) =>
    some?.map((date) => basicForm(later(names.localOf(date)), when));
  const { rrule, rdates: _rdates, ...first } = when;
  const part: IcsEvent = {
    ...said,
    ...timesOf(first),
    uid,
    ...(rrule !== undefined && { rrule }),
    ...(series.rdates && { rdates: dates(series.rdates) as string[] }),
    ...(series.exdates && { exdates: dates(series.exdates) as string[] }),
  };
  const changes = args.own.map((one) => {
    const local = later(names.whenAt(one.recurrenceId ?? '').start);
    return { ...one, uid, recurrenceId: timesOf(startingAt(when, wallOf(local))).start };
  });
  // Where no rule can say its day, the others keep theirs, and it goes where the change puts it.
  const isElsewhere = first.start !== to.start;
  return [part, ...(isElsewhere ? [{ ...said, uid, recurrenceId: part.start }] : []), ...changes];
}

/** A series moved so that its first occurrence is at `to`; of several weekdays all move. */
function shifted(when: When, to: When): MovedSeries {
  const days = Math.floor(wallOf(to.start) / DAY_MS) - Math.floor(wallOf(when.start) / DAY_MS);
  const rule = when.rrule === undefined ? undefined : parseRule(when.rrule);
  if (when.rrule === undefined || rule?.frequency !== 'WEEKLY' || !rule.weekdays || rule.positions || days === 0)
    return moveSeries(when, when, to);
  const moved = moveSeries({ ...when, rrule: withRuleParts(when.rrule, { BYDAY: undefined }) }, when, to);
  const name = (weekday: number) => WEEKDAYS[modulo(weekday + days, 7)];
  const parts = { BYDAY: rule.weekdays.map(({ weekday }) => name(weekday)).join(), WKST: name(rule.weekStart) };
  return { ...moved, when: { ...moved.when, rrule: withRuleParts(moved.when.rrule ?? '', parts) } };
}

/** As long, in the same zone, at another wall time; without rule. */
function startingAt(when: When, wall: number): When {
  const end = wall + wallOf(when.end) - wallOf(when.start);
  return when.allDay
    ? { allDay: true, start: dateOf(wall), end: dateOf(end) }
    : { allDay: false, start: dateTimeOf(wall), end: dateTimeOf(end), zone: when.zone };
}

/** An occurrence that is named by its day alone, at the time of the series. */
function atTimeOf(when: When, local: string): string {
  return when.allDay || local.length > 10 ? local : `${local}T${when.start.slice(11)}`;
}

function basicForm(local: string, { allDay }: When): string {
  return allDay ? dateForm(local) : timeForm(local);
}
