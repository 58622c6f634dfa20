import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expand } from '../../../lib/calendar/expand.ts';

interface RecurrenceCase {
  readonly id: string;
  readonly title: string;
  readonly dtstart: string;
  readonly tzid: string | null;
  readonly allDay: boolean;
  readonly rrule: string;
  readonly exdates?: string[];
  readonly rdates?: string[];
  readonly from?: string;
  readonly complete: boolean;
  readonly expect: string[];
}

const file = new URL('../../fixtures/recurrence.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: RecurrenceCase[] };

describe('every example of RFC 5545 section 3.8.5.3, and further rules', () => {
  // alsoAccept stays unused: wall times that clocks skip are left out (section 3.3.10), consistently.
  it.each(cases.map((one) => [one.id, one.title, one] as const))('%s: %s', (_, __, one) => {
    // One more than asserted, so that a set said to be complete must end.
    const limit = one.complete ? one.expect.length + 1 : one.expect.length;
    expect(expand(one, { from: one.from, limit })).toEqual(one.expect);
  });
});
