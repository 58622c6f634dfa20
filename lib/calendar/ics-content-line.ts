import { byteString, decodeByteString } from './ics-lines.ts';

/** NAME;PARAM=VALUE:VALUE (RFC 5545 section 3.1). */
export interface Property {
  /** In capitals. */
  readonly name: string;
  /** Names in capitals; values without quotes, several as written with commas. */
  readonly params: ReadonlyMap<string, string>;
  /** As written, not unescaped. */
  readonly value: string;
  readonly line: number;
  /** The whole unfolded line. */
  readonly text: string;
  /** Quotes were not where they must be; name, parameters and value are the likely ones. */
  readonly isRepaired: boolean;
}

/** The groups of vCard (`item1.URL`) say nothing here. */
const NAME = /^\s*(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)\s*([;:])/;

/** Reads a content line; undefined where it has no name and no colon. Linear in its length. */
export function parseContentLine(text: string, line: number): Property | undefined {
  const head = NAME.exec(text);
  if (!head) return undefined;
  const name = (head[1] ?? '').toUpperCase();
  const from = head[0].length - 1;
  const params = new Map<string, string>();
  const colon = readParams(text, from, params);
  if (colon !== undefined)
    return withoutEncoding({ name, params, value: wholeZone(params, text.slice(colon + 1)), line, text });
  return repair(text, from, name, line);
}

/** `TZID=(UTC+01:00) Paris, Rome:20260101T090000`: a name that needs quotes and has none goes on to the last colon. */
function wholeZone(params: Map<string, string>, value: string): string {
  const tzid = params.get('TZID');
  const match = tzid === undefined ? null : /^(.*):(\d{8}(?!\d).*)$/.exec(value);
  if (!match) return value;
  params.set('TZID', `${tzid}:${match[1]}`);
  return match[2] ?? '';
}

/** vCalendar 1.0 writes what is not ASCII as QUOTED-PRINTABLE; RFC 5545 knows no such text, so the line is mended with it. */
function withoutEncoding(property: Omit<Property, 'isRepaired'>): Property {
  const { name, params, value } = property;
  const isQuoted = params.get('ENCODING')?.toUpperCase() === 'QUOTED-PRINTABLE' || params.has('QUOTED-PRINTABLE');
  if (!isQuoted) return { ...property, isRepaired: false };
  const coded = byteString(new TextEncoder().encode(value));
  const read = decodeByteString(
    coded.replace(/=([\dA-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );
  const escaped = read.replace(/\r\n?|\n/g, '\\n');
  return { ...property, value: escaped, text: `${name}:${escaped}`, isRepaired: false };
}

const STRICT_LINE = /^[A-Za-z0-9-]+(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*:/;

/** Whether a line is one by the letter of the grammar, so that strict readers take the file that it is in. */
export function isStrictLine(text: string): boolean {
  return STRICT_LINE.test(text);
}

/**
 * Reads parameters from the `;` at `at`; gives the place of the colon behind them, or undefined where quotes hide it.
 */
function readParams(text: string, at: number, params: Map<string, string>): number | undefined {
  let place = at;
  while (text.charAt(place) === ';') {
    const nameEnd = endOf(text, place + 1, '=;:"');
    let value = '';
    let end = nameEnd;
    if (text.charAt(nameEnd) === '=') {
      end = nameEnd + 1;
      for (;;) {
        if (text.charAt(end) === '"') {
          const close = text.indexOf('"', end + 1);
          if (close < 0) return undefined;
          value += text.slice(end + 1, close);
          end = close + 1;
        } else {
          const stop = endOf(text, end, ';:"');
          value += text.slice(end, stop);
          end = stop;
        }
        // A quote behind unquoted text belongs to the value.
        if (text.charAt(end) !== '"') break;
      }
    }
    const name = text
      .slice(place + 1, nameEnd)
      .trim()
      .toUpperCase();
    if (name !== '' && !params.has(name)) params.set(name, decodeParam(value));
    place = end;
    const next = text.charAt(place);
    if (next !== ';' && next !== ':') {
      // `"a","b"`: lists of quoted values, of which nothing here makes use.
      place = endOf(text, place, ';:');
    }
  }
  return text.charAt(place) === ':' ? place : undefined;
}

function endOf(text: string, from: number, stops: string): number {
  let at = from;
  while (at < text.length && !stops.includes(text.charAt(at))) at++;
  return at;
}

/** `TZID="W. Europe Standard Time:20200609T090000"`: without minding quotes, the first colon ends the parameters. */
function repair(text: string, from: number, name: string, line: number): Property | undefined {
  const colon = text.indexOf(':', from);
  if (colon < 0) return undefined;
  const params = new Map<string, string>();
  for (const part of text.slice(from + 1, colon).split(';')) {
    const at = part.indexOf('=');
    if (at > 0) params.set(part.slice(0, at).trim().toUpperCase(), part.slice(at + 1).replaceAll('"', ''));
  }
  return { name, params, value: text.slice(colon + 1).replace(/"$/, ''), line, text, isRepaired: true };
}

/** RFC 6868 */
function decodeParam(value: string): string {
  if (!value.includes('^')) return value;
  return value.replace(/\^([n^'])/g, (_, code: string) => (code === 'n' ? '\n' : code === "'" ? '"' : '^'));
}

/**
 * TEXT, read (section 3.3.11): `\n \, \; \\`; other backslashes stay. Control characters but line breaks and tabs go.
 */
export function unescapeText(value: string): string {
  const text = value.includes('\\')
    ? value.replace(/\\([nN,;\\])/g, (_, code: string) => (code === 'n' || code === 'N' ? '\n' : code))
    : value;
  return withoutControls(text);
}

/** TEXT, written. */
export function escapeText(text: string): string {
  return withoutControls(text.replace(/\r\n?/g, '\n'))
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** Splits a list of TEXT at commas that are not escaped, and reads each. */
export function unescapeList(value: string): string[] {
  const items: string[] = [];
  let item = '';
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '\\') item += character + value.charAt(++at);
    else if (character === ',') {
      items.push(item);
      item = '';
    } else item += character;
  }
  items.push(item);
  return items.map((text) => unescapeText(text).trim()).filter((text) => text !== '');
}

/**
 * Control characters other than tab and line feed have no place in a calendar (section 3.1); half surrogates none in
 * any text.
 */
export function withoutControls(text: string): string {
  return CONTROLS.test(text) ? text.replace(EVERY_CONTROL, '').toWellFormed() : text.toWellFormed();
}

// Tab (9) and line feed (10) stay.
const CONTROLS = /[^\P{Cc}\t\n]/u;
const EVERY_CONTROL = /[^\P{Cc}\t\n]/gu;
