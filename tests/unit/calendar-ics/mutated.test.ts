import { expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import { exportIcs, importIcs } from '../../../lib/calendar/ics.ts';
import { createRandom } from '../calendar-expand/random-rules.ts';
import { bytesOf, expectedFiles, readFixture } from './ics-fixtures.ts';
import { violations } from './strict-validator.ts';

const MUTATIONS = 600;
const SEED = 20_261_122;
const JUNK = ['\n ', ';', ':', '"', ',', '\\', 'T', 'Z', '-', '0', '9999', '\0', '\r', '=', ' '];
/** What the exporter keeps although it is wrong: lines of others, in the event or in components within it. */
const OF_OTHERS = /^VEVENT: two|^value: (TZOFFSET|EXDATE|RDATE|DT|TRIGGER)/;

it(`${MUTATIONS} damaged fixtures: never an error, and what comes in goes out and comes back the same`, async () => {
  const random = createRandom(SEED);
  // One character a byte, so that damage hits bytes.
  const texts = expectedFiles
    .filter(({ file }) => !file.startsWith('late-'))
    .map(({ file }) => Array.from(readFixture(file), (byte) => String.fromCharCode(byte)).join(''));
  let events = 0;
  for (let index = 0; index < MUTATIONS; index++) {
    const text = damage(texts[index % texts.length] ?? '', texts, random);
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const read = await importIcs(bytes, { zone: 'Europe/Madrid' });
    for (const event of read.events) expand(event, { limit: 3 });
    const written = exportIcs(read.events, { stamp: '2026-11-22T12:00:00Z' });
    expect(violations(written).filter((one) => !OF_OTHERS.test(one))).toEqual([]);
    const again = await importIcs(bytesOf(written), { zone: 'Asia/Tokyo' });
    expect(again.events, `seed ${SEED}, mutation ${index}`).toEqual(read.events);
    events += read.events.length;
  }
  expect(events).toBeGreaterThan(MUTATIONS);
});

function damage(text: string, texts: readonly string[], random: () => number): string {
  const below = (limit: number) => Math.floor(random() * limit);
  let damaged = text;
  for (let left = 1 + below(4); left > 0; left--) {
    const lines = damaged.split('\n');
    const [line, at] = [below(lines.length), below(damaged.length)];
    const others = (texts[below(texts.length)] ?? '').split('\n');
    const junk = JUNK[below(JUNK.length)] ?? '';
    const ways = [
      () => lines.toSpliced(line, 1).join('\n'),
      () => lines.toSpliced(line, 0, lines[below(lines.length)] ?? '').join('\n'),
      () => lines.toSpliced(line, 0, others[below(others.length)] ?? '').join('\n'),
      () => damaged.slice(0, at) + String.fromCharCode(below(256)) + damaged.slice(at + 1),
      () => damaged.slice(0, at) + damaged.slice(at + below(8)),
      () => damaged.slice(0, at) + junk + damaged.slice(at),
      () => damaged.slice(0, at),
    ];
    damaged = ways[below(ways.length)]?.() ?? damaged;
  }
  return damaged;
}
