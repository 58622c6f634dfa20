import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMembersStage, type MembersStage } from './members-stage.ts';

let stage: MembersStage;
let ana: MemoryBrowser;
let ben: MemoryBrowser;

beforeEach(async () => {
  stage = createMembersStage();
  ana = stage.browser('Ana');
  ben = stage.browser('Ben');
  await stage.world.foundFamily(ana, ben);
  await stage.settle();
});
afterEach(() => stage.world.close());

const RECONNECT_MS = 95_000;
const roomId = () => String(JSON.parse(ana.keyValue.content.get('family') ?? '{}').room);
const disk = () => {
  const found = stage.world.relay.disks.get(roomId());
  if (found === undefined) throw new Error('no room');
  return found;
};
/** The relay comes back with another storage, as after a restored backup. */
async function restartWith(change: (disk: Map<string, unknown>) => void): Promise<void> {
  stage.world.relay.kill9(Number);
  change(disk() as Map<string, unknown>);
  stage.world.relay.start();
  for (const { line } of [ana, ben]) for (const link of line.links) link.memberNotices();
  await stage.settle(RECONNECT_MS);
}

describe('a relay that forgot part of the family', () => {
  test('is caught: nothing is sent to it, and the person is told; Connect makes it a new one', async () => {
    const before = new Map(disk());
    await stage.invite(ana);
    await stage.settle();
    await restartWith((stored) => {
      stored.clear();
      for (const [key, value] of before) stored.set(key, value);
    });
    expect(await stage.session(ana)).toMatchObject({ chainProblem: 'rollback' });
    expect(await stage.sync(ana)).toMatchObject({ state: 'refused', reason: 'chain-problem' });
    await stage.add(ana, 'Milk');
    await stage.settle(RECONNECT_MS);
    expect(await stage.titles(ben)).toEqual([]);
    expect(
      await stage.world.run(ana, {
        type: 'removeDevices',
        devices: (await stage.member(ana, 'Ben')).devices.map(({ id }) => id),
      }),
    ).toEqual({ ok: false, error: 'chain-problem' });

    await stage.world.run(ana, { type: 'setHost', host: '' });
    await stage.settle(RECONNECT_MS);
    expect(await stage.session(ana)).not.toHaveProperty('chainProblem');
    expect(await stage.sync(ana)).toMatchObject({ state: 'synced' });
    expect(await stage.titles(ben)).toEqual(['Milk']);
  });

  test('a removed device stays removed', async () => {
    const before = new Map(disk());
    const { id: member, devices } = await stage.member(ana, 'Ben');
    await stage.world.run(ana, { type: 'removeDevices', devices: devices.map(({ id }) => id), member });
    await stage.settle();
    await restartWith((stored) => {
      stored.clear();
      for (const [key, value] of before) stored.set(key, value);
    });
    expect(await stage.session(ben)).toMatchObject({ removed: { by: 'Ana' } });
    expect(await stage.session(ana)).toMatchObject({ chainProblem: 'rollback' });
  });
});

describe('a relay that tells two histories', () => {
  test('is caught by whoever has seen the other one', async () => {
    const before = new Map(disk());
    ben.line.setUp(false);
    await stage.invite(ana);
    await stage.settle();
    ana.line.setUp(false);
    ben.line.setUp(true);
    await restartWith((stored) => {
      stored.clear();
      for (const [key, value] of before) stored.set(key, value);
    });
    await stage.invite(ben);
    await stage.settle();
    ana.line.setUp(true);
    await stage.settle(RECONNECT_MS);
    expect(await stage.session(ana)).toMatchObject({ chainProblem: 'fork' });
    expect(await stage.sync(ana)).toMatchObject({ state: 'refused', reason: 'chain-problem' });
    expect(await stage.session(ben)).not.toHaveProperty('chainProblem');
  });
});

describe('another relay', () => {
  test('that has nothing of the family, be it new or emptied, gets all of it from whoever comes first', async () => {
    await stage.add(ana, 'Milk');
    await stage.settle();
    stage.world.relay.kill9(Number);
    stage.world.relay.wipe();
    stage.world.relay.start();
    for (const { line } of [ana, ben]) for (const link of line.links) link.memberNotices();
    await stage.settle(RECONNECT_MS);
    await stage.add(ben, 'Bread');
    await stage.settle();
    expect(await stage.titles(ana)).toEqual(['Bread', 'Milk']);
  });
});

describe('who is here', () => {
  const here = async (browser: MemoryBrowser) => (await stage.access(browser))?.here.length;

  test('is whoever is connected, until it goes; then it is remembered when that was', async () => {
    expect(await here(ana)).toBe(2);
    expect(await here(ben)).toBe(2);
    const [bens] = (await stage.member(ana, 'Ben')).devices;
    for (const page of ben.pages) ben.closePage(page);
    ben.killWorker();
    await stage.settle();
    expect(await here(ana)).toBe(1);
    expect((await stage.access(ana))?.seen.map(({ device }) => device)).toContain(bens?.id);
    ben.openPage();
    await stage.settle(RECONNECT_MS);
    expect(await here(ana)).toBe(2);
  });

  test('a device that vanished without a word is gone after a while', async () => {
    ben.line.setUp(false);
    await stage.settle(200_000);
    expect(await here(ana)).toBe(1);
  });
});

describe('a device whose copy is another under the same history', () => {
  /** As a restored profile leaves it: the same clients and clocks, and something else written with them. */
  async function equivocate(): Promise<void> {
    await stage.add(ben, 'Milk');
    await stage.settle();
    const codec = await ben.openCodec();
    ben.killWorker({ kept: 99, keptKeys: 99 });
    const update = Y.encodeStateAsUpdate(ben.disk.doc);
    let changed: Uint8Array | null = null;
    for (const [key, value] of ben.disk.doc.getMap<Uint8Array>('values')) {
      const opened = codec.open(key, value);
      if (!opened.ok) continue;
      const text = new TextDecoder().decode(opened.plain);
      if (!text.includes('"title":"Milk"')) continue;
      const other = codec.seal(opened.path, new TextEncoder().encode(text.replace('Milk', 'Mulk')));
      expect(other).toHaveLength(value.length);
      const at = Buffer.from(update).indexOf(value);
      changed = update.slice();
      changed.set(other, at);
    }
    if (changed === null) throw new Error('nothing was changed');
    ben.disk.replace([changed]);
    ben.openPage();
    await stage.settle(20_000);
  }

  test('is found, told to both, and made right from the family’s copy', async () => {
    expect(await stage.session(ana)).not.toHaveProperty('differsFrom');
    await equivocate();
    expect(await stage.titles(ben)).toEqual(['Mulk']);
    expect(await stage.titles(ana)).toEqual(['Milk']);
    expect((await stage.session(ana))?.differsFrom).toContain('Ben');
    expect((await stage.session(ben))?.differsFrom).toContain('Ana');
    expect(await stage.world.run(ben, { type: 'rebuildCopy' })).toEqual({ ok: true });
    await stage.settle(20_000);
    expect(await stage.titles(ben)).toEqual(['Milk']);
    expect(await stage.session(ben)).not.toHaveProperty('differsFrom');
    expect(await stage.session(ana)).not.toHaveProperty('differsFrom');
  });

  test('rebuilding keeps what only this copy had, also over the death of the worker', async () => {
    await stage.add(ben, 'Bread');
    await stage.settle();
    const page = ben.openPage();
    ben.onStep = (step) => {
      // In the middle: its copy is gone, the family's has not come.
      if (step === 'destroy') ben.killWorker({ keptKeys: 99 });
    };
    void page.run({ type: 'rebuildCopy' });
    await stage.settle(1_000);
    ben.onStep = () => {};
    ben.openPage();
    await stage.settle(RECONNECT_MS);
    expect(await stage.titles(ben)).toEqual(['Bread']);
    expect([...ben.keyValue.content.keys()].filter((key) => key.startsWith('replaced-copy'))).toEqual([]);
    expect(await stage.sync(ben)).toMatchObject({ state: 'synced' });
  });
});
