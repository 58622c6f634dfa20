import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFeedAnswer } from '../../../lib/background/feed-reading.ts';
import type { FeedRow } from '../../../lib/protocol/feed-values.ts';
import { type FeedId, newId } from '../../../lib/protocol/ids.ts';
import type { MemoryBrowser } from '../../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../../doubles/memory-world.ts';

const URL = 'https://school.example/dates.ics';
const HOUR_MS = 3_600_000;
let world: MemoryWorld;
let ana: MemoryBrowser;
let ben: MemoryBrowser;
let feed: FeedId;

beforeEach(async () => {
  world = createMemoryWorld(11);
  ana = world.addBrowser('Ana');
  ben = world.addBrowser('Ben');
  await world.foundFamily(ana, ben);
  feed = newId();
  ana.alarms.isRinging = true;
  ben.alarms.isRinging = true;
  ben.calendars.allowed = new Set();
});
afterEach(() => world.close());

function calendarOf(...titles: string[]): string {
  const events = titles.flatMap((title) => [
    'BEGIN:VEVENT',
    `UID:${title}@school`,
    'DTSTART;VALUE=DATE:20991124',
    `SUMMARY:${title}`,
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', 'X-WR-CALNAME:Primary school', ...events, 'END:VCALENDAR', ''].join('\r\n');
}

const follow = (browser = ana) =>
  world.run(browser, {
    type: 'setFeed',
    id: feed,
    name: 'School',
    source: { kind: 'web', url: URL },
    everyHours: 6,
  });
/** Ben's browser looks what is due. */
async function refreshLook(): Promise<void> {
  ben.worker?.fireAlarm('feeds');
  await world.flow();
}
const refresh = (browser = ana) => world.run(browser, { type: 'refreshFeed', id: feed });
const row = async (browser: MemoryBrowser): Promise<FeedRow | undefined> =>
  (await world.rows(browser, { type: 'feeds' }))[0];
const titles = async (browser: MemoryBrowser) =>
  (await world.rows(browser, { type: 'agenda', from: '2099-11-01', to: '2099-11-30', zone: 'UTC' })).map(
    ({ title }) => title,
  );

describe('public holidays', () => {
  const DAY_MS = 24 * HOUR_MS;
  const addHolidays = (until: number) =>
    world.run(ana, {
      type: 'setFeed',
      id: feed,
      name: 'Holidays',
      source: { kind: 'holidays', country: 'ES', until },
      everyHours: 168,
      events: [],
    });
  const until = async (browser: MemoryBrowser) => {
    const source = (await row(browser))?.source;
    return source?.kind === 'holidays' ? source.until : undefined;
  };

  it('[F15] are made longer in the worker, with no page open, by the browser that added them', async () => {
    const year = new Date().getUTCFullYear();
    await addHolidays(year + 1);
    await world.flowFor(DAY_MS);
    expect([await until(ana), await until(ben)]).toEqual([year + 4, year + 4]);
    expect(ben.calendars.holidaysRead).toBe(0);
    const range = { from: `${year + 2}-12-01`, to: `${year + 2}-12-31`, zone: 'UTC' };
    expect((await world.rows(ben, { type: 'agenda', ...range })).map(({ title }) => title)).toContain('Navidad');
    // What reaches far enough is not looked up again.
    const before = ana.calendars.holidaysRead;
    await world.flowFor(2 * DAY_MS);
    expect(ana.calendars.holidaysRead).toBe(before);
  });

  it('[F15] are made longer by another browser once they are about to end', async () => {
    const year = new Date().getUTCFullYear();
    ana.calendars.holidays = () => Promise.reject(new Error('damaged'));
    await addHolidays(year);
    await world.flow();
    expect(await until(ben)).toBe(year);
    await world.flowFor(DAY_MS);
    expect(await until(ben)).toBe(year + 4);
  });
});

describe('public holidays that are taken away', () => {
  it('[F15] while their data are read are not made longer, and do not come back', async () => {
    const year = new Date().getUTCFullYear();
    const { holidays } = ana.calendars;
    let removed: unknown;
    ana.calendars.holidays = async () => {
      removed ??= await world.run(ana, { type: 'removeFeed', id: feed });
      return holidays();
    };
    await world.run(ana, {
      type: 'setFeed',
      id: feed,
      name: 'Holidays',
      source: { kind: 'holidays', country: 'ES', until: year },
      everyHours: 168,
      events: [],
    });
    await world.flowFor(24 * HOUR_MS);
    expect(removed).toMatchObject({ ok: true });
    expect(await row(ana)).toBeUndefined();
  });
});

describe('a feed', () => {
  it('[F17] is fetched by one browser, and shown in all', async () => {
    ana.calendars.sites.set(URL, { text: calendarOf('Trip'), etag: '"1"' });
    await follow();
    expect(await refresh()).toMatchObject({ ok: true, value: { name: 'Primary school' } });
    await world.flow();
    expect(await titles(ana)).toEqual(['Trip']);
    expect(await titles(ben)).toEqual(['Trip']);
    expect(await row(ben)).toMatchObject({ count: 1, isFetchedHere: false });
    expect(ben.calendars.asked).toEqual([]);
  });

  it('[F17] is looked at again when it is due, with no page open and after the worker was killed', async () => {
    ana.calendars.sites.set(URL, { text: calendarOf('Trip'), etag: '"1"' });
    await follow();
    await refresh();
    for (const page of [...ana.pages]) ana.closePage(page);
    ana.killWorker({ kept: Number.POSITIVE_INFINITY, keptKeys: Number.POSITIVE_INFINITY });
    await world.flowFor(5 * HOUR_MS);
    expect(ana.calendars.asked).toHaveLength(1);
    ana.calendars.sites.set(URL, { text: calendarOf('Trip', 'Sports'), etag: '"2"' });
    await world.flowFor(2 * HOUR_MS);
    expect(ana.calendars.asked).toHaveLength(2);
    // What it has is named, so that nothing is sent where nothing is new.
    expect(ana.calendars.asked[1]?.validators).toEqual({ etag: '"1"' });
    expect((await titles(ana)).sort()).toEqual(['Sports', 'Trip']);
  });

  it('[F17] that is unchanged writes no events, only that it was looked at', async () => {
    ana.calendars.sites.set(URL, { text: calendarOf('Trip'), etag: '"1"' });
    await follow();
    await refresh();
    const before = await row(ana);
    await world.flowFor(7 * HOUR_MS);
    const after = await row(ana);
    expect(after).toMatchObject({ count: 1 });
    expect(after?.lastAt).toBeGreaterThan(before?.lastAt ?? 0);
    expect(await titles(ana)).toEqual(['Trip']);
  });

  it('[F14] says why it could not be read, keeps what it had, and is tried again', async () => {
    ana.calendars.sites.set(URL, { text: calendarOf('Trip') });
    await follow();
    await refresh();
    ana.calendars.sites.set(URL, 'too-slow');
    await world.flowFor(7 * HOUR_MS);
    expect(await row(ana)).toMatchObject({ problem: 'too-slow', count: 1 });
    ana.calendars.sites.set(URL, { text: '<!doctype html><html><body>Sign in</body></html>' });
    expect(await refresh()).toMatchObject({ value: { problem: 'web-page' } });
    expect(await titles(ana)).toEqual(['Trip']);
    ana.calendars.sites.set(URL, { text: calendarOf('Trip', 'Sports') });
    await world.flowFor(2 * HOUR_MS);
    expect((await row(ana))?.problem).toBeUndefined();
    expect(await titles(ana)).toHaveLength(2);
  });

  it('[F18] is taken over by a browser that may, once its own has not come for long', async () => {
    ana.calendars.sites.set(URL, { text: calendarOf('Trip') });
    ben.calendars.sites.set(URL, { text: calendarOf('Trip', 'Sports') });
    await follow();
    await refresh();
    await world.flow();
    // Ana's browser is shut; at Ben's a day and more goes by.
    ana.alarms.isRinging = false;
    ana.killWorker();
    ben.clockSkewMs = 30 * HOUR_MS;
    await refreshLook();
    expect(ben.calendars.asked).toEqual([]);
    ben.calendars.allowed = undefined;
    await refreshLook();
    expect(await row(ben)).toMatchObject({ isFetchedHere: true, count: 2 });
    expect(await titles(ben)).toHaveLength(2);
  });

  it('[F18] whose site this browser may not read asks nobody and says so', async () => {
    ana.calendars.allowed = new Set();
    await follow();
    expect(await refresh()).toMatchObject({ value: { problem: 'not-allowed' } });
    expect(ana.calendars.asked).toEqual([]);
  });

  it('[F13] that was removed is not fetched any more', async () => {
    ana.calendars.sites.set(URL, { text: calendarOf('Trip') });
    await follow();
    await refresh();
    await world.run(ana, { type: 'removeFeed', id: feed });
    await world.flowFor(13 * HOUR_MS);
    expect(ana.calendars.asked).toHaveLength(1);
    expect(await titles(ana)).toEqual([]);
  });
});

describe('[F19] what a feed’s address answers', () => {
  const read = (text: string) =>
    readFeedAnswer(new TextEncoder().encode(text), { zone: 'UTC', now: Date.parse('2026-11-24T12:00:00Z') });
  const event = (title: string, date: string, ...lines: string[]) =>
    [
      'BEGIN:VEVENT',
      `UID:${title}@test`,
      `DTSTART;VALUE=DATE:${date}`,
      `SUMMARY:${title}`,
      ...lines,
      'END:VEVENT',
    ].join('\r\n');
  const calendar = (...events: string[]) => ['BEGIN:VCALENDAR', ...events, 'END:VCALENDAR'].join('\r\n');

  it.each([
    ['', 'empty'],
    ['<!DOCTYPE html><html><body>Sign in</body></html>', 'web-page'],
    ['{"events":[]}', 'not-a-calendar'],
    ['BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:When?\r\nEND:VEVENT\r\nEND:VCALENDAR', 'unreadable'],
  ])('says of “%s” that it is %s', async (text, problem) => expect(await read(text)).toEqual({ ok: false, problem }));

  it('may be a calendar without events', async () => {
    expect(await read('BEGIN:VCALENDAR\r\nEND:VCALENDAR')).toMatchObject({ ok: true, events: [] });
  });

  it('keeps no single event that is long over, but a series that began long ago', async () => {
    const answer = await read(
      calendar(event('Old', '20200101'), event('Weekly', '20200101', 'RRULE:FREQ=WEEKLY'), event('Next', '20261201')),
    );
    expect(answer).toMatchObject({ ok: true, events: [{ title: 'Weekly' }, { title: 'Next' }], left: 0 });
  });

  it('leaves out what is farthest from now where there is no room for all, and counts it', async () => {
    const notes = `DESCRIPTION:${'x'.repeat(900)}`;
    const many = Array.from({ length: 400 }, (_, index) => event(`E${index}`, `${2027 + index}0101`, notes));
    const answer = await read(calendar(...many, event('Series', '20200101', 'RRULE:FREQ=YEARLY')));
    if (!answer.ok) throw new Error(answer.problem);
    expect(JSON.stringify(answer.events).length).toBeLessThanOrEqual(200_000);
    expect(answer.left).toBeGreaterThan(100);
    expect(answer.events.map(({ title }) => title)).toEqual(expect.arrayContaining(['E0', 'E1', 'Series']));
    expect(answer.events.length + answer.left).toBe(401);
  });
});
