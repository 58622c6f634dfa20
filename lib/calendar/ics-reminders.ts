import type { Reminders } from '../protocol/import-values.ts';
import { readDuration } from './ics-durations.ts';
import type { IcsAlarm, IcsEvent } from './ics-types.ts';

/** Of one event, as the protocol has it. */
const MAX_REMINDERS = 5;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Further ones are nobody's reminders; programs write such moments to say "none". */
const MAX_MINUTES = 365 * DAY_MINUTES;

/**
 * The reminders that an event's alarms come to, without repeats; the rest of what an alarm says (sound, address) is not
 * in them. An alarm at a moment of its own counts only where the event happens once.
 */
export function remindersOf(event: IcsEvent): Reminders {
  const all = (event.alarms ?? []).map((alarm) => minutesOf(alarm, event)).filter((minutes) => minutes !== undefined);
  return [...new Set(all)].slice(0, MAX_REMINDERS).map((minutes) => ({ minutes }));
}

/** The alarm that a reminder is written as. */
export function alarmOf({ minutes }: Reminders[number]): IcsAlarm {
  const size = Math.abs(minutes);
  const text =
    size === 0
      ? 'T0S'
      : size % DAY_MINUTES === 0
        ? `${size / DAY_MINUTES}D`
        : size % 60 === 0
          ? `T${size / 60}H`
          : `T${size}M`;
  return { action: 'DISPLAY', trigger: `${minutes > 0 ? '-' : ''}P${text}` };
}

function minutesOf(alarm: IcsAlarm, event: IcsEvent): number | undefined {
  if (alarm.action === 'NONE') return undefined;
  const duration = readDuration(alarm.trigger);
  const minutes = duration
    ? before(duration, alarm.relatedTo === 'end' ? lengthOf(event) : 0)
    : event.rrule === undefined && event.rdates === undefined
      ? beforeStart(alarm.trigger, event)
      : undefined;
  return minutes === undefined || Math.abs(minutes) > MAX_MINUTES ? undefined : minutes;
}

function before(duration: NonNullable<ReturnType<typeof readDuration>>, lengthMs: number): number {
  const size = duration.days * DAY_MINUTES * MINUTE_MS + duration.milliseconds;
  const minutes = Math.round(((duration.isNegative ? size : -size) - lengthMs) / MINUTE_MS);
  // Not -0.
  return minutes === 0 ? 0 : minutes;
}

function beforeStart(trigger: string, event: IcsEvent): number | undefined {
  if (event.allDay || event.floating) return undefined;
  const minutes = Math.round((Date.parse(event.start) - Date.parse(trigger)) / MINUTE_MS);
  return Number.isFinite(minutes) ? minutes : undefined;
}

function lengthOf({ allDay, start, end }: IcsEvent): number {
  // Dates and local times are compared as if they were UTC's: the length is all that counts.
  const read = (text: string) => Date.parse(allDay ? text : text.endsWith('Z') ? text : `${text}Z`);
  return Math.max(0, read(end) - read(start));
}
