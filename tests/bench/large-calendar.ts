import type { When } from '../../lib/protocol/event-values.ts';

/** A large family's calendar: one event every day over twelve years, and series with rules of all kinds, the oldest ten years old. */

export interface LargeCalendar {
  /** In all, the series included. */
  readonly events: number;
  readonly series: number;
}

export const LARGE_CALENDAR: LargeCalendar = { events: 5_000, series: 500 };

const ZONES = ['Europe/Madrid', 'Europe/Madrid', 'Europe/Madrid', 'America/New_York', 'Asia/Kathmandu'];

/** When each event of the calendar is, the series first. */
export function largeCalendar({ events, series }: LargeCalendar): When[] {
  return Array.from({ length: events }, (_, index) =>
    index < series ? seriesWhen(index) : timed(index, 2016 + (index % 12)),
  );
}

function timed(index: number, year: number): When {
  const date = `${year}-${two(1 + (index % 12))}-${two(1 + (index % 28))}`;
  const hour = 7 + (index % 14);
  const [start, end] = [`${date}T${two(hour)}:00`, `${date}T${two(hour + 1)}:30`];
  return { allDay: false, start, end, zone: at(ZONES, index) };
}

function seriesWhen(index: number): When {
  const rules = [
    `FREQ=WEEKLY;BYDAY=${at(['MO', 'TU', 'WE', 'TH', 'FR'], index)}`,
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH',
    `FREQ=MONTHLY;BYMONTHDAY=${1 + (index % 28)}`,
    'FREQ=YEARLY',
    `FREQ=WEEKLY;COUNT=${400 + (index % 300)}`,
    'FREQ=MONTHLY;BYDAY=2TU',
    `FREQ=WEEKLY;UNTIL=20${20 + (index % 7)}0630`,
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
  ];
  // A few things happen every day, or every school day.
  const often = ['FREQ=DAILY;UNTIL=20271231', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270630'];
  return { ...timed(index, 2016 + (index % 11)), rrule: index % 25 === 0 ? at(often, index / 25) : at(rules, index) };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
