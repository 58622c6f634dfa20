import { type AddDraft, createAddDraft } from './add-draft.ts';
import type { App } from './app.ts';
import { createListView, type ListView } from './list-view.ts';
import { createShownList, type ShownList } from './shown-list.ts';

/** What a page with the family's lists reads: popup and side panel. */
export interface ListStores {
  readonly lists: ShownList;
  readonly view: ListView;
  readonly draft: AddDraft;
  close(): void;
}

export function createListStores(app: App, page: 'popup' | 'sidepanel'): ListStores {
  const lists = createShownList({ client: app.client, cache: app.platform.cache });
  const view = createListView({ client: app.client, overlay: app.overlay, clock: app.clock, list: lists.current });
  const draft = createAddDraft({ cache: app.platform.cache, entries: app.entries, page });
  return {
    lists,
    view,
    draft,
    close() {
      view.close();
      lists.close();
    },
  };
}
