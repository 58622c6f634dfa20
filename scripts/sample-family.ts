import type { Page } from 'playwright';
import type { CommandBody } from '../lib/protocol/commands.ts';
import type { When } from '../lib/protocol/event-values.ts';
import { type EventId, type ItemId, newId } from '../lib/protocol/ids.ts';
import { type NamedRow, namedRows, sendCommand } from './page-messages.ts';

/**
 * A zone in which it is between one and two in the afternoon: with it the sample day has something behind it, something ahead and a
 * line between them, whenever the pictures are made.
 */
export const SAMPLE_ZONE = zoneWhereItIs(13);

function zoneWhereItIs(hour: number): string {
  const ahead = hour - Temporal.Now.zonedDateTimeISO('UTC').hour;
  const offset = ahead < -12 ? ahead + 24 : ahead;
  // The signs of these names are the other way round: POSIX counts westwards.
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

/**
 * Gives the sample family a week: Ana's and Ben's browsers send the commands that their pages would, over ports of their own. Léa and
 * Mateo join first, so that people can be named. Dates are relative to today.
 */
export async function fillSampleFamily(anas: Page, bens: Page): Promise<void> {
  const lists = await namedRows(anas, 'lists', 2);
  const members = await namedRows(anas, 'members', 2);
  const id = (from: NamedRow[], name: string) => from.find((row) => row.name === name)?.id ?? '';
  const [ana, ben] = [id(members, 'Ana'), id(members, 'Ben')];
  const add = (page: Page, list: string, items: Record<string, unknown>[]) =>
    sendCommand(page, {
      type: 'addItems',
      list: id(lists, list),
      items: items.map((item) => ({ id: newId<ItemId>(), ...item })),
    } as CommandBody);

  await add(bens, 'Groceries', [
    { title: 'Vegetable stock' },
    {
      title: 'Arborio rice',
      quantity: { amount: 500, unit: 'g' },
      link: { url: 'https://example.org/mushroom-risotto', title: 'Mushroom risotto' },
    },
    { title: 'Parmesan', note: 'the one in the red box' },
  ]);
  await add(anas, 'Groceries', [
    { title: 'Bananas', quantity: { amount: 6 } },
    { title: 'Basil', note: 'the Thai one', who: [ana] },
    { title: 'Whole milk', quantity: { amount: 2, unit: 'l' } },
    { title: 'Birthday candles', quantity: { amount: 2 }, who: [ben] },
  ]);
  await add(anas, 'To-do', [
    { title: 'Return library books', due: day(0), who: [ben] },
    { title: 'Book the dentist', due: day(3), who: [ana] },
    { title: 'Passport photos for Mateo', note: 'two of each' },
    { title: 'Fix the bicycle lamp' },
  ]);
  const event = (title: string, when: When, who: string[], more: Record<string, unknown> = {}) =>
    sendCommand(anas, {
      type: 'addEvent',
      id: newId<EventId>(),
      title,
      when,
      who,
      place: null,
      notes: null,
      ...more,
    } as CommandBody);
  await event('Pottery with Léa', timed(0, '09:30', '11:00'), [ana], { place: 'Studio Nord' });
  await event('Football practice', { ...timed(0, '16:00', '17:30'), rrule: 'FREQ=WEEKLY' }, [], {
    place: 'Sports ground',
    needsSomeone: true,
  });
  await event('Ben in Lyon', { allDay: true, start: day(1), end: day(4) }, [ben]);
  await event('Dentist', timed(1, '08:15', '08:45'), [ana], { place: 'Dr. Okafor' });
  await event('Parents’ meeting', timed(1, '08:30', '09:30'), [ana], { place: 'School' });
  await event('Choir', { ...timed(3, '17:00', '18:00'), rrule: 'FREQ=WEEKLY' }, [ana]);
  await event('Mateo', { allDay: true, start: birthday(5, 9), end: birthday(6, 9), rrule: 'FREQ=YEARLY' }, [], {
    birthday: true,
  });
  await event('Party in the park', timed(6, '15:00', '17:30'), [ana, ben], { notes: 'Bring cake' });
}

const day = (offset: number) => Temporal.Now.plainDateISO(SAMPLE_ZONE).add({ days: offset }).toString();
/** The same day, so many years ago. */
const birthday = (offset: number, age: number) =>
  Temporal.Now.plainDateISO(SAMPLE_ZONE).add({ days: offset }).subtract({ years: age }).toString();
const timed = (offset: number, start: string, end: string): When => ({
  allDay: false,
  start: `${day(offset)}T${start}`,
  end: `${day(offset)}T${end}`,
  zone: SAMPLE_ZONE,
});
