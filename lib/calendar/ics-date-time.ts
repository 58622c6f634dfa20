import { DAY_MS, dateText, daysInMonth, epochDay, wallText } from './rrule-days.ts';

/** A DATE or DATE-TIME value of iCalendar (RFC 5545 sections 3.3.4, 3.3.5), without its zone. */
export interface IcsDateTime {
  /** Milliseconds of the wall time (see rrule-days); midnight for a date. */
  readonly wall: number;
  readonly isDate: boolean;
  /** Ends in Z: the wall time is UTC's. */
  readonly isUtc: boolean;
  /** It is not as written: the day was beyond the end of its month (30 February) and went on into the next, or beyond the years that can be. */
  readonly isCarried?: true;
}

const BASIC = /^(\d{4})(\d{2})(\d{2})(?:[T ](\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{4})?$/;

/**
 * Reads a DATE or DATE-TIME. Forms that programs write and that leave no doubt pass too: separators
 * (`2026-12-10T19:00`), no seconds, small letters, a numeric offset, 24:00:00, a leap second. Undefined for anything
 * else, impossible dates included unless `mayCarry`: then the 29th to 31st of a shorter month go on into the next.
 */
export function readDateTime(text: string, { mayCarry = false } = {}): IcsDateTime | undefined {
  const match = BASIC.exec(compact(text));
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const isCarried = day > daysInMonth(year, month);
  if (isCarried && !mayCarry) return undefined;
  const carried = isCarried && { isCarried };
  const date = epochDay(year, month, day) * DAY_MS;
  if (match[4] === undefined)
    return match[7] === undefined ? { wall: date, isDate: true, isUtc: false, ...carried } : undefined;
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? '0')];
  const isDayEnd = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !isDayEnd) || minute > 59 || second > 60) return undefined;
  const wall = date + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1_000;
  const offset = match[7] === undefined || match[7] === 'Z' ? 0 : readOffset(match[7]);
  return offset === undefined
    ? undefined
    : { wall: wall - offset, isDate: false, isUtc: match[7] !== undefined, ...carried };
}

/** `+HHMM`, `-HHMMSS` or with colons, as milliseconds; undefined for anything else, 24 hours or more included. */
export function readOffset(text: string): number | undefined {
  const match = /^([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4] ?? '0')];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const size = ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  // Not -0: an offset of zero is one offset.
  return match[1] === '-' && size !== 0 ? -size : size;
}

/** `YYYYMMDD` */
export function dateValue(day: number): string {
  return dateText(day).replaceAll('-', '');
}

/** `YYYYMMDDTHHMMSS` */
export function dateTimeValue(wall: number): string {
  return wallText(wall).replace(/[-:]/g, '');
}

/** Takes the separators out of the extended form, and only there: a sign before an offset stays. */
function compact(text: string): string {
  const trimmed = text.trim().toUpperCase();
  if (!/^\d{4}-|:/.test(trimmed)) return trimmed;
  return trimmed
    .replace(/^(\d{4})-(\d{2})-(\d{2})/, '$1$2$3')
    .replaceAll(':', '')
    .replace(/\.\d+/, '');
}
