import { describe, expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import { exportedEvents } from '../../../lib/calendar/export-events.ts';
import { exportIcs, importIcs } from '../../../lib/calendar/ics.ts';
import { importedEvents } from '../../../lib/calendar/import-events.ts';
import { splitSeries } from '../../../lib/calendar/this-and-future.ts';
import { bytesOf, calendar, vevent } from './ics-fixtures.ts';

const MASTER = [
  'SUMMARY:Choir',
  'DTSTART;TZID=Europe/Madrid:20261006T170000',
  'DTEND;TZID=Europe/Madrid:20261006T180000',
];

async function read(...events: string[][]) {
  return importIcs(calendar(...events.flatMap((lines) => vevent(...lines))), { zone: 'Europe/Madrid' });
}

/** Every start with what it is called, exceptions applied, as whoever reads the events has them; local times of Madrid. */
async function starts(...events: string[][]): Promise<string[]> {
  const found: { at: string; title: string }[] = [];
  const all = splitSeries((await read(...events)).events);
  for (const master of all.filter(({ recurrenceId }) => recurrenceId === undefined)) {
    const changes = new Map(
      all.filter(({ uid, recurrenceId }) => uid === master.uid && recurrenceId).map((one) => [one.recurrenceId, one]),
    );
    const runs = master.rrule !== undefined || master.rdates !== undefined;
    for (const start of runs ? expand(master, { limit: 12 }) : [master.start]) {
      const { start: at, title, cancelled } = changes.get(start) ?? { ...master, start };
      if (!cancelled) found.push({ at, title });
    }
  }
  return found
    .map(({ at, title }) => {
      const local = at.endsWith('Z')
        ? Temporal.Instant.from(at).toZonedDateTimeISO('Europe/Madrid').toPlainDateTime().toString().slice(0, 16)
        : at;
      return `${local.slice(5)} ${title}`;
    })
    .sort();
}

const from = (id: string, start: string, end: string, ...more: string[]) => [
  `RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Madrid:${id}`,
  `DTSTART;TZID=Europe/Madrid:${start}`,
  `DTEND;TZID=Europe/Madrid:${end}`,
  ...more,
];

describe('[F20] a change of an occurrence and all later ones', () => {
  it('moves what comes later by as much, says what it says, and counts on', async () => {
    const rule = 'RRULE:FREQ=WEEKLY;COUNT=5';
    expect(
      await starts(
        [...MASTER, rule, 'LOCATION:Hall'],
        from('20261020T170000', '20261020T183000', '20261020T193000', 'SUMMARY:Big choir'),
      ),
    ).toEqual([
      '10-06T17:00 Choir',
      '10-13T17:00 Choir',
      '10-20T18:30 Big choir',
      '10-27T18:30 Big choir',
      '11-03T18:30 Big choir',
    ]);
  });

  it('moves to another day, of several days all, and past the week', async () => {
    const rule = 'RRULE:FREQ=WEEKLY;BYDAY=TU,SU;INTERVAL=2;UNTIL=20261108T225959Z';
    expect(
      await starts([...MASTER, rule], from('20261020T170000', '20261021T170000', '20261021T180000', 'SUMMARY:Later')),
    ).toEqual([
      '10-06T17:00 Choir',
      '10-11T17:00 Choir',
      '10-21T17:00 Later',
      // Sunday's goes to Monday, a day of the week after.
      '10-26T17:00 Later',
      '11-04T17:00 Later',
      '11-09T17:00 Later',
    ]);
  });

  it('takes skipped, further and changed occurrences along, which are named as before', async () => {
    expect(
      await starts(
        [
          ...MASTER,
          'RRULE:FREQ=WEEKLY;COUNT=6',
          'EXDATE;TZID=Europe/Madrid:20261013T170000,20261103T170000',
          'RDATE;TZID=Europe/Madrid:20261029T170000',
        ],
        from('20261020T170000', '20261020T180000', '20261020T190000', 'SUMMARY:Late'),
        [
          'RECURRENCE-ID;TZID=Europe/Madrid:20261027T170000',
          'DTSTART;TZID=Europe/Madrid:20261028T120000',
          'SUMMARY:Concert',
        ],
        [
          'RECURRENCE-ID;TZID=Europe/Madrid:20261110T170000',
          'DTSTART;TZID=Europe/Madrid:20261110T170000',
          'STATUS:CANCELLED',
        ],
      ),
    ).toEqual(['10-06T17:00 Choir', '10-20T18:00 Late', '10-28T12:00 Concert', '10-29T18:00 Late']);
  });

  it('holds until the next such change, which counts from the series as it was', async () => {
    expect(
      await starts(
        [...MASTER, 'RRULE:FREQ=WEEKLY;COUNT=5'],
        from('20261013T170000', '20261013T180000', '20261013T190000', 'SUMMARY:B'),
        from('20261027T170000', '20261028T170000', '20261028T180000', 'SUMMARY:C'),
      ),
    ).toEqual(['10-06T17:00 Choir', '10-13T18:00 B', '10-20T18:00 B', '10-28T17:00 C', '11-04T17:00 C']);
  });

  it('ends the series where it calls off, and is the whole series from the first one on', async () => {
    const rule = 'RRULE:FREQ=WEEKLY';
    expect(
      await starts(
        [...MASTER, rule],
        from('20261020T170000', '20261020T170000', '20261020T180000', 'STATUS:CANCELLED'),
      ),
    ).toEqual(['10-06T17:00 Choir', '10-13T17:00 Choir']);
    const whole = await read(
      [...MASTER, 'RRULE:FREQ=WEEKLY;COUNT=2'],
      from('20261006T170000', '20261006T200000', '20261006T210000', 'SUMMARY:Evening'),
    );
    expect(importedEvents(whole.events).events).toMatchObject([
      { uid: 'one@test', title: 'Evening', when: { start: '2026-10-06T20:00', rrule: 'FREQ=WEEKLY;COUNT=2' } },
    ]);
  });

  it('of whole days, and where no rule can say the new day: only that one goes there', async () => {
    const day = (id: string, start: string) => [
      `RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:${id}`,
      `DTSTART;VALUE=DATE:${start}`,
      'SUMMARY:Bins later',
    ];
    const master = (rule: string) => ['SUMMARY:Bins', 'DTSTART;VALUE=DATE:20261030', `RRULE:${rule}`];
    expect(await starts(master('FREQ=WEEKLY;COUNT=3'), day('20261106', '20261107'))).toEqual([
      '10-30 Bins',
      '11-07 Bins later',
      '11-14 Bins later',
    ]);
    const lastWorkday = 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3';
    expect(await starts(master(lastWorkday), day('20261130', '20261201'))).toEqual([
      '10-30 Bins',
      '12-01 Bins later',
      '12-31 Bins later',
    ]);
  });

  it('is imported as two series, the same twice, and what is exported reads back equal', async () => {
    const { events } = await read(
      [...MASTER, 'RRULE:FREQ=WEEKLY;COUNT=5'],
      from('20261020T170000', '20261020T183000', '20261020T193000', 'SUMMARY:Big choir'),
    );
    const imported = importedEvents(events);
    expect(imported).toMatchObject({ series: 2, changes: 0 });
    expect(imported.events).toMatchObject([
      { uid: 'one@test', title: 'Choir', occ: [] },
      {
        uid: 'one@test/2026-10-20T15:00:00Z',
        title: 'Big choir',
        when: { start: '2026-10-20T18:30', end: '2026-10-20T19:30', zone: 'Europe/Madrid' },
      },
    ]);
    expect(importedEvents(events)).toEqual(imported);
    const again = await importIcs(bytesOf(exportIcs(exportedEvents(imported.events))), { zone: 'Asia/Tokyo' });
    expect(importedEvents(again.events).events).toEqual(imported.events);
  });
});
