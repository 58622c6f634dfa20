import { describe, expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import { importIcs } from '../../../lib/calendar/ics.ts';
import type { IcsEvent } from '../../../lib/calendar/ics-types.ts';
import { expectedFiles, readFixture, startsWithChanges } from './ics-fixtures.ts';

/**
 * Titles that the list asks for though a newer version of the same occurrence stands for them, as the note of that file
 * says.
 */
const SUPERSEDED: Record<string, string[]> = {
  'override-sequences.ics': ['Older version (SEQUENCE 1) - should be ignored', 'First override (SEQUENCE 2)'],
};

const ZONE = 'America/Argentina/Ushuaia';

describe.each(expectedFiles.map((one) => [one.file, one] as const))('%s', (file, expected) => {
  const read = () => importIcs(readFixture(file), { zone: ZONE });
  /** By UID where there is one, else by position. */
  const find = (events: readonly IcsEvent[], { uid, index }: { uid: string | null; index: number }) =>
    uid === null ? events[index] : events.find((event) => event.uid === uid && event.recurrenceId === undefined);

  it('gives as many events as it holds, and the same again', async () => {
    const first = await read();
    expect(first.rejected).toBe(expected.import === 'reject' ? expected.message : undefined);
    expect(first.events.length).toBeGreaterThanOrEqual(expected.storedMin);
    expect(first.events.length).toBeLessThanOrEqual(expected.storedMax);
    expect(await read()).toEqual(first);
    const keys = new Set(first.events.map((event) => `${event.uid} ${event.recurrenceId ?? ''}`));
    expect(keys.size).toBe(first.events.length);
  });

  it('says what it went on in spite of, and nothing where all is well', async () => {
    const { warnings, skipped } = await read();
    const codes = warnings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(expected.warn ?? []));
    if (expected.import === 'all') expect(skipped).toBe(0);
    if (expected.import === 'some') expect(warnings.length).toBeGreaterThan(0);
    if (expected.import === 'all' && !expected.warn) expect(warnings).toEqual([]);
    for (const { line } of warnings) expect(line).toBeGreaterThan(0);
  });

  // Not every file has each of these.
  if (expected.titles)
    it('reads the titles', async () => {
      const titles = (await read()).events.map((event) => event.title);
      const superseded = SUPERSEDED[file] ?? [];
      const wanted = expected.titles?.filter((title) => !superseded.includes(title)) ?? [];
      expect(titles).toEqual(expect.arrayContaining(wanted));
      for (const title of superseded) expect(titles).not.toContain(title);
    });

  if (expected.events)
    it('reads when single events are', async () => {
      const { events } = await read();
      for (const one of expected.events ?? []) {
        const event = find(events, one);
        expect(event).toMatchObject({ allDay: one.allDay, start: one.start, ...(one.end && { end: one.end }) });
        expect(event?.floating ?? false).toBe(one.floating ?? false);
        if (event && one.timeZone) expect(offsetsOf(event.timeZone ?? '')).toEqual(offsetsOf(one.timeZone));
      }
    });

  if (expected.recurring)
    it('reads series so that they expand to the same starts', async () => {
      const { events } = await read();
      for (const one of expected.recurring ?? []) {
        const master = find(events, one);
        expect(master).toMatchObject({ allDay: one.allDay });
        if (!master) continue;
        const limit = one.complete ? one.starts.length + 1 : one.starts.length;
        const starts = expand(master, { limit });
        // RFC 5545 leaves a DTSTART open that does not fit its rule; here it is the first occurrence.
        const asDtstart = one.dtstartOutsideRule ? [master.start, ...one.starts].slice(0, limit) : one.starts;
        expect(starts).toEqual(asDtstart);
        if (!one.withOverrides) continue;
        const all = startsWithChanges(master, events, one.withOverrides.length);
        const before = one.withOverridesBefore;
        expect(before === undefined ? all : all.filter((start) => start < before)).toEqual(one.withOverrides);
      }
    });
});

/** Two zones are the same where they have the same offsets through two years. */
function offsetsOf(zone: string): number[] {
  return Array.from({ length: 24 }, (_, month) =>
    Temporal.PlainDateTime.from({ year: 2023, month: 1, day: 15 }).add({ months: month }).toZonedDateTime(zone),
  ).map((moment) => moment.offsetNanoseconds);
}
