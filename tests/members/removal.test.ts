import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { fromBase64url } from '../../lib/vault/base64url.ts';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { readFamily, readRoom } from '../doubles/read-documents.ts';
import { createMembersStage, type MembersStage } from './members-stage.ts';

let stage: MembersStage;
let ana: MemoryBrowser;
let ben: MemoryBrowser;
let lea: MemoryBrowser;

beforeEach(async () => {
  stage = createMembersStage();
  ana = stage.browser('Ana');
  ben = stage.browser('Ben');
  lea = stage.browser('Léa');
  await stage.world.foundFamily(ana, ben, lea);
  await stage.settle();
});
afterEach(() => stage.world.close());

async function remove(name: string, by = ana): ReturnType<MembersStage['world']['run']> {
  const { id: member, devices } = await stage.member(by, name);
  return stage.world.run(by, { type: 'removeDevices', devices: devices.map(({ id }) => id), member });
}
/** Everything the family's room has on its disk. */
const room = () =>
  stage.world.relay.disks.get(JSON.parse(ana.keyValue.content.get('family') ?? '{}').room) ?? new Map();

describe('a removed device', () => {
  test('is cut off within two seconds, says so, and by whom', async () => {
    expect(ben.line.links.filter((link) => !link.isOver)).toHaveLength(1);
    expect(await remove('Ben')).toEqual({ ok: true });
    await stage.settle(2_000);
    expect(ben.line.links.filter((link) => !link.isOver)).toHaveLength(0);
    expect(await stage.session(ben)).toMatchObject({ state: 'ready', removed: { by: 'Ana' } });
    expect(await stage.sync(ben)).toMatchObject({ state: 'refused', reason: 'removed' });
  });

  test('keeps its copy to read and to export, changes nothing, and never connects again', async () => {
    await stage.add(ana, 'Milk');
    await stage.settle();
    await remove('Ben');
    await stage.settle();
    await stage.add(ana, 'Secret');
    await stage.settle();
    const sockets = ben.line.webSockets.length;
    expect(await stage.titles(ben)).toEqual(['Milk']);
    expect(await stage.add(ben, 'Bread')).toEqual({ ok: false, error: 'removed' });
    expect(await stage.world.run(ben, { type: 'exportFamily' })).toMatchObject({ ok: true });
    expect(await stage.world.run(ben, { type: 'exportBackup' })).toMatchObject({ ok: true });
    expect(await stage.world.run(ben, { type: 'makeInvite' })).toEqual({ ok: false, error: 'removed' });
    ben.killWorker();
    ben.openPage();
    await stage.settle(200_000);
    expect(await stage.session(ben)).toMatchObject({ removed: { by: 'Ana' } });
    expect(ben.line.webSockets).toHaveLength(sockets);
    expect(await stage.titles(ben)).toEqual(['Milk']);
  });

  test('that was away learns it when it comes back, and what it wrote meanwhile reaches nobody', async () => {
    ben.line.setUp(false);
    await stage.add(ben, 'Bread');
    await remove('Ben');
    await stage.settle();
    ben.line.setUp(true);
    await stage.settle(95_000);
    expect(await stage.session(ben)).toMatchObject({ removed: { by: 'Ana' } });
    expect(await stage.titles(ana)).toEqual([]);
    expect(await stage.titles(ben)).toEqual(['Bread']);
  });

  test('opens nothing written afterwards, with all its keys and the whole of the relay’s storage', async () => {
    await stage.add(ana, 'Before');
    await stage.settle();
    lea.line.setUp(false);
    await stage.add(lea, 'Léa offline');
    const codec = await ben.openCodec();
    await remove('Ben');
    await stage.settle();
    await stage.add(ana, 'After');
    lea.line.setUp(true);
    await stage.settle(95_000);
    expect(await stage.titles(ana)).toEqual(['After', 'Before', 'Léa offline']);
    expect(await stage.titles(lea)).toEqual(['After', 'Before', 'Léa offline']);

    const doc = await readRoom(room());
    const seen = JSON.stringify(readFamily(doc, codec).export());
    expect(seen).toContain('Before');
    expect(seen).not.toContain('After');
    expect(seen).not.toContain('Léa offline');
    // Nor is there anything in the stored bytes, current or overwritten, that its keys open and that says it.
    for (const bytes of sealedBytesIn(room())) {
      for (const key of doc.getMap('values').keys()) {
        const opened = codec.open(key, bytes);
        if (opened.ok) expect(new TextDecoder().decode(opened.plain)).not.toMatch(/After|offline/);
      }
    }
    // It has what it is shown of the chain: still nothing.
    expect((await ben.openCodec()).epoch).toBe(codec.epoch);
  });

  test('others who were offline come back without anyone doing anything', async () => {
    lea.line.setUp(false);
    await remove('Ben');
    await stage.add(ana, 'After');
    lea.line.setUp(true);
    await stage.settle(95_000);
    expect(await stage.sync(lea)).toMatchObject({ state: 'synced', unsent: 0 });
    expect(await stage.titles(lea)).toEqual(['After']);
  });

  test.each([0, 99])(
    'also where a worker was killed with changes unsent, %i of its notes kept: a new one seals them anew',
    async (keptKeys) => {
      lea.line.setUp(false);
      await stage.add(lea, 'Léa offline');
      lea.killWorker({ kept: 99, keptKeys });
      const codec = await ben.openCodec();
      await remove('Ben');
      lea.line.setUp(true);
      lea.openPage();
      await stage.settle(95_000);
      expect(await stage.titles(ana)).toEqual(['Léa offline']);
      const seen = JSON.stringify(readFamily(await readRoom(room()), codec).export());
      expect(seen).not.toContain('offline');
    },
  );

  test('also where it is killed between learning the new epoch and sealing', async () => {
    lea.line.setUp(false);
    await stage.add(lea, 'Léa offline');
    const codec = await ben.openCodec();
    await remove('Ben');
    let hasLearned = false;
    lea.onStep = (step) => {
      if (!hasLearned) {
        hasLearned = step === 'storage set family';
        return;
      }
      // The record with the new keys reaches the disk, nothing after it.
      lea.onStep = () => {};
      lea.killWorker({ kept: 0, keptKeys: 99 });
    };
    lea.line.setUp(true);
    await stage.settle(95_000);
    expect(hasLearned).toBe(true);
    lea.openPage();
    await stage.settle(95_000);
    expect(await stage.titles(ana)).toEqual(['Léa offline']);
    expect(JSON.stringify(readFamily(await readRoom(room()), codec).export())).not.toContain('offline');
  });

  test('its member’s assignments stay, marked', async () => {
    const { id: bens } = await stage.member(ana, 'Ben');
    await stage.add(ana, 'Milk');
    const list = await stage.list(ana);
    const [entry] = await stage.world.rows(ana, { type: 'list', list });
    await stage.world.run(ana, { type: 'changeItem', ids: entry?.ids ?? [], change: { who: [bens] } });
    await remove('Ben');
    await stage.settle();
    expect((await stage.world.rows(lea, { type: 'list', list }))[0]?.who).toEqual([bens]);
    expect(await stage.member(lea, 'Ben')).toMatchObject({ isRemoved: true, devices: [] });
  });

  test('cannot remove itself, nor be removed while nobody can be reached', async () => {
    const own = (await stage.member(ana, 'Ana')).devices.map(({ id }) => id);
    expect(await stage.world.run(ana, { type: 'removeDevices', devices: own })).toEqual({
      ok: false,
      error: 'bad-input',
    });
    ana.line.setUp(false);
    expect(await remove('Ben')).toEqual({ ok: false, error: 'offline' });
    ana.line.setUp(true);
    await stage.settle(95_000);
    expect(await stage.session(ben)).not.toHaveProperty('removed');
  });

  test('two members removing each other at once: one of them stays', async () => {
    const bens = (await stage.member(ana, 'Ben')).devices.map(({ id }) => id);
    const anas = (await stage.member(ben, 'Ana')).devices.map(({ id }) => id);
    const page = ben.openPage();
    void page.run({ type: 'removeDevices', devices: anas });
    await stage.world.run(ana, { type: 'removeDevices', devices: bens });
    await stage.settle();
    const removed = [await stage.session(ana), await stage.session(ben)].filter((row) => row?.removed !== undefined);
    expect(removed).toHaveLength(1);
    expect(await stage.sync(lea)).toMatchObject({ state: 'synced' });
  });

  test('a member who is invited again comes in as a new device', async () => {
    await remove('Ben');
    await stage.settle();
    expect(await stage.world.run(ben, { type: 'leaveFamily', evenUnsent: true })).toMatchObject({ ok: true });
    const invite = await stage.invite(ana);
    expect(await stage.world.run(ben, { type: 'joinFamily', invite, yourName: 'Ben' })).toEqual({ ok: true });
    await stage.settle();
    expect(await stage.sync(ben)).toMatchObject({ state: 'synced' });
  });
});

describe('leaving', () => {
  test('is told to the others, and shuts the one who left out of what comes after', async () => {
    const codec = await ben.openCodec();
    expect(await stage.world.run(ben, { type: 'leaveFamily', evenUnsent: false })).toEqual({
      ok: true,
      value: { isTold: true },
    });
    await stage.settle(10_000);
    expect(await stage.member(ana, 'Ben')).toMatchObject({ devices: [] });
    await stage.add(ana, 'After');
    await stage.settle();
    expect(await stage.titles(lea)).toEqual(['After']);
    expect(JSON.stringify(readFamily(await readRoom(room()), codec).export())).not.toContain('After');
  });

  test('works offline, and says that nobody was told', async () => {
    ben.line.setUp(false);
    const left = await stage.world.run(ben, { type: 'leaveFamily', evenUnsent: false });
    expect(left).toEqual({ ok: true, value: { isTold: false } });
    expect(await stage.session(ben)).toMatchObject({ state: 'none' });
  });
});

/** Every byte string in what is stored that may be a sealed value: those in snapshots and rows, as Yjs has them. */
function sealedBytesIn(disk: ReadonlyMap<string, unknown>): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const value of disk.values()) {
    const bytes = value instanceof Uint8Array ? value : typeof value === 'string' ? fromBase64url(value) : null;
    if (bytes === null) continue;
    try {
      for (const struct of Y.decodeUpdate(bytes).structs) {
        const { content } = struct as { content?: { arr?: unknown[] } };
        for (const it of content?.arr ?? []) if (it instanceof Uint8Array) found.push(it);
      }
    } catch {
      // Not an update: the gate's.
    }
  }
  return found;
}
