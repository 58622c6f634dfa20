import type { ContextMenus } from '../ports/ports.ts';
import type { ListId } from '../protocol/ids.ts';
import { hasTab, type ListRow } from '../protocol/values.ts';
import type { FamilyHost } from './family-host.ts';
import type { SettingsStore } from './settings-store.ts';
import { workerTexts } from './worker-texts.ts';

/** Keeps the browser's context menu equal to the family's lists, in the person's language. */
export interface ListMenus {
  start(): void;
  /** The list shown first, where things go that name none. */
  readonly firstList: ListId | undefined;
}

/** `language`: the browser's UI language, BCP 47. */
export function createListMenus(deps: {
  family: FamilyHost;
  settings: SettingsStore;
  menus: ContextMenus;
  language: string;
}): ListMenus {
  let all: ListRow[] = [];
  let lists: ListRow[] = [];
  let shown: string | null = null;

  function show(next: ListRow[]): void {
    all = next;
    lists = next.filter(hasTab).toSorted((a, b) => compare(a.order, b.order) || compare(a.id, b.id));
    const texts = workerTexts(deps.settings.current.value?.language ?? 'auto', deps.language);
    const entries = lists.map(({ id, name }) => ({ id, title: texts.addTo(name) }));
    const text = JSON.stringify(entries);
    if (text === shown) return;
    shown = text;
    deps.menus.show(entries);
  }

  return {
    start() {
      let stop = () => {};
      deps.family.session.watch((session) => {
        stop();
        stop = () => {};
        if (session === 'none') show([]);
        else if (session !== 'unknown') {
          stop = session.document.watch(
            { type: 'lists' },
            {
              snapshot: show,
              patch: (set, del) =>
                show([...all.filter(({ id }) => !del.includes(id) && !set.some((row) => row.id === id)), ...set]),
            },
          );
        }
      });
      deps.settings.current.watch(() => show(all));
    },
    get firstList() {
      return lists[0]?.id;
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
