import { tickId } from './focus-places.ts';

/** What keys and pointer ask of the rows; each names the row it was done on. */
export interface RowRequests {
  /** Opens everything about it. */
  open(id: string): void;
  editTitle(id: string): void;
  step(id: string, direction: 1 | -1): void;
  move(id: string, direction: 1 | -1): void;
  indent(id: string, direction: 1 | -1): void;
  remove(id: string): void;
  /** Picks it, or takes it back. */
  toggle(id: string): void;
  extend(from: string, to: string): void;
  pickAll(): void;
  /** False where nothing was being picked. */
  endPicking(): boolean;
  undo(): void;
  /** The first press of a double one has just ticked the row. */
  takeBackTick(): void;
  search(): void;
  menu(id: string, at: { x: number; y: number }): void;
  /** Which row has the pointer, and which the keyboard. */
  point(id: string | undefined): void;
  focus(id: string | undefined): void;
}

/**
 * Hears what is done on the rows inside `panel` beyond ticking and plain arrows, which they know themselves, and Ctrl or Cmd Z on the whole
 * page. Answers how to stop.
 */
export function registerListInput(panel: HTMLElement, requests: RowRequests): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const on = <T extends keyof HTMLElementEventMap>(type: T, hear: (event: HTMLElementEventMap[T]) => void) =>
    panel.addEventListener(type, hear, { signal, capture: type === 'click' });

  on('keydown', (event) => {
    const id = rowAt(event.target);
    if (id !== undefined && !isTextField(event.target) && onRowKey(event, id)) event.preventDefault();
  });
  on('change', (event) => {
    const id = (event.target as Element).matches('.pick') ? rowAt(event.target) : undefined;
    if (id !== undefined) requests.toggle(id);
  });
  on('click', (event) => {
    const { target } = event;
    const id = rowAt(target);
    if (id === undefined || !(target instanceof Element) || target.closest('label, .tick') === null) return;
    const focused = rowAt(document.activeElement);
    if (event.shiftKey && focused !== undefined) {
      event.preventDefault();
      requests.extend(focused, id);
    } else if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      requests.toggle(id);
    } else if (event.detail > 1 && target.closest('label') !== null) {
      // The second press of a double one: the first has ticked already, which onDoubleClick takes back.
      event.preventDefault();
    }
  });
  on('dblclick', (event) => {
    const id = rowAt(event.target);
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey) && panel.querySelector('.pick') === null;
    if (id === undefined || !isPlain || (event.target as Element).closest('label') === null) return;
    requests.takeBackTick();
    requests.editTitle(id);
  });
  on('contextmenu', (event) => {
    const id = rowAt(event.target);
    if (id === undefined || isTextField(event.target) || (event.target as Element).closest('a') !== null) return;
    event.preventDefault();
    const isTouch = (event as Partial<PointerEvent>).pointerType === 'touch';
    if (isTouch) requests.toggle(id);
    else requests.menu(id, menuPoint(event));
  });
  on('pointerover', (event) => requests.point(rowAt(event.target)));
  on('pointerleave', () => requests.point(undefined));
  on('focusin', (event) => requests.focus(rowAt(event.target)));
  on('focusout', (event) => requests.focus(rowAt(event.relatedTarget)));
  document.addEventListener('keydown', onPageKey, { signal });

  function onRowKey(event: KeyboardEvent, id: string): boolean {
    const { key } = event;
    const isCommand = event.ctrlKey || event.metaKey;
    const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
    if (step !== 0 && event.altKey) requests.move(id, step);
    else if (step !== 0 && event.shiftKey) extendBy(id, step);
    else if (event.altKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      requests.indent(id, (key === 'ArrowRight') === !panel.matches(':dir(rtl)') ? 1 : -1);
    } else if (isCommand && key.toLowerCase() === 'a') requests.pickAll();
    else if (isCommand || event.altKey) return false;
    else if (key === 'F2') requests.editTitle(id);
    else if (key === '+' || key === '=') requests.step(id, 1);
    else if (key === '-') requests.step(id, -1);
    else if (key === 'Delete') requests.remove(id);
    else if (key === 'Enter' && (event.target as Element).matches('.tick')) requests.open(id);
    else if (key === '/') requests.search();
    else if (key === 'Escape') return requests.endPicking();
    else return false;
    return true;
  }

  function extendBy(id: string, step: 1 | -1): void {
    const ticks = [...panel.querySelectorAll<HTMLElement>('.tick')];
    const next = ticks[ticks.findIndex((tick) => tick.id === tickId(id)) + step];
    const nextId = next === undefined ? id : rowAt(next);
    requests.extend(id, nextId ?? id);
    next?.focus();
  }

  function onPageKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented && requests.endPicking()) event.preventDefault();
    if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    // What is being written has an undo of its own; an empty line has nothing to undo.
    const { target } = event;
    if (isTextField(target) && ((target as HTMLInputElement).value !== '' || rowAt(target) !== undefined)) return;
    if (document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    requests.undo();
  }

  return () => stop.abort();
}

/** Id of the row that an element is in. */
function rowAt(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-entry]')?.dataset.entry : undefined;
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('textarea, select, input:not([type="checkbox"])');
}

/** Where the pointer is; where a key asked for the menu, the row that has the keyboard. */
function menuPoint(event: MouseEvent): { x: number; y: number } {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const box = (event.target as Element).getBoundingClientRect();
  return { x: box.left, y: box.bottom };
}
