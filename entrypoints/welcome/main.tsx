import { mountPage } from '../../components/mount-page.tsx';
import { WelcomePage } from '../../components/welcome-page.tsx';
import { pageClock } from '../../lib/platform/page-clock.ts';
import { createPagePlatform } from '../../lib/platform/page-platform.ts';
import { createApp } from '../../lib/stores/app.ts';
import { createDocumentLife } from '../../lib/stores/page-life.ts';
import { enDialogs } from '../../locales/en-dialogs.ts';
import { enProblems } from '../../locales/en-problems.ts';
import { enStart } from '../../locales/en-start.ts';

const app = createApp({
  platform: createPagePlatform(),
  clock: pageClock,
  life: createDocumentLife(document),
  texts: [enStart, enProblems, enDialogs],
});
void mountPage(app, 'welcome', <WelcomePage />);
