import { withoutControls } from './ics-content-line.ts';

/** RFC 5545 section 3.1: lines longer than this, in octets without the line break, are folded. */
const MAX_OCTETS = 75;

/** Joins lines with CRLF, each folded at 75 octets, never within a character. Nothing in a line can begin another. */
export function foldLines(lines: readonly string[]): string {
  return lines.map((line) => `${fold(withoutBreaks(line))}\r\n`).join('');
}

/** Line breaks as spaces, other control characters but tabs away. */
export function withoutBreaks(line: string): string {
  return withoutControls(line.replace(/[\r\n]+/g, ' '));
}

function fold(line: string): string {
  // No code unit takes more than three octets.
  if (line.length * 3 <= MAX_OCTETS) return line;
  const parts: string[] = [];
  let start = 0;
  let octets = 0;
  for (let at = 0; at < line.length; ) {
    const code = line.codePointAt(at) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    // The space that marks a continuation is one of its octets.
    if (octets + size > MAX_OCTETS - (parts.length > 0 ? 1 : 0)) {
      parts.push(line.slice(start, at));
      start = at;
      octets = 0;
    }
    octets += size;
    at += code > 0xffff ? 2 : 1;
  }
  parts.push(line.slice(start));
  return parts.join('\r\n ');
}
