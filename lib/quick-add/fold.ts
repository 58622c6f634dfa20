/** Stands for a character of text that must not be read (quoted text, addresses). Words next to it still end there. */
export const OPAQUE = '\u0001';
/** Stands for a character that has been read already (people, lists). Counts as nothing where the end of the line matters. */
export const TAKEN = '\u0002';

/** Text in the form in which grammars match it, and the way back. */
export interface FoldedText {
  /**
   * Lower case, without accents, blanks collapsed to single spaces (line ends and control characters are blanks), one kind of dash,
   * apostrophe and multiplication sign.
   */
  readonly text: string;
  /** For each code unit of `text`, and one past its end, the offset in the original. Ascending. */
  readonly offsets: readonly number[];
}

const SUBSTITUTES: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '`': "'",
  '´': "'",
  '–': '-',
  '—': '-',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '×': 'x',
  ß: 'ss',
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  º: 'o',
  ª: 'a',
  '⁄': '/',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters count as blanks, and cannot be mistaken for our marks.
const BLANK = /[\s\u0000-\u001f\u007f-\u009f]/;

/** Normalising is slow and a language has few letters of its own; the bound is for text that has them all. */
const foldedChars = new Map<string, string>();
const MAX_FOLDED_CHARS = 2_000;

/** Folds text for matching. A letter may become two (`œ`) or none (a combining mark). */
export function foldText(input: string): FoldedText {
  const offsets: number[] = [];
  const parts: string[] = [];
  let isAfterBlank = false;
  for (let at = 0; at < input.length; ) {
    const code = input.charCodeAt(at);
    const char = code < 0x80 ? input.charAt(at) : String.fromCodePoint(input.codePointAt(at) ?? code);
    const isBlank = BLANK.test(char);
    if (!isBlank || !isAfterBlank) {
      const folded = isBlank ? ' ' : foldChar(char, code);
      for (let unit = 0; unit < folded.length; unit++) offsets.push(at);
      parts.push(folded);
    }
    isAfterBlank = isBlank;
    at += char.length;
  }
  offsets.push(input.length);
  return { text: parts.join(''), offsets };
}

function foldChar(char: string, code: number): string {
  const lower = char.toLowerCase();
  if (code < 0x80) return SUBSTITUTES[lower] ?? lower;
  let folded = foldedChars.get(char);
  if (folded === undefined) {
    folded = SUBSTITUTES[lower] ?? lower.normalize('NFD').replaceAll(/\p{M}/gu, '');
    if (foldedChars.size < MAX_FOLDED_CHARS) foldedChars.set(char, folded);
  }
  return folded;
}

/** The folded form of a name or word, trimmed. */
export function foldWord(word: string): string {
  return foldText(word).text.trim();
}

/** A stretch of folded text, `end` exclusive, and the mark that is to stand in its place. */
export interface MaskedRange {
  readonly start: number;
  readonly end: number;
  readonly mark: typeof OPAQUE | typeof TAKEN;
}

/** `text` with each range (sorted, not overlapping) filled with its mark; the length stays. */
export function maskRanges(text: string, ranges: readonly MaskedRange[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, mark } of ranges) {
    parts.push(text.slice(at, start), mark.repeat(end - start));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
