import { type Signal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { EventId } from '../lib/protocol/ids.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { useApp } from './app-context.ts';
import { moveOf } from './calendar-keys.ts';
import { timesText } from './event-times.ts';
import { isFocusLost } from './focus-places.ts';

/**
 * Moving events by keys: as long as Alt is held an event shows where it would go, and is put there when the key is let go; Escape puts it back. Each
 * step is said, and the keyboard stays with the event wherever it goes. Answers what hears the keys.
 */
export function useEventMoves(stores: CalendarStores, said: Signal<string>) {
  const { i18n, formats } = useApp();
  const { moves, byDay, agenda } = stores;
  /** The event that had the keyboard when it was moved. */
  const followed = useRef<EventId | null>(null);

  useEffect(() => {
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key !== 'Alt' || moves.moving.peek() === null) return;
      event.preventDefault();
      void moves.drop();
    };
    const onLeave = () => void moves.drop();
    const onFocusIn = (event: FocusEvent) => {
      const focused = (event.target as Element).closest<HTMLElement>('[data-event]')?.dataset.event;
      if (focused !== followed.current) followed.current = null;
    };
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onLeave);
    document.addEventListener('focusin', onFocusIn);
    return () => {
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onLeave);
      document.removeEventListener('focusin', onFocusIn);
    };
  }, [moves]);

  // An event that comes to stand elsewhere is another element there.
  useSignalEffect(() => {
    byDay.value;
    agenda.earlier.value;
    agenda.ahead.value;
    if (followed.current === null) return;
    requestAnimationFrame(() => {
      if (followed.current === null || !isFocusLost()) return;
      document.querySelector<HTMLElement>(`[data-event="${CSS.escape(followed.current)}"]`)?.focus();
    });
  });

  return (event: KeyboardEvent, row: OccurrenceRow): boolean => {
    if (event.key === 'Escape' && moves.moving.peek() !== null) {
      event.preventDefault();
      moves.cancel();
      said.value = i18n.t('calendar.move.back', { title: row.title });
      return true;
    }
    const move = moveOf(event, row);
    if (move === null) return false;
    event.preventDefault();
    followed.current = row.event;
    const hasMoved = move.part === 'whole' ? moves.shift(row, move.by) : moves.stretch(row, move.by);
    said.value = hasMoved ? whenText(moves.moving.peek() ?? row) : i18n.t('calendar.move.fixed', { title: row.title });
    return true;
  };

  function whenText(row: OccurrenceRow): string {
    const { startsAt, endsAt, firstDay, lastDay } = row;
    const times = timesText(
      { key: row.id, row, day: 1, days: 1, ...(startsAt && { startsAt }), ...(endsAt && { endsAt }) },
      formats.peek(),
      i18n.t,
    );
    const first = formats.peek().date(firstDay);
    const days = firstDay === lastDay ? first : `${first} – ${formats.peek().date(lastDay)}`;
    return `${row.title}: ${days}, ${times}`;
  }
}
