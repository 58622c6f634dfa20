import { civilDate, DAY_MS, epochDay } from '../calendar/rrule-days.ts';
import type { RecurrenceRule, WeekdayPart } from '../calendar/rrule-parse.ts';
import type { Formats } from './formats.ts';
import type { I18n } from './i18n.ts';
import { type RuleSeries, startDay, untilDay, untilWall } from './rule-series.ts';

/** More times of day than this are said as hours and minutes. */
const MAX_TIMES = 6;
/** Fewer numbers in a row are said one by one. */
const MIN_RANGE = 3;
/** Weekdays, 0 for Monday. */
export const WORKDAYS = '0,1,2,3,4';
const WEEKEND = '5,6';
const EVERY_DAY = '0,1,2,3,4,5,6';

/** Says the parts of a rule in the language of `i18n`. */
export type RuleWords = ReturnType<typeof ruleWords>;

/** The words of one language; an absent part of a rule is an empty text. */
export function ruleWords(i18n: Pick<I18n, 't' | 'locale'>, formats: Pick<Formats, 'time'>) {
  const { t } = i18n;
  const locale = i18n.locale.value;
  const join = (items: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction') =>
    new Intl.ListFormat(locale, { type }).format(items);
  const intl = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (day: number) => format.format(day * DAY_MS);
  };
  // 5 January 1970 was a Monday.
  const dayName = (index: number) => intl({ weekday: 'long' })(4 + index);
  const monthName = (month: number) => intl({ month: 'long' })(epochDay(1972, month, 1));
  const monthDay = (month: number, day: number) => intl({ month: 'long', day: 'numeric' })(epochDay(1972, month, day));
  const ordinalForm = (n: number) => {
    const form = new Intl.PluralRules(locale, { type: 'ordinal' }).select(n);
    return form === 'one' || form === 'two' || form === 'few' ? form : 'other';
  };
  const ordinal = (n: number) => (isWord(n) ? t(`rule.ordinal.${n}`) : t(`rule.numeral.${ordinalForm(n)}`, { n }));
  const counted = (nth: number, what: string) => {
    if (nth === -1) return t('rule.last', { what });
    if (nth === -2) return t('rule.nextToLast', { what });
    return nth < 0 ? t('rule.fromEnd', { nth: ordinal(-nth), what }) : t('rule.nth', { nth: ordinal(nth), what });
  };
  const the = (what: string) => t('rule.the', { what });
  const dateNumber = (n: number) => t(`rule.dateNumber.${ordinalForm(n)}`, { n });
  const dateOfMonth = (date: number) =>
    date > 0 ? t('rule.date', { date: dateNumber(date) }) : the(counted(date, t('rule.noun.day')));
  const datesOfMonth = (dates: readonly number[]) =>
    join(
      rangesOf(dates).map(([from, to]) =>
        from === to ? dateOfMonth(from) : t('rule.dates', { from: dateNumber(from), to: dateNumber(to) }),
      ),
    );
  const nounOf = (weekdays: readonly number[]) => {
    const set = [...weekdays].sort((a, b) => a - b);
    if (set.join() === WORKDAYS) return t('rule.noun.weekday');
    if (set.join() === WEEKEND) return t('rule.noun.weekendDay');
    return set.join() === EVERY_DAY ? t('rule.noun.day') : join(set.map(dayName), 'disjunction');
  };
  const numbers = (values: readonly number[]) =>
    join(
      rangesOf(values).map(([from, to]) =>
        from === to ? String(from) : t('rule.range', { from: String(from), to: String(to) }),
      ),
    );
  const nth = (parts: readonly WeekdayPart[]) =>
    join(parts.map((part) => the(counted(part.nth, dayName(part.weekday)))));
  const each = (parts: readonly WeekdayPart[]) => {
    const set = parts.map((part) => part.weekday).sort((a, b) => a - b);
    return { set, names: join(set.map((index) => t(`rule.days.${index as 0 | 1 | 2 | 3 | 4 | 5 | 6}`))) };
  };

  return {
    theNth: (places: readonly number[], what: string) => join(places.map((nth) => the(counted(nth, what)))),
    nounOf,
    dateOfMonth,
    words: t,
    workdays: () => t('rule.weekday'),
    only: (when: string) => t('rule.only', { when }),
    ofYear: () => t('rule.ofYear'),
    leapDay: () => t('rule.leapDay', { leap: monthDay(2, 29), other: monthDay(3, 1) }),
    every(frequency: RecurrenceRule['frequency'], n: number): string {
      return n === 1 ? t(`rule.each.${frequency}`) : t(`rule.every.${frequency}`, { n });
    },
    dates: (dates: readonly (readonly [month: number, day: number])[]) =>
      t('rule.onDates', { dates: join(dates.map(([month, day]) => monthDay(month, Math.min(day, 31)))) }),

    /** Weekdays and days of the month. */
    days(rule: RecurrenceRule): string {
      const { weekdays, monthDays, frequency } = rule;
      if (!weekdays) return monthDays ? t('rule.on', { what: datesOfMonth(monthDays) }) : '';
      const counting = weekdays.filter((part) => part.nth !== 0);
      const plain = weekdays.filter((part) => part.nth === 0);
      const { set, names } = each(plain);
      if (monthDays) {
        const days = plain.length > 0 ? names : nth(counting);
        return t('rule.thatFallOn', { days, dates: datesOfMonth(monthDays) });
      }
      const found: string[] = [];
      if (counting.length > 0) found.push(t('rule.on', { what: nth(counting) }));
      if (plain.length > 0) {
        if (set.join() === EVERY_DAY) found.push(t('rule.onEveryDay'));
        else if (set.join() === WORKDAYS) found.push(t('rule.onWeekdays'));
        else if (frequency === 'MONTHLY' || (frequency === 'YEARLY' && !rule.weekNumbers))
          found.push(t('rule.onEvery', { days: names }));
        else found.push(t('rule.onDays', { days: names }));
      }
      return found.join(' ');
    },
    yearDays: ({ yearDays }: RecurrenceRule) =>
      yearDays ? t('rule.on', { what: join(yearDays.map((n) => the(counted(n, t('rule.noun.yearDay'))))) }) : '',
    weeks({ weekNumbers }: RecurrenceRule): string {
      if (!weekNumbers) return '';
      const weeks = join(weekNumbers.map((n) => (n < 0 ? t('rule.weekFromEnd', { n: -n }) : String(n))));
      return weekNumbers.length === 1 ? t('rule.inWeek', { weeks }) : t('rule.inWeeks', { weeks });
    },
    months: (months: readonly number[] | undefined, how: 'in' | 'of') =>
      months ? t(how === 'in' ? 'rule.inMonths' : 'rule.ofMonths', { months: join(months.map(monthName)) }) : '',

    times(rule: RecurrenceRule, { start }: RuleSeries): string {
      const { hours, minutes, seconds } = rule;
      const found: string[] = [];
      const [h = 0, m = 0] = start.slice(11).split(':').map(Number);
      const all = (hours ?? [h]).flatMap((hour) => (minutes ?? [m]).map((minute) => `${two(hour)}:${two(minute)}`));
      if (isLong(rule) && (hours ?? minutes) && all.length <= MAX_TIMES) {
        found.push(t('rule.atTimes', { times: join(all.map(formats.time)) }));
      } else {
        if (hours) found.push(t('rule.inHours', { hours: numbers(hours) }));
        if (minutes) found.push(t('rule.atMinutes', { minutes: numbers(minutes) }));
      }
      if (seconds) found.push(t('rule.atSeconds', { seconds: numbers(seconds) }));
      return found.join(' ');
    },

    /** What a reader would otherwise be surprised by: days that some months and years lack, weeks that begin elsewhere. */
    notes(rule: RecurrenceRule, series: RuleSeries): string {
      const { day, month } = civilDate(startDay(series));
      const { frequency, weekdays, weekStart } = rule;
      const isByDate = !weekdays && !rule.yearDays && !rule.weekNumbers;
      const dates = rule.monthDays ?? (isByDate && frequency !== 'WEEKLY' && frequency !== 'DAILY' ? [day] : []);
      if (isByDate && rule.skip !== 'OMIT' && dates.some((date) => date > 28)) return t(`rule.skip.${rule.skip}`);
      const months = rule.months ?? (frequency === 'YEARLY' ? [month] : []);
      if (frequency === 'YEARLY' && isByDate && months.join() === '2' && dates.includes(29)) return t('rule.leapYears');
      const isEveryMonth = frequency === 'MONTHLY' && !rule.months;
      if (isEveryMonth && isByDate && dates.length === 1 && dates.some((date) => date > 28))
        return t('rule.longMonths');
      const days = weekdays?.map((part) => part.weekday) ?? [];
      const isSplit = days.some((index) => index >= weekStart) && days.some((index) => index < weekStart);
      const matters = frequency === 'WEEKLY' && rule.interval > 1 && weekStart !== 0 && isSplit;
      return matters ? t('rule.weeksBegin', { day: dayName(weekStart) }) : '';
    },

    end(rule: RecurrenceRule, series: RuleSeries): string[] {
      if (rule.count !== undefined) return [t('rule.times', { n: rule.count })];
      if (rule.until === undefined) return [];
      const date = intl({ dateStyle: 'long' });
      if (isLong(rule)) return [t('rule.until', { date: date(untilDay(rule.until, series)) })];
      const wall = untilWall(rule.until, series.zone);
      const time = formats.time(new Date(wall).toISOString().slice(11, 16));
      return [t('rule.until', { date: `${date(Math.floor(wall / DAY_MS))}, ${time}` })];
    },
  };
}

/** Whether it comes at most once a day, unless it names hours. */
function isLong({ frequency }: RecurrenceRule): boolean {
  return ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'].includes(frequency);
}

function isWord(n: number): n is 1 | 2 | 3 | 4 | 5 {
  return n >= 1 && n <= 5;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** Runs of at least MIN_RANGE numbers as one; the others each by itself. Days counted from the end are never in a run. */
function rangesOf(values: readonly number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  // From the start of the month first, then from its end.
  for (const value of [...values.filter((n) => n >= 0), ...values.filter((n) => n < 0)]) {
    const last = found.at(-1);
    if (last !== undefined && value >= 0 && value === last[1] + 1) last[1] = value;
    else found.push([value, value]);
  }
  return found.flatMap(([from, to]): [number, number][] => {
    if (to - from + 1 >= MIN_RANGE || from === to) return [[from, to]];
    return [
      [from, from],
      [to, to],
    ];
  });
}
