import { RRuleTemporal } from 'rrule-temporal';
import { expand } from '../../lib/calendar/expand.ts';

/**
 * What recurrence costs: 5,000 different rules as families have them, begun up to ten years ago, in five zones, by lib/calendar and by rrule-temporal in turn.
 * CPU time, so that what else the machine does counts less. `node tests/bench/recurrence-cost.ts`
 */
const RULES = 5_000;
const ROUNDS = 7;
const ZONES = ['America/New_York', 'Europe/Madrid', 'Australia/Sydney', 'Asia/Kathmandu', 'UTC'];
const FROM = '2026-11-01T00:00:00Z';
const TO = '2026-12-01T00:00:00Z';

interface Series {
  readonly dtstart: string;
  readonly tzid: string;
  readonly rrule: string;
}

const two = (value: number) => String(value).padStart(2, '0');
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

const series = Array.from({ length: RULES }, (_, index): Series => {
  const date = `${2016 + (index % 10)}${two(1 + (index % 12))}${two(1 + (index % 28))}`;
  const rules = [
    `FREQ=WEEKLY;BYDAY=${at(['MO', 'TU', 'WE', 'TH', 'FR'], index)}`,
    'FREQ=DAILY',
    `FREQ=MONTHLY;BYMONTHDAY=${1 + (index % 28)}`,
    'FREQ=YEARLY',
    `FREQ=MONTHLY;BYDAY=${1 + (index % 4)}TU`,
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR',
    `FREQ=DAILY;INTERVAL=${2 + (index % 9)}`,
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    `FREQ=WEEKLY;COUNT=${100 + (index % 300)}`,
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
  ];
  return { dtstart: `${date}T${two(index % 24)}${two(index % 60)}00`, tzid: at(ZONES, index), rrule: at(rules, index) };
});

const theirs = ({ dtstart, tzid, rrule }: Series) =>
  new RRuleTemporal({ rruleString: `DTSTART;TZID=${tzid}:${dtstart}\nRRULE:${rrule}`, includeDtstart: true });
const first20 = (one: Series) => {
  let count = 0;
  theirs(one).all(() => ++count < 20);
  return count;
};

const tasks: Record<string, [(one: Series) => number, (one: Series) => number]> = {
  'the occurrences of one month': [
    (one) => expand({ ...one, allDay: false }, { from: FROM, to: TO, limit: 100 }).length,
    (one) => theirs(one).between(new Date(FROM), new Date(Date.parse(TO) - 1), true).length,
  ],
  'the first 20 occurrences': [(one) => expand({ ...one, allDay: false }, { limit: 20 }).length, first20],
};

for (const [name, sides] of Object.entries(tasks)) {
  const times = sides.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [side, run] of sides.entries()) {
      const before = process.cpuUsage();
      let count = 0;
      for (const one of series) count += run(one);
      times[side]?.push(process.cpuUsage(before).user / 1_000);
      if (count < RULES) throw new Error(`${name}: only ${count} occurrences`);
    }
  }
  const text = times.map((list) => {
    const sorted = [...list].sort((a, b) => a - b).map(Math.round);
    return `${sorted[ROUNDS >> 1]} ms (${sorted[0]} to ${sorted.at(-1)}, first ${Math.round(list[0] ?? 0)})`;
  });
  console.log(`${RULES} rules, ${name}: lib/calendar ${text[0]}, rrule-temporal ${text[1]}`);
}
