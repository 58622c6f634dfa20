import { type Category, loadGroceryLookup } from './categorise.ts';
import type { Draft, LineContext } from './draft.ts';
import { loadParser } from './load-parser.ts';

/** A line as it was understood, with the aisle of a grocery where its name is known. */
export interface CategorisedDraft extends Draft {
  readonly category?: Category;
}

/** Reads one line in the language of `locale` (a BCP 47 tag), loading what that language needs first. Rejects if a chunk cannot be loaded. */
export async function parseLine(
  input: string,
  context: LineContext & { readonly locale: string },
): Promise<CategorisedDraft> {
  const isGrocery = context.target === 'groceries';
  const [parser, lookup] = await Promise.all([
    loadParser(context.locale),
    isGrocery ? loadGroceryLookup(context.locale) : undefined,
  ]);
  const draft = parser.parse(input, context);
  const category = lookup?.categorise(draft.title);
  return category ? { ...draft, category } : draft;
}
