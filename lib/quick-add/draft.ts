/**
 * What quick add makes of a line. Knows nothing of the family document: members and lists are names, dates and times are texts, and the
 * page decides what becomes of a reading.
 */

/** The languages with a grammar of their own; anything else is read as English. */
export const QUICK_ADD_LOCALES = ['en', 'es', 'de', 'fr', 'pt'] as const;
export type QuickAddLocale = (typeof QUICK_ADD_LOCALES)[number];

/** Which kind of thing is being added. Quantities are read for groceries only, dates there only where they are unmistakable. */
export type Target = 'groceries' | 'todo' | 'calendar';

export type Unit =
  | 'g'
  | 'kg'
  | 'ml'
  | 'l'
  | 'oz'
  | 'lb'
  | 'cup'
  | 'tbsp'
  | 'tsp'
  | 'can'
  | 'bottle'
  | 'pack'
  | 'bag'
  | 'box'
  | 'jar'
  | 'clove';

/** How much; without a unit, how many. */
export interface DraftQuantity {
  readonly amount: number;
  readonly unit?: Unit;
}

/** One for each kind of chip. A duration belongs to its time (or date), and the end of a series to its repeat: two tokens of one kind. */
export type TokenKind = 'quantity' | 'date' | 'time' | 'repeat' | 'person' | 'list';

/**
 * A part of the input that was read and has left the title. `start` and `end` (exclusive) are UTF-16 offsets into the input; tokens are sorted
 * and never overlap.
 */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** What to put into `dropped` so that this reading stays text: the kind, or `person:<name>`, since there may be several people. */
  readonly id: string;
}

/** A line as it was understood. A field that was not read is absent. */
export interface Draft {
  /** What is left of the line, words joined by single spaces; quotation marks stay. Empty only for a blank line. */
  readonly title: string;
  readonly quantity?: DraftQuantity;
  /** `YYYY-MM-DD`: first day, or first occurrence of a series. A time or a repeat without a day brings one that has no token of its own. */
  readonly date?: string;
  /** Last day of an all-day span, inclusive. */
  readonly endDate?: string;
  /** `HH:MM`, 24 hours. */
  readonly time?: string;
  /** `HH:MM`; not after `time` where it is on the next day. */
  readonly endTime?: string;
  /** RFC 5545 rule without DTSTART. */
  readonly rrule?: string;
  /** Names as in `members`, each once, in the order of the line. */
  readonly assignees?: readonly string[];
  /** A name as in `lists`. */
  readonly list?: string;
  readonly tokens: readonly Token[];
}

/** What a line is read against. */
export interface LineContext {
  readonly target: Target;
  /** Wall time and zone, `2026-11-22T10:30[Europe/Madrid]`. Anything else is a RangeError. */
  readonly now: string;
  readonly members: readonly string[];
  readonly lists: readonly string[];
  /** Ids of tokens (or kinds) that the person dropped: they stay text. */
  readonly dropped?: ReadonlySet<string>;
}

/** Reads lines in one language, synchronously. */
export interface LineParser {
  /** Never throws on any `input`; time grows linearly with its length. */
  parse(input: string, context: LineContext): Draft;
  /** Reads nothing but the quantity of a grocery, as for pasted lines. */
  parseQuantity(input: string): Pick<Draft, 'title' | 'quantity'>;
}
