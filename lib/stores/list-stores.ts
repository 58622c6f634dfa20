import { computed, type Signal, signal } from '@preact/signals';
import { type AddDraft, createAddDraft } from './add-draft.ts';
import type { App } from './app.ts';
import type { Arrangement } from './arrangement.ts';
import { createLineReader, type LoadReading } from './line-reader.ts';
import { createListView, type ListView } from './list-view.ts';
import { createShownList, type ShownList } from './shown-list.ts';

/** What a page with the family's lists reads: popup and side panel. */
export interface ListStores {
  readonly lists: ShownList;
  readonly view: ListView;
  readonly draft: AddDraft;
  /** How the rows are arranged; comes after the first paint, with what arranges them. */
  readonly arrangement: Signal<Arrangement | undefined>;
  close(): void;
}

const loadReading: LoadReading = async (language) => (await import('./line-reading.ts')).loadReading(language);

export function createListStores(app: App, page: 'popup' | 'sidepanel', load: LoadReading = loadReading): ListStores {
  const lists = createShownList({ client: app.client, cache: app.platform.cache });
  const view = createListView({
    client: app.client,
    overlay: app.overlay,
    clock: app.clock,
    cache: app.snapshots,
    list: lists.current,
  });
  const { clock, members, now, platform, settings } = app;
  const reader = createLineReader({
    load,
    clock,
    // The browser may speak a language that the pages do not, and people write in it.
    language: computed(() => (settings.value.language === 'auto' ? platform.language : settings.value.language)),
    local: now.local,
    zone: now.zone,
    members,
    lists: lists.all,
    shown: lists.current,
  });
  const draft = createAddDraft({ cache: platform.cache, entries: app.entries, reader, page });
  return {
    lists,
    view,
    draft,
    arrangement: signal(undefined),
    close() {
      view.close();
      lists.close();
    },
  };
}
