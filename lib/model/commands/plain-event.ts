import type { ChangedWhen } from '../../protocol/event-values.ts';
import type { FamilyEvent } from '../events.ts';
import { stableJson } from '../stable-json.ts';
import type { EventWrites } from './event-writes.ts';

/** Gives an event that does not repeat another time, and with it a rule, if it is to. */
export function planPlainWhen(writes: EventWrites, event: FamilyEvent, when: ChangedWhen): void {
  const merged = mergeWhen(rawWhen(event), when);
  if (stableJson(merged) !== stableJson(rawWhen(event))) writes.write('when', { when: merged });
}

/** The stored object of an event's time, with whatever a later version put into it. */
export function rawWhen(event: FamilyEvent): Record<string, unknown> {
  const stored = (event.groups.when?.value ? event.groups.when : event.groups.core)?.raw.when;
  return typeof stored === 'object' && stored !== null ? { ...stored } : {};
}

/**
 * Puts a new time over a stored one. A rule that the new one does not name, and what this version does not know, is
 * never dropped by editing the time.
 */
export function mergeWhen(stored: Record<string, unknown>, when: ChangedWhen): Record<string, unknown> {
  const { allDay: _allDay, start: _start, end: _end, zone: _zone, ...kept } = stored;
  const { rrule, rdates, ...time } = { ...kept, ...when };
  return { ...time, ...(rrule && { rrule }), ...(rdates && rdates.length > 0 && { rdates }) };
}
