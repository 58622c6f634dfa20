import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Codec } from '../../lib/model/codec.ts';
import { type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../doubles/memory-world.ts';
import { readFamily, readRoom } from '../doubles/read-documents.ts';

let world: MemoryWorld;
let ana: MemoryBrowser;
let ben: MemoryBrowser;
let list: ListId;
let milk: ItemId;
let codec: Codec;

beforeEach(async () => {
  world = createMemoryWorld(17);
  ana = world.addBrowser('Ana');
  ben = world.addBrowser('Ben');
  await world.foundFamily(ana, ben);
  codec = await ben.openCodec();
  const lists = await world.rows(ana, { type: 'lists' });
  list = lists.find(({ name }) => name === 'To-do')?.id ?? newId<ListId>();
  milk = newId<ItemId>();
  await world.run(ana, { type: 'addItems', list, items: [{ id: milk, title: 'Milk' }] });
});
afterEach(() => world.close());

const valuesOf = (browser: MemoryBrowser) => {
  const doc = browser.worker?.doc;
  if (!doc) throw new Error(`${browser.name} has no document`);
  return doc.getMap<unknown>('values');
};
/** Puts bytes into the document in Ben's browser, as whatever version runs there would; they travel like everything else. */
async function put(key: string, bytes: Uint8Array): Promise<void> {
  valuesOf(ben).set(key, bytes);
  await world.flow();
}
const sealed = (path: string, stored: unknown) => codec.seal(path, new TextEncoder().encode(JSON.stringify(stored)));
const health = async (browser: MemoryBrowser) => {
  const [row] = await world.rows(browser, { type: 'session' });
  return { fromNewer: row?.fromNewer, unreadable: row?.unreadable };
};
const titles = async (browser: MemoryBrowser) =>
  (await world.rows(browser, { type: 'list', list })).map(({ title }) => title).sort();

/** They are on every disk and on the relay's, byte for byte, also after everything was started anew. */
async function expectKept(key: string, bytes: Uint8Array): Promise<void> {
  world.relay.kill9();
  world.relay.start();
  for (const browser of [ana, ben]) browser.killWorker();
  await world.flowFor(5_000);
  for (const browser of [ana, ben]) expect(valuesOf(browser).get(key)).toEqual(bytes);
  const stored = await readRoom([...world.relay.disks.values()][0] ?? new Map());
  expect(stored.getMap('values').get(key)).toEqual(bytes);
}

describe('a value that a newer version wrote', () => {
  const newerTitle = () => [99, { title: 'Milk', flavour: 'oat', at: 1 }];

  test('is counted, is not shown as if it were understood, and the rest goes on', async () => {
    const path = `item/${milk}/title`;
    await put(codec.keyOf(path), sealed(path, newerTitle()));
    expect(await health(ana)).toEqual({ fromNewer: 1, unreadable: 0 });
    expect(await titles(ana)).toEqual(['Milk']);
    await world.run(ana, { type: 'addItems', list, items: [{ id: newId<ItemId>(), title: 'Bread' }] });
    expect(await titles(ben)).toEqual(['Bread', 'Milk']);
  });

  test('is never written over: a command that would is refused, and does nothing at all', async () => {
    const path = `item/${milk}/title`;
    const bytes = sealed(path, newerTitle());
    await put(codec.keyOf(path), bytes);
    const rename = { type: 'changeItem' as const, ids: [milk], change: { title: 'Cheese', note: 'old' } };
    expect(await world.run(ana, rename)).toEqual({ ok: false, error: 'from-newer' });
    expect(await world.rows(ana, { type: 'list', list })).toMatchObject([{ title: 'Milk' }]);
    expect(await world.run(ana, { type: 'setDone', ids: [milk], done: true })).toMatchObject({ ok: true });
    await expectKept(codec.keyOf(path), bytes);
    expect(await health(ana)).toEqual({ fromNewer: 1, unreadable: 0 });
  });

  test('of a kind or a group that is not known here is kept and counts as nothing', async () => {
    for (const path of ['pet/aaaaaaaaaaaaaaaaaaaaaa/core', `item/${milk}/flavour`]) {
      const bytes = sealed(path, [1, { anything: true }]);
      await put(codec.keyOf(path), bytes);
      await expectKept(codec.keyOf(path), bytes);
    }
    expect(await health(ana)).toEqual({ fromNewer: 0, unreadable: 0 });
    expect(await titles(ana)).toEqual(['Milk']);
  });

  test('sealed in a format of a later version counts as newer, too', async () => {
    const path = `item/${milk}/note`;
    const bytes = sealed(path, [1, { note: 'x', at: 1 }]);
    bytes[0] = 2;
    await put(codec.keyOf(path), bytes);
    expect(await health(ana)).toEqual({ fromNewer: 1, unreadable: 0 });
    await expectKept(codec.keyOf(path), bytes);
  });
});

describe('a damaged value', () => {
  test('is counted and kept, and everything else is there', async () => {
    const path = `item/${newId<ItemId>()}/core`;
    const bytes = sealed(path, [1, { title: 'Bread', list, order: 'a0', at: 1 }]);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await put(codec.keyOf(path), bytes);
    await put('no key of ours', new Uint8Array([1, 2, 3]));
    await put('nothing at all', new Uint8Array(0));
    expect(await health(ana)).toEqual({ fromNewer: 0, unreadable: 3 });
    expect(await titles(ana)).toEqual(['Milk']);
    await world.run(ana, { type: 'addItems', list, items: [{ id: newId<ItemId>(), title: 'Eggs' }] });
    expect(await titles(ben)).toEqual(['Eggs', 'Milk']);
    await expectKept(codec.keyOf(path), bytes);
    expect(await health(ben)).toEqual({ fromNewer: 0, unreadable: 3 });
  });

  test('moved to another place does not open there', async () => {
    const bread = newId<ItemId>();
    const stolen = valuesOf(ben).get(codec.keyOf(`item/${milk}/core`)) as Uint8Array;
    await put(codec.keyOf(`item/${bread}/core`), stolen);
    expect(await health(ana)).toEqual({ fromNewer: 0, unreadable: 1 });
    expect(await titles(ana)).toEqual(['Milk']);
  });

  test('does not keep members from having the same content', async () => {
    await put('junk', new Uint8Array([255]));
    ben.line.setUp(false);
    await world.run(ana, { type: 'setDone', ids: [milk], done: true });
    await world.run(ben, { type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } });
    ben.line.setUp(true);
    await world.flowFor(95_000);
    const hashes = [ana, ben].map((browser) => {
      const doc = browser.worker?.doc;
      return doc ? readFamily(doc, codec).contentHash() : browser.name;
    });
    expect(hashes[0]).toBe(hashes[1]);
  });
});
