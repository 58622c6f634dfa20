/** A stretch of the input that leaves the title, `end` exclusive. */
export interface TakenRange {
  readonly start: number;
  readonly end: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters count as blanks.
const BLANKS = /[\s\u0000-\u001f\u007f-\u009f]+/g;
const SEPARATOR_AT_END = /(?:[,;:]| [–—-])$|^[–—-]$/;

/**
 * What is left of the line without the ranges (sorted, not overlapping), words joined by single spaces. Punctuation that only joined what
 * leaves goes too: `Dentist, Friday` → `Dentist`.
 */
export function titleOf(input: string, taken: readonly TakenRange[]): string {
  let title = '';
  let at = 0;
  for (const { start, end } of taken) {
    title = `${title}${input.slice(at, start)}`.trimEnd();
    at = end;
    if (title.endsWith('(') && input.charAt(end) === ')') {
      title = title.slice(0, -1);
      at++;
    } else {
      // French puts a blank before a colon.
      at += /^(?:[.,;:!?]|\s[:;!?]){1,3}(?=\s|$)|^[,;]/.exec(input.slice(at, at + 5))?.[0].length ?? 0;
    }
    // Of two separators around what leaves, one stays; at either end of the title, none.
    const next = /^\s{0,4}[–—-]\s/.exec(input.slice(at, at + 6))?.[0];
    if (next && (title === '' || SEPARATOR_AT_END.test(title))) at += next.length;
    if (input.slice(at).trim() === '') title = title.replace(SEPARATOR_AT_END, '');
    title += ' ';
  }
  return `${title}${input.slice(at)}`.replaceAll(BLANKS, ' ').trim();
}
