import type { ChangedWhen, When } from '../../protocol/event-values.ts';
import { whenAt } from '../event-course.ts';
import type { ChangedOccurrence, FamilyEvent, Part } from '../events.ts';
import { stableJson } from '../stable-json.ts';
import { type EventWrites, type FieldChanges, isSameValue } from './event-writes.ts';

/** An occurrence of a series as a command found it. */
export interface Place {
  readonly event: FamilyEvent;
  readonly part: Part;
  /** Where the series has it, as a wall time in the zone of its part. */
  readonly wall: number;
  readonly name: string;
  readonly changed: ChangedOccurrence | undefined;
}

/** Changes fields of one occurrence; what becomes as in the series again goes with it from then on. */
export function planOccurrenceFields(writes: EventWrites, place: Place, fields: FieldChanges): void {
  const { part, changed, name } = place;
  for (const [field, value] of fields) {
    const own = changed?.fields[field];
    const current = own === undefined ? part.fields[field] : own;
    if (isSameValue(current, value)) continue;
    if (isSameValue(part.fields[field], value)) writes.inherit(`occ:${name}`, field, changed?.registers);
    else writes.write(`occ:${name}:${field}`, { [field]: value });
  }
}

/** Puts one occurrence elsewhere. A rule that comes with it is not looked at: one occurrence has none. */
export function planOccurrenceWhen(writes: EventWrites, place: Place, when: ChangedWhen): void {
  const { part, wall, changed, name } = place;
  const ofSeries = whenAt(part.when, wall);
  const next = plainTime(when);
  if (stableJson(changed?.when ?? ofSeries) === stableJson(next)) return;
  if (stableJson(ofSeries) === stableJson(next)) writes.inherit(`occ:${name}`, 'when', changed?.registers);
  else writes.write(`occ:${name}:when`, { when: next });
}

/** A time without rule. */
export function plainTime({ rrule: _rule, rdates: _further, ...when }: ChangedWhen): When {
  return when;
}
