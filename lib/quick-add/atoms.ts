import type { Groups } from './dates.ts';
import { OPAQUE, TAKEN } from './fold.ts';
import type { CompiledGrammar, RuleKind, Strength } from './grammar.ts';

/** A possible reading of a stretch of folded text. */
export interface Atom {
  readonly kind: RuleKind;
  readonly start: number;
  readonly end: number;
  readonly groups: Groups;
  readonly strength: Strength;
  /** It is the end of the line, but for other readings. */
  readonly isAtEnd: boolean;
}

/** Says whether a match means anything, and how strong it is; the rule's own strength is `strength`. */
export type Judge = (kind: RuleKind, groups: Groups, strength: Strength) => Strength | undefined;

const WORD_START = new RegExp(`(?<![^ (,;:${OPAQUE}${TAKEN}])[^ ${OPAQUE}${TAKEN}]`, 'g');
const ONLY_SEPARATORS = new RegExp(`^[ ,;.!()${TAKEN}-]*$`);

/**
 * The readings that hold, in the order of the text, not overlapping. At each word the longest reading wins. Time grows linearly with the text: each
 * rule is tried at most twice a word, and no rule looks further than a few words.
 */
export function findAtoms(text: string, grammar: CompiledGrammar, judge: Judge): Atom[] {
  const settled: Atom[] = [];
  for (const atom of settle(scan(text, 0, text.length, 0, grammar, judge), text)) {
    if (atom.isSettled) settled.push(atom);
    // What is no date as a whole may hold one.
    else settled.push(...scan(text, atom.start, atom.end, 2, grammar, judge));
  }
  return settled;
}

function scan(
  text: string,
  from: number,
  to: number,
  weakest: Strength,
  grammar: CompiledGrammar,
  judge: Judge,
): Atom[] {
  const atoms: Atom[] = [];
  WORD_START.lastIndex = from;
  for (let word = WORD_START.exec(text); word && word.index < to; word = WORD_START.exec(text)) {
    const atom = longestAt(text, word.index, to, weakest, grammar, judge);
    if (!atom) continue;
    atoms.push(atom);
    WORD_START.lastIndex = atom.end;
  }
  return atoms;
}

function longestAt(
  text: string,
  start: number,
  to: number,
  weakest: Strength,
  grammar: CompiledGrammar,
  judge: Judge,
): Atom | undefined {
  let longest: Atom | undefined;
  let isBlocked: boolean | undefined;
  for (const { kind, strength, pattern } of grammar.compiled) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    const end = pattern.lastIndex;
    if (!match || end > to || end <= (longest?.end ?? start)) continue;
    const groups: Groups = match.groups ?? {};
    if (!groups.pre && (kind === 'date' || kind === 'time' || strength < 2)) {
      isBlocked ??= grammar.isBlocker.test(text.slice(Math.max(0, start - 20), start));
      if (isBlocked) continue;
    }
    const own = strength === 1 && groups.pre && isOpen(text, end, groups, grammar) ? 2 : strength;
    const judged = judge(kind, groups, own);
    if (judged !== undefined && judged >= weakest)
      longest = { kind, start, end, groups, strength: judged, isAtEnd: false };
  }
  return longest;
}

/** Whether a short reading with its preposition stands well where it is: `on fri party`, `on sun with Ana`, not `on sun cream`. */
function isOpen(text: string, end: number, { wd }: Groups, grammar: CompiledGrammar): boolean {
  if (wd !== undefined && !grammar.isHomograph.test(wd)) return true;
  return grammar.isFollower.test(text.slice(end, end + 24));
}

/** Decides about the weak readings: from the end of the line backwards, then by their neighbours. */
function settle(atoms: readonly Atom[], text: string): (Atom & { isSettled: boolean })[] {
  const gaps = atoms.map((atom, index) => text.slice(atom.end, atoms[index + 1]?.start ?? text.length));
  const isJoined = gaps.map((gap) => ONLY_SEPARATORS.test(gap));
  const settled: (Atom & { isSettled: boolean })[] = atoms.map((atom) => ({ ...atom, isSettled: atom.strength === 2 }));
  let isTail = true;
  let isLast = false;
  for (let index = settled.length - 1; index >= 0; index--) {
    const atom = settled[index];
    if (!atom) continue;
    isTail &&= isJoined[index] === true;
    const next = isJoined[index] ? settled[index + 1] : undefined;
    // `Sat 11-1` at the end: a short day and a bare range hold each other.
    const isPair: boolean = atom.strength === 1 && atom.kind === 'date' && next?.kind === 'time' && isLast;
    const isSettled: boolean =
      atom.isSettled ||
      (atom.strength === 1 && isTail) ||
      isPair ||
      (next?.isSettled === true && next.kind !== atom.kind);
    isLast = index === settled.length - 1 && isTail;
    settled[index] = { ...atom, isSettled, isAtEnd: isTail && isSettled };
    isTail &&= isSettled;
  }
  for (let index = 1; index < settled.length; index++) {
    const before = settled[index - 1];
    const atom = settled[index];
    if (atom && !atom.isSettled && before?.isSettled && isJoined[index - 1] && before.kind !== atom.kind)
      settled[index] = { ...atom, isSettled: true };
  }
  return settled;
}
