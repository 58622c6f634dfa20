import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { Shift } from '../lib/stores/moved-when.ts';

/** How far one press of an arrow takes an event that has a time. */
const STEP_MINUTES = 15;

/** Whether text runs from right to left where something happened. */
export function isRightToLeft(place: EventTarget | null): boolean {
  return place instanceof Element && place.matches(':dir(rtl)');
}

/**
 * What a key wants of an event: Alt with an arrow moves it, Alt and Shift its end. Left and right go by days; up and down by a quarter of an hour,
 * or by days where the event has no time. Null for any other key.
 */
export function moveOf(event: KeyboardEvent, row: OccurrenceRow): { part: 'whole' | 'end'; by: Shift } | null {
  if (!event.altKey || event.ctrlKey || event.metaKey) return null;
  const part = event.shiftKey ? 'end' : 'whole';
  const inline = isRightToLeft(event.currentTarget) ? -1 : 1;
  const days = { ArrowLeft: -inline, ArrowRight: inline }[event.key];
  if (days !== undefined) return { part, by: { days, minutes: 0 } };
  const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (steps === undefined) return null;
  return { part, by: row.when.allDay ? { days: steps, minutes: 0 } : { days: 0, minutes: steps * STEP_MINUTES } };
}
