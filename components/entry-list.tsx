import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ListView } from '../lib/stores/list-view.ts';
import { useApp } from './app-context.ts';
import { EntryItem } from './entry-row.tsx';
import { focusMain, isFocusLost, tickId } from './focus-places.ts';

/** More than any window shows; the rest is painted right after. */
const FIRST_ROWS = 40;

/**
 * The rows of a list under its name. Keeps the keyboard where it was: when the row that has it goes, the next one gets it. Rows move with
 * Alt and the arrows, or by dragging.
 */
export function EntryList(props: {
  name: string;
  ids: ReadonlySignal<readonly string[]>;
  view: ListView;
  canMove: boolean;
  /** At most so many rows. */
  limit?: number;
  onOpen: (id: string) => void;
  /** Says a move to those who cannot see it. */
  onMoved?: (id: string) => void;
}) {
  const { view, canMove } = props;
  const { entries } = useApp();
  const root = useRef<HTMLUListElement>(null);
  const [isFirstPaint, setFirstPaint] = useState(true);
  const ids = props.ids.value;
  const shown = ids.slice(0, isFirstPaint ? FIRST_ROWS : (props.limit ?? ids.length));

  // Read before the rows change, used after.
  const focused = focusedEntry(root.current);
  useLayoutEffect(() => {
    if (focused === null || root.current === null || root.current.contains(document.activeElement)) return;
    if (!isFocusLost()) return;
    const next = document.getElementById(tickId(focused.id)) ?? tickAt(root.current, focused.index);
    if (next === null) focusMain();
    else next.focus();
  });

  useEffect(() => {
    if (!isFirstPaint) return;
    const frame = requestAnimationFrame(() => setFirstPaint(false));
    return () => cancelAnimationFrame(frame);
  }, [isFirstPaint]);

  const onDrop = useRef(move);
  onDrop.current = move;
  useEffect(() => {
    if (!canMove) return;
    let isGone = false;
    let unregister = () => {};
    // Nobody drags before the first paint; without it rows still move by keyboard and dialog.
    import('./row-drag.ts').then(
      ({ registerRowDrag }) => {
        if (isGone || root.current === null) return;
        unregister = registerRowDrag(root.current, ({ id, after, before }) => onDrop.current(id, after, before));
      },
      () => {},
    );
    return () => {
      isGone = true;
      unregister();
    };
  }, [canMove]);

  function move(id: string, after: string | null, before: string | null): void {
    const row = view.peek(id);
    if (row === undefined) return;
    const rowOf = (other: string | null) => (other === null ? null : (view.peek(other) ?? null));
    entries.move(row, rowOf(after), rowOf(before));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const at = focusedEntry(root.current);
    if (step === 0 || at === null) return;
    event.preventDefault();
    if (!event.altKey) {
      tickAt(root.current, at.index + step, false)?.focus();
      return;
    }
    if (!canMove) return;
    const places = neighbours(ids, at.index, step);
    if (places === null) return;
    move(at.id, places.after, places.before);
    props.onMoved?.(at.id);
  }

  return (
    // The rows' own controls are the stops; the list hears the arrows they do not use.
    <ul ref={root} class="entries" aria-label={props.name} onKeyDown={onKeyDown}>
      {shown.map((id) => (
        <EntryItem key={id} id={id} view={view} entries={entries} canMove={canMove} onOpen={props.onOpen} />
      ))}
    </ul>
  );
}

/** Between which rows the one at `index` comes when it moves a step; null at the end. */
export function neighbours(
  ids: readonly string[],
  index: number,
  step: -1 | 1,
): { after: string | null; before: string | null } | null {
  const target = index + step;
  if (target < 0 || target >= ids.length) return null;
  return step === -1
    ? { after: ids[target - 1] ?? null, before: ids[target] ?? null }
    : { after: ids[target] ?? null, before: ids[target + 1] ?? null };
}

function focusedEntry(list: HTMLElement | null): { id: string; index: number } | null {
  const item = document.activeElement?.closest<HTMLElement>('[data-entry]');
  if (!list || !item || !list.contains(item)) return null;
  return { id: item.dataset.entry ?? '', index: [...list.children].indexOf(item) };
}

function tickAt(list: HTMLElement | null, index: number, isNearest = true): HTMLElement | null {
  const items = list?.children ?? [];
  const item = items[isNearest ? Math.min(index, items.length - 1) : index];
  return item?.querySelector<HTMLElement>('.tick') ?? null;
}
