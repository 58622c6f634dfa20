import { type LineParser, QUICK_ADD_LOCALES, type QuickAddLocale } from './draft.ts';
import type { Grammar } from './grammar.ts';
import { createLineParser } from './line-parser.ts';

/** A chunk per language, so that a page loads only its own. */
const GRAMMARS: Readonly<Record<QuickAddLocale, () => Promise<Grammar>>> = {
  en: async () => (await import('./locales/en.ts')).en,
  es: async () => (await import('./locales/es.ts')).es,
  de: async () => (await import('./locales/de.ts')).de,
  fr: async () => (await import('./locales/fr.ts')).fr,
  pt: async () => (await import('./locales/pt.ts')).pt,
};

const parsers = new Map<QuickAddLocale, Promise<LineParser>>();

/** The language of ours that a BCP 47 tag means (`es-MX` → `es`); English for any other. */
export function quickAddLocale(tag: string): QuickAddLocale {
  const language = tag.toLowerCase().split(/[-_]/)[0];
  return QUICK_ADD_LOCALES.find((locale) => locale === language) ?? 'en';
}

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
