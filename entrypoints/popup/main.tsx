import { mountPage } from '../../components/mount-page.tsx';
import { PopupPage } from '../../components/popup-page.tsx';
import { pageClock } from '../../lib/platform/page-clock.ts';
import { createPagePlatform } from '../../lib/platform/page-platform.ts';
import { createApp } from '../../lib/stores/app.ts';
import { createListStores } from '../../lib/stores/list-stores.ts';
import { createDocumentLife } from '../../lib/stores/page-life.ts';
import { createTodayView } from '../../lib/stores/today-view.ts';

const app = createApp({ platform: createPagePlatform(), clock: pageClock, life: createDocumentLife(document) });
const stores = createListStores(app, 'popup');
const today = createTodayView(app);
void mountPage(app, 'popup', <PopupPage stores={stores} today={today} />);
