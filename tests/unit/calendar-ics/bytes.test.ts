import { describe, expect, it } from 'vitest';
import { importIcs } from '../../../lib/calendar/ics.ts';
import { bytesOf } from './ics-fixtures.ts';

const TEXT = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'BEGIN:VEVENT',
  'UID:ü1@test',
  'DTSTART;TZID=Europe/Madrid:20261203T161500',
  'SUMMARY:Revisión – niños 🦷 año',
  'RRULE:FREQ=WEEKLY;COUNT=2',
  'X-APPLE-NOTE;X-A="b;c:d":Léa\\, Ana',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const read = (bytes: Uint8Array) => importIcs(bytes, { zone: 'Europe/Madrid' });
const expected = await read(bytesOf(TEXT));

it('reads UTF-8 with CRLF', () => {
  expect(expected).toMatchObject({
    warnings: [],
    events: [{ uid: 'ü1@test', title: 'Revisión – niños 🦷 año', extra: ['X-APPLE-NOTE;X-A="b;c:d":Léa\\, Ana'] }],
  });
});

describe('the same, encoded otherwise', () => {
  it.each([
    ['UTF-8 with byte order mark', bytesOf(`\uFEFF${TEXT}`)],
    ['UTF-8 with two of them', bytesOf(`\uFEFF\uFEFF${TEXT}`)],
    ['UTF-16 little-endian with byte order mark', utf16(`\uFEFF${TEXT}`, true)],
    ['UTF-16 big-endian with byte order mark', utf16(`\uFEFF${TEXT}`, false)],
    ['UTF-16 little-endian without', utf16(TEXT, true)],
    ['UTF-16 big-endian without', utf16(TEXT, false)],
  ])('%s', async (_, bytes) => {
    expect(await read(bytes)).toEqual(expected);
  });

  it('Latin-1', async () => {
    const text = TEXT.replace(' – ', ' - ').replace('🦷 ', '');
    const { events } = await read(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    expect(events).toMatchObject([{ uid: 'ü1@test', title: 'Revisión - niños año' }]);
  });

  it('Windows-1252 in one line of a UTF-8 file spoils only that line', async () => {
    const [before, after] = TEXT.split('VERSION:2.0');
    const bytes = Uint8Array.from([...bytesOf(before ?? ''), ...[88, 58, 0x93, 0xf1, 0x94], ...bytesOf(after ?? '')]);
    expect(await read(bytes)).toEqual(expected);
  });
});

describe('the same, with other line ends', () => {
  it.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['an empty line after every line', '\r\n\r\n'],
    ['CR CR LF', '\r\r\n'],
  ])('%s', async (_, end) => {
    expect((await read(bytesOf(TEXT.replaceAll('\r\n', end)))).events).toEqual(expected.events);
  });

  it('all three at once, no end of the last line, empty lines first', async () => {
    let line = 0;
    const mixed = TEXT.trimEnd().replaceAll('\r\n', () => ['\n', '\r', '\r\n'][line++ % 3] ?? '');
    expect((await read(bytesOf(`\n\r\n${mixed}`))).events).toEqual(expected.events);
  });

  it('blanks before the first line, which say nothing of the others', async () => {
    const folded = TEXT.replace('Revisión', 'Revi\r\n sión');
    for (const before of [' ', '\t', '\r\n  '])
      expect((await read(bytesOf(before + folded))).events).toEqual(expected.events);
  });

  it('indented as a whole', async () => {
    expect((await read(bytesOf(`  \n${TEXT.replace(/^/gm, '    ')}`))).events).toEqual(expected.events);
  });
});

describe('the same, folded in odd places', () => {
  // Octets, so that characters and the names of properties are cut in two.
  it.each([1, 2, 3, 5, 10, 74])('after every %d octets', async (width) => {
    const folded: number[] = [];
    let column = 0;
    for (const byte of bytesOf(TEXT)) {
      if (byte !== 13 && byte !== 10 && column++ === width) {
        folded.push(13, 10, width % 2 === 0 ? 32 : 9);
        column = 1;
      }
      folded.push(byte);
      if (byte === 10) column = 0;
    }
    expect((await read(Uint8Array.from(folded))).events).toEqual(expected.events);
  });

  it('names folded from their values', async () => {
    const folded = TEXT.replace(/^(UID|SUMMARY|DTSTART)/gm, '$1\r\n ');
    expect((await read(bytesOf(folded))).events).toEqual(expected.events);
  });

  it('an indented line behind an END is no part of it', async () => {
    const { events, warnings } = await read(bytesOf(TEXT.replace('END:VEVENT', 'END:VEVENT\r\n stray')));
    expect(events).toEqual(expected.events);
    expect(warnings).toEqual([{ code: 'bad-line', line: 10, text: 'stray' }]);
  });
});

function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), isLittle);
  return bytes;
}
