import { useSignal } from '@preact/signals';
import type { AddressPlace } from '../lib/stores/address-place.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import type { FamilyView } from '../lib/stores/family-view.ts';
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
import { UndoToast } from './undo-toast-lazy.ts';
import { WaitingNotice } from './waiting-notice.tsx';

type View = 'list' | 'calendar' | 'family';
const VIEWS: readonly View[] = ['list', 'calendar', 'family'];
const VIEW_KEY = 'panel/view';
const PANEL_ID = 'view-panel';

/** The side panel: the whole list, the calendar, the family. */
export function SidePanelPage(props: {
  stores: ListStores;
  calendar: CalendarStores;
  family: FamilyView;
  /** The place in the calendar that it was opened at, if any. */
  at: AddressPlace | null;
}) {
  const { stores, calendar, family } = props;
  const { session, platform, problems, i18n } = useApp();
  const { t } = i18n;
  const stored = platform.cache.read(VIEW_KEY);
  const at = useSignal(props.at);
  const view = useSignal<View>(props.at !== null ? 'calendar' : (VIEWS.find((each) => each === stored) ?? 'list'));
  const state = session.value?.state;

  function show(id: View): void {
    view.value = id;
    platform.cache.write(VIEW_KEY, id);
  }

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
        <h1 class="visually-hidden">{t('page.sidepanel')}</h1>
        <div class="tabs views">
          <TabList
            label={t('views.label')}
            panelId={PANEL_ID}
            tabs={VIEWS.map((id) => ({ id, name: t(`views.${id}`) }))}
            selected={view.value}
            onSelect={show}
          />
        </div>
        <div class="view" id={PANEL_ID} role="tabpanel" aria-labelledby={tabIdOf(PANEL_ID, view.value)} tabIndex={-1}>
          {view.value === 'list' && (
            <ListPane stores={stores}>
              <NewListButton stores={stores} />
            </ListPane>
          )}
          {view.value === 'calendar' && <CalendarPane stores={calendar} at={at} />}
          {view.value === 'family' && <FamilyPane family={family} />}
        </div>
        <UndoToast />
        <WaitingNotice family={family} isShown={view.value !== 'family'} onLook={() => show('family')} />
        <Banners />
      </main>
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
