import { type CategoryId, newId } from '../protocol/ids.ts';
import { type CategoryRow, MAX_LINE_LENGTH } from '../protocol/values.ts';
import type { Arrangement } from './arrangement.ts';
import { brief } from './brief.ts';
import type { I18n } from './i18n.ts';
import { type Changing, change } from './list-changes.ts';
import { normaliseTitle } from './overlay.ts';

// What people do with categories of the family's own. Texts: those of lists.

/** Makes a category that every list of groceries has. */
export function addCategory(app: Changing, name: string): void {
  void change(app, { type: 'addCategory', id: newId<CategoryId>(), name }, () =>
    app.i18n.t('undo.categoryAdded', { title: brief(name) }),
  );
}

export function renameCategory(app: Changing, row: CategoryRow, name: string): void {
  void change(app, { type: 'changeCategory', ids: idsOf(row), name }, () =>
    app.i18n.t('undo.categoryRenamed', { title: brief(name) }),
  );
}

/** Takes a category away. What stands under it keeps it, and stands there again once it is back. */
export function removeCategory(app: Changing, row: CategoryRow): void {
  void change(app, { type: 'changeCategory', ids: idsOf(row), deleted: true }, () =>
    app.i18n.t('undo.categoryDeleted', { title: brief(row.name) }),
  );
}

/** Schemas have checked every id on its way in. */
const idsOf = ({ ids }: CategoryRow) => ids as CategoryId[];

/** The category that is called so already. */
export function categoryCalled(
  name: string,
  { categories, nameOf }: Pick<Arrangement, 'categories' | 'nameOf'>,
): string | undefined {
  const wanted = normaliseTitle(name);
  return categories.value.find((category) => normaliseTitle(nameOf(category)) === wanted);
}

/** What is wrong with a name for a category, `itself` where it has one already. Undefined: nothing. */
export function categoryProblem(
  t: I18n['t'],
  name: string,
  arrangement: Pick<Arrangement, 'categories' | 'nameOf'>,
  itself?: string,
): string | undefined {
  const { length } = name.trim();
  if (length === 0) return t('ownCategory.missing');
  if (length > MAX_LINE_LENGTH) return t('field.tooLong', { n: length, max: MAX_LINE_LENGTH });
  const known = categoryCalled(name, arrangement);
  return known === undefined || known === itself ? undefined : t('ownCategory.known');
}
