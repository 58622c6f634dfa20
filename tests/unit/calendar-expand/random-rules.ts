/** Seeded random rules, so that a failure can be run again. */

export type Random = () => number;

/** mulberry32: small, and good enough to choose rules with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface RandomSeries {
  readonly dtstart: string;
  readonly tzid: string;
  readonly rrule: string;
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** Zones with a gap and an overlap, with half an hour of it, with none, and with a day that never was. */
export const ZONES = [
  'America/New_York',
  'Europe/Madrid',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
] as const;

export function randomSeries(random: Random, frequencies: readonly string[], zones: readonly string[]): RandomSeries {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const int = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  const chance = (p: number) => random() < p;
  const some = (count: number, make: () => number | string) =>
    [...new Set(Array.from({ length: count }, make))].join(',');
  const signed = (max: number) => (chance(0.3) ? -int(1, max) : int(1, max));

  const freq = pick(frequencies);
  const parts = [`FREQ=${freq}`];
  if (chance(0.5)) parts.push(`INTERVAL=${int(1, freq === 'YEARLY' ? 4 : 9)}`);
  if (chance(0.3)) parts.push(`WKST=${pick(DAYS)}`);
  if (chance(0.35)) parts.push(`BYMONTH=${some(int(1, 4), () => int(1, 12))}`);
  const isByWeek = freq === 'YEARLY' && chance(0.15);
  if (isByWeek)
    parts.push(`BYWEEKNO=${some(int(1, 3), () => signed(53))}`, `BYDAY=${some(int(1, 3), () => pick(DAYS))}`);
  else if (freq === 'YEARLY' && chance(0.15)) parts.push(`BYYEARDAY=${some(int(1, 5), () => signed(366))}`);
  else {
    if (freq !== 'WEEKLY' && chance(0.4)) parts.push(`BYMONTHDAY=${some(int(1, 5), () => signed(31))}`);
    if (chance(0.5)) {
      const isOrdinal = (freq === 'MONTHLY' || freq === 'YEARLY') && !parts.some((p) => p.startsWith('BYMONTHDAY'));
      const ordinal = isOrdinal && chance(0.5) ? () => String(signed(5)) : () => '';
      parts.push(`BYDAY=${some(int(1, 3), () => ordinal() + pick(DAYS))}`);
    }
  }
  if (chance(0.25)) parts.push(`BYHOUR=${some(int(1, 3), () => int(0, 23))}`);
  if (chance(0.2)) parts.push(`BYMINUTE=${some(int(1, 3), () => int(0, 59))}`);
  if (chance(0.25) && parts.some((p) => p.startsWith('BY'))) parts.push(`BYSETPOS=${some(int(1, 2), () => signed(6))}`);
  const end = random();
  if (end < 0.2) parts.push(`COUNT=${int(1, 40)}`);
  else if (end < 0.35) parts.push(`UNTIL=${int(2031, 2036)}0${int(1, 9)}${int(10, 28)}T${int(10, 23)}0000Z`);
  const two = (n: number) => String(n).padStart(2, '0');
  const dtstart = `${int(2008, 2030)}${two(int(1, 12))}${two(int(1, 28))}T${two(int(0, 23))}${pick(['00', '30', '45'])}00`;
  return { dtstart, tzid: pick(zones), rrule: parts.join(';') };
}
