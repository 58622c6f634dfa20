import { mountPage } from '../../components/mount-page.tsx';
import { SidePanelPage } from '../../components/side-panel-page.tsx';
import { pageClock } from '../../lib/platform/page-clock.ts';
import { createPagePlatform } from '../../lib/platform/page-platform.ts';
import { placeInAddress } from '../../lib/stores/address-place.ts';
import { createApp } from '../../lib/stores/app.ts';
import { createCalendarStores } from '../../lib/stores/calendar-stores.ts';
import { createFamilyView } from '../../lib/stores/family-view.ts';
import { createListStores } from '../../lib/stores/list-stores.ts';
import { createDocumentLife } from '../../lib/stores/page-life.ts';
import { enPanel } from '../../locales/en-panel.ts';

const app = createApp({
  platform: createPagePlatform(),
  clock: pageClock,
  life: createDocumentLife(document),
  texts: [enPanel],
});
const stores = createListStores(app, 'sidepanel');
const calendar = createCalendarStores(app);
const family = createFamilyView(app);
const at = placeInAddress(location.hash);
void mountPage(app, 'sidepanel', <SidePanelPage stores={stores} calendar={calendar} family={family} at={at} />);
