/** One text in one form in which it could lie somewhere. */
export interface Needle {
  readonly text: string;
  /** As a person would name it: `UTF-16LE`, `base64 of UTF-8, offset 1`. */
  readonly form: string;
  readonly bytes: Buffer;
}

/** Where something was found. */
export interface Find {
  readonly place: string;
  readonly text: string;
  readonly form: string;
}

/** Shorter ones turn up by chance: in 3 MB of random base64 text, 7 characters (six bytes, at the worst offset) once in 10^6 runs. */
export const MIN_NEEDLE_BYTES = 6;

/** The words of a text that are long enough to be hunted, each once. */
export function wordsOf(text: string): string[] {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => Buffer.byteLength(word) >= MIN_NEEDLE_BYTES);
  return [...new Set(words)];
}

/** A text in every form that is hunted. RangeError for one that would be found by chance. */
export function needlesOfText(text: string): Needle[] {
  const spellings = [
    ...new Set([text, text.toLowerCase(), text.normalize('NFD'), text.normalize('NFKC').toLowerCase()]),
  ];
  return spellings.flatMap((spelling) => [
    ...needlesOfBytes(text, 'UTF-8', Buffer.from(spelling)),
    ...needlesOfBytes(text, 'UTF-16LE', Buffer.from(spelling, 'utf16le')),
    ...needlesOfBytes(text, 'UTF-16BE', Buffer.from(spelling, 'utf16le').swap16()),
    ...escapesOf(text, spelling),
  ]);
}

/** Raw bytes, such as a key, in every form that is hunted. */
export function needlesOfBytes(text: string, form: string, bytes: Buffer): Needle[] {
  if (bytes.length < MIN_NEEDLE_BYTES) throw new RangeError(`"${text}" would be found by chance`);
  const hex = bytes.toString('hex');
  return [
    { text, form, bytes },
    { text, form: `hex of ${form}`, bytes: Buffer.from(hex) },
    { text, form: `hex of ${form}, upper case`, bytes: Buffer.from(hex.toUpperCase()) },
    ...[0, 1, 2].flatMap((offset) => base64At(text, form, bytes, offset)),
  ];
}

/**
 * Base64 of the bytes where `offset` bytes (modulo 3) stand before them: without the characters at both ends that depend on what is
 * around them.
 */
function base64At(text: string, form: string, bytes: Buffer, offset: number): Needle[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const inner = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  const url = inner.replaceAll('+', '-').replaceAll('/', '_');
  return [
    { text, form: `base64 of ${form}, offset ${offset}`, bytes: Buffer.from(inner) },
    ...(url === inner ? [] : [{ text, form: `base64url of ${form}, offset ${offset}`, bytes: Buffer.from(url) }]),
  ];
}

/** As it would stand in an address, and in JSON that escapes what is not ASCII. */
function escapesOf(text: string, spelling: string): Needle[] {
  const percent = encodeURIComponent(spelling);
  const json = spelling.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [
    ...(percent === spelling ? [] : [{ text, form: 'percent encoding', bytes: Buffer.from(percent) }]),
    ...(json === spelling ? [] : [{ text, form: 'JSON escapes', bytes: Buffer.from(json) }]),
  ];
}

/** Every needle in every place where it is. */
export function hunt(places: Iterable<readonly [place: string, content: Buffer]>, needles: readonly Needle[]): Find[] {
  const finds: Find[] = [];
  for (const [place, content] of places) {
    for (const { text, form, bytes } of needles) if (content.includes(bytes)) finds.push({ place, text, form });
  }
  return finds;
}
