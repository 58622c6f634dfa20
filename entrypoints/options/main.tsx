import { mountPage } from '../../components/mount-page.tsx';
import { OptionsPage } from '../../components/options-page.tsx';
import { pageClock } from '../../lib/platform/page-clock.ts';
import { createPagePlatform } from '../../lib/platform/page-platform.ts';
import { createApp } from '../../lib/stores/app.ts';
import { createFamilyView } from '../../lib/stores/family-view.ts';
import { createDocumentLife } from '../../lib/stores/page-life.ts';
import { enDialogs } from '../../locales/en-dialogs.ts';
import { enOptions } from '../../locales/en-options.ts';
import { enProblems } from '../../locales/en-problems.ts';

const app = createApp({
  platform: createPagePlatform(),
  clock: pageClock,
  life: createDocumentLife(document),
  texts: [enOptions, enProblems, enDialogs],
});
const family = createFamilyView(app);
void mountPage(app, 'options', <OptionsPage family={family} />);
