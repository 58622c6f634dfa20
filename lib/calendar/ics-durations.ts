import { DAY_MS } from './rrule-days.ts';

/** DURATION (RFC 5545 section 3.3.6). Days are days of the wall clock, times are exact. */
export interface IcsDuration {
  readonly isNegative: boolean;
  /** Weeks count as seven. */
  readonly days: number;
  readonly milliseconds: number;
}

const DURATION = /^([+-])?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;
/** Longer than any; added up in seconds it still has the digits that can be read. */
const MAX_DAYS = 10_000;
const STRICT = /^[+-]?P(\d+W|\d+D|(\d+D)?T(\d+H(\d+M(\d+S)?)?|\d+M(\d+S)?|\d+S))$/;

/** Reads a duration, also with weeks beside days. Undefined for anything else, and for one without any number. */
export function readDuration(text: string): IcsDuration | undefined {
  const match = DURATION.exec(text.trim().toUpperCase());
  if (!match?.slice(2).some((part) => part !== undefined)) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? '0'));
  return {
    isNegative: match[1] === '-',
    days: (weeks ?? 0) * 7 + (days ?? 0),
    milliseconds: (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1_000,
  };
}

/** The text of a duration as RFC 5545's grammar has it: as written where that fits. Undefined where it is none, or longer than 27 years. */
export function strictDuration(text: string): string | undefined {
  const written = text.trim().toUpperCase();
  const duration = readDuration(written);
  if (!duration || duration.days > MAX_DAYS || duration.milliseconds > MAX_DAYS * DAY_MS) return undefined;
  if (STRICT.test(written)) return written;
  const days = duration.days === 0 ? '' : `${duration.days}D`;
  const time = duration.milliseconds === 0 && days !== '' ? '' : `T${duration.milliseconds / 1_000}S`;
  return `${duration.isNegative ? '-' : ''}P${days}${time}`;
}

/** Whole days that a duration covers, counted up, at least one. */
export function daysCovered(duration: IcsDuration): number {
  return Math.max(1, duration.days + Math.ceil(duration.milliseconds / DAY_MS));
}
