import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { EntryRow } from '../protocol/values.ts';
import type { ListView } from './list-view.ts';

/** Rows picked to be acted on together. Those that leave the list leave it by themselves; another list begins with none. */
export interface EntrySelection {
  /** Whether rows are being picked; the last one taken back does not end it. */
  readonly isOn: ReadonlySignal<boolean>;
  /** Ids of the picked rows, in the list's order. */
  readonly ids: ReadonlySignal<readonly string[]>;
  /** Begins picking, with nothing picked yet. */
  start(): void;
  toggle(id: string): void;
  /** Picks everything between the row from which picking goes on and this one, and nothing else. */
  extend(from: string, to: string): void;
  all(): void;
  end(): void;
  /** The picked rows as they are now. */
  rows(): EntryRow[];
}

export function createEntrySelection(
  view: Pick<ListView, 'open' | 'peek'>,
  list: ReadonlySignal<{ readonly id: string } | undefined>,
): EntrySelection {
  const picked = signal<{ list: string | undefined; ids: ReadonlySet<string> } | null>(null);
  let anchor: string | undefined;
  const isOn = computed(() => picked.value !== null && picked.value.list === list.value?.id);
  const ids = computed(() => (isOn.value ? view.open.value.filter((id) => picked.value?.ids.has(id)) : []));

  function pick(next: Iterable<string>): void {
    picked.value = { list: list.peek()?.id, ids: new Set(next) };
  }

  return {
    isOn,
    ids,
    start() {
      anchor = undefined;
      pick([]);
    },
    toggle(id) {
      const before = ids.peek();
      anchor = id;
      pick(before.includes(id) ? before.filter((other) => other !== id) : [...before, id]);
    },
    extend(from, to) {
      const all = view.open.peek();
      if (anchor === undefined || !ids.peek().includes(anchor)) anchor = from;
      const [start = 0, end = 0] = [all.indexOf(anchor), all.indexOf(to)].sort((a, b) => a - b);
      pick(all.slice(Math.max(0, start), end + 1));
    },
    all: () => pick(view.open.peek()),
    end() {
      picked.value = null;
      anchor = undefined;
    },
    rows: () => ids.peek().flatMap((id) => view.peek(id) ?? []),
  };
}
