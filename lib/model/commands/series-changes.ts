import { MINUTE_MS, wallOf } from '../../calendar/local-time.ts';
import { moveSeries, withRule } from '../../calendar/move-series.ts';
import { DAY_MS, modulo } from '../../calendar/rrule-days.ts';
import { isSameRule, withRuleParts } from '../../calendar/rule-text.ts';
import type { Reach } from '../../protocol/event-commands.ts';
import type { ChangedWhen, When } from '../../protocol/event-values.ts';
import {
  type Course,
  findOccurrence,
  firstStart,
  layOut,
  runOf,
  type Split,
  type Times,
  whenAt,
} from '../event-course.ts';
import { ruleAt, seriesOf } from '../event-rows.ts';
import type { ChangedOccurrence, FamilyEvent } from '../events.ts';
import { type EventWrites, type FieldChanges, isSameValue } from './event-writes.ts';
import { mergeWhen, rawWhen } from './plain-event.ts';
import { type Place, plainTime, planOccurrenceWhen } from './single-changes.ts';

type LongReach = Exclude<Reach, 'this'>;

/** What a reach comes to: from the first occurrence on is all. */
export function reachOf({ event, part, wall }: Place, reach: Reach): Reach {
  const [first] = event.parts;
  return reach === 'following' && first && part === first && wall === firstStart(first) ? 'all' : reach;
}

/** Changes fields of the series, or of it from an occurrence on. What parts and that occurrence said otherwise goes. */
export function planSeriesFields(writes: EventWrites, place: Place, reach: LongReach, fields: FieldChanges): void {
  const { event, part, changed } = place;
  const at = splitAt(place);
  for (const [field, value] of fields) {
    writes.inherit(`occ:${place.name}`, field, changed?.registers);
    for (const { occurrence } of event.course.splits) {
      if (reach === 'following' && occurrence <= at) continue;
      writes.inherit(`split:${occurrence}`, field, ownOf(event, occurrence));
    }
    const current = reach === 'all' ? event.fields[field] : part.fields[field];
    if (isSameValue(current, value)) continue;
    if (reach === 'all') writes.write(field, { [field]: value });
    else {
      writes.split(at);
      writes.write(`split:${at}:${field}`, { [field]: value });
    }
  }
}

/** What a change of times does besides. */
export interface TimesChanged {
  /** Occurrences that were changed or taken out by themselves, and that the series no longer has. */
  readonly lost: string[];
  readonly isDayKept: boolean;
}

/**
 * Gives the series, or it from an occurrence on, other times: as much later as that occurrence, or by another rule. A
 * rule that leaves no occurrence at all is refused.
 */
export function planSeriesTimes(
  writes: EventWrites,
  place: Place,
  reach: LongReach,
  when: ChangedWhen,
): TimesChanged | 'bad-input' {
  const series = seriesOf(place.part);
  const isNewRule = when.rrule !== undefined && !isSameRule(when.rrule ?? undefined, series?.when.rrule);
  const isNewDates = when.rdates !== undefined && (when.rdates ?? []).join() !== (series?.when.rdates ?? []).join();
  if (!isNewRule && !isNewDates && isSameValue(whenAt(place.part.when, place.wall), plainTime(when))) {
    planOccurrenceWhen(writes, place, when);
    return { lost: [], isDayKept: false };
  }
  const changed = isNewRule || isNewDates ? byRule(place, reach, when) : byMove(place, reach, when);
  if (!layOut(changed.course).some((stretch) => firstStart(stretch) !== undefined)) return 'bad-input';
  writeCourse(writes, place.event, changed.course);
  // It is where the person put it, whether or not the series can follow.
  const after = afterwards(place, changed.course);
  if (after) planOccurrenceWhen(writes, after, when);
  return { lost: lostIn(place.event, changed.course), isDayKept: changed.isDayKept };
}

interface NewCourse {
  readonly course: Course;
  readonly isDayKept: boolean;
}

/** Every part that is reached moves by as much as the occurrence did; the time of day is the new one where it changed. */
function byMove(place: Place, reach: LongReach, when: ChangedWhen): NewCourse {
  const { event, part, wall } = place;
  const from = whenAt(part.when, wall);
  const to = plainTime(when);
  let isDayKept = false;

  /** The part itself: its occurrence goes where the person put it. */
  const moved = (times: Times): Times => {
    const next = moveSeries(times.when, from, to);
    isDayKept ||= next.isDayKept;
    return { when: next.when, shift: times.shift + next.shift };
  };
  /** Parts with times of their own move by as many days. */
  const movedAlong = (times: Times): Times => {
    const next = moveSeries(times.when, whenAt(times.when, wallOf(times.when.start)), alongside(times.when, from, to));
    return { when: next.when, shift: times.shift + next.shift };
  };
  const isPartsOwn = (times: Times) => times.when === part.when && times.shift === part.shift;
  const shifted = (times: Times) => (isPartsOwn(times) ? moved(times) : movedAlong(times));

  if (reach === 'all') {
    const splits = event.course.splits.map((split) => ({ ...split, times: split.times && shifted(split.times) }));
    return { course: { ...shifted(event.course), splits }, isDayKept };
  }
  const at = splitAt(place);
  const rest = restOf(place);
  const splits = withSplit(event.course.splits, { occurrence: at, isEnd: false, times: moved(rest) });
  const later = splits.map((split) =>
    split.occurrence > at && split.times ? { ...split, times: movedAlong(split.times) } : split,
  );
  return { course: { ...event.course, splits: later }, isDayKept };
}

/** A part's own start, changed as another part's occurrence was: by days, and in time of day and length where those changed. */
function alongside(when: When, from: When, to: When): When {
  const [before, after] = [wallOf(from.start), wallOf(to.start)];
  const days = Math.floor(after / DAY_MS) - Math.floor(before / DAY_MS);
  const own = wallOf(when.start);
  const isTimeSame = modulo(before, DAY_MS) === modulo(after, DAY_MS) && from.allDay === to.allDay;
  const at = (isTimeSame ? own : Math.floor(own / DAY_MS) * DAY_MS + modulo(after, DAY_MS)) + days * DAY_MS;
  const isLengthSame = wallOf(from.end) - before === wallOf(to.end) - after && from.allDay === to.allDay;
  const zone = when.allDay || to.allDay || (!from.allDay && from.zone === to.zone) ? undefined : to.zone;
  const pattern = isLengthSame ? when : to;
  const next = whenAt(pattern, at);
  return next.allDay || zone === undefined ? next : { ...next, zone };
}

/** Another rule, or none: it holds for everything that is reached, and says alone how long that goes on. */
function byRule(place: Place, reach: LongReach, when: ChangedWhen): NewCourse {
  const { event, part, wall } = place;
  const own = reach === 'all' ? part.when : restOf(place).when;
  const { rrule, rdates } = { rrule: own.rrule, rdates: own.rdates, ...when };
  const to = plainTime(when);
  const later = (wallOf(to.start) - wall) / MINUTE_MS;
  const at = splitAt(place);
  const isReached = ({ occurrence }: Split) => reach === 'all' || occurrence > at;
  const times = timesByRule();
  if (reach === 'all') {
    const splits = event.course.splits
      .filter((split) => rrule && !split.isEnd)
      .map((split) => ({ ...split, times: undefined }));
    return { course: { ...times, splits }, isDayKept: false };
  }
  const kept = event.course.splits.filter((split) => !isReached(split) || (rrule && !split.isEnd));
  const splits = kept.map((split) => (isReached(split) ? { ...split, times: undefined } : split));
  return {
    course: { ...event.course, splits: withSplit(splits, { occurrence: at, isEnd: false, times }) },
    isDayKept: false,
  };

  function timesByRule(): Times {
    const further = rdates && rdates.length > 0 ? { rdates } : {};
    if (!rrule) return { when: { ...to, ...further }, shift: part.shift + later };
    // Of the whole series the start moves along with the occurrence, to where the rule first holds.
    const begun = reach === 'all' ? wallOf(event.when.start) + later * MINUTE_MS : wallOf(to.start);
    const aligned = withRule(whenAt(to, begun), reach === 'all' ? withEarlierCounted(rrule) : rrule);
    const shift = (reach === 'all' ? event.course.shift : part.shift) + later;
    return {
      when: { ...aligned, ...further },
      shift: shift + (isMoved(aligned, begun) ? (wallOf(aligned.start) - begun) / MINUTE_MS : 0),
    };
  }

  /** Whether the new rule is the old one on other days, so that occurrences keep their names. */
  function isMoved(aligned: When, begun: number): boolean {
    if (wallOf(aligned.start) === begun) return false;
    const { when: old } = reach === 'all' ? event.course : restOf(place);
    const first = whenAt(old, wallOf(old.start));
    return isSameRule(moveSeries(old, first, whenAt(aligned, wallOf(aligned.start))).when.rrule, aligned.rrule);
  }

  /** A count was said of the part alone: what comes before it counts, too. */
  function withEarlierCounted(rule: string): string {
    const count = /(?:^|;)COUNT=\+?(\d+)/i.exec(rule)?.[1];
    const first = firstStart(part);
    if (count === undefined || part.from === '' || first === undefined) return rule;
    const endless = withRule(
      whenAt(to, wallOf(event.when.start) + later * MINUTE_MS),
      withRuleParts(rule, { COUNT: undefined }),
    );
    const before = runOf({ when: endless, shift: 0 }).countBefore(first + later * MINUTE_MS);
    return withRuleParts(rule, { COUNT: String(Number(count) + before) });
  }
}

/** The part from its occurrence on, as a series of its own. */
function restOf({ part, wall }: Place): Times {
  const { rrule, rdates } = part.when;
  const further = rdates?.filter((date) => wallOf(date) > wall);
  return {
    when: {
      ...whenAt(part.when, wall),
      ...(rrule !== undefined && { rrule: ruleAt(part, rrule, wall) }),
      ...(further && further.length > 0 && { rdates: further }),
    },
    shift: part.shift,
  };
}

/** The split from which a part begins at this occurrence: the part's own, where it is the first of it. */
function splitAt({ part, wall, name }: Place): string {
  return part.from !== '' && wall === firstStart(part) ? part.from : name;
}

function withSplit(splits: readonly Split[], split: Split): Split[] {
  return [...splits.filter(({ occurrence }) => occurrence !== split.occurrence), split].sort((a, b) =>
    a.occurrence < b.occurrence ? -1 : 1,
  );
}

function ownOf(event: FamilyEvent, occurrence: string) {
  return event.splits.get(occurrence);
}

/** Writes what differs between two courses of an event. */
function writeCourse(writes: EventWrites, event: FamilyEvent, next: Course): void {
  const { course } = event;
  if (!isSameTimes(course, next)) {
    // A rule that the new times do not name is gone, whatever later versions put beside it stays.
    const { rrule = null, rdates = null, ...time } = next.when;
    const shift = next.shift === 0 ? {} : { shift: next.shift };
    writes.write('when', { when: mergeWhen(rawWhen(event), { ...time, rrule, rdates }), ...shift });
  }
  const before = new Map(course.splits.map((split) => [split.occurrence, split]));
  for (const split of next.splits) {
    const { occurrence, times } = split;
    const former = before.get(occurrence);
    before.delete(occurrence);
    if (!former) writes.split(occurrence);
    if (times && !(former?.times && isSameTimes(former.times, times))) {
      writes.write(`split:${occurrence}:when`, { when: times.when, ...(times.shift !== 0 && { shift: times.shift }) });
    } else if (!times && former?.times) writes.inherit(`split:${occurrence}`, 'when', event.splits.get(occurrence));
  }
  for (const { occurrence, isEnd } of before.values()) {
    writes.write(`split:${occurrence}`, { splits: false });
    if (isEnd) writes.write(`split:${occurrence}:life`, { deleted: false });
  }
}

function isSameTimes(a: Times, b: Times): boolean {
  return a.shift === b.shift && isSameValue(a.when, b.when);
}

/** The occurrence where the new course has it, if it does. */
function afterwards(place: Place, course: Course): Place | undefined {
  const found = findOccurrence(layOut(course), place.name);
  if (!found) return undefined;
  const { when, shift } = found.stretch;
  return { ...place, part: { ...place.part, when, shift }, wall: found.wall };
}

function lostIn(event: FamilyEvent, course: Course): string[] {
  const after = layOut(course);
  const names = [...event.excluded, ...[...event.changed].filter(([, one]) => isAnyChanged(one)).map(([name]) => name)];
  const isLost = (name: string) =>
    findOccurrence(event.parts, name) !== undefined && findOccurrence(after, name) === undefined;
  return [...new Set(names)].filter(isLost).sort();
}

function isAnyChanged({ when, fields }: ChangedOccurrence): boolean {
  return when !== undefined || Object.keys(fields).length > 0;
}
