// biome-ignore-all lint/a11y/useSemanticElements: half hours lie behind what is drawn over them, which no table's cells allow.
// biome-ignore-all lint/a11y/useFocusableInteractive: of a grid only its cells take the keyboard.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { timeOf } from '../lib/stores/calendar-dates.ts';
import type { CalendarPlace } from '../lib/stores/calendar-place.ts';
import type { PlacedEntry } from '../lib/stores/time-layout.ts';
import { useApp } from './app-context.ts';
import { isRightToLeft } from './calendar-keys.ts';
import type { EventHandlers } from './event-handlers.ts';

const SLOT_MINUTES = 30;
const SLOTS = (24 * 60) / SLOT_MINUTES;
/** A new event takes two slots where nobody chose more. */
const NEW_SLOTS = 2;

/**
 * The empty half hours behind the events, as a grid of the ARIA Authoring Practices: one stop of the keyboard, arrows go by half hours and days
 * (over the edge to the days beyond), Home and End to the first and last day, with Control to the ends of the day, Page Up and Down to other
 * days. Shift with up and down chooses several. Enter, or n, begins an event there.
 */
export function TimeSlots(props: {
  dates: readonly string[];
  days: readonly (readonly PlacedEntry[])[];
  place: CalendarPlace;
  on: EventHandlers;
}) {
  const { dates, days, place, on } = props;
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const root = useRef<HTMLDivElement>(null);
  /** Where the keyboard is, and where what is chosen begins. */
  const at = useSignal({ column: 0, slot: now.local.peek().hour * 2, from: now.local.peek().hour * 2 });
  const isMoving = useRef(false);
  const { slot, from } = at.value;
  const column = Math.min(at.value.column, dates.length - 1);
  const [first, last] = [Math.min(slot, from), Math.max(slot, from)];

  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    root.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  function goTo(next: { column: number; slot: number }, keepsStart = false): void {
    isMoving.current = true;
    const to = Math.min(SLOTS - 1, Math.max(0, next.slot));
    if (next.column < 0) place.previous();
    else if (next.column >= dates.length) place.next();
    // Over the edge one comes in at the other side.
    const day = (next.column + dates.length) % dates.length;
    at.value = { column: day, slot: to, from: keepsStart ? from : to };
  }

  function turn(page: () => void): void {
    isMoving.current = true;
    page();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const inline = isRightToLeft(root.current) ? -1 : 1;
    const isFar = event.ctrlKey;
    if ((event.key === 'Enter' || event.key === 'n') && !isFar) create();
    else if (event.key === 'ArrowUp') goTo({ column, slot: slot - 1 }, event.shiftKey);
    else if (event.key === 'ArrowDown') goTo({ column, slot: slot + 1 }, event.shiftKey);
    else if (event.key === 'ArrowLeft') goTo({ column: column - inline, slot });
    else if (event.key === 'ArrowRight') goTo({ column: column + inline, slot });
    else if (event.key === 'Home') goTo(isFar ? { column, slot: 0 } : { column: 0, slot });
    else if (event.key === 'End') goTo(isFar ? { column, slot: SLOTS - 1 } : { column: dates.length - 1, slot });
    else if (event.key === 'PageUp') turn(place.previous);
    else if (event.key === 'PageDown') turn(place.next);
    else return;
    event.preventDefault();
  }

  function create(): void {
    const day = dates[column];
    if (day === undefined) return;
    const end = first === last ? first + NEW_SLOTS : last + 1;
    on.create({ day, from: timeOf(first * SLOT_MINUTES), to: timeOf(Math.min(SLOTS, end) * SLOT_MINUTES) });
  }

  const names = dates.map((date) => formats.value.date(date));
  return (
    <div class="time-slots" role="grid" aria-label={t('calendar.slots')} ref={root} onKeyDown={onKeyDown} tabIndex={-1}>
      {Array.from({ length: SLOTS }, (_, index) => (
        <SlotRow
          key={index}
          slot={index}
          names={names.join('\n')}
          days={days}
          cursor={index === slot ? column : -1}
          chosen={first !== last && index >= first && index <= last ? column : -1}
        />
      ))}
    </div>
  );
}

function SlotRow(props: {
  slot: number;
  /** Of the days, a line each: one text is the same when it says the same. */
  names: string;
  days: readonly (readonly PlacedEntry[])[];
  /** Column that has the keyboard, or is chosen; -1 where none is. */
  cursor: number;
  chosen: number;
}) {
  const { formats } = useApp();
  const { slot } = props;
  const from = slot * SLOT_MINUTES;
  const time = formats.value.time(timeOf(from));
  return (
    <div role="row">
      {props.names.split('\n').map((name, column) => {
        const busy = (props.days[column] ?? []).filter((one) => one.from < from + SLOT_MINUTES && one.to > from);
        const titles = busy.map(({ entry }) => entry.row.title).join(', ');
        return (
          <div
            // By place: where other days come in, the keyboard stays.
            key={column}
            role="gridcell"
            aria-label={`${name}, ${time}${titles === '' ? '' : `: ${titles}`}`}
            aria-selected={props.chosen === column}
            tabIndex={props.cursor === column ? 0 : -1}
          />
        );
      })}
    </div>
  );
}
