import { civilDate, weekday } from '../calendar/rrule-days.ts';
import { parseRule, type RecurrenceRule } from '../calendar/rrule-parse.ts';
import type { Formats } from './formats.ts';
import type { I18n } from './i18n.ts';
import { type RuleSeries, startDay } from './rule-series.ts';
import { type RuleWords, ruleWords, WORKDAYS } from './rule-words.ts';

/**
 * A rule as people say it, for the middle of a sentence: `every month on the last Friday, 10 times`. Any rule of RFC 5545 has one; undefined
 * where the rule cannot be read. What a rule leaves to the first day (`every week`) is said too, unless it is to be brief.
 */
export function ruleText(
  series: RuleSeries,
  i18n: Pick<I18n, 't' | 'locale'>,
  formats: Pick<Formats, 'time'>,
  { isBrief = false } = {},
): string | undefined {
  let rule: RecurrenceRule;
  try {
    rule = parseRule(series.rrule);
  } catch {
    return undefined;
  }
  const say = ruleWords(i18n, formats);
  if (isBrief && isBare(rule)) return [say.every(rule.frequency, rule.interval), ...say.end(rule, series)].join(', ');
  const body = rule.positions ? chosen(rule, rule.positions, series, say) : phrase(simplified(rule), series, say);
  return [body, ...say.end(rule, series)].join(', ');
}

/** A day rule that names weekdays or days of the month is a week's or a month's. */
function simplified(rule: RecurrenceRule): RecurrenceRule {
  if (rule.frequency !== 'DAILY' || rule.interval !== 1 || rule.positions || rule.yearDays || rule.months) return rule;
  if (rule.monthDays) return { ...rule, frequency: 'MONTHLY' };
  return rule.weekdays ? { ...rule, frequency: 'WEEKLY' } : rule;
}

function phrase(rule: RecurrenceRule, series: RuleSeries, say: RuleWords): string {
  const { frequency, interval } = rule;
  const days = rule.weekdays?.map((part) => part.weekday).sort((a, b) => a - b);
  if (frequency === 'WEEKLY' && interval === 1 && days?.join() === WORKDAYS && !rule.months) {
    return [say.workdays(), say.times(rule, series)].filter(Boolean).join(' ');
  }
  const isFilter = frequency === 'DAILY' ? interval > 1 : /^(HOUR|MINUTE|SECOND)/.test(frequency);
  const where = frequency === 'YEARLY' ? inYear(rule, series, say) : inMonthOrWeek(rule, series, say);
  const when = where.filter((part) => part !== '').join(' ');
  const rest = [say.times(rule, series), say.notes(rule, series)].filter((part) => part !== '');
  const head = say.every(frequency, interval);
  if (when === '') return [head, ...rest].join(' ');
  return [isFilter ? `${head}, ${say.only(when)}` : `${head} ${when}`, ...rest].join(' ');
}

function inMonthOrWeek(rule: RecurrenceRule, series: RuleSeries, say: RuleWords): string[] {
  const start = startDay(series);
  const hasNoDay = !rule.weekdays && !rule.monthDays && !rule.yearDays && !rule.weekNumbers;
  const implied: Partial<RecurrenceRule> = {
    ...(hasNoDay && rule.frequency === 'WEEKLY' && { weekdays: [{ weekday: weekday(start), nth: 0 }] }),
    ...(hasNoDay && rule.frequency === 'MONTHLY' && { monthDays: [civilDate(start).day] }),
  };
  const full = { ...rule, ...implied };
  return [say.days(full), say.yearDays(full), say.weeks(full), say.months(full.months, 'in')];
}

function inYear(rule: RecurrenceRule, series: RuleSeries, say: RuleWords): string[] {
  const { month, day } = civilDate(startDay(series));
  const { months, weekdays, yearDays, weekNumbers } = rule;
  let { monthDays } = rule;
  if (!weekdays && !monthDays && !yearDays && !weekNumbers) {
    monthDays = [day];
    if (!months) return [say.dates([[month, day]])];
  }
  if (monthDays && !weekdays && !yearDays && !weekNumbers && months?.length === 1 && monthDays.every((d) => d > 0)) {
    return [say.dates(monthDays.map((date) => [months[0] ?? 1, date]))];
  }
  // Day 60 is 29 February in leap years and 1 March in others: how a birthday on the leap day is kept every year.
  if (yearDays?.join() === '60' && !weekdays && !monthDays && !months && !weekNumbers) return [say.leapDay()];
  const implied =
    weekNumbers && !weekdays && !monthDays && !yearDays
      ? { ...rule, weekdays: [{ weekday: weekday(startDay(series)), nth: 0 }] }
      : { ...rule, monthDays };
  const isCounted = weekdays?.some(({ nth }) => nth !== 0) === true || monthDays?.some((date) => date < 0) === true;
  const of = !isCounted ? say.months(months, 'in') : months ? say.months(months, 'of') : weekdays ? say.ofYear() : '';
  return [say.days(implied), say.yearDays(rule), say.weeks(rule), of];
}

/** A rule that takes some of its dates by their place: `the first weekday`. */
function chosen(rule: RecurrenceRule, places: readonly number[], series: RuleSeries, say: RuleWords): string {
  const { weekdays, monthDays, frequency, interval, months } = rule;
  const hasMore = [rule.yearDays, rule.weekNumbers, rule.hours, rule.minutes, rule.seconds].some(Boolean);
  const head = say.every(frequency, interval);
  if (weekdays?.every((part) => part.nth === 0) && !monthDays && !hasMore) {
    const of = frequency === 'YEARLY' && !months ? say.ofYear() : say.months(months, 'of');
    const noun = say.nounOf(weekdays.map((part) => part.weekday));
    return [head, say.words('rule.on', { what: say.theNth(places, noun) }), of].filter((part) => part !== '').join(' ');
  }
  // The 28th to the 30th, of these the last: how the 30th of every month is kept in February.
  const last = monthDays?.at(-1) ?? 0;
  if (places.join() === '-1' && monthDays?.[0] === 28 && monthDays.length === last - 27 && !weekdays && !hasMore) {
    const date = say.words('rule.orLastDay', { date: say.dateOfMonth(last) });
    return [head, date, say.months(months, 'of')].filter((part) => part !== '').join(' ');
  }
  const all = phrase({ ...rule, positions: undefined }, series, say);
  return `${all}, ${say.words('rule.ofThese', { which: say.theNth(places, say.words('rule.noun.one')) })}`;
}

/** Whether it leaves all but how often to the first day. */
function isBare(rule: RecurrenceRule): boolean {
  const { months, weekNumbers, yearDays, monthDays, weekdays, hours, minutes, seconds } = rule;
  return [months, weekNumbers, yearDays, monthDays, weekdays, hours, minutes, seconds].every(
    (list) => list === undefined,
  );
}
