import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import { PROOF_TOLERANCE_MS } from '../../lib/protocol/relay.ts';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../doubles/memory-world.ts';
import { holds, readRoom } from '../doubles/read-documents.ts';

let world: MemoryWorld;
let ana: MemoryBrowser;
let ben: MemoryBrowser;
let list: ListId;

beforeEach(async () => {
  world = createMemoryWorld(13);
  ana = world.addBrowser('Ana');
  ben = world.addBrowser('Ben');
  await world.foundFamily(ana, ben);
  const lists = await world.rows(ana, { type: 'lists' });
  list = lists.find(({ name }) => name === 'To-do')?.id ?? newId<ListId>();
});
afterEach(() => world.close());

const add = (title: string) => ({ type: 'addItems' as const, list, items: [{ id: newId<ItemId>(), title }] });
const titles = async (browser: MemoryBrowser) =>
  (await world.rows(browser, { type: 'list', list })).map(({ title }) => title).sort();
const status = async (browser: MemoryBrowser) => (await world.rows(browser, { type: 'sync' }))[0];
/** Longer than it takes to notice that a line is dead, and the longest wait for the next attempt. */
const NEXT_ATTEMPT_MS = 95_000;

/** Everything on the relay's disk, as a relay started on it would have it. */
const onRelay = () => readRoom([...world.relay.disks.values()][0] ?? new Map());

function restartRelay(): void {
  world.relay.kill9();
  world.relay.start();
  for (const { line } of [ana, ben]) for (const link of line.links) link.memberNotices();
}

describe('a relay that does not let a device in', () => {
  test('because of its clock: says so and by how much, keeps everything here, and gets in once the clock is right', async () => {
    ana.clockSkewMs = 10 * 60_000;
    restartRelay();
    await world.run(ana, add('Milk'));
    await world.flowFor(NEXT_ATTEMPT_MS);
    expect(await status(ana)).toMatchObject({ state: 'refused', reason: 'clock', skewMs: -10 * 60_000, unsent: 1 });
    expect(await titles(ana)).toEqual(['Milk']);
    expect(await titles(ben)).toEqual([]);
    ana.clockSkewMs = 0;
    await world.flowFor(NEXT_ATTEMPT_MS);
    expect(await status(ana)).toMatchObject({ state: 'synced', unsent: 0 });
    expect(await titles(ben)).toEqual(['Milk']);
  });

  test.each([1, -1])('a clock that is wrong by less than the tolerance does not matter (%i)', async (sign) => {
    ana.clockSkewMs = sign * (PROOF_TOLERANCE_MS - 1_000);
    restartRelay();
    await world.run(ana, add('Milk'));
    await world.flowFor(NEXT_ATTEMPT_MS);
    expect(await status(ana)).toMatchObject({ state: 'synced' });
    expect(await titles(ben)).toEqual(['Milk']);
  });

  test('who wins does not hang on whose clock is ahead: the same on both, and nothing is lost', async () => {
    ana.clockSkewMs = PROOF_TOLERANCE_MS - 1_000;
    ben.clockSkewMs = 1_000 - PROOF_TOLERANCE_MS;
    const milk = newId<ItemId>();
    await world.run(ana, { type: 'addItems', list, items: [{ id: milk, title: 'Milk' }] });
    ana.line.setUp(false);
    ben.line.setUp(false);
    await world.run(ana, { type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } });
    await world.run(ben, { type: 'setDone', ids: [milk], done: true });
    await world.run(ben, { type: 'changeItem', ids: [milk], change: { note: 'two' } });
    for (const { line } of [ana, ben]) line.setUp(true);
    await world.flowFor(2 * NEXT_ATTEMPT_MS);
    const seen = await world.rows(ana, { type: 'list', list });
    expect(seen).toMatchObject([{ title: 'Oat milk', note: 'two', ids: [milk] }]);
    expect(seen[0]?.done).not.toBeNull();
    expect(await world.rows(ben, { type: 'list', list })).toEqual(seen);
  });
});

describe('a relay that is away', () => {
  test('is "offline" here, and everything catches up by itself when it is back', async () => {
    world.relay.kill9();
    for (const { line } of [ana, ben]) for (const link of line.links) link.memberNotices();
    await world.run(ana, add('Milk'));
    await world.run(ben, add('Bread'));
    await world.flowFor(NEXT_ATTEMPT_MS);
    expect(await status(ana)).toMatchObject({ state: 'offline', unsent: 1 });
    world.relay.start();
    await world.flowFor(NEXT_ATTEMPT_MS);
    expect(await status(ana)).toMatchObject({ state: 'synced', unsent: 0 });
    for (const browser of [ana, ben]) expect(await titles(browser)).toEqual(['Bread', 'Milk']);
  });

  test('may be killed after any of its writes: what a member has seen of another, or was told is sent, is on its disk', async () => {
    let isWhole = false;
    for (let written = 0; !isWhole; written++) {
      const title = `Milk ${written}`;
      const outcome = ana.openPage().run(add(title));
      // Frames go as far as they get while the relay writes nothing but this many groups.
      let left = written;
      for (let round = 0; round < 12; round++) {
        await world.realm.settle();
        ana.disk.write();
        ana.keyWrites.write();
        for (const { links } of world.relay.lines) {
          for (const link of links) {
            while (link.deliverToRelay());
            while (link.deliverToMember());
          }
        }
        for (const { storage } of world.relay.rooms.values()) {
          if (left > 0 && storage.waiting > 0) {
            storage.flush(1);
            left -= 1;
          }
        }
      }
      isWhole = left > 0;
      world.relay.kill9();
      const disk = await onRelay();
      const benDoc = ben.worker?.doc;
      if (benDoc) expect(holds(disk, benDoc)).toBe(true);
      const anaDoc = ana.worker?.doc;
      const page = ana.pages.at(-1)?.live({ type: 'sync' });
      await world.realm.settle();
      const [row] = [...(page?.rows.peek().values() ?? [])];
      if (anaDoc && row?.unsent === 0) expect(holds(disk, anaDoc)).toBe(true);
      world.relay.start();
      for (const { line } of [ana, ben]) for (const link of line.links) link.memberNotices();
      await world.flowFor(NEXT_ATTEMPT_MS);
      expect(await outcome).toMatchObject({ ok: true });
      expect(await titles(ben)).toContain(title);
      for (const open of ana.pages.slice(1)) ana.closePage(open);
    }
  });

  test('whose disk cannot be read lets nobody in, says no more than that it is in trouble, and loses nothing', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    world.relay.kill9();
    const [disk] = [...world.relay.disks.values()];
    const head = disk?.get('journal/head');
    disk?.set('journal/head', { format: 99 });
    world.relay.start();
    for (const { line } of [ana, ben]) for (const link of line.links) link.memberNotices();
    await world.run(ana, add('Milk'));
    await world.flowFor(NEXT_ATTEMPT_MS);
    expect(await status(ana)).toMatchObject({ state: 'offline', unsent: 1 });
    expect(said.mock.calls.join()).toContain('of a newer relay');
    if (head === undefined) disk?.delete('journal/head');
    else disk?.set('journal/head', head);
    restartRelay();
    await world.flowFor(2 * NEXT_ATTEMPT_MS);
    expect(await titles(ben)).toEqual(['Milk']);
  });

  test('that has lost everything gets it back from whoever comes, and nobody reads "Synced" before', async () => {
    await world.run(ana, add('Milk'));
    await world.run(ben, add('Bread'));
    ben.line.setUp(false);
    world.relay.kill9();
    world.relay.wipe();
    world.relay.start();
    for (const link of ana.line.links) link.memberNotices();
    const sync = ana.pages[0]?.live({ type: 'sync' });
    const claims: boolean[] = [];
    for (let step = 0; step < 400; step++) {
      await world.realm.pass(250);
      for (const { links } of world.relay.lines)
        for (const link of links) link.deliverToRelay() || link.deliverToMember();
      for (const { storage } of world.relay.rooms.values()) if (storage.waiting > 0) storage.flush(1);
      await world.realm.settle();
      const [row] = [...(sync?.rows.peek().values() ?? [])];
      const doc = ana.worker?.doc;
      if (row?.state === 'synced' && doc) claims.push(holds(await onRelay(), doc));
    }
    expect(claims.length).toBeGreaterThan(0);
    expect(claims).not.toContain(false);

    ben.line.setUp(true);
    await world.flowFor(NEXT_ATTEMPT_MS);
    const lea = world.addBrowser('Léa');
    await world.join(lea, ana);
    for (const browser of [ana, ben, lea]) expect(await titles(browser)).toEqual(['Bread', 'Milk']);
  });
});
