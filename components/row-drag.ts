/** Pixels before a press becomes a drag: less is a click with an unsteady hand. */
const THRESHOLD_PX = 5;
/** Distance from the edge in which the list scrolls along, and by how much per frame. */
const EDGE_PX = 32;
const SCROLL_STEP_PX = 8;

/** Where a row was dropped: beside the last row that it went past. */
export interface RowDrop {
  readonly id: string;
  readonly anchor: string;
  readonly side: 'before' | 'after';
}

/**
 * Lets rows (elements with `data-entry` and a `.grip`) inside `panel` be dragged within their list: by mouse anywhere on the row, by touch at
 * the grip, so that touching the row still scrolls. Escape gives up. Answers how to take it off again.
 */
export function registerRowDrag(panel: HTMLElement, onDrop: (drop: RowDrop) => void): () => void {
  let endDrag: (() => void) | undefined;

  function onPointerDown(event: PointerEvent): void {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('[data-entry]');
    const isGrip = target.closest('.grip') !== null;
    const list = row?.querySelector('.grip') == null ? null : row.closest<HTMLElement>('ul');
    if (row === null || list === null || event.button !== 0 || !event.isPrimary || endDrag !== undefined) return;
    if (!isGrip && (event.pointerType === 'touch' || target.closest('button, a, input') !== null)) return;
    endDrag = trackDrag(list, row, event, (drop) => {
      endDrag = undefined;
      if (drop !== null) onDrop(drop);
    });
  }

  panel.addEventListener('pointerdown', onPointerDown);
  return () => {
    panel.removeEventListener('pointerdown', onPointerDown);
    endDrag?.();
  };
}

/** One press, from down to up. `done` is called once, with null where nothing moved. */
function trackDrag(
  list: HTMLElement,
  row: HTMLElement,
  start: PointerEvent,
  done: (drop: RowDrop | null) => void,
): () => void {
  const scroller = list.closest<HTMLElement>('.scroll') ?? document.documentElement;
  const startY = start.clientY + scroller.scrollTop;
  let places: { row: HTMLElement; top: number; height: number }[] = [];
  let from = -1;
  let to = -1;
  let lastY = start.clientY;
  let frame = 0;

  function begin(): void {
    const rows = [...list.querySelectorAll<HTMLElement>('[data-entry]')];
    places = rows.map((each) => {
      const { top, height } = each.getBoundingClientRect();
      return { row: each, top: top + scroller.scrollTop, height };
    });
    from = rows.indexOf(row);
    to = from;
    list.classList.add('entries-dragging');
    row.classList.add('entry-dragged');
    row.setPointerCapture(start.pointerId);
    frame = requestAnimationFrame(scrollAlong);
  }

  function place(): void {
    const own = places[from];
    if (own === undefined) return;
    const shift = lastY + scroller.scrollTop - startY;
    row.style.transform = `translateY(${shift}px)`;
    const middle = own.top + shift + own.height / 2;
    to = places.filter((other, index) => index !== from && other.top + other.height / 2 < middle).length;
    for (const [index, other] of places.entries()) {
      if (index === from) continue;
      const moves = index > from && index <= to ? -own.height : index < from && index >= to ? own.height : 0;
      other.row.style.transform = moves === 0 ? '' : `translateY(${moves}px)`;
    }
  }

  function scrollAlong(): void {
    const { top, bottom } = scroller.getBoundingClientRect();
    const step = lastY < top + EDGE_PX ? -SCROLL_STEP_PX : lastY > bottom - EDGE_PX ? SCROLL_STEP_PX : 0;
    if (step !== 0) {
      scroller.scrollTop += step;
      place();
    }
    frame = requestAnimationFrame(scrollAlong);
  }

  function onMove(event: PointerEvent): void {
    lastY = event.clientY;
    if (from === -1) {
      if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < THRESHOLD_PX) return;
      begin();
    }
    event.preventDefault();
    place();
  }

  function finish(isDropped: boolean): void {
    cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('keydown', onKey, true);
    list.classList.remove('entries-dragging');
    row.classList.remove('entry-dragged');
    for (const other of places) other.row.style.transform = '';
    if (from !== -1) swallowClick();
    const ids = places.map((each) => each.row.dataset.entry ?? '');
    const [id] = ids.splice(from, 1);
    const side = to < from ? 'before' : 'after';
    const anchor = side === 'before' ? ids[to] : ids[to - 1];
    const hasMoved = isDropped && from !== -1 && to !== from && id !== undefined && anchor !== undefined;
    done(hasMoved ? { id, anchor, side } : null);
  }

  const onUp = () => finish(true);
  const onCancel = () => finish(false);
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || from === -1) return;
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

/** The click that ends a drag must not do what a click does there; it comes right after, or not at all. */
export function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
}
