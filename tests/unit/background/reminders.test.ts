import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandBody, NewItem } from '../../../lib/protocol/commands.ts';
import { type EventId, type ItemId, type ListId, type MemberId, newId } from '../../../lib/protocol/ids.ts';
import type { MemoryBrowser } from '../../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../../doubles/memory-world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY = '2026-11-22';

let world: MemoryWorld;
let ana: MemoryBrowser;
let ben: MemoryBrowser;
let me: MemberId;
let other: MemberId;
let todo: ListId;

/** Half past eight where it is noon in UTC. */
const MORNING_ZONE = 'America/St_Johns';

// The clock starts at noon of Sunday, 22 November 2026, UTC.
beforeEach(async () => {
  world = createMemoryWorld(23);
  ana = world.addBrowser('Ana');
  ben = world.addBrowser('Ben');
  await world.foundFamily(ana, ben);
  const members = await world.rows(ana, { type: 'members' });
  me = named(members, 'Ana');
  other = named(members, 'Ben');
  todo = named(await world.rows(ana, { type: 'lists' }), 'To-do');
  ana.alarms.isRinging = true;
  letGo(ben);
});
afterEach(() => world.close());

function named<Id>(rows: { id: Id; name: string }[], name: string): Id {
  const row = rows.find((it) => it.name === name);
  if (row === undefined) throw new Error(`no ${name}`);
  return row.id;
}

type EventFields = Omit<Extract<CommandBody, { type: 'addEvent' }>, 'type' | 'id'>;

/** An event of half an hour, reminded of ten minutes before. */
async function plan(
  browser: MemoryBrowser,
  title: string,
  time: string,
  fields: Partial<EventFields> = {},
): Promise<EventId> {
  const id = newId<EventId>();
  const start = `${DAY}T${time}`;
  const end = Temporal.PlainDateTime.from(start).add({ minutes: 30 }).toString({ smallestUnit: 'minute' });
  const when = { allDay: false as const, start, end, zone: 'UTC' };
  const rest = { who: [], place: null, notes: null, reminders: [{ minutes: 10 }] };
  await world.run(browser, { type: 'addEvent', id, title, when, ...rest, ...fields });
  await world.flowFor(1_000);
  return id;
}

async function add(browser: MemoryBrowser, title: string, fields: Partial<NewItem> = {}): Promise<ItemId> {
  const id = newId<ItemId>();
  await world.run(browser, { type: 'addItems', list: todo, items: [{ id, title, ...fields }] });
  await world.flowFor(1_000);
  return id;
}

const choose = (browser: MemoryBrowser, change: Extract<CommandBody, { type: 'changeSettings' }>['change']) =>
  world.run(browser, { type: 'changeSettings', change });

/** Somebody opens a page there, and has what the others did. */
async function catchUp(browser: MemoryBrowser): Promise<void> {
  browser.openPage();
  await world.flowFor(3_000);
}

/** Time in which no alarm rings and no worker runs. */
async function sleep(ms: number): Promise<void> {
  letGo(ana);
  ana.alarms.isRinging = false;
  await world.flowFor(ms);
  ana.alarms.isRinging = true;
}

/** Nobody looks any more, and the browser ends the worker. */
function letGo(browser: MemoryBrowser): void {
  for (const page of browser.pages) browser.closePage(page);
  browser.killWorker({ kept: Number.POSITIVE_INFINITY, keptKeys: Number.POSITIVE_INFINITY });
}

describe('[R1] a reminder', () => {
  test('is shown at its time with no page open and no worker, once, on each device that it is for', async () => {
    await plan(ana, 'Dentist', '15:00', { place: 'Main Street 7', who: [me, other] });
    await plan(ana, 'Choir', '15:00', { who: [other] });
    for (const browser of [ana, ben]) letGo(browser);
    await sleep(2 * HOUR_MS + 40 * MINUTE_MS);
    ben.alarms.isRinging = true;
    await world.flowFor(9 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual([]);
    await world.flowFor(2 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
    expect(ana.notifier.history[0]).toEqual({
      title: 'Dentist',
      text: '3:00 PM – 3:30 PM\nMain Street 7\nAna, Ben',
      buttons: ['Done', 'Snooze'],
      isSticky: true,
    });
    expect([...ben.notifier.titles].sort()).toEqual(['Choir', 'Dentist']);
    for (const browser of [ana, ben]) letGo(browser);
    await world.flowFor(30 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
    expect(ben.notifier.titles).toHaveLength(2);
  });

  test('killed at any moment between alarm and notification, is shown once all the same', async () => {
    const counts: number[] = [];
    let isKilled = true;
    for (let step = 0; isKilled && step < 20; step++) {
      const hour = String(13 + Math.floor(step / 2)).padStart(2, '0');
      const title = `Dentist ${step}`;
      await plan(ana, title, step % 2 === 0 ? `${hour}:00` : `${hour}:30`);
      letGo(ana);
      let left = step;
      isKilled = false;
      ana.onStep = () => {
        if (left-- > 0 || isKilled) return;
        isKilled = true;
        ana.killWorker();
      };
      const now = Temporal.Instant.fromEpochMilliseconds(world.realm.clock.now()).toZonedDateTimeISO('UTC');
      const wanted = now.with({ hour: Number(hour), minute: step % 2 === 0 ? 0 : 30, second: 0 });
      await world.flowFor(now.until(wanted).total('milliseconds'));
      ana.onStep = () => {};
      counts.push(ana.notifier.titles.filter((shown) => shown === title).length);
    }
    expect(isKilled).toBe(false);
    expect(counts.length).toBeGreaterThan(3);
    expect(counts.every((count) => count === 1)).toBe(true);
  });

  test('follows what becomes of the event: moved, it rings then; deleted, never', async () => {
    const dentist = await plan(ana, 'Dentist', '15:00');
    const choir = await plan(ana, 'Choir', '15:00');
    await catchUp(ben);
    const when = { allDay: false as const, start: `${DAY}T17:00`, end: `${DAY}T18:00`, zone: 'UTC' };
    await world.run(ben, { type: 'changeEvent', id: dentist, change: { when } });
    await world.run(ben, { type: 'deleteEvent', id: choir });
    await world.flowFor(MINUTE_MS);
    letGo(ben);
    await sleep(2 * HOUR_MS + 45 * MINUTE_MS);
    await world.flowFor(10 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual([]);
    await sleep(HOUR_MS + 50 * MINUTE_MS);
    await world.flowFor(5 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
  });

  test('of a series rings for each of its occurrences', async () => {
    const when = { allDay: false as const, start: `${DAY}T13:00`, end: `${DAY}T14:00`, zone: 'UTC' };
    await plan(ana, 'Choir', '13:00', { when: { ...when, rrule: 'FREQ=DAILY;COUNT=2' } });
    await world.flowFor(51 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Choir']);
    for (const shown of [2, 2]) {
      await sleep(23 * HOUR_MS + 50 * MINUTE_MS);
      await world.flowFor(11 * MINUTE_MS);
      expect(ana.notifier.titles).toHaveLength(shown);
    }
  });

  test('of a series follows its single changes: one that is skipped never rings, one that is moved rings then', async () => {
    const at = (start: string, end: string) => ({
      allDay: false as const,
      start: `${DAY}T${start}`,
      end: `${DAY}T${end}`,
      zone: 'UTC',
    });
    const when = { ...at('13:00', '13:05'), rrule: 'FREQ=HOURLY;COUNT=4' };
    const id = await plan(ana, 'Medicine', '13:00', { when, reminders: [{ minutes: 5 }, { minutes: 0 }] });
    await world.run(ana, { type: 'deleteEvent', id, occurrence: `${DAY}T14:00`, reach: 'this' });
    const change = { when: at('15:30', '15:40'), title: 'Drops', reminders: [{ minutes: 2 }] };
    await world.run(ana, { type: 'changeEvent', id, occurrence: `${DAY}T15:00`, reach: 'this', change });
    await world.flowFor(1_000);
    letGo(ana);
    const heard: [string, number][] = [];
    let before = 0;
    for (let minute = 0; minute < 242; minute++) {
      // Idle hours cost time: the worker is only there when it is woken.
      if (minute % 5 === 4) letGo(ana);
      await world.flowFor(MINUTE_MS);
      if (ana.notifier.history.length > before) heard.push([ana.notifier.titles.at(-1) ?? '', minute]);
      before = ana.notifier.history.length;
    }
    expect(heard).toEqual([
      ['Medicine', 54],
      ['Medicine', 59],
      ['Drops', 207],
      ['Medicine', 234],
      ['Medicine', 239],
    ]);
  });

  test('that the browser refuses is tried again by the next worker', async () => {
    ana.notifier.isRefusing = true;
    await plan(ana, 'Dentist', '12:30');
    await world.flowFor(25 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual([]);
    expect(ana.warnings.filter((warning) => warning.startsWith('notification'))).toHaveLength(1);
    ana.notifier.isRefusing = false;
    letGo(ana);
    await world.flowFor(6 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
  });

  test('of a browser that has lost its alarms rings all the same', async () => {
    await plan(ana, 'Dentist', '13:00');
    letGo(ana);
    ana.alarms.forget();
    ana.startWorker();
    await world.flowFor(51 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
  });
});

describe('[R3] a device that slept', () => {
  test('shows what it missed as one, and nothing of what is over', async () => {
    await plan(ana, 'Breakfast', '12:40');
    await plan(ana, 'Meeting', '14:00', {
      when: { allDay: false, start: `${DAY}T14:00`, end: `${DAY}T19:00`, zone: 'UTC' },
    });
    await plan(ana, 'Choir', '18:15', { reminders: [{ minutes: 60 }] });
    await sleep(6 * HOUR_MS);
    expect(ana.notifier.titles).toEqual([]);
    await world.flowFor(MINUTE_MS);
    expect(ana.notifier.history).toMatchObject([
      { title: 'You missed 2 reminders', text: '2:00 PM – 7:00 PM · Meeting\n6:15 PM – 6:45 PM · Choir' },
    ]);
    await world.flowFor(20 * MINUTE_MS);
    expect(ana.notifier.titles).toHaveLength(1);
  });

  test('or whose clock was set forward, and back, shows nothing twice', async () => {
    await plan(ana, 'Dentist', '15:00');
    letGo(ana);
    ana.clockSkewMs = 2 * HOUR_MS + 55 * MINUTE_MS;
    await world.flowFor(MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
    ana.clockSkewMs = 0;
    await sleep(2 * HOUR_MS + 45 * MINUTE_MS);
    await world.flowFor(10 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
  });

  test('or that travelled reminds of whole days at the hour of where it is', async () => {
    ana.zone = 'America/Halifax';
    const when = { allDay: true as const, start: DAY, end: '2026-11-23' };
    await plan(ana, 'Feast', '00:00', { when, reminders: [{ minutes: -540 }] });
    letGo(ana);
    ana.zone = 'America/New_York';
    await world.flowFor(65 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual([]);
    await world.flowFor(HOUR_MS);
    expect(ana.notifier.titles).toEqual(['Feast']);
    letGo(ana);
    ana.zone = 'America/Chicago';
    await world.flowFor(HOUR_MS);
    expect(ana.notifier.titles).toEqual(['Feast']);
  });
});

describe('[R2] a reminder of months', () => {
  const DAY_MINUTES = 1_440;
  const timed = (start: string, end: string) => ({ allDay: false as const, start, end, zone: 'UTC' });

  test('rings at its time, of what comes once and of what comes every year', async () => {
    await plan(ana, 'Wedding', '12:00', {
      when: timed('2027-11-01T15:00', '2027-11-01T20:00'),
      reminders: [{ minutes: 344 * DAY_MINUTES }, { minutes: 60 }],
    });
    await plan(ana, 'Silver wedding', '12:00', {
      when: { allDay: true, start: '2002-01-05', end: '2002-01-06', rrule: 'FREQ=YEARLY' },
      reminders: [{ minutes: 44 * DAY_MINUTES - 16 * 60 }],
    });
    letGo(ana);
    await world.flowFor(2 * HOUR_MS + 59 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual([]);
    await world.flowFor(2 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Wedding']);
    letGo(ana);
    await world.flowFor(HOUR_MS);
    expect(ana.notifier.titles).toEqual(['Wedding', 'Silver wedding']);
  });

  test('rings as long after what is over', async () => {
    await plan(ana, 'Return the books', '12:00', {
      when: timed('2026-10-23T12:00', '2026-10-23T12:30'),
      reminders: [{ minutes: -(30 * DAY_MINUTES + 60) }],
    });
    letGo(ana);
    await world.flowFor(HOUR_MS + MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Return the books']);
  });
});

describe('[R4] a notification', () => {
  test('put off is back ten minutes later, also with other workers', async () => {
    await plan(ana, 'Dentist', '13:00');
    await world.flowFor(51 * MINUTE_MS);
    ana.notifier.press('Dentist', 1);
    await world.flow();
    expect(ana.notifier.present).toEqual([]);
    letGo(ana);
    await world.flowFor(8 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
    letGo(ana);
    await world.flowFor(2 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist', 'Dentist']);
    ana.notifier.press('Dentist', 0);
    await world.flowFor(HOUR_MS);
    expect(ana.notifier.titles).toHaveLength(2);
  });

  test('of an entry ticks it by Done, also where no worker runs and the next one dies', async () => {
    ana.zone = MORNING_ZONE;
    await add(ana, 'Rent', { due: DAY });
    letGo(ana);
    await world.flowFor(31 * MINUTE_MS);
    expect(ana.notifier.history).toMatchObject([{ title: 'Rent', text: 'Due today' }]);
    letGo(ana);
    ana.onStep = (step) => {
      if (step === 'flush') ana.killWorker({ keptKeys: Number.POSITIVE_INFINITY });
    };
    ana.notifier.press('Rent', 0);
    await world.flowFor(1_000);
    ana.onStep = () => {};
    await world.flowFor(6 * MINUTE_MS);
    expect(await world.rows(ben, { type: 'list', list: todo })).toMatchObject([{ title: 'Rent', done: { by: me } }]);
    expect(ana.notifier.titles).toEqual(['Rent']);
  });

  test('leads to its place in the calendar, and off the screen', async () => {
    const event = await plan(ana, 'Dentist', '13:00');
    await world.flowFor(51 * MINUTE_MS);
    letGo(ana);
    ana.notifier.press('Dentist', 'open');
    await world.flowFor(1_000);
    expect(ana.places).toEqual([{ date: DAY, row: `${event}/${DAY}T13:00` }]);
    expect(ana.notifier.present).toEqual([]);
  });

  test('goes off the screen once somebody else has done or deleted what it is about', async () => {
    ana.zone = MORNING_ZONE;
    const rent = await add(ana, 'Rent', { due: DAY });
    letGo(ana);
    await world.flowFor(31 * MINUTE_MS);
    expect(ana.notifier.present).toEqual(['Rent']);
    await catchUp(ben);
    await world.run(ben, { type: 'setDone', ids: [rent], done: true });
    await world.flowFor(6 * MINUTE_MS);
    expect(ana.notifier.present).toEqual([]);
  });

  test('that was closed, or lost with the browser, stays away', async () => {
    await plan(ana, 'Dentist', '13:00');
    await plan(ana, 'Choir', '13:01');
    await world.flowFor(52 * MINUTE_MS);
    ana.notifier.press('Dentist', 'close');
    ana.notifier.lose();
    letGo(ana);
    await world.flowFor(HOUR_MS);
    expect(ana.notifier.titles).toEqual(['Dentist', 'Choir']);
  });
});

describe('[R5] a device reminds', () => {
  test('of everyone’s things, or of nothing, as chosen on it; what is hidden on it never', async () => {
    await choose(ana, { remind: 'all' });
    await plan(ana, 'Choir', '13:00', { who: [other] });
    await world.flowFor(51 * MINUTE_MS);
    expect(ana.notifier.history).toMatchObject([{ title: 'Choir', text: '1:00 PM – 1:30 PM\nBen' }]);
    await choose(ana, { hidden: [other] });
    await plan(ana, 'Football', '14:00', { who: [other] });
    await world.flowFor(HOUR_MS);
    expect(ana.notifier.titles).toEqual(['Choir']);
    await choose(ana, { remind: 'none', hidden: [] });
    await plan(ana, 'Dentist', '14:30', { who: [me] });
    await world.flowFor(30 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Choir']);
  });

  test('of single events as it was told for them, also by another worker', async () => {
    const football = await plan(ana, 'Football', '13:00', { who: [other] });
    const dentist = await plan(ana, 'Dentist', '13:00', { who: [me] });
    await world.run(ana, { type: 'remindOfEvent', event: football, choice: 'on' });
    await world.run(ana, { type: 'remindOfEvent', event: dentist, choice: 'off' });
    letGo(ana);
    expect(await world.rows(ana, { type: 'reminderChoices' })).toEqual([
      { id: football, choice: 'on' },
      { id: dentist, choice: 'off' },
    ]);
    await world.flowFor(51 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Football']);
    await world.run(ana, { type: 'remindOfEvent', event: dentist, choice: 'auto' });
    expect(await world.rows(ana, { type: 'reminderChoices' })).toEqual([{ id: football, choice: 'on' }]);
    await world.flowFor(1_000);
    expect(ana.notifier.titles).toEqual(['Football', 'Dentist']);
  });

  test('of nothing that rang before it was in the family', async () => {
    await plan(ana, 'Meeting', '12:30', {
      when: { allDay: false, start: `${DAY}T12:30`, end: `${DAY}T19:00`, zone: 'UTC' },
    });
    await world.flowFor(HOUR_MS);
    const mateo = world.addBrowser('Mateo');
    mateo.alarms.isRinging = true;
    await world.join(mateo, ana);
    await world.flowFor(10 * MINUTE_MS);
    expect(await world.rows(mateo, { type: 'agenda', from: DAY, to: DAY, zone: 'UTC' })).toHaveLength(1);
    expect(mateo.notifier.titles).toEqual([]);
  });

  test('no more once the family is left, and keeps nothing of it', async () => {
    await plan(ana, 'Dentist', '13:00');
    await world.flowFor(51 * MINUTE_MS);
    await plan(ana, 'Choir', '15:00');
    await world.run(ana, { type: 'leaveFamily', evenUnsent: true });
    await sleep(HOUR_MS);
    await world.flowFor(HOUR_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
    expect(ana.notifier.present).toEqual([]);
    expect([...ana.keyValue.content.keys()]).not.toContain('reminders');
  });

  test('whatever lies where it keeps its memory', async () => {
    await plan(ana, 'Dentist', '13:00');
    letGo(ana);
    await ana.keyValue.set('reminders', { shown: 7, notes: { x: null } });
    await world.flowFor(51 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Dentist']);
  });
});

describe('[R6] the morning’s summary', () => {
  test('tells at its hour what the day holds for this member, once, and leaves entries without a time to it', async () => {
    ana.zone = MORNING_ZONE;
    await choose(ana, { morning: '08:45', language: 'es', timeFormat: '24' });
    const on = (start: string, end: string) => ({
      allDay: false as const,
      start: `${DAY}T${start}`,
      end: `${DAY}T${end}`,
      zone: MORNING_ZONE,
    });
    await plan(ana, 'Dentista', '00:00', { when: on('16:00', '17:00'), reminders: null });
    await plan(ana, 'De Ben', '00:00', { when: on('16:00', '17:00'), who: [other] });
    await plan(ana, 'Noche', '00:00', { when: on('01:00', '08:40'), reminders: null });
    const when = { allDay: true as const, start: DAY, end: '2026-11-23' };
    await plan(ana, 'Fiesta', '00:00', { when, reminders: null });
    await add(ana, 'Alquiler', { due: DAY });
    letGo(ana);
    await world.flowFor(16 * MINUTE_MS);
    expect(ana.notifier.history).toEqual([
      {
        title: 'Hoy: 2 eventos, 1 por hacer',
        text: 'Todo el día · Fiesta\n16:00 – 17:00 · Dentista\nPor hacer: Alquiler',
        buttons: [],
        isSticky: false,
      },
    ]);
    letGo(ana);
    await world.flowFor(30 * MINUTE_MS);
    expect(ana.notifier.titles).toHaveLength(1);
  });

  test('set to an hour that is over begins tomorrow', async () => {
    ana.zone = MORNING_ZONE;
    const when = { allDay: true as const, start: DAY, end: '2026-11-24' };
    await plan(ana, 'Feast', '00:00', { when, reminders: null });
    await choose(ana, { morning: '08:00' });
    await world.flowFor(30 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual([]);
    await sleep(22 * HOUR_MS + 50 * MINUTE_MS);
    await world.flowFor(15 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual(['Today: 1 event']);
  });

  test('does not speak of a day without anything, nor of what comes in later that day', async () => {
    ana.zone = MORNING_ZONE;
    await choose(ana, { morning: '08:45' });
    await world.flowFor(20 * MINUTE_MS);
    await plan(ana, 'Dentist', '20:00', { reminders: null });
    await world.flowFor(20 * MINUTE_MS);
    expect(ana.notifier.titles).toEqual([]);
  });
});
