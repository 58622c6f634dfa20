import type { LineParser, QuickAddLocale } from './draft.ts';
import type { Grammar } from './grammar.ts';
import { createLineParser } from './line-parser.ts';
import { quickAddLocale } from './quick-add-locale.ts';

/** A chunk per language, so that a page loads only its own. */
const GRAMMARS: Readonly<Record<QuickAddLocale, () => Promise<Grammar>>> = {
  en: async () => (await import('./locales/en.ts')).en,
  es: async () => (await import('./locales/es.ts')).es,
  de: async () => (await import('./locales/de.ts')).de,
  fr: async () => (await import('./locales/fr.ts')).fr,
  pt: async () => (await import('./locales/pt.ts')).pt,
};

const parsers = new Map<QuickAddLocale, Promise<LineParser>>();

/**
 * Loads the grammar of a BCP 47 tag's language once; from then on lines are read synchronously. Rejects if the chunk cannot be loaded, and the
 * next call tries again. For pages only: Chrome's service worker has no `import()`.
 */
export function loadParser(tag: string): Promise<LineParser> {
  const locale = quickAddLocale(tag);
  let parser = parsers.get(locale);
  if (!parser) {
    parser = GRAMMARS[locale]().then(createLineParser);
    parser.catch(() => parsers.delete(locale));
    parsers.set(locale, parser);
  }
  return parser;
}
