import type { Groups } from './dates.ts';
import type { DraftQuantity, Unit } from './draft.ts';
import { OPAQUE, TAKEN } from './fold.ts';
import type { QuantityWords } from './grammar.ts';

/** A quantity found in folded text, joining word included. */
export interface FoundQuantity {
  readonly quantity: DraftQuantity;
  readonly start: number;
  readonly end: number;
}

/** Finds the quantity of a grocery. */
export interface QuantityReader {
  /** The quantity at the beginning of the text or at its end; what is taken already counts as nothing. */
  find(text: string): FoundQuantity | undefined;
}

/** More is no quantity of anything a family buys; without a unit, four digits are a year or a brand. */
const MAX_AMOUNT = 100_000;
const MAX_COUNT = 999;

const FRACTIONS: Readonly<Record<string, number>> = {
  '½': 1 / 2,
  '¼': 1 / 4,
  '¾': 3 / 4,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
  '⅛': 1 / 8,
  '⅜': 3 / 8,
  '⅝': 5 / 8,
  '⅞': 7 / 8,
  '⅕': 1 / 5,
};
const FRACTION_SIGNS = Object.keys(FRACTIONS).join('');
const NUMBER = `(?:[.,]\\d{1,2}|\\d{1,6}(?:[.,]\\d{1,3})?(?: ?[${FRACTION_SIGNS}]| \\d{1,2}/\\d{1,2})?|\\d{1,2}/\\d{1,2}|[${FRACTION_SIGNS}])`;
const END = `(?=[ ,;)${OPAQUE}${TAKEN}]|$)`;
/** A name begins here: not another sum or a price, but maybe with a percentage (`2 l 1.5% milk`). */
const NAME = `(?=[ (]*(?:\\d+(?:[.,]\\d+)? ?%|(?!\\d+(?:[ /.,]|$))[^ %€$£.,;:!?/)-]))`;
const MEASURES: ReadonlySet<string> = new Set(['g', 'kg', 'ml', 'l', 'oz', 'lb', 'cup', 'tbsp', 'tsp']);
/** Units that are never the first word of a name. */
const WEIGHTS: ReadonlySet<string> = new Set(['g', 'kg', 'ml', 'l', 'oz', 'lb']);
/** What may stand before a leading quantity: blanks, what is taken, pictures. */
const LEADING_SIGNS = new RegExp(`^(?:[ ${TAKEN}\\u200d]|\\p{Extended_Pictographic}|\\p{Emoji_Modifier})*`, 'u');
/** How far from either end a quantity may reach. */
const LONGEST = 60;

/** Compiles the words of a language into a reader. */
export function createQuantityReader(words: QuantityWords): QuantityReader {
  const { amounts, joiners, andHalf } = words;
  const units = Object.entries(words.units).map(([unit, any]) => [unit, new RegExp(`^(?:${any})$`)] as const);
  const unit = `(?<unit>${Object.values(words.units).join('|')})\\.?${END}`;
  const word = Object.keys(amounts).join('|');
  const number = `(?<number>${NUMBER})`;
  // `1/4 de kilo`: only a part of a unit is one of it.
  const partOf = `(?:(?<=[${FRACTION_SIGNS}]|/\\d{1,2}) (?:${words.partOf}))?`;
  const isName = `(?!(?:${words.notCounted})(?:[ .,]|$))`;
  const isUnit = `(?! (?:${words.unitNames})(?:[ .,]|$))`;
  const leading = [
    `${number} ?x${END}${NAME}`,
    `x ?${number}${END}${NAME}`,
    `(?:(?:${number}${partOf} ?|(?<word>${word})(?: |(?<=-)))(?<half>(?:${andHalf}) )?|(?=\\S+ (?:${andHalf}) ))${unit}(?<half2> (?:${andHalf})(?= ))?${isUnit} ?(?<joiner>${joiners})?${NAME}`,
    `(?:${number} |(?<word>${word})(?: |(?<=-)))?(?<dozen>${words.dozen})${END}(?<half2> (?:${andHalf})(?= ))? ?(?<joiner>${joiners})?${NAME}`,
    `${number} ${isName}${NAME}`,
  ].map((source) => new RegExp(`^(?:${source})`));
  const trailing = [`x ?${number}`, `${number} ?x`, `${number} ?${unit}`].map(
    (source) => new RegExp(`(?<=[^ ][ ,])(?:${source}|\\((?:${source})\\))$`),
  );

  const read = (groups: Groups, isLeading: boolean): DraftQuantity | undefined => {
    const { number: digits, word: spelled, unit: unitWord, dozen, joiner, half, half2 } = groups;
    const whole = (spelled === undefined ? readAmount(digits ?? '1', words.decimal) : amounts[spelled]) ?? 0;
    const amount = whole + (half || half2 ? 0.5 : 0);
    if (amount <= 0 || amount > MAX_AMOUNT) return undefined;
    if (dozen !== undefined) return { amount: rounded(amount * 12) };
    if (unitWord === undefined) return isLeading && amount > MAX_COUNT ? undefined : { amount };
    // `2 can openers`, `a bottle opener`: there the unit is part of the name.
    if (amount > 1 && words.singular?.test(joiner ? `${unitWord} ${joiner}` : unitWord)) return undefined;
    const [name = '', factor] = units.find(([, pattern]) => pattern.test(unitWord))?.[0].split('*') ?? [];
    if (!joiner && !half && spelled !== undefined && words.needsJoiner && !WEIGHTS.has(name)) return undefined;
    const total = factor === undefined ? amount : rounded(amount * Number(factor));
    return name === '' ? { amount: total } : { amount: total, unit: name as Unit };
  };

  return {
    find(text) {
      const start = LEADING_SIGNS.exec(text)?.[0].length ?? 0;
      let end = text.length;
      while (end > start && (text.charAt(end - 1) === ' ' || text.charAt(end - 1) === TAKEN)) end--;
      const body = text.slice(start, end);
      const head = body.slice(0, LONGEST);
      for (const pattern of leading) {
        const match = pattern.exec(head);
        const quantity = match && read(match.groups ?? {}, true);
        if (!match || !quantity) continue;
        const rest = body.slice(match[0].length).trim();
        if (!quantity.unit && units.some(([name, any]) => MEASURES.has(name) && any.test(rest))) continue;
        return { quantity, start, end: start + match[0].trimEnd().length };
      }
      const tailStart = Math.max(0, body.length - LONGEST);
      const tail = body.slice(tailStart);
      for (const pattern of trailing) {
        const match = pattern.exec(tail);
        const quantity = match && read(match.groups ?? {}, false);
        if (!match || !quantity) continue;
        const from = start + tailStart + match.index;
        return { quantity, start: from, end: from + match[0].length };
      }
      return undefined;
    },
  };
}

/** A number in digits, with fractions; `decimal` is the language's sign, the other one groups thousands (`1.500 g`). */
function readAmount(text: string, decimal: '.' | ','): number | undefined {
  if (/^0\d/.test(text)) return undefined;
  const [, whole = '', sign, digits = '', fraction = ''] = /^(\d*)(?:([.,])(\d+))? ?(.*)$/.exec(text) ?? [];
  if (whole !== '' && fraction.startsWith('/')) return divided(text);
  const part = fraction === '' ? 0 : (FRACTIONS[fraction] ?? divided(fraction));
  if (part === undefined) return undefined;
  const isThousands = sign !== undefined && sign !== decimal && digits.length === 3;
  return Number(isThousands ? whole + digits : `${whole || 0}.${digits || 0}`) + part;
}

function divided(fraction: string): number | undefined {
  const [above = 0, below = 0] = fraction.split('/').map(Number);
  // `50/50` is no half of anything.
  return above > 0 && above < below && below <= 16 ? above / below : undefined;
}

/** Six decimals, as quantities are added up elsewhere: 1.1 dl are 110 ml. */
function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
