import type { ImportedEvent } from '../protocol/import-values.ts';

/** `[name, when]`: `MMDD` of every year, or one entry a year from `from` on, days joined by `+`. */
type Holiday = readonly [name: string, when: string];

/** Public holidays of the world's countries for some years, as scripts/holiday-data.ts wrote them. */
export interface HolidayData {
  readonly from: number;
  readonly to: number;
  readonly countries: Readonly<
    Record<
      string,
      {
        readonly holidays: readonly Holiday[];
        /** What only this part has, and positions in `holidays` of what it does not have. */
        readonly regions?: Readonly<
          Record<
            string,
            { readonly name: string; readonly more?: readonly Holiday[]; readonly less?: readonly number[] }
          >
        >;
      }
    >
  >;
}

const DAY_MS = 86_400_000;
/** Years that a family's holidays are worked out for: one back, and some ahead. */
const YEARS_BACK = 1;
const YEARS_AHEAD = 4;

/** The file is the extension's own, held by a test; only its format is looked at. A schema would cost every page. */
export function readHolidayData(content: unknown): HolidayData {
  const isOurs = typeof content === 'object' && content !== null && 'format' in content && content.format === 1;
  if (!isOurs) throw new Error('The data of the holidays are of another format.');
  return content as unknown as HolidayData;
}

/** The last year whose holidays are worked out when it is `year` now. */
export function lastHolidayYear(data: HolidayData, year: number): number {
  return Math.min(data.to, year + YEARS_AHEAD);
}

/** The holidays of the years around `year`, one event each; days in a row are one. */
export function holidayEvents(
  data: HolidayData,
  place: { readonly country: string; readonly region?: string | undefined },
  year: number,
): ImportedEvent[] {
  const country = data.countries[place.country];
  const region = place.region === undefined ? undefined : country?.regions?.[place.region];
  const less = new Set(region?.less);
  const holidays = [...(country?.holidays.filter((_, index) => !less.has(index)) ?? []), ...(region?.more ?? [])];
  const events: ImportedEvent[] = [];
  for (let of = Math.max(data.from, year - YEARS_BACK); of <= lastHolidayYear(data, year); of++) {
    for (const [name, when] of holidays) {
      for (const { start, end } of inARow(daysIn(when, of - data.from), of)) events.push(holiday(name, start, end));
    }
  }
  return events;
}

function daysIn(when: string, index: number): string[] {
  const of = when.includes(' ') ? when.split(' ')[index] : when;
  return (of ?? '').split('+').filter((day) => /^\d{4}$/.test(day));
}

/** Days as spans, `end` exclusive. */
function inARow(days: readonly string[], year: number): { start: string; end: string }[] {
  const spans: { start: string; end: string }[] = [];
  for (const day of days) {
    const start = `${year}-${day.slice(0, 2)}-${day.slice(2)}`;
    const end = new Date(Date.parse(start) + DAY_MS).toISOString().slice(0, 10);
    const last = spans.at(-1);
    if (last?.end === start) last.end = end;
    else spans.push({ start, end });
  }
  return spans;
}

function holiday(name: string, start: string, end: string): ImportedEvent {
  return {
    uid: `${start}/${name}`.slice(0, 1_000),
    title: name.slice(0, 500),
    when: { allDay: true, start, end },
    place: null,
    notes: null,
    category: null,
    link: null,
    reminders: null,
    ex: [],
    occ: [],
  };
}
