import type { OmniboxSuggestion } from '../ports/ports.ts';
import { browser } from './browser.ts';

/** What the worker does with lines of the address bar. */
export interface OmniboxHandlers {
  /** What Enter would do; null where there is nothing to add. */
  describe(line: string): Promise<OmniboxSuggestion | null>;
  enter(line: string): void;
}

/** Registers for the keyword; synchronously at the worker's top level, as all its listeners. */
export function listenToOmnibox(handlers: OmniboxHandlers): void {
  let asked = 0;
  browser.omnibox.onInputChanged.addListener((line) => {
    asked += 1;
    const mine = asked;
    void handlers.describe(line).then((found) => {
      // An answer to letters that are no longer there is nobody's.
      if (mine !== asked) return;
      browser.omnibox.setDefaultSuggestion({
        description: found === null ? ' ' : describeSuggestion(found, readsMarkup),
      });
    });
  });
  browser.omnibox.onInputEntered.addListener((line) => handlers.enter(line));
}

/** Chromium reads descriptions as XML; Firefox shows them as they are. */
const readsMarkup = 'chrome' in globalThis && !navigator.userAgent.includes('Firefox/');

/** The text of a suggestion. Where the browser reads markup, what people and pages wrote is escaped: it can neither style nor break it. */
export function describeSuggestion({ text, detail }: OmniboxSuggestion, isMarkup: boolean): string {
  if (!isMarkup) return plain(`${text} — ${detail}`);
  return `<match>${escapeMarkup(text)}</match> <dim>${escapeMarkup(detail)}</dim>`;
}

function escapeMarkup(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** Control characters and lone halves of characters are no XML. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\ufffe\uffff]+/gu, ' ').toWellFormed();
}
