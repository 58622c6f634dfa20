import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import type { ListId } from '../protocol/ids.ts';
import { hasTab, type ListRow } from '../protocol/values.ts';
import type { WorkerClient } from './worker-client.ts';

const SHOWN_KEY = 'list/shown';

/** All lists, and the one in front; the same in popup and side panel, and remembered. */
export interface ShownList {
  /** Those with a tab, in the family's order. */
  readonly all: ReadonlySignal<readonly ListRow[]>;
  /** Archived lists and templates, too. */
  readonly every: ReadonlySignal<readonly ListRow[]>;
  /** The list in front: the chosen one; while that is not there the one that came in front, at first the first. */
  readonly current: ReadonlySignal<ListRow | undefined>;
  show(id: ListId): void;
  close(): void;
}

export function createShownList(deps: { client: Pick<WorkerClient, 'live'>; cache: PagePlatform['cache'] }): ShownList {
  const { client, cache } = deps;
  const query = client.live({ type: 'lists' }, { name: 'lists' });
  const stored = cache.read(SHOWN_KEY);
  const chosen = signal<string | undefined>(typeof stored === 'string' ? stored : undefined);
  const every = computed(() =>
    [...query.rows.value.values()].sort((a, b) =>
      a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1,
    ),
  );
  const all = computed(() => every.value.filter(hasTab));
  // Somebody who puts the lists in another order takes none from under the hands of those who write in it.
  let front: ListId | undefined;
  return {
    all,
    every,
    current: computed(() => {
      const withId = (id: string | undefined) => all.value.find((list) => list.id === id);
      const list = withId(chosen.value) ?? withId(front) ?? all.value[0];
      front = list?.id;
      return list;
    }),
    show(id) {
      chosen.value = id;
      cache.write(SHOWN_KEY, id);
    },
    close: () => query.close(),
  };
}
