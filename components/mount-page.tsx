import { effect } from '@preact/signals';
import { type ComponentChildren, render } from 'preact';
import type { App } from '../lib/stores/app.ts';
import { AppContext } from './app-context.ts';

/**
 * Puts a page on screen once its texts are there, and keeps the document in step with language and theme. `name` is the page's title.
 */
export async function mountPage(
  app: App,
  name: 'popup' | 'sidepanel' | 'options' | 'welcome',
  page: ComponentChildren,
) {
  const root = document.documentElement;
  effect(() => {
    const theme = app.settings.value.theme;
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
  });
  await app.ready;
  effect(() => {
    root.lang = app.i18n.language.value;
    root.dir = directionOf(app.i18n.locale.value);
    document.title = app.i18n.t(`page.${name}`);
  });
  const place = document.getElementById('app');
  if (place === null) throw new Error('The page has no place for its content.');
  place.replaceChildren();
  render(<AppContext.Provider value={app}>{page}</AppContext.Provider>, place);
}

/** Not in every browser yet, hence the narrow view of it. */
interface DirectedLocale {
  getTextInfo?(): { direction?: 'ltr' | 'rtl' };
}

function directionOf(locale: string): 'ltr' | 'rtl' {
  const known: DirectedLocale = new Intl.Locale(locale);
  return known.getTextInfo?.().direction ?? (/^(ar|he|fa|ur)\b/.test(locale) ? 'rtl' : 'ltr');
}
