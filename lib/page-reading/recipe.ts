import * as v from 'valibot';
import type { PageRecipe } from '../ports/page-ports.ts';
import { MAX_LINE_LENGTH } from '../protocol/values.ts';
import { all, first, maybe, Text } from './fields.ts';
import type { PageContent } from './page-content.ts';
import { plainLine } from './plain-text.ts';
import { findThings } from './structured-data.ts';

/** The most ingredients that are taken from one recipe. */
export const MAX_INGREDIENTS = 200;

/** A text, or a thing with a name or text of its own. */
const Named = v.union([
  Text,
  v.pipe(
    v.object({ name: maybe(first(Text)), text: maybe(first(Text)) }),
    v.transform(({ name, text }): string => name ?? text ?? ''),
  ),
]);
const RecipeSchema = v.object({
  name: maybe(first(Named)),
  recipeIngredient: maybe(all(Named)),
  /** Its name of old, which pages of old keep. */
  ingredients: maybe(all(Named)),
});

/** The page's recipe: of several the one with the most ingredients. Undefined where there is none with any. */
export function findRecipe({ jsonLd, microdata }: PageContent): PageRecipe | undefined {
  let best: PageRecipe | undefined;
  for (const thing of findThings(jsonLd, microdata, (type) => type === 'Recipe')) {
    const recipe = readRecipe(thing);
    if (recipe !== undefined && recipe.ingredients.length > (best?.ingredients.length ?? 0)) best = recipe;
  }
  return best;
}

function readRecipe(thing: unknown): PageRecipe | undefined {
  const read = v.safeParse(RecipeSchema, thing);
  if (!read.success) return undefined;
  const { name, recipeIngredient, ingredients } = read.output;
  const lines = [recipeIngredient, ingredients].find((each) => each !== undefined && each.length > 0) ?? [];
  const plain = lines
    // One text with a line each, as some sites write it.
    .flatMap((line) => line.split(/\r\n?|\n/))
    .map((line) => plainLine(line, MAX_LINE_LENGTH))
    .filter((line) => line !== '')
    .slice(0, MAX_INGREDIENTS);
  if (plain.length === 0) return undefined;
  return { name: plainLine(name ?? '', MAX_LINE_LENGTH), ingredients: plain };
}
