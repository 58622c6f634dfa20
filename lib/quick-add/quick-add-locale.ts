import { QUICK_ADD_LOCALES, type QuickAddLocale } from './draft.ts';

/** The language of ours that a BCP 47 tag means (`es-MX` → `es`); English for any other. */
export function quickAddLocale(tag: string): QuickAddLocale {
  const language = tag.toLowerCase().split(/[-_]/)[0];
  return QUICK_ADD_LOCALES.find((locale) => locale === language) ?? 'en';
}
