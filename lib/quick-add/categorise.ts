import type { QuickAddLocale } from './draft.ts';
import {
  type Category,
  createGroceryLookup,
  type GroceryDictionary,
  type GroceryLookup,
} from './grocery-dictionary.ts';
import { quickAddLocale } from './quick-add-locale.ts';

export type { Category } from './grocery-dictionary.ts';

/** A chunk per language, so that a page loads only its own. */
const DICTIONARIES: Readonly<Record<QuickAddLocale, () => Promise<GroceryDictionary>>> = {
  en: async () => (await import('./groceries/en.ts')).en,
  es: async () => (await import('./groceries/es.ts')).es,
  de: async () => (await import('./groceries/de.ts')).de,
  fr: async () => (await import('./groceries/fr.ts')).fr,
  pt: async () => (await import('./groceries/pt.ts')).pt,
};

const lookups = new Map<QuickAddLocale, Promise<GroceryLookup>>();

/** Loads the grocery names of a BCP 47 tag's language once. Rejects if the chunk cannot be loaded, and the next call tries again. */
export function loadGroceryLookup(tag: string): Promise<GroceryLookup> {
  const locale = quickAddLocale(tag);
  let lookup = lookups.get(locale);
  if (!lookup) {
    lookup = DICTIONARIES[locale]().then(createGroceryLookup);
    lookup.catch(() => lookups.delete(locale));
    lookups.set(locale, lookup);
  }
  return lookup;
}

/** The aisle of a grocery by its name in the language of `locale` (a BCP 47 tag); null for a name that no dictionary knows. */
export async function categorise(name: string, locale: string): Promise<Category | null> {
  return (await loadGroceryLookup(locale)).categorise(name);
}
