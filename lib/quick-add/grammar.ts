/**
 * How a locale describes its grammar, and how that becomes regular expressions. A pattern is a regular expression over folded text with macros in
 * braces; what it found is told by its named groups, the same in all locales (see docs/QUICK_ADD.md). So the languages differ in data only.
 */

/** What a pattern recognises. `until` ends a series and means nothing without one. */
export type RuleKind = 'date' | 'time' | 'duration' | 'repeat' | 'until';

/**
 * Where a reading holds. 2: anywhere. 1: at the end of the line, beside another reading, or (with a group `pre`) after its preposition.
 * 0: only beside another reading.
 */
export type Strength = 0 | 1 | 2;

export type RuleSource = readonly [RuleKind, Strength, string];

export interface Grammar {
  /** Monday first; the full names, then after `|` short forms and homographs, which count only in a place for a date. */
  readonly weekdays: readonly string[];
  /** January first: all names and short forms of each. */
  readonly months: readonly string[];
  /** Words for 1, 2, 3 …; `/` between alternatives. */
  readonly numbers: string;
  /** Words that mean a number of days from today. */
  readonly days: Readonly<Record<string, number>>;
  /** Words of calendar and clock units → `h` hours, `i` minutes, or frequency `D` `W` `M` `Y` with an interval (`M3`: a quarter). */
  readonly periods: Readonly<Record<string, string>>;
  /** Words of quarters of an hour → minutes to add. */
  readonly quarters: Readonly<Record<string, number>>;
  /** Words for a time of day → `HH:MM`. */
  readonly dayTimes: Readonly<Record<string, string>>;
  /** First, second … last → 1, 2 … -1. */
  readonly ordinals: Readonly<Record<string, number>>;
  /** Words for several weekdays (`weekend`) → 1 (Monday) to 7. */
  readonly daySets: Readonly<Record<string, readonly number[]>>;
  /** Matches what makes an hour one after noon (`pm`, `de la tarde`). */
  readonly afternoon: RegExp;
  /** Matches a part of the day that makes 12 midnight and small hours early (`noche`). */
  readonly night: RegExp;
  /** Matches a part of the day in which hours are as they are written. */
  readonly morning: RegExp;
  /** Hours up to these (inclusive) are after noon when nothing else is said: bare (`at 3`), with minutes (`2:30`). 0: people count to 24. */
  readonly afternoonHabit: { readonly bare: number; readonly withMinutes: number };
  /** Words for parts of a whole (`half an`, in durations) → number. */
  readonly halves: Readonly<Record<string, number>>;
  /** `12/24` is December 24. */
  readonly isMonthFirst?: boolean;
  /** Words that join a list (`and`). */
  readonly and: string;
  /** A date or time directly after one of these words is part of a name (`the 9am class`). Alternation. */
  readonly blockers: string;
  /** After a short form with preposition, one of these may follow (`on wed with Ana`; but not `on sun cream`). Alternation. */
  readonly followers: string;
  /** Short forms that are other words too. Alternation. */
  readonly homographs: string;
  /** In groceries one of these must stand before a day (macro `GDATE`). Alternation, each with its blank. */
  readonly groceryPrepositions: string;
  /** Macros of the locale's own. */
  readonly macros: Readonly<Record<string, string>>;
  readonly rules: readonly RuleSource[];
  readonly quantities: QuantityWords;
}

/** Words around a quantity. */
export interface QuantityWords {
  /** Unit → its words, alternation. `ml*10` (centilitres) converts; the empty unit is a word that only counts (`Stück`). */
  readonly units: Readonly<Record<string, string>>;
  /** Words that say how many units or dozens → amount. */
  readonly amounts: Readonly<Record<string, number>>;
  /** Words for twelve. Alternation. */
  readonly dozen: string;
  /** What joins unit and name (`of `, `d'`), with its blank behind. Alternation. */
  readonly joiners: string;
  /** A half more, before or behind the unit (`one and a half cups`, `kilo y medio`). Alternation. */
  readonly andHalf: string;
  /** What joins a fraction and its unit (`¼ of a cup`), without its blank. Alternation. */
  readonly partOf: string;
  /** An amount in words needs a joiner (`a can of beans`, `a can opener`). */
  readonly needsJoiner: boolean;
  /** Words that make a number before them part of a name (`2 in 1`, `5 spice`). Alternation. */
  readonly notCounted: string;
  /** Words that make a unit before them part of a name (`can opener`). Alternation. */
  readonly unitNames: string;
  /** Units (with their joiner, if any) that after more than one are part of the name (`2 can openers`). */
  readonly singular?: RegExp;
  readonly decimal: '.' | ',';
}

export interface Rule {
  readonly kind: RuleKind;
  readonly strength: Strength;
  /** Sticky; ends at a word's end. */
  readonly pattern: RegExp;
}

/** A grammar ready to match. */
export interface CompiledGrammar extends Grammar {
  readonly compiled: readonly Rule[];
  /** A day in groceries: with `@`, or with its preposition. Sticky. */
  readonly groceryDate: RegExp;
  readonly weekdayNumber: ReadonlyMap<string, number>;
  readonly monthNumber: ReadonlyMap<string, number>;
  readonly numberOf: ReadonlyMap<string, number>;
  /** What joins two people (`@Ana & @Ben`), with its blanks. */
  readonly isAnd: RegExp;
  readonly isBlocker: RegExp;
  readonly isFollower: RegExp;
  readonly isHomograph: RegExp;
}
