import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import { createRandom, type RandomSeries, randomSeries, ZONES } from './random-rules.ts';

const FIRST = 20;

describe('random rules give what rrule-temporal gives', () => {
  it('2,000 by day, week, month and year, in zones with gaps, overlaps and a lost day', () => {
    expect(compare(2_000, ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'], ZONES, 1)).toEqual([]);
  });

  // Where clocks change it counts elapsed hours and this expander hours of the wall clock, so: zones that do not.
  it('200 by hour and minute, where clocks do not change', () => {
    expect(compare(200, ['HOURLY', 'MINUTELY'], ['UTC', 'Asia/Kathmandu'], 2)).toEqual([]);
  });
});

/** Draws rules until so many were compared; gives those that differ. */
function compare(count: number, frequencies: readonly string[], zones: readonly string[], seed: number) {
  const random = createRandom(seed);
  const differing: object[] = [];
  for (let compared = 0; compared < count; ) {
    const series = randomSeries(random, frequencies, zones);
    const theirs = rruleTemporal(series);
    if (!theirs) continue;
    compared++;
    const ours = expand({ ...series, allDay: false }, { limit: FIRST });
    // It loses a DTSTART that does not fit the rule, for some rules, though asked to keep it.
    const start = expand({ ...series, allDay: false, rrule: null }, { limit: 1 });
    const withStart = theirs[0] === start[0] ? theirs : [...start, ...theirs].slice(0, FIRST);
    if (JSON.stringify(ours) !== JSON.stringify(withStart)) differing.push({ ...series, ours, theirs });
  }
  return differing;
}

/** Undefined where it gives up on a rule that has few occurrences or none, or where it is known to be wrong. */
function rruleTemporal({ dtstart, tzid, rrule }: RandomSeries): string[] | undefined {
  const local = `${dtstart.slice(0, 4)}-${dtstart.slice(4, 6)}-${dtstart.slice(6, 8)}T${dtstart.slice(9, 11)}:${dtstart.slice(11, 13)}`;
  // A DTSTART that clocks skip moves its whole series.
  const isSkipped =
    Temporal.PlainDateTime.from(local).toZonedDateTime(tzid).toPlainDateTime().toString() !== `${local}:00`;
  // Weeks of years that are counted by twos and more start from the wrong year where DTSTART's week is another year's.
  if (isSkipped || /INTERVAL=.*BYWEEKNO/.test(rrule)) return undefined;
  const rruleString = `DTSTART;TZID=${tzid}:${dtstart}\nRRULE:${rrule}`;
  const starts: string[] = [];
  try {
    new RRuleTemporal({ rruleString, includeDtstart: true, maxIterations: 250 }).all((date) => {
      starts.push(`${new Date(Number(date.toString() && date.epochMilliseconds)).toISOString().slice(0, 19)}Z`);
      return starts.length < FIRST;
    });
  } catch (error) {
    if (error instanceof Error && /^Maximum iterations/.test(error.message)) return undefined;
    throw error;
  }
  return starts.slice(0, FIRST);
}
