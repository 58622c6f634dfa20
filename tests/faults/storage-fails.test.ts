import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../doubles/memory-world.ts';

let world: MemoryWorld;
let ana: MemoryBrowser;
let ben: MemoryBrowser;
let list: ListId;

beforeEach(async () => {
  world = createMemoryWorld(11);
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
const status = async (browser: MemoryBrowser) => (await world.rows(browser, { type: 'sync' }))[0]?.state;

describe("a browser's disk that fails for a while", () => {
  beforeEach(() => ana.disk.setBroken(true));

  test('is told to whoever adds something, and shown, until something can be stored again', async () => {
    expect(await world.run(ana, add('Milk'))).toEqual({ ok: false, error: 'storage-failed' });
    expect(await status(ana)).toBe('storage-failed');
    ana.disk.setBroken(false);
    expect(await world.run(ana, add('Bread'))).toMatchObject({ ok: true });
    expect(await status(ana)).toBe('synced');
  });

  test('is tried again by itself: what only the worker remembered is stored once the disk works', async () => {
    ana.line.setUp(false);
    await world.run(ana, add('Milk'));
    await world.flowFor(30_000);
    expect(await status(ana)).toBe('storage-failed');
    ana.disk.setBroken(false);
    await world.flowFor(5_000);
    expect(await status(ana)).toBe('offline');
    ana.killWorker();
    expect(await titles(ana)).toEqual(['Milk']);
  });

  test('loses nothing and doubles nothing: with the next change everything is stored', async () => {
    await world.run(ana, add('Milk'));
    await world.run(ana, add('Bread'));
    ana.disk.setBroken(false);
    await world.run(ana, add('Eggs'));
    ana.line.setUp(false);
    ana.killWorker();
    expect(await titles(ana)).toEqual(['Bread', 'Eggs', 'Milk']);
    expect(await titles(ben)).toEqual(['Bread', 'Eggs', 'Milk']);
  });

  test('and a worker that dies meanwhile, offline: the outbox still has what was added, once', async () => {
    ana.line.setUp(false);
    const page = ana.openPage();
    const sent = page.send(add('Milk'));
    await sent.kept;
    // The page goes before it hears that it failed.
    ana.closePage(page);
    await world.flow();
    ana.killWorker();
    ana.disk.setBroken(false);
    expect(await titles(ana)).toEqual(['Milk']);
    ana.line.setUp(true);
    await world.flowFor(90_000);
    expect(await titles(ben)).toEqual(['Milk']);
  });

  test('does not keep what others do from being seen, nor from being there later', async () => {
    await world.run(ben, add('Milk'));
    expect(await titles(ana)).toEqual(['Milk']);
    ana.killWorker();
    ana.disk.setBroken(false);
    expect(await titles(ana)).toEqual(['Milk']);
  });

  test('makes no family and joins none: afterwards there is no family, and the next attempt works', async () => {
    const invite = await world.run(ben, { type: 'makeInvite' });
    const link = invite.ok ? String(invite.value?.link) : '';
    const lea = world.addBrowser('Léa');
    lea.disk.setBroken(true);
    const join = { type: 'joinFamily' as const, invite: link, yourName: 'Léa' };
    expect(await world.run(lea, join)).toEqual({ ok: false, error: 'storage-failed' });
    expect(await world.rows(lea, { type: 'session' })).toMatchObject([{ state: 'none' }]);
    // But for the keys that the relay has let in by now: the invite is used up, and the same link goes on with them.
    expect([...lea.keyValue.content.keys()].filter((key) => key !== 'settings')).toEqual(['waiting']);
    lea.disk.setBroken(false);
    expect(await world.run(lea, join)).toEqual({ ok: true });
    expect((await world.rows(ben, { type: 'members' })).map(({ name }) => name).sort()).toEqual(['Ana', 'Ben', 'Léa']);
  });
});
