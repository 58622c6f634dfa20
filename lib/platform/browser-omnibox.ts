import type { OmniboxSuggestion } from '../ports/ports.ts';
import { browser } from './browser.ts';
import { describeSuggestion } from './omnibox-markup.ts';

/** What the worker does with lines of the address bar. */
export interface OmniboxHandlers {
  /** What Enter would do, then what else could be meant; empty where there is nothing to add. */
  describe(line: string): Promise<OmniboxSuggestion[]>;
  enter(line: string): void;
}

/** Registers for the keyword; synchronously at the worker's top level, as all its listeners. */
export function listenToOmnibox(handlers: OmniboxHandlers): void {
  let asked = 0;
  browser.omnibox.onInputChanged.addListener((line, suggest) => {
    asked += 1;
    const mine = asked;
    void handlers.describe(line).then(([entered, ...others]) => {
      // An answer to letters that are no longer there is nobody's.
      if (mine !== asked) return;
      const description = entered === undefined ? ' ' : describeSuggestion(entered, readsMarkup);
      browser.omnibox.setDefaultSuggestion({ description });
      suggest(others.map((each) => ({ content: each.content, description: describeSuggestion(each, readsMarkup) })));
    });
  });
  browser.omnibox.onInputEntered.addListener((line) => handlers.enter(line));
}

/** Chromium reads descriptions as XML; Firefox shows them as they are. */
const readsMarkup = 'chrome' in globalThis && !navigator.userAgent.includes('Firefox/');
