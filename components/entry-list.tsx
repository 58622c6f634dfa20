import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { EntryRow } from '../lib/protocol/values.ts';
import type { ListView } from '../lib/stores/list-view.ts';
import { afterPaint, hasPainted } from './after-paint.ts';
import { useApp } from './app-context.ts';
import { EntryItem } from './entry-row.tsx';
import { focusMain, isFocusLost, tickId } from './focus-places.ts';
import type { RowMarks } from './row-marks.ts';

/** More than the popup shows: its first paint has nothing else to do. */
const PAGE_ROWS = 12;
/** More than any window shows, for a list that is shown after that. */
const LIST_ROWS = 40;
/** So many more come with each frame after it: the line takes keys in between. */
const ROWS_PER_FRAME = 40;

/** The rows of a list under its name. Keeps the keyboard where it was: when the row that has it goes, the next one gets it. */
export function EntryList(props: {
  name: string;
  ids: ReadonlySignal<readonly string[]>;
  view: ListView;
  canMove: boolean;
  /** At most so many rows. */
  limit?: number;
  marks: RowMarks;
  /** Headings, by the row that each stands over. */
  heads?: ReadonlySignal<ReadonlyMap<string, string>>;
  /** The category under which a grocery stands. */
  aisleOf?: (row: EntryRow) => string | undefined;
  onOpen: (id: string) => void;
}) {
  const { view, canMove, marks, aisleOf } = props;
  const { entries } = useApp();
  const root = useRef<HTMLUListElement>(null);
  const [painted, setPainted] = useState(hasPainted() ? LIST_ROWS : PAGE_ROWS);
  const ids = props.ids.value;
  const heads = props.heads?.value;
  const wanted = Math.min(props.limit ?? ids.length, ids.length);
  const shown = ids.slice(0, Math.min(painted, wanted));

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
    if (painted === Number.POSITIVE_INFINITY) return;
    // A popup's first frame comes late, and its callback before it is painted: the rest would be painted with it.
    return afterPaint(() => {
      // Once all are there, there is no limit: a row that comes must not push another out.
      setPainted(painted >= wanted ? Number.POSITIVE_INFINITY : painted + ROWS_PER_FRAME);
    });
  }, [painted, wanted]);

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const at = focusedEntry(root.current);
    // With a key held down they do more: list-keys.ts.
    if (step === 0 || at === null || event.altKey || event.shiftKey || event.defaultPrevented) return;
    event.preventDefault();
    tickAt(root.current, at.index + step, false)?.focus();
  }

  return (
    // The rows' own controls are the stops; the list hears the arrows they do not use.
    <ul
      ref={root}
      class="entries"
      aria-label={props.name}
      aria-busy={painted < wanted || !view.isLive.value ? 'true' : undefined}
      onKeyDown={onKeyDown}
    >
      {shown.map((id) => (
        <EntryItem
          key={id}
          id={id}
          view={view}
          entries={entries}
          mark={marks(id)}
          head={heads?.get(id)}
          canMove={canMove}
          aisleOf={aisleOf}
          onOpen={props.onOpen}
        />
      ))}
    </ul>
  );
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
