import type { ListStores } from '../lib/stores/list-stores.ts';
import type { TodayView } from '../lib/stores/today-view.ts';
import { useApp } from './app-context.ts';
import { Banners } from './banners.tsx';
import { focusEntry } from './focus-places.ts';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';
import { ListPane } from './list-pane.tsx';
import { NoFamily } from './no-family-lazy.ts';
import { SyncFoot } from './sync-foot.tsx';
import { UndoToast } from './undo-toast-lazy.ts';

/** Fetched at once, beside the first paint: the line and the list do not wait for it. */
const TodayCard = lazy(async () => [(await import('./today-card.tsx')).TodayCard]);
TodayCard.prefetch();

/** The popup: add, look, tick, gone. */
export function PopupPage({ stores, today }: { stores: ListStores; today: TodayView }) {
  const { session, platform, problems, i18n } = useApp();
  const { t } = i18n;
  const state = session.value?.state;

  // On a first start nothing is known yet; after that there is something remembered.
  if (state === undefined || state === 'none' || state === 'waiting') {
    return (
      <main class="scroll">
        <Banners />
        {state !== undefined && <NoFamily />}
      </main>
    );
  }
  return (
    <>
      <main class="view">
        <h1 class="visually-hidden">{t('page.popup')}</h1>
        <ListPane stores={stores} withAttach autoFocus />
        {state === 'opening' && stores.lists.all.value.length === 0 && <p class="empty">{t('list.opening')}</p>}
        <UndoToast />
        <Banners />
        <TodayCard
          today={today}
          onShow={(row) => {
            stores.lists.show(row.list);
            focusEntry(row.id);
          }}
        />
      </main>
      <SyncFoot>
        <button
          type="button"
          class="ghost"
          onClick={() => platform.openSidePanel().catch(() => problems.tell('no-panel'))}
        >
          <Icon name="panel" />
          {t('today.openPanel')}
        </button>
      </SyncFoot>
    </>
  );
}
