/** One content line of iCalendar, unfolded. */
export interface ContentText {
  /** Number of its first physical line, from 1. */
  readonly line: number;
  readonly text: string;
  /** The line went on beyond MAX_LINE_LENGTH; `text` is its beginning. */
  readonly isCut?: true;
}

/** Longest unfolded line that is kept, in UTF-16 code units; longer ones are pictures and attacks. */
export const MAX_LINE_LENGTH = 256 * 1_024;

const LINES_THAT_END =
  /^(BEGIN|END):(VCALENDAR|VEVENT|VTODO|VJOURNAL|VFREEBUSY|VTIMEZONE|STANDARD|DAYLIGHT|VALARM)\s*$/i;

/** Where a `=` at the end of a line goes on with the next: text of vCalendar 1.0. */
const SOFT_BREAKS = /^[A-Z0-9-]+;(?:[^:"]*;)?(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;

/**
 * Reads bytes as lines: UTF-8, or UTF-16 with or without byte order mark, else Windows-1252, decided line by line, so
 * that one wrong byte spoils one line. Line ends may be CRLF, LF or CR, in any mix. Folding is undone before decoding
 * where a fold cuts a character in two. Linear in the size of the file.
 */
export function readLines(bytes: Uint8Array): ContentText[] {
  const wide = wideEncoding(bytes);
  if (wide) return unfold(new TextDecoder(wide).decode(bytes), (text) => text);
  try {
    return unfold(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (text) => text);
  } catch {
    return unfold(byteString(bytes), decodeByteString);
  }
}

function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = [bytes[0], bytes[1]];
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark: an iCalendar file begins with ASCII, so every second byte is zero.
  if (first !== 0 && first !== undefined && second === 0 && bytes[3] === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && second !== undefined && bytes[2] === 0) return 'utf-16be';
  return undefined;
}

function unfold(text: string, decode: (text: string) => string): ContentText[] {
  const lines: ContentText[] = [];
  const breaks = /\r\n?|\n/g;
  let parts: string[] = [];
  let length = 0;
  let firstLine = 1;
  let isCut = false;
  let isSoft = false;
  const flush = () => {
    const whole = decode(parts.join(''));
    if (whole.trim() !== '') lines.push({ line: firstLine, text: whole, ...(isCut && { isCut }) });
    parts = [];
    length = 0;
    isCut = false;
  };
  // Pasted text can be indented as a whole; that is no folding. Blanks before the first line alone say nothing.
  const indent = /^\s*?([ \t]*)\S.*[\r\n]+\1/.exec(text.slice(0, 1_000))?.[1] ?? '';
  let line = 1;
  for (let next = 0; next <= text.length; line++) {
    const found = breaks.exec(text);
    const end = found ? found.index : text.length;
    const start = indent !== '' && text.startsWith(indent, next) ? Math.min(next + indent.length, end) : next;
    const first = text.charAt(start);
    const isContinuation = (first === ' ' || first === '\t') && parts.length > 0 && end > start;
    const isBroken = isSoft && parts.at(-1)?.endsWith('=') === true && length + end - start <= MAX_LINE_LENGTH;
    if (isBroken) {
      parts.push(parts.pop()?.slice(0, -1) ?? '', text.slice(start, end));
      length += end - start - 1;
    } else if (isContinuation && !LINES_THAT_END.test(parts.length === 1 ? (parts[0] ?? '') : '')) {
      if (length + end - start > MAX_LINE_LENGTH) isCut = true;
      else parts.push(text.slice(start + 1, end));
      length += end - start - 1;
    } else if (end > start) {
      // Empty lines end nothing: some programs put one after every line, even inside a folded one.
      flush();
      firstLine = line;
      length = Math.min(end - start, MAX_LINE_LENGTH);
      isCut = end - start > MAX_LINE_LENGTH;
      parts.push(withoutMark(text.slice(start, start + length)));
      isSoft = SOFT_BREAKS.test(parts[0]?.slice(0, 200) ?? '');
    }
    next = found ? breaks.lastIndex : text.length + 1;
  }
  flush();
  return lines;
}

/** Files that were put together from several have byte order marks in the middle. */
function withoutMark(text: string): string {
  if (text.startsWith('\uFEFF')) return text.slice(1);
  return text.startsWith('\u00EF\u00BB\u00BF') ? text.slice(3) : text;
}

/** One character per byte, so that lines are found and folds undone before anything is decoded. */
export function byteString(bytes: Uint8Array): string {
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += 8_192)
    chunks.push(String.fromCharCode.apply(null, [...bytes.subarray(at, at + 8_192)]));
  return chunks.join('');
}

/** UTF-8, else Windows-1252, of a character per byte. */
export function decodeByteString(text: string): string {
  if (!/[\u0080-\u00FF]/.test(text)) return text;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
