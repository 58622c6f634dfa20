import { foldWord } from './fold.ts';

/** Where things stand in a shop. */
export const CATEGORIES = [
  'Produce',
  'Bakery',
  'Dairy & eggs',
  'Meat & fish',
  'Frozen',
  'Pantry',
  'Breakfast',
  'Snacks',
  'Drinks',
  'Household',
  'Personal care',
  'Baby',
  'Pet',
  'Other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What a language calls groceries. */
export interface GroceryDictionary {
  /** Which word of a name says what it is: the last (`apple juice`), the first (`zumo de manzana`), or the end of the last (`Apfelsaft`). */
  readonly head: 'last' | 'first' | 'compound';
  /** Makes singular and plural of a folded word the same; need not be a word. */
  readonly stem: (word: string) => string;
  /** Words after which only circumstances follow (`beans in tomato sauce`). Alternation; empty where the head comes first anyway. */
  readonly splitters: string;
  /** Words for a vessel or part, with a joining word behind, that say nothing about what is in it (`bunch of`). Alternation. */
  readonly containers: string;
  /** Those of them that make what is in them keep. Alternation. */
  readonly tins: string;
  /** What joins container and content, with the blank behind it. Pattern. */
  readonly of: string;
  /** Words that decide wherever they stand, unless the whole name is in the dictionary. Alternations, the first that matches counts. */
  readonly marks: readonly (readonly [Category, string])[];
  /** Names and heads by category, separated by commas. */
  readonly names: Readonly<Record<Category, string>>;
}

/** Looks up names. */
export interface GroceryLookup {
  /** The category of a name as people write it, or null for an unknown thing. Time grows linearly with the name's length. */
  categorise(name: string): Category | null;
}

/** Longer names are cut: no grocery needs more words. */
const MAX_WORDS = 12;
const MAX_LENGTH = 200;
/** A compound's end this short says nothing (`ei` in `Blei`). */
const MIN_COMPOUND_TAIL = 3;

/** Builds the index; takes a few milliseconds, so keep the lookup. */
export function createGroceryLookup(dictionary: GroceryDictionary): GroceryLookup {
  const { head, stem } = dictionary;
  // `goat's cheese` is one word less than `huile d'olive`.
  const apostrophe = head === 'last' ? '' : ' ';
  const stems = (words: readonly string[]) => words.map(stem).join(' ');
  const exact = new Map<string, Category>();
  const stemmed = new Map<string, Category>();
  for (const category of CATEGORIES) {
    for (const listed of dictionary.names[category].split(',')) {
      const name = plain(listed, apostrophe);
      if (!exact.has(name)) exact.set(name, category);
      const key = stems(name.split(' '));
      if (!stemmed.has(key)) stemmed.set(key, category);
    }
  }
  const marks = dictionary.marks.map(
    ([category, words]) => [category, new RegExp(`(?:^| )(?:${words})(?: |$)`)] as const,
  );
  const container = new RegExp(`^(?:${dictionary.containers}) ${dictionary.of}`);
  const tin = new RegExp(`^(?:${dictionary.tins}) `);
  const splitter = new RegExp(dictionary.splitters ? ` (?:${dictionary.splitters}) ` : '$^');

  const find = (words: readonly string[]) => exact.get(words.join(' ')) ?? stemmed.get(stems(words));

  const findCompound = (word: string): Category | undefined => {
    const reduced = stem(word);
    for (let at = 1; at <= word.length - MIN_COMPOUND_TAIL; at++) {
      const found = exact.get(word.slice(at)) ?? stemmed.get(reduced.slice(at));
      if (found) return found;
    }
    return undefined;
  };

  /** The longest known beginning of at least so many words. */
  const findStart = (words: readonly string[], shortest: number): Category | undefined => {
    for (let length = Math.min(words.length, MAX_WORDS); length >= shortest; length--) {
      const found = find(words.slice(0, length));
      if (found) return found;
    }
    return undefined;
  };

  /** The longest known part, that nearest to the head first. */
  const findPart = (words: readonly string[]): Category | undefined => {
    const count = words.length;
    for (let skipped = 0; skipped < count; skipped++) {
      for (let length = count - skipped; length > 0; length--) {
        const start = head === 'first' ? skipped : count - skipped - length;
        const part = words.slice(start, start + length);
        const found = find(part) ?? (head === 'compound' && length === 1 ? findCompound(part[0] ?? '') : undefined);
        if (found) return found;
      }
    }
    return undefined;
  };

  return {
    categorise(name) {
      const whole = plain(name.slice(0, MAX_LENGTH), apostrophe);
      const known = find(whole.split(' '));
      if (known) return known;
      const marked = marks.find(([, pattern]) => pattern.test(whole));
      if (marked) return marked[0];
      const vessel = container.exec(whole)?.[0] ?? '';
      const content = whole.slice(vessel.length);
      const words = (content.split(splitter)[0] ?? '').split(' ').slice(0, MAX_WORDS);
      const all = content.split(' ').slice(0, MAX_WORDS);
      const found = findPart(words) ?? findPart(all) ?? null;
      if (tin.test(vessel) && (found === 'Produce' || found === 'Meat & fish')) return 'Pantry';
      // `bolsas de basura grandes` is no rubbish in bags.
      return (vessel && findStart(whole.split(' '), vessel.split(' ').length)) || found;
    },
  };
}

/** Folded words joined by single spaces, without what is in brackets or after a comma, and without signs. */
function plain(name: string, apostrophe: '' | ' '): string {
  return foldWord(name)
    .replaceAll("'", apostrophe)
    .replaceAll(/\([^)]*\)?|,.*$/g, ' ')
    .replaceAll(/[^\p{L}\d%&]+/gu, ' ')
    .trim();
}
