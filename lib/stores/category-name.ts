import { CATEGORIES, type Category } from '../quick-add/grocery-dictionary.ts';
import type { I18n } from './i18n.ts';

/** A category as people read it: the built-in ones in their language, the family's own as they were named. Texts: those of lists. */
export function categoryName(category: string, t: I18n['t']): string {
  return isBuiltIn(category) ? t(`category.${category}`) : category;
}

function isBuiltIn(category: string): category is Category {
  return (CATEGORIES as readonly string[]).includes(category);
}
