import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { Shift } from '../lib/stores/moved-when.ts';
import { isRightToLeft } from './calendar-keys.ts';
import { swallowClick } from './row-drag.ts';

/** Pixels before a press becomes a drag: less is a click with an unsteady hand. */
const THRESHOLD_PX = 5;
/** A finger that rests so long on one place wants to drag, not to scroll. */
const LONG_PRESS_MS = 400;
const DAY_MINUTES = 24 * 60;
const STEP_MINUTES = 15;
/** Where an empty place is pressed without drawing, an event of this length begins at the half hour. */
const CLICK_MINUTES = 60;
const SLOT_MINUTES = 30;
/** Distance from the edge in which the days scroll along, and by how much per frame. */
const EDGE_PX = 32;
const SCROLL_STEP_PX = 8;

/** What was drawn: a stretch of one day in minutes, or of whole days. */
export interface Stretch {
  readonly column: number;
  readonly toColumn: number;
  readonly from?: number;
  readonly to?: number;
}

/** What a drag tells whoever shows the days. */
export interface TimeDragTarget {
  rowOf(id: string): OccurrenceRow | undefined;
  /** What is being drawn; null when it is over. */
  draw(stretch: Stretch | null): void;
  create(stretch: Stretch): void;
  /** An event is shown moved, or with another end, by so much from where it was. */
  show(row: OccurrenceRow, by: Shift, part: 'whole' | 'end'): void;
  drop(): void;
  cancel(): void;
}

/** A place among the days, in whole columns and minutes. */
interface Point {
  readonly column: number;
  readonly minutes: number;
}

/**
 * Lets events of a time grid be dragged to other times, by their lower edge to another length, and new ones be drawn on empty places. By touch after
 * a long press, so that a quick one still scrolls. Escape gives up. Answers how to take it off again.
 */
export function registerTimeDrag(root: HTMLElement, target: TimeDragTarget): () => void {
  let end: (() => void) | undefined;
  let isActive = false;

  function onPointerDown(event: PointerEvent): void {
    if (event.button !== 0 || event.ctrlKey || !event.isPrimary || end !== undefined) return;
    const what = whatIsAt(event.target as Element, target);
    if (what === null) return;
    const finish = () => {
      end = undefined;
      isActive = false;
    };
    end = track(root, target, what, event, { begin: () => (isActive = true), finish });
  }

  // Scrolling cannot be stopped once it has begun; before that, only here.
  const onTouchMove = (event: TouchEvent) => {
    if (isActive && event.cancelable) event.preventDefault();
  };
  root.addEventListener('pointerdown', onPointerDown);
  root.addEventListener('touchmove', onTouchMove, { passive: false });
  return () => {
    root.removeEventListener('pointerdown', onPointerDown);
    root.removeEventListener('touchmove', onTouchMove);
    end?.();
  };
}

type What =
  | { readonly type: 'event'; readonly row: OccurrenceRow; readonly part: 'whole' | 'end' }
  | { readonly type: 'slot' }
  | { readonly type: 'days' };

function whatIsAt(element: Element, target: TimeDragTarget): What | null {
  const edge = element.closest<HTMLElement>('[data-edge]')?.dataset.edge;
  const id = edge ?? element.closest<HTMLElement>('[data-row]')?.dataset.row;
  if (id !== undefined) {
    const row = target.rowOf(id);
    return row === undefined ? null : { type: 'event', row, part: edge === undefined ? 'whole' : 'end' };
  }
  // What is there to be pressed is not an empty place.
  if (element.closest('label, button, input') !== null) return null;
  if (element.closest('.time-days') !== null) return { type: 'slot' };
  return element.closest('.all-day ul') === null ? null : { type: 'days' };
}

function track(
  root: HTMLElement,
  target: TimeDragTarget,
  what: What,
  down: PointerEvent,
  life: { begin: () => void; finish: () => void },
): () => void {
  const days = root.querySelector<HTMLElement>('.time-days') ?? root;
  const start = pointOf(days, down);
  const isTouch = down.pointerType === 'touch';
  let hasBegun = false;
  let last: { clientX: number; clientY: number } = down;
  let frame = 0;
  const timer = isTouch ? setTimeout(begin, LONG_PRESS_MS) : undefined;

  function begin(): void {
    hasBegun = true;
    life.begin();
    root.classList.add('time-dragging');
    frame = requestAnimationFrame(scrollAlong);
    show();
  }

  function stretchTo(point: Point): Stretch {
    const [column, toColumn] = [Math.min(start.column, point.column), Math.max(start.column, point.column)];
    if (what.type === 'days') return { column, toColumn };
    const [from, to] = [Math.min(start.minutes, point.minutes), Math.max(start.minutes, point.minutes)];
    const first = Math.floor(from / STEP_MINUTES) * STEP_MINUTES;
    const end = Math.min(DAY_MINUTES, Math.max(first + SLOT_MINUTES, Math.ceil(to / STEP_MINUTES) * STEP_MINUTES));
    return { column: start.column, toColumn: start.column, from: first, to: end };
  }

  function show(): void {
    const point = pointOf(days, last);
    if (what.type !== 'event') {
      target.draw(stretchTo(point));
      return;
    }
    const minutes = Math.round((point.minutes - start.minutes) / STEP_MINUTES) * STEP_MINUTES;
    const shift = { days: point.column - start.column, minutes: what.row.when.allDay ? 0 : minutes };
    target.show(what.row, shift, what.part);
  }

  function scrollAlong(): void {
    const { top, bottom } = root.getBoundingClientRect();
    const step = last.clientY < top + EDGE_PX ? -SCROLL_STEP_PX : last.clientY > bottom - EDGE_PX ? SCROLL_STEP_PX : 0;
    if (step !== 0 && what.type !== 'days') {
      root.scrollTop += step;
      show();
    }
    frame = requestAnimationFrame(scrollAlong);
  }

  function onMove(event: PointerEvent): void {
    const distance = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY);
    last = event;
    if (hasBegun) {
      event.preventDefault();
      show();
    } else if (distance >= THRESHOLD_PX) {
      // A finger that moves before it has rested scrolls.
      if (isTouch) finish(false);
      else begin();
    }
  }

  function finish(isDropped: boolean): void {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('keydown', onKey, true);
    root.classList.remove('time-dragging');
    life.finish();
    target.draw(null);
    if (hasBegun) swallowClick();
    if (what.type === 'event') {
      if (!hasBegun) return;
      if (isDropped) target.drop();
      else target.cancel();
    } else if (isDropped) {
      target.create(hasBegun ? stretchTo(pointOf(days, last)) : pressed());
    }
  }

  /** What a press without drawing begins. */
  function pressed(): Stretch {
    const { column } = start;
    if (what.type === 'days') return { column, toColumn: column };
    const from = Math.floor(start.minutes / SLOT_MINUTES) * SLOT_MINUTES;
    return { column, toColumn: column, from, to: Math.min(DAY_MINUTES, from + CLICK_MINUTES) };
  }

  const onUp = () => finish(true);
  const onCancel = () => finish(false);
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !hasBegun) return;
    event.preventDefault();
    event.stopPropagation();
    finish(false);
  }

  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onCancel);
  window.addEventListener('keydown', onKey, true);
  return onCancel;
}

function pointOf(days: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, right, top, width, height } = days.getBoundingClientRect();
  const columns = Number(getComputedStyle(days).getPropertyValue('--days')) || 1;
  const across = isRightToLeft(days) ? right - clientX : clientX - left;
  const column = Math.floor((across / width) * columns);
  const minutes = ((clientY - top) / height) * DAY_MINUTES;
  return {
    column: Math.min(columns - 1, Math.max(0, column)),
    minutes: Math.min(DAY_MINUTES, Math.max(0, minutes)),
  };
}
