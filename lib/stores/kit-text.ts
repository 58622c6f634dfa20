import { joinLinkKind } from './join-link.ts';

/** Words of a recovery kit. */
export const KIT_WORDS = 12;

/**
 * What somebody typed or pasted as a recovery kit, as far as its form goes: words that a sheet may number, in any case, with any
 * separators between them, or the link of a kit. Whether the words are right the worker says.
 */
export type KitText =
  | { readonly ok: true; readonly kit: string; readonly isLink: boolean }
  | { readonly ok: false; readonly why: 'missing' | 'invite' }
  | { readonly ok: false; readonly why: 'count'; readonly words: number };

export function readKitText(text: string): KitText {
  const link = joinLinkKind(text);
  if (link === 'recovery') return { ok: true, kit: text.trim(), isLink: true };
  if (link === 'invite') return { ok: false, why: 'invite' };
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  if (words.length === 0) return { ok: false, why: 'missing' };
  if (words.length !== KIT_WORDS) return { ok: false, why: 'count', words: words.length };
  return { ok: true, kit: words.join(' '), isLink: false };
}
