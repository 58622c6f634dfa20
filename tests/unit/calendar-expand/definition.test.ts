import { expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';
import { occurrencesByDefinition } from './filter-oracle.ts';
import { createRandom, randomSeries } from './random-rules.ts';

const RULES = 150;
const YEARS = 4;

it(`${RULES} random rules give, over ${YEARS} years, exactly the days that stand all their parts`, () => {
  const random = createRandom(20_261_122);
  let compared = 0;
  for (let index = 0; index < RULES; index++) {
    const { dtstart, rrule } = randomSeries(random, ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'], ['UTC']);
    // The oracle knows ISO weeks only, and neither COUNT nor UNTIL.
    const rule = rrule
      .replace(/;(COUNT|UNTIL)=[^;]*/, '')
      .replace(/;WKST=\w\w/, rrule.includes('BYWEEKNO') ? '' : '$&');
    const to = `${Number(dtstart.slice(0, 4)) + YEARS}${dtstart.slice(4, 8)}T000000`;
    const series = { dtstart, tzid: null, allDay: false, rrule: rule };
    const expected = occurrencesByDefinition(dtstart, rule, YEARS).slice(0, 3_000);
    expect(expand(series, { to, limit: 3_000 }), `${dtstart} ${rule}`).toEqual(expected);
    compared += expected.length;
  }
  expect(compared).toBeGreaterThan(RULES * 10);
});
