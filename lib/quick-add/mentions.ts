import { foldWord, OPAQUE, TAKEN } from './fold.ts';

/** A person or list named in folded text with its sign. */
export interface Mention {
  readonly kind: 'person' | 'list';
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const SIGN = new RegExp(`(?<![^ (,;${OPAQUE}${TAKEN}])[@+#]`, 'g');
const NAME_END = new RegExp(`^(?:[.,;:!?)]{0,3}(?:[ ${OPAQUE}${TAKEN}]|$))`);
const WORD = /^[\p{L}\d][\p{L}\d'_-]*/u;
/** Longer than any name may be; keeps each look ahead short. */
const LONGEST_NAME = 120;

/**
 * People (`@Name`, `+Name`: case and accents do not matter, a unique prefix is enough) and the list (`#List`: the whole name, the first one
 * counts) that folded text names. Unknown names are no mentions. What joins two people (`isAnd`) goes with the second.
 */
export function findMentions(
  text: string,
  members: readonly string[],
  lists: readonly string[],
  isAnd: RegExp,
): Mention[] {
  const people = foldNames(members);
  const listNames = foldNames(lists);
  const mentions: Mention[] = [];
  let hasList = false;
  for (const { 0: sign, index: start } of text.matchAll(SIGN)) {
    const rest = text.slice(start + 1, start + 1 + LONGEST_NAME);
    const found = sign === '#' ? wholeName(rest, listNames) : (wholeName(rest, people) ?? prefixOfOne(rest, people));
    if (!found || (sign === '#' && hasList)) continue;
    hasList ||= sign === '#';
    const kind = sign === '#' ? 'list' : 'person';
    const before = mentions.at(-1);
    const isJoined = kind === 'person' && before?.kind === kind && isAnd.test(text.slice(before.end, start));
    const from = isJoined ? text.indexOf(' ', before.end) + 1 : start;
    mentions.push({ kind, name: found.name, start: from, end: start + 1 + found.length });
  }
  return mentions;
}

interface FoldedName {
  readonly name: string;
  readonly folded: string;
}

function foldNames(names: readonly string[]): FoldedName[] {
  return names
    .map((name) => ({ name, folded: foldWord(name) }))
    .filter(({ folded }) => folded !== '')
    .sort((a, b) => b.folded.length - a.folded.length);
}

/** The longest of the names with which `rest` begins. */
function wholeName(rest: string, names: readonly FoldedName[]): { name: string; length: number } | undefined {
  const found = names.find(({ folded }) => rest.startsWith(folded) && NAME_END.test(rest.slice(folded.length)));
  return found && { name: found.name, length: found.folded.length };
}

function prefixOfOne(rest: string, names: readonly FoldedName[]): { name: string; length: number } | undefined {
  const word = WORD.exec(rest)?.[0] ?? '';
  if (!/^\p{L}/u.test(word) || !NAME_END.test(rest.slice(word.length))) return undefined;
  const [only, another] = names.filter(({ folded }) => folded.startsWith(word));
  return only && !another ? { name: only.name, length: word.length } : undefined;
}
