import { mountPage } from '../../components/mount-page.tsx';
import { WelcomePage } from '../../components/welcome-page.tsx';
import { pageClock } from '../../lib/platform/page-clock.ts';
import { createPagePlatform } from '../../lib/platform/page-platform.ts';
import { createApp } from '../../lib/stores/app.ts';
import { createDocumentLife } from '../../lib/stores/page-life.ts';

const app = createApp({ platform: createPagePlatform(), clock: pageClock, life: createDocumentLife(document) });
void mountPage(app, 'welcome', <WelcomePage />);
