import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { MemberId } from '../lib/protocol/ids.ts';
import type { EventPlace } from '../lib/stores/event-draft.ts';

/** What the calendar's views hand up. The same object for good, so that nothing is painted again for it. */
export interface EventHandlers {
  /** Opens an event. */
  open(row: OccurrenceRow): void;
  /** Begins a new one there. */
  create(at?: EventPlace): void;
  /** Keys on an event: Alt with the arrows moves it, Alt and Shift its end. Answers whether the key was one of these. */
  onKey(event: KeyboardEvent, row: OccurrenceRow): boolean;
  /** Says who does it; of a series no other one. */
  assign(row: OccurrenceRow, who: readonly MemberId[]): void;
}
