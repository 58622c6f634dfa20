import { describe, expect, it } from 'vitest';
import type { CommandBody } from '../../../lib/protocol/commands.ts';
import type { ImportedEvent } from '../../../lib/protocol/import-values.ts';
import { previewImport, runImport, undoImport } from '../../../lib/stores/calendar-import.ts';
import type { Outcome } from '../../../lib/stores/worker-client.ts';
import { importedEvent } from '../../doubles/imported-event.ts';
import { bytesOf, calendar, expectedFiles, readFixture, vevent } from '../calendar-ics/ics-fixtures.ts';

const previewOf = (...files: string[]) =>
  previewImport(
    files.map((name) => ({ name, bytes: readFixture(name) })),
    'Europe/Madrid',
  );

/** A worker that has done whatever it is told, and remembers it. */
function scripted(answers: (body: CommandBody) => Outcome) {
  const sent: CommandBody[] = [];
  return {
    sent,
    run: (body: CommandBody) => {
      sent.push(body);
      return Promise.resolve(answers(body));
    },
  };
}

describe.each(expectedFiles.map((one) => [one.file, one] as const))('%s, looked into', (file, expected) => {
  it('[F9] counts what is in it, names what is odd, and says of what is none why', async () => {
    const preview = await previewOf(file);
    const { events, cancelled, unreadable } = preview;
    const stored = events.length - cancelled + events.reduce((sum, { occ }) => sum + occ.length, 0);
    expect(stored).toBeGreaterThanOrEqual(expected.storedMin);
    expect(stored).toBeLessThanOrEqual(expected.storedMax);
    expect(preview.rejected.map(({ why }) => why)).toEqual(expected.import === 'reject' ? [expected.message] : []);
    expect(preview.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(expected.warn ?? []));
    if (expected.import === 'some') expect(unreadable + preview.problems.length).toBeGreaterThan(0);
    if (expected.import === 'all') expect(unreadable).toBe(0);
  });
});

describe('a preview', () => {
  it('[F9] of several files is of all of them; the last word on an event counts', async () => {
    const one = (title: string) => calendar(...vevent('DTSTART:20261124T090000Z', `SUMMARY:${title}`));
    const preview = await previewImport(
      [
        { name: 'a.ics', bytes: one('Old') },
        { name: 'b.ics', bytes: one('New') },
        { name: 'c.ics', bytes: bytesOf('<html></html>') },
      ],
      'UTC',
    );
    expect(preview.events.map(({ title }) => title)).toEqual(['New']);
    expect(preview.rejected).toEqual([{ file: 'c.ics', why: 'not-a-calendar' }]);
  });
});

describe('an import', () => {
  const events = (count: number, notes: string | null = null): ImportedEvent[] =>
    Array.from({ length: count }, (_, index) =>
      importedEvent({
        uid: `${index}@test`,
        title: `E${index}`,
        when: { allDay: true, start: '2026-11-24', end: '2026-11-25' },
        notes,
      }),
    );
  const inverse = [{ path: 'event/x/life', expect: '', value: { deleted: true } }];

  it('[F9] goes in parts with progress, sums up, and is taken back as one, last part first', async () => {
    const worker = scripted((body) => {
      const added = body.type === 'importEvents' ? body.events.length - 1 : 0;
      return { ok: true, value: { added, changed: 1, same: 0 }, inverse };
    });
    const progress: number[] = [];
    const outcome = await runImport(worker, events(450), [], (done) => progress.push(done));
    expect(progress).toEqual([200, 400, 450]);
    expect(outcome).toMatchObject({ added: 447, changed: 3, same: 0 });
    expect(await undoImport(worker, outcome.inverses)).toBeUndefined();
    expect(worker.sent.map(({ type }) => type)).toEqual([...Array(3).fill('importEvents'), ...Array(3).fill('undo')]);
  });

  it('[F9] sends long events in smaller parts', async () => {
    const worker = scripted(() => ({ ok: true, value: { added: 1, changed: 0, same: 0 } }));
    await runImport(worker, events(100, 'x'.repeat(9_000)), [], () => {});
    expect(worker.sent.length).toBeGreaterThan(2);
    for (const body of worker.sent) expect(JSON.stringify(body).length).toBeLessThan(400_000);
  });

  it('[F9] that is cut short says so, with what came in before', async () => {
    let count = 0;
    const worker = scripted(() =>
      ++count === 2
        ? { ok: false, error: 'storage-failed' }
        : { ok: true, value: { added: 200, changed: 0, same: 0 }, inverse },
    );
    const outcome = await runImport(worker, events(450), [], () => {});
    expect(outcome).toMatchObject({ added: 200, error: 'storage-failed' });
    expect(outcome.inverses).toHaveLength(1);
  });
});
