/**
 * The occurrences of some years by definition, as slow as it is plain: look at every day, keep those that stand all
 * parts of the rule, group them by period, pick BYSETPOS. Shares nothing with the expander: dates are Temporal's. For
 * rules by day, week, month and year, without SKIP.
 */
export function occurrencesByDefinition(dtstart: string, rrule: string, years: number): string[] {
  const part = partsOf(rrule);
  const start = Temporal.PlainDateTime.from(`${dtstart.slice(0, 8)}T${dtstart.slice(9)}`);
  const first = start.toPlainDate();
  const freq = part('FREQ')[0] ?? '';
  const interval = Number(part('INTERVAL')[0] ?? 1);
  const weekStart = DAYS.indexOf(part('WKST')[0] ?? 'MO');
  const numbers = (name: string) => part(name).map(Number);
  const positions = numbers('BYSETPOS');
  const passes = dayTest(part, numbers, first, freq);
  const times = timesOf(numbers, start.toPlainTime());

  const periods = new Map<number, Temporal.PlainDateTime[]>();
  const firstPeriod = periodOf(freq, first, weekStart, part('BYWEEKNO').length > 0);
  const end = first.add({ years });
  // From before and to after: BYSETPOS counts the whole of the first period and of the last.
  const last = end.add({ days: 380 });
  for (let day = first.subtract({ days: 380 }); Temporal.PlainDate.compare(day, last) < 0; day = day.add({ days: 1 })) {
    const period = periodOf(freq, day, weekStart, part('BYWEEKNO').length > 0);
    if (period < firstPeriod || (period - firstPeriod) % interval !== 0 || !passes(day)) continue;
    const set = periods.get(period) ?? [];
    set.push(...times.map((time) => day.toPlainDateTime(time)));
    periods.set(period, set);
  }
  const all = [...periods.values()].flatMap((set) => {
    if (positions.length === 0) return set;
    return set.filter((_, index) => positions.includes(index + 1) || positions.includes(index - set.length));
  });
  const isWithin = (one: Temporal.PlainDateTime) =>
    Temporal.PlainDateTime.compare(one, start) >= 0 && Temporal.PlainDateTime.compare(one, end) < 0;
  const texts = all.filter(isWithin).map((one) => one.toString());
  return [...new Set([start.toString(), ...texts])].sort();
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const EPOCH = Temporal.PlainDate.from('1969-12-29'); // a Monday

function partsOf(rrule: string): (name: string) => string[] {
  const map = new Map(rrule.split(';').map((text) => text.split('=') as [string, string]));
  return (name) => map.get(name)?.split(',') ?? [];
}

function periodOf(freq: string, day: Temporal.PlainDate, weekStart: number, isByWeek: boolean): number {
  const since = EPOCH.until(day).days;
  if (freq === 'DAILY') return since;
  if (freq === 'WEEKLY') return Math.floor((since - weekStart) / 7);
  if (freq === 'MONTHLY') return day.year * 12 + day.month;
  return isByWeek ? (day.yearOfWeek ?? 0) : day.year;
}

function dayTest(
  part: (name: string) => string[],
  numbers: (name: string) => number[],
  first: Temporal.PlainDate,
  freq: string,
): (day: Temporal.PlainDate) => boolean {
  let months = numbers('BYMONTH');
  let monthDays = numbers('BYMONTHDAY');
  let days = part('BYDAY');
  const [yearDays, weeks] = [numbers('BYYEARDAY'), numbers('BYWEEKNO')];
  const hasDays = monthDays.length + days.length + yearDays.length + weeks.length > 0;
  // What the rule leaves out comes from DTSTART.
  if (freq === 'YEARLY' && !hasDays) {
    monthDays = [first.day];
    if (months.length === 0) months = [first.month];
  }
  if (freq === 'MONTHLY' && monthDays.length + days.length === 0) monthDays = [first.day];
  if (freq === 'WEEKLY' && days.length === 0) days = [DAYS[first.dayOfWeek - 1] ?? ''];
  const isOrdinalInMonth = freq === 'MONTHLY' || months.length > 0;
  const oneOf = (list: number[], value: number, size: number) =>
    list.length === 0 || list.includes(value) || list.includes(value - size - 1);
  return (day) => {
    if (months.length > 0 && !months.includes(day.month)) return false;
    if (!oneOf(monthDays, day.day, day.daysInMonth)) return false;
    if (!oneOf(yearDays, day.dayOfYear, day.daysInYear)) return false;
    const weeksInYear = Temporal.PlainDate.from({ year: day.yearOfWeek ?? 0, month: 12, day: 28 }).weekOfYear ?? 0;
    if (!oneOf(weeks, day.weekOfYear ?? 0, weeksInYear)) return false;
    if (days.length === 0) return true;
    const [at, size] = isOrdinalInMonth ? [day.day, day.daysInMonth] : [day.dayOfYear, day.daysInYear];
    return days.some((text) => {
      const nth = Number(text.slice(0, -2) || '0');
      if (text.slice(-2) !== DAYS[day.dayOfWeek - 1]) return false;
      return nth === 0 || nth === Math.ceil(at / 7) || -nth === Math.ceil((size - at + 1) / 7);
    });
  };
}

function timesOf(numbers: (name: string) => number[], start: Temporal.PlainTime): Temporal.PlainTime[] {
  const or = (list: number[], otherwise: number) => (list.length > 0 ? [...new Set(list)] : [otherwise]);
  const times = or(numbers('BYHOUR'), start.hour).flatMap((hour) =>
    or(numbers('BYMINUTE'), start.minute).map((minute) =>
      Temporal.PlainTime.from({ hour, minute, second: start.second }),
    ),
  );
  return times.sort(Temporal.PlainTime.compare);
}
