import { titleKey } from './title-key.ts';

/** The form in which text is looked for: as titles are compared, and blind to accents. */
export function searchKey(text: string): string {
  return titleKey(text).normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC');
}

/**
 * Whether the words begin as `typed` says, but for one typo: a letter too many, too few, another, or two exchanged. Both
 * in the form of `searchKey`.
 */
export function beginsNearly(words: string, typed: string): boolean {
  let same = 0;
  while (same < typed.length && typed[same] === words[same]) same++;
  if (same === typed.length) return true;
  const rest = typed.slice(same);
  const there = words.slice(same);
  // What is wrong at the very end of what was typed could be the beginning of anything.
  const isConfirmed = rest.length > 1;
  return (
    ((isConfirmed || there.length === 1) && there !== '' && there.slice(1).startsWith(rest.slice(1))) ||
    ((isConfirmed || there === '') && there.startsWith(rest.slice(1))) ||
    there.slice(1).startsWith(rest) ||
    (isConfirmed && rest[0] === there[1] && rest[1] === there[0] && there.slice(2).startsWith(rest.slice(2)))
  );
}
