import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { EntryRow, ListRow } from '../protocol/values.ts';
import type { LiveQuery } from './live-query.ts';
import { byOrder } from './overlay.ts';
import type { WorkerClient } from './worker-client.ts';

/** The worker is asked once the person stops for this long: not for every letter. */
export const PAUSE_MS = 80;
/** Longer than anything that one searches for, and as much as the worker takes. */
const MAX_SEARCH_LENGTH = 500;

/** The entries of one list that were found. */
export interface FoundInList {
  readonly list: ListRow;
  readonly rows: readonly EntryRow[];
}

/** A search over all lists; what was found stays until the next answer is there, and follows what becomes of it. */
export interface EntrySearch {
  readonly text: ReadonlySignal<string>;
  write(text: string): void;
  /** By list, in the family's order, what is open first. */
  readonly found: ReadonlySignal<readonly FoundInList[]>;
  readonly count: ReadonlySignal<number>;
  /** Whether what is shown answers what is written. */
  readonly isAnswered: ReadonlySignal<boolean>;
  close(): void;
}

export function createEntrySearch(deps: {
  client: Pick<WorkerClient, 'live'>;
  clock: Clock;
  lists: ReadonlySignal<readonly ListRow[]>;
}): EntrySearch {
  const { client, clock, lists } = deps;
  const text = signal('');
  const answered = signal('');
  const shown = signal<LiveQuery<EntryRow> | undefined>(undefined);
  let asked: LiveQuery<EntryRow> | undefined;
  let cancelPause = () => {};
  let stopWaiting = () => {};

  function show(query: LiveQuery<EntryRow> | undefined, words: string): void {
    const before = shown.peek();
    shown.value = query;
    answered.value = words;
    asked = undefined;
    before?.close();
  }

  function ask(words: string): void {
    stopWaiting();
    asked?.close();
    asked = undefined;
    if (words === '') {
      show(undefined, words);
      return;
    }
    const query = client.live({ type: 'search', text: words.slice(0, MAX_SEARCH_LENGTH) });
    asked = query;
    stopWaiting = effect(() => {
      if (query.isLive.value && asked === query) show(query, words);
    });
  }

  const found = computed(() => {
    const rows = [...(shown.value?.rows.value.values() ?? [])];
    return lists.value.flatMap((list): FoundInList[] => {
      const own = rows
        .filter((row) => row.list === list.id)
        .sort((a, b) => Number(a.done !== null) - Number(b.done !== null) || byOrder(a, b));
      return own.length === 0 ? [] : [{ list, rows: own }];
    });
  });

  return {
    text,
    write(next) {
      text.value = next;
      cancelPause();
      cancelPause = clock.after(PAUSE_MS, () => ask(next.trim()));
    },
    found,
    count: computed(() => found.value.reduce((sum, { rows }) => sum + rows.length, 0)),
    isAnswered: computed(() => answered.value === text.value.trim()),
    close() {
      cancelPause();
      stopWaiting();
      asked?.close();
      shown.peek()?.close();
    },
  };
}
