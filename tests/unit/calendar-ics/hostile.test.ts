import { expect, it } from 'vitest';
import { importIcs } from '../../../lib/calendar/ics.ts';
import { bytesOf } from './ics-fixtures.ts';

/** Generous: alone on a machine none of these takes two seconds of CPU. What grows with the square takes minutes. */
const MAX_CPU_SECONDS = 20;

async function read(bytes: Uint8Array) {
  const before = process.cpuUsage();
  const result = await importIcs(bytes, { zone: 'Europe/Madrid' });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(MAX_CPU_SECONDS);
  return result;
}

const inEvent = (lines: string) =>
  bytesOf(`BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n${lines}\nEND:VEVENT\nEND:VCALENDAR`);

it('100 MB are refused unread', async () => {
  expect(await read(new Uint8Array(100_000_000))).toMatchObject({ rejected: 'too-large', events: [] });
});

it('10 MB of nothing, of one letter, of no text', async () => {
  expect(await read(new Uint8Array(10_000_000).fill(10))).toMatchObject({ rejected: 'empty-file' });
  expect(await read(new Uint8Array(10_000_000).fill(97))).toMatchObject({ rejected: 'not-a-calendar' });
  expect(await read(new Uint8Array(10_000_000).fill(255))).toMatchObject({ rejected: 'not-a-calendar' });
});

it('a line that never ends', async () => {
  const { events, warnings } = await read(inEvent(`SUMMARY:x${'\n y'.repeat(1_000_000)}`));
  expect(events).toMatchObject([{ title: '' }]);
  expect(warnings.map(({ code }) => code)).toEqual(['too-long']);
});

it('a million lines of junk: the first 500 are named, the rest counted', async () => {
  const { warnings } = await read(inEvent('junk line here\n'.repeat(1_000_000)));
  expect(warnings).toHaveLength(501);
  expect(warnings.at(-1)).toEqual({ code: 'more', text: '999500 more' });
});

it('200,000 properties in one event', async () => {
  const { events, warnings } = await read(inEvent('X-A:b\n'.repeat(200_000)));
  expect(events[0]?.extra?.length).toBeLessThan(10_000);
  expect(warnings.map(({ code }) => code)).toContain('too-long');
});

it('200,000 components within one another', async () => {
  expect(await read(bytesOf(`BEGIN:VCALENDAR\n${'BEGIN:X\n'.repeat(200_000)}`))).toMatchObject({
    rejected: 'no-events',
  });
});

it('200,000 events without start', async () => {
  const { skipped, rejected } = await read(bytesOf(`BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nEND:VEVENT\n'.repeat(200_000)}`));
  expect([rejected, skipped]).toEqual(['no-usable-events', 200_000]);
});

it('parameters and quotes without end', async () => {
  expect((await read(inEvent(`X-A${';A=b'.repeat(60_000)}:c\nX-B${';A="'.repeat(60_000)}:c`))).events).toHaveLength(1);
});

it('escapes without end', async () => {
  const escapes = '\\'.repeat(200_000);
  const { events } = await read(inEvent(`URL:${escapes}\nSUMMARY:${escapes}\nLOCATION:${escapes}\n`));
  expect(events[0]?.url).toBe(escapes);
});

it('thousands of zones, each with rules of its own, in rules that never match', async () => {
  const zone = (index: number) => {
    const [low, high] = [`+0${index % 9}${10 + (index % 50)}`, `+1${index % 3}${10 + (index % 50)}`];
    const part = (name: string, from: string, to: string, month: number) =>
      `BEGIN:${name}\nDTSTART:16010101T000000\nTZOFFSETFROM:${from}\nTZOFFSETTO:${to}\nRRULE:FREQ=YEARLY;BYMONTH=${month}\nEND:${name}\n`;
    return `BEGIN:VTIMEZONE\nTZID:Z${index}\n${part('STANDARD', high, low, 1 + (index % 12))}${part('DAYLIGHT', low, high, 1 + ((index + 5) % 12))}END:VTIMEZONE\n`;
  };
  const event = (index: number) =>
    `BEGIN:VEVENT\nUID:${index}\nDTSTART;TZID=Z${index}:20260101T100000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n`;
  const text = Array.from({ length: 1_000 }, (_, index) => zone(index) + event(index)).join('');
  expect((await read(bytesOf(`BEGIN:VCALENDAR\n${text}END:VCALENDAR`))).events).toHaveLength(1_000);
});

it('more events than anyone has: 50,000 come in, the rest is counted', async () => {
  const event = (index: number) => `BEGIN:VEVENT\nUID:${index}\nDTSTART:20260101T100000Z\nEND:VEVENT\n`;
  const text = Array.from({ length: 50_010 }, (_, index) => event(index)).join('');
  const { events, skipped, warnings } = await read(bytesOf(`BEGIN:VCALENDAR\n${text}END:VCALENDAR`));
  expect([events.length, skipped]).toEqual([50_000, 10]);
  expect(warnings).toEqual([{ code: 'skipped', text: '10 events beyond 50000' }]);
});
