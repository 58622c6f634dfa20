import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewItem } from '../../../lib/protocol/commands.ts';
import { type ItemId, type ListId, type MemberId, newId } from '../../../lib/protocol/ids.ts';
import type { MemoryBrowser } from '../../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../../doubles/memory-world.ts';

const HOUR_MS = 3_600_000;

let world: MemoryWorld;
let ana: MemoryBrowser;
let ben: MemoryBrowser;
let me: MemberId;
let other: MemberId;
let todo: ListId;

// The clock starts at noon of 22 November 2026, UTC.
beforeEach(async () => {
  world = createMemoryWorld(11);
  ana = world.addBrowser('Ana');
  ben = world.addBrowser('Ben');
  await world.foundFamily(ana, ben);
  const members = await world.rows(ana, { type: 'members' });
  me = named(members, 'Ana');
  other = named(members, 'Ben');
  todo = named(await world.rows(ana, { type: 'lists' }), 'To-do');
});
afterEach(() => world.close());

function named<Id>(rows: { id: Id; name: string }[], name: string): Id {
  const row = rows.find((it) => it.name === name);
  if (row === undefined) throw new Error(`no ${name}`);
  return row.id;
}

async function add(browser: MemoryBrowser, fields: Partial<NewItem>): Promise<ItemId> {
  const id = newId<ItemId>();
  await world.run(browser, { type: 'addItems', list: todo, items: [{ id, title: 'Call', ...fields }] });
  await world.flow();
  return id;
}

describe('[B1] the badge counts', () => {
  test('open entries that are for this member or due by today, each once', async () => {
    expect(ana.badge).toBe(0);
    await add(ana, { title: 'For nobody' });
    await add(ana, { title: 'For Ben', who: [other] });
    await add(ana, { title: 'Tomorrow', due: '2026-11-23' });
    expect(ana.badge).toBe(0);
    await add(ana, { title: 'For me', who: [me, other] });
    const overdue = await add(ana, { title: 'Overdue', due: '2026-11-20', who: [other] });
    await add(ana, { title: 'Both', due: '2026-11-22', who: [me] });
    expect(ana.badge).toBe(3);
    await world.run(ana, { type: 'setDone', ids: [overdue], done: true });
    expect(ana.badge).toBe(2);
  });

  test('what was chosen, and nothing where that was chosen', async () => {
    await add(ana, { who: [me] });
    await add(ana, { who: [me] });
    await add(ana, { due: '2026-11-22' });
    const counts: (number | undefined)[] = [];
    for (const badge of ['mine', 'due', 'both', 'none'] as const) {
      await world.run(ana, { type: 'changeSettings', change: { badge } });
      counts.push(ana.badge);
    }
    expect(counts).toEqual([2, 1, 3, 0]);
  });

  test('nothing of members who are hidden here, unless it is for someone else too', async () => {
    await world.run(ana, { type: 'changeSettings', change: { hidden: [other] } });
    await add(ana, { due: '2026-11-22', who: [other] });
    expect(ana.badge).toBe(0);
    await add(ana, { due: '2026-11-22', who: [other, me] });
    await add(ana, { due: '2026-11-22' });
    expect(ana.badge).toBe(2);
  });
});

describe('[B2] with no page open the badge', () => {
  test('is as the last worker left it, and right again with the next', async () => {
    await add(ana, { who: [me] });
    for (const page of ana.pages) ana.closePage(page);
    ana.killWorker();
    expect(ana.badge).toBe(1);
    await add(ben, { who: [me] });
    ana.startWorker().fireAlarm('catch-up');
    await world.flowFor(1_000);
    expect(ana.badge).toBe(2);
  });

  test('follows midnight in the zone that the device is in, also in one that it travels to', async () => {
    ana.alarms.isRinging = true;
    ana.zone = 'Europe/Madrid';
    await add(ana, { due: '2026-11-23' });
    // 22:59 and 23:00 UTC: midnight in Madrid is at 23:00, and a worker is woken every five minutes.
    await world.flowFor(10 * HOUR_MS + 55 * 60_000);
    expect(ana.badge).toBe(0);
    await world.flowFor(10 * 60_000);
    expect(ana.badge).toBe(1);
    ana.zone = 'America/New_York';
    await world.flowFor(6 * 60_000);
    expect(ana.badge).toBe(0);
  });

  test('is empty once the family is left', async () => {
    await add(ana, { who: [me] });
    await world.flowFor(1_000);
    await world.run(ana, { type: 'leaveFamily', evenUnsent: true });
    expect(ana.badge).toBe(0);
  });
});
