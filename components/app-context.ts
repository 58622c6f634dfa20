import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { App } from '../lib/stores/app.ts';
import type { I18n } from '../lib/stores/i18n.ts';

/** The page's stores; provided once, at the root. */
export const AppContext = createContext<App | null>(null);

/** The page's stores. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('A component was rendered outside its page.');
  return app;
}

/** The texts of the language of the moment; a component that uses it follows a switch. */
export function useTexts(): I18n['t'] {
  return useApp().i18n.t;
}
