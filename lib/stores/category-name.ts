import type { CategoryRow } from '../protocol/values.ts';
import { CATEGORIES, type Category } from '../quick-add/grocery-dictionary.ts';
import type { I18n } from './i18n.ts';

/**
 * A category as people read it: the built-in ones in their language, the family's `own` as they were named; undefined for one
 * that was taken away or has not arrived. Texts: those of lists.
 */
export function categoryName(category: string, t: I18n['t'], own: readonly CategoryRow[]): string | undefined {
  return isBuiltIn(category) ? t(`category.${category}`) : ownCategory(category, own)?.name;
}

/** The row of one of the family's own categories, whichever of its ids is meant. */
export function ownCategory(category: string, own: readonly CategoryRow[]): CategoryRow | undefined {
  return own.find(({ ids }) => ids.includes(category));
}

/** Whether every family has it. */
export function isBuiltIn(category: string): category is Category {
  return (CATEGORIES as readonly string[]).includes(category);
}
