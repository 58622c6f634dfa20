import { type ReadonlySignal, signal } from '@preact/signals';
import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import type { EventActions } from './event-actions.ts';
import { movedWhen, type Shift, stretchedWhen } from './moved-when.ts';
import { withWhen } from './occurrence-row.ts';

/** An event on its way to another time, by keys or by mouse: it shows there, and nothing is sent before it is put down. */
export interface CalendarMoves {
  /** The event as it would be; null while nothing is on its way. */
  readonly moving: ReadonlySignal<OccurrenceRow | null>;
  /** Takes the event further by so much from where it is now. What belongs to a calendar elsewhere stays: answers whether it moved. */
  shift(row: OccurrenceRow, by: Shift): boolean;
  /** Moves its end. */
  stretch(row: OccurrenceRow, by: Shift): boolean;
  /** Shows it moved by so much from where it was when it was taken up. */
  show(row: OccurrenceRow, by: Shift, part: 'whole' | 'end'): void;
  /** Puts it down where it is shown. Nothing is sent where that is its old time. */
  drop(): Promise<void>;
  /** Puts it back. */
  cancel(): void;
  /** The rows with the moving one where it is shown. */
  project(rows: readonly OccurrenceRow[]): readonly OccurrenceRow[];
}

export function createCalendarMoves(deps: { events: Pick<EventActions, 'move'>; zone: string }): CalendarMoves {
  const { events, zone } = deps;
  /** As it was when it was taken up. */
  let taken: OccurrenceRow | null = null;
  const moving = signal<OccurrenceRow | null>(null);

  function showAt(row: OccurrenceRow, when: When): void {
    moving.value = withWhen(row, when, zone);
  }

  function take(row: OccurrenceRow): OccurrenceRow | null {
    if (!canMove(row)) return null;
    const current = moving.peek();
    if (taken !== null && current?.id === row.id) return current;
    taken = row;
    return row;
  }

  return {
    moving,
    shift(row, by) {
      const from = take(row);
      if (from !== null) showAt(from, movedWhen(from, by, zone));
      return from !== null;
    },
    stretch(row, by) {
      const from = take(row);
      if (from !== null) showAt(from, stretchedWhen(from, by));
      return from !== null;
    },
    show(row, by, part) {
      if (!canMove(row)) return;
      taken = row;
      showAt(row, part === 'whole' ? movedWhen(row, by, zone) : stretchedWhen(row, by));
    },
    async drop() {
      const [row, to] = [taken, moving.peek()];
      taken = null;
      // It stays where it was put while the person may be asked about a series.
      if (row !== null && to !== null && JSON.stringify(row.when) !== JSON.stringify(to.when)) {
        await events.move(row, to.when);
      }
      if (moving.peek() === to) moving.value = null;
    },
    cancel() {
      taken = null;
      moving.value = null;
    },
    project(rows) {
      const to = moving.value;
      return to === null ? rows : rows.map((row) => (row.id === to.id ? to : row));
    },
  };
}

/** What comes from a calendar elsewhere is changed there. */
function canMove(row: OccurrenceRow): boolean {
  return row.source === undefined;
}
