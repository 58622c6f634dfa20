import type { When } from '../protocol/event-values.ts';
import { dateTimeValue, dateValue, readDateTime } from './ics-date-time.ts';
import { dateOf, dateTimeOf, MINUTE_MS, wallOf } from './local-time.ts';
import { firstDay, moveRule } from './move-rule.ts';
import { civilDate, DAY_MS, modulo } from './rrule-days.ts';
import { parseRule } from './rrule-parse.ts';
import { withRuleParts } from './rule-text.ts';

/** A series after one of its occurrences was put elsewhere. */
export interface MovedSeries {
  readonly when: When;
  /** Minutes by which the occurrence, and the others as far as the rule allows, are later. */
  readonly shift: number;
  /** No rule can say the new day: only time and length changed. */
  readonly isDayKept: boolean;
}

const dayOf = (wall: number) => Math.floor(wall / DAY_MS);

/**
 * Moves a whole series so that the occurrence at `from` is at `to`: its days, its time of day, its length, its zone. An
 * end of the series moves along. `from` is a time of the series itself, `to` is any; rules of either are not looked at.
 */
export function moveSeries(when: When, from: When, to: When): MovedSeries {
  const [before, after] = [wallOf(from.start), wallOf(to.start)];
  const [fromDay, toDay] = [dayOf(before), dayOf(after)];
  const begun = wallOf(when.start);
  const rule = when.rrule;
  let moved = { rule, start: dayOf(begun) + toDay - fromDay } as
    | { rule: string | undefined; start: number }
    | undefined;
  if (rule !== undefined && fromDay !== toDay) moved = moveRule(rule, dayOf(begun), fromDay, toDay);
  const days = moved ? toDay - fromDay : 0;
  const later = moved ? after - before : modulo(after, DAY_MS) - modulo(before, DAY_MS);
  const { rule: newRule = undefined, start } = moved ?? { rule, start: dayOf(begun) };
  const isSubDaily = rule !== undefined && /FREQ=(HOUR|MINUTE|SECOND)LY/i.test(rule);
  // The time of day is the new one; hourly and the like go on at their own pace.
  const at = isSubDaily ? begun + later : start * DAY_MS + (to.allDay ? 0 : modulo(after, DAY_MS));
  const timed = newRule === undefined ? undefined : withUntilLater(withTimesLater(newRule, later, days), later, days);
  const rdates = when.rdates?.map((date) => {
    const wall = wallOf(date) + later;
    return to.allDay ? dateOf(wall) : dateTimeOf(wall);
  });
  return {
    when: {
      ...placedAt(to, at),
      ...(timed !== undefined && { rrule: timed }),
      ...(rdates && { rdates }),
    },
    shift: later / MINUTE_MS,
    isDayKept: moved === undefined,
  };
}

/** A time like `pattern`, as long and in the same zone, at another wall time. */
function placedAt(pattern: When, wall: number): When {
  const end = wall + wallOf(pattern.end) - wallOf(pattern.start);
  return pattern.allDay
    ? { allDay: true, start: dateOf(wall), end: dateOf(end) }
    : { allDay: false, start: dateTimeOf(wall), end: dateTimeOf(end), zone: pattern.zone };
}

/** `when` with another rule, beginning on the first day that fits it; on its own start where none does. */
export function withRule(when: When, rrule: string): When {
  const start = wallOf(when.start);
  const day = /FREQ=(HOUR|MINUTE|SECOND)LY/i.test(rrule) ? undefined : firstDay(rrule, dayOf(start));
  return { ...placedAt(when, (day ?? dayOf(start)) * DAY_MS + modulo(start, DAY_MS)), rrule };
}

/**
 * What the rule of a series that began at the wall time `begun` says from a later occurrence on, with so many `left`
 * where it counts. The day that came from the start alone is named where the later occurrence may stand for one that
 * its month does not have.
 */
export function continuedRule(rule: string, begun: number, left: number | undefined): string {
  const { frequency, skip, monthDays, weekdays, yearDays, months } = parseRule(rule);
  const counted = left === undefined ? rule : withRuleParts(rule, { COUNT: String(Math.max(1, left)) });
  if (skip === 'OMIT' || monthDays || weekdays || yearDays) return counted;
  const { month, day } = civilDate(dayOf(begun));
  if (frequency === 'MONTHLY') return withRuleParts(counted, { BYMONTHDAY: String(day) });
  if (frequency !== 'YEARLY') return counted;
  return withRuleParts(counted, { ...(!months && { BYMONTH: String(month) }), BYMONTHDAY: String(day) });
}

/** BYHOUR and BYMINUTE moved along, where there is one minute to count from and no time leaves its day. */
function withTimesLater(text: string, later: number, days: number): string {
  const { hours, minutes } = parseRule(text);
  const [minute, ...otherMinutes] = minutes ?? [0];
  if ((!hours && !minutes) || otherMinutes.length > 0) return text;
  const step = later / MINUTE_MS - days * 1_440;
  if (!hours) return withRuleParts(text, { BYMINUTE: undefined });
  const times = hours.map((hour) => hour * 60 + (minute ?? 0) + step);
  if (times.some((time) => time < 0 || time >= 1_440)) return text;
  const minuteNow = modulo((minute ?? 0) + step, 60);
  return withRuleParts(text, {
    BYHOUR: times.map((time) => Math.floor(time / 60)).join(),
    BYMINUTE: minutes || minuteNow !== 0 ? String(minuteNow) : undefined,
  });
}

/** UNTIL moved along, so that as many occurrences are left. */
function withUntilLater(text: string, later: number, days: number): string {
  const { until } = parseRule(text);
  if (!until || later === 0) return text;
  const wall = until.wall + (until.isDate ? days * DAY_MS : later);
  const value = until.isDate ? dateValue(dayOf(wall)) : `${dateTimeValue(wall)}${until.isUtc ? 'Z' : ''}`;
  return readDateTime(value) ? withRuleParts(text, { UNTIL: value }) : text;
}
