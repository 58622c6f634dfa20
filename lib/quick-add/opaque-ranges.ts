import { type MaskedRange, OPAQUE } from './fold.ts';

/**
 * Text in double quotes of any style. A quotation mark opens only at a word's start (so inches do not), and one that is not closed yet holds the
 * rest of the line: the person is still typing it.
 */
const QUOTED = /(?<![^ (])(?:"[^"]*"?|[“„][^“”"]*[“”"]?|«[^»]*»?)/g;
const CHUNK = /[^ "“”„«»]+/g;
/** Letters on both sides of the last dot, so that `12.30` and `3.dezember` are none. */
const HOST = /^[\p{L}\d-]*\p{L}[\p{L}\d-]*(?:\.[\p{L}\d-]+)*\.\p{L}{2,}(?::\d+)?(?:[/?#].*)?$/u;

/** Ranges of folded text that must not be read: quoted text, e-mail addresses, URLs, host names. Sorted, not overlapping. */
export function findOpaqueRanges(text: string): MaskedRange[] {
  const ranges: MaskedRange[] = [];
  for (const { 0: found, index: start } of text.matchAll(QUOTED)) {
    ranges.push({ start, end: start + found.length, mark: OPAQUE });
  }
  const quoted = ranges.length;
  let next = 0;
  for (const { 0: chunk, index: start } of text.matchAll(CHUNK)) {
    while (next < quoted && (ranges[next]?.end ?? 0) <= start) next++;
    const isQuoted = next < quoted && (ranges[next]?.start ?? 0) <= start;
    if (!isQuoted && isAddress(chunk)) ranges.push({ start, end: start + chunk.length, mark: OPAQUE });
  }
  return ranges.sort((a, b) => a.start - b.start);
}

function isAddress(chunk: string): boolean {
  if (/^[a-z][a-z\d+.-]*:\/\//.test(chunk) || /[^@+]@[^@]*\.[^@.]/.test(chunk)) return true;
  const bare = chunk.replace(/^\(/, '').replace(/[.,;:!?)]{1,4}$/, '');
  return bare.length < 300 && bare.includes('.') && HOST.test(bare);
}
