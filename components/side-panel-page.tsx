import { useSignal } from '@preact/signals';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import type { ListStores } from '../lib/stores/list-stores.ts';
import { useApp } from './app-context.ts';
import { Banners } from './banners.tsx';
import { CalendarPane } from './calendar-pane.tsx';
import { FamilyPane } from './family-pane.tsx';
import { ListPane } from './list-pane.tsx';
import { NewListButton } from './new-list-button.tsx';
import { NoFamily } from './no-family-lazy.ts';
import { SyncFoot } from './sync-foot.tsx';
import { TabList, tabIdOf } from './tab-list.tsx';
import { UndoToast } from './undo-toast.tsx';

type View = 'list' | 'calendar' | 'family';
const VIEWS: readonly View[] = ['list', 'calendar', 'family'];
const VIEW_KEY = 'panel/view';
const PANEL_ID = 'view-panel';

/** The side panel: the whole list, the calendar, the family. */
export function SidePanelPage({ stores, calendar }: { stores: ListStores; calendar: CalendarStores }) {
  const { session, platform, problems, i18n } = useApp();
  const { t } = i18n;
  const stored = platform.cache.read(VIEW_KEY);
  const view = useSignal<View>(VIEWS.find((each) => each === stored) ?? 'list');
  const state = session.value?.state;

  if (state === undefined || state === 'none') {
    return (
      <main class="scroll">
        <Banners />
        {state === 'none' && <NoFamily />}
      </main>
    );
  }
  return (
    <>
      <main class="view">
        <h1 class="visually-hidden">{t('page.sidepanel')}</h1>
        <div class="tabs views">
          <TabList
            label={t('views.label')}
            panelId={PANEL_ID}
            tabs={VIEWS.map((id) => ({ id, name: t(`views.${id}`) }))}
            selected={view.value}
            onSelect={(id) => {
              view.value = id;
              platform.cache.write(VIEW_KEY, id);
            }}
          />
        </div>
        <div class="view" id={PANEL_ID} role="tabpanel" aria-labelledby={tabIdOf(PANEL_ID, view.value)} tabIndex={-1}>
          {view.value === 'list' && (
            <ListPane stores={stores}>
              <NewListButton stores={stores} />
            </ListPane>
          )}
          {view.value === 'calendar' && <CalendarPane stores={calendar} />}
          {view.value === 'family' && <FamilyPane />}
        </div>
      </main>
      <UndoToast />
      <Banners />
      <SyncFoot>
        <button
          type="button"
          class="ghost"
          onClick={() => void platform.openOptions().catch(() => problems.tell('internal'))}
        >
          {t('action.settings')}
        </button>
      </SyncFoot>
    </>
  );
}
