import { OPAQUE, TAKEN } from './fold.ts';
import type { CompiledGrammar, Grammar, RuleSource } from './grammar.ts';

/** What may stand between the last letter of a reading and the end of its word. */
const WORD_END = `(?=[.,;:!?)]{0,3}(?:[ ${OPAQUE}${TAKEN}]|$)|(?<=[a-z])[,;][a-z\\d]|[,;][a-z])`;

/** Several days beside a time are a series (`gym Mon/Wed 6pm`); `{ONE}` is what each may have before it (`el martes y el jueves`). */
const LISTED: RuleSource = ['repeat', 0, '{ON}(?<wds>{WA}(?:{AND}(?:{ONE} )?{WA}){1,6})'];

/** Turns a locale's data into expressions. A macro that does not exist is an Error: the grammar is wrong, not the input. */
export function compileGrammar(grammar: Grammar): CompiledGrammar {
  const fullWeekdays = grammar.weekdays.map((words) => words.split('|')[0]?.trim().split(' ') ?? []);
  const weekdays = grammar.weekdays.map((words) => words.split(/[ |]+/));
  const months = grammar.months.map((words) => words.split(' '));
  const numbers = grammar.numbers.split(' ').map((words) => words.split('/'));
  const periods = Object.entries(grammar.periods);
  const wordsOf = (isWanted: RegExp) =>
    anyOf(periods.filter(([, period]) => isWanted.test(period)).map(([word]) => word));
  const weekday = `(?:${anyOf(weekdays.flat())})`;
  const and = `(?: ?[,/&+] ?(?:(?:${grammar.and}) )?| (?:${grammar.and}) )`;
  // `Tuesday and Thursday` is no single day.
  const another = `${and}(?:{ONE} )?${weekday}`;
  const alone = `(?!${another}(?![a-z]))(?<!(?<![a-z])${weekday}${another})`;

  const macros: Record<string, string> = {
    D: '(?<d>3[01]|[12]\\d|0?[1-9])',
    Y: '(?<y>(?:19|20)\\d\\d)',
    H: '(?<h>2[0-3]|[01]?\\d)',
    I: '(?<i>[0-5]\\d)',
    // Minutes behind a dot, which may be decimals as well.
    J: '(?<j>[0-5]\\d)',
    MO: `(?<mon>${anyOf(months.flat())})`,
    WD: `(?<wd>${anyOf(fullWeekdays.flat())})${alone}`,
    WS: `(?<wd>${weekday})${alone}`,
    WA: weekday,
    // A weekday before its date: `Di., 1.12.`.
    WP: `${weekday}\\.?,? `,
    AB: '(?<a>\\d\\d?)/(?<b>\\d\\d?)',
    WL: `(?<wds>${weekday}(?:${and}${weekday}){0,6})`,
    WLS: `(?<wds>(?:${weekday})s(?:${and}(?:${weekday})s){0,6})`,
    NW: anyOf(numbers.flat()),
    N: `(?<n>\\d{1,3}|${anyOf(numbers.flat())})`,
    R: `(?<r>${anyOf(Object.keys(grammar.days))})`,
    T: `(?<w>${anyOf(Object.keys(grammar.dayTimes))})`,
    Q: `(?<q>${anyOf(Object.keys(grammar.quarters))})`,
    O: `(?<ord>${anyOf(Object.keys(grammar.ordinals))})`,
    UC: `(?<u>${wordsOf(/[DWMY]/)})`,
    UT: `(?<u>${wordsOf(/[hi]/)})`,
    AND: and,
    ...grammar.macros,
  };
  const expand = (source: string, depth = 0): string =>
    source.replaceAll(/\{([A-Z]+)(2?)\}/g, (_, name: string, second: string) => {
      const macro = macros[name];
      if (macro === undefined || depth > 6) throw new Error(`quick add grammar: no macro ${name}`);
      const expanded = `(?:${expand(macro, depth + 1)})`;
      return second ? expanded.replaceAll(/\(\?<(\w+)>/g, '(?<$12>') : expanded;
    });

  const words = (source: string) => `(?:${expand(source)})`;
  return {
    ...grammar,
    compiled: [...grammar.rules, LISTED].map(([kind, strength, source]) => ({
      kind,
      strength,
      pattern: new RegExp(`${words(source)}${WORD_END}`, 'y'),
    })),
    groceryDate: new RegExp(`(?:@|${words(grammar.groceryPrepositions)})${words('{GDATE}')}${WORD_END}`, 'y'),
    weekdayNumber: indexWords(weekdays),
    monthNumber: indexWords(months),
    numberOf: indexWords(numbers),
    isAnd: new RegExp(`^,? (?:[&+]|${grammar.and}) $`),
    isBlocker: new RegExp(`(?:^|[ (])(?:${grammar.blockers}) $`),
    isFollower: new RegExp(`^[.,;:!?)]{0,3}(?: ?[${TAKEN}]| (?:${grammar.followers})(?: |$)| ?$)`),
    isHomograph: new RegExp(`^(?:${grammar.homographs})$`),
  };
}

function anyOf(words: readonly string[]): string {
  return words.filter((word) => word !== '').join('|');
}

/** Each word of group `n` (from 1) → n. */
function indexWords(groups: readonly (readonly string[])[]): Map<string, number> {
  return new Map(groups.flatMap((words, index) => words.map((word) => [word, index + 1] as const)));
}
