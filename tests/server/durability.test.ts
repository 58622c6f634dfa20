import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { updateFrame } from '../../server/frames.ts';
import { MAX_JOURNAL_ROWS } from '../../server/limits.ts';
import { createProviderMember, type ProviderMember } from './provider-member.ts';
import { connectRaw } from './raw-member.ts';
import { type RelayFolder, startRelayInFolder } from './relay-folder.ts';
import { createTestFamily, type TestFamily } from './test-family.ts';
import { until } from './until.ts';

let folder: RelayFolder;
let members: ProviderMember[] = [];

beforeAll(async () => {
  folder = await startRelayInFolder();
});
afterAll(() => folder.remove());
afterEach(() => {
  for (const member of members) member.destroy();
  members = [];
});

async function enter(family: TestFamily): Promise<ProviderMember> {
  const member = createProviderMember(family, () => folder.authority, await family.newDevice());
  members.push(member);
  await member.connect();
  return member;
}

describe('a relay killed with -9', () => {
  it('has everything that any peer had seen, every time', async () => {
    const family = await createTestFamily();
    let expected: Record<string, unknown> = {};
    for (let round = 0; round < 4; round++) {
      const [ana, ben] = [await enter(family), await enter(family)];
      expect(ben.doc.getMap('family').toJSON()).toMatchObject(expected);
      // Written without waiting for anything, and killed in the middle of it.
      for (let count = 0; count < 100; count++) ana.set(`round ${round} entry ${count}`, `value ${count}`);
      const seenEnough = 20 + round * 25;
      await until(
        'Ben sees a part',
        () => Object.keys(ben.doc.getMap('family').toJSON()).length - Object.keys(expected).length >= seenEnough,
      );
      const killed = folder.relay.kill9();
      expected = ben.doc.getMap('family').toJSON();
      await killed;
      ana.destroy();
      ben.destroy();
      // Neither of them comes back: what the relay has must do.
      await folder.restart();
    }
    const lea = await enter(family);

    expect(lea.doc.getMap('family').toJSON()).toMatchObject(expected);
  });

  it('has everything it acknowledged, also around snapshots', async () => {
    const family = await createTestFamily();
    for (let round = 0; round < 2; round++) {
      const params = await family.handshake(folder.authority, { device: await family.newDevice() });
      const ana = await connectRaw(folder.authority, family.room, params);
      const doc = new Doc();
      doc.on('update', (update: Uint8Array) => ana.send(updateFrame(update)));
      const map = doc.getMap('family');
      // In step, so that there are as many rows as changes, past the first snapshot and at different distances from it.
      for (let sent = 1; sent <= MAX_JOURNAL_ROWS + 20 - round * 15; sent++) {
        map.set(`round ${round} entry ${sent % 50}`, `value ${sent}`);
        await ana.acknowledged(sent);
      }
      await folder.relay.kill9();
      await folder.restart();
      const ben = await enter(family);
      expect(ben.doc.getMap('family').toJSON()).toMatchObject(map.toJSON());
      doc.destroy();
    }
  });
});

describe('what is on disk', () => {
  it('holds no value that was overwritten, once everybody has left', async () => {
    const family = await createTestFamily();
    const params = await family.handshake(folder.authority);
    const ana = await connectRaw(folder.authority, family.room, params);
    const doc = new Doc();
    doc.on('update', (update: Uint8Array) => ana.send(updateFrame(update)));
    doc.getMap('family').set('note', 'the-first-value');
    doc.getMap('family').set('note', 'the-second-value');
    await ana.acknowledged(2);
    await ana.close();
    await folder.relay.kill9();
    await folder.restart();
    const lea = await enter(family);
    const state = Buffer.from(encodeStateAsUpdate(lea.doc));

    expect([state.includes('the-second-value'), state.includes('the-first-value')]).toEqual([true, false]);
  });

  it('lies in the folder that was named, and nowhere else', async () => {
    const files = await readdir(folder.dataDir, { recursive: true });

    expect(files.some((file) => file.endsWith('.sqlite'))).toBe(true);
    const bytes = await Promise.all(
      files.filter((file) => file.includes('.sqlite')).map((file) => readFile(join(folder.dataDir, file))),
    );
    expect(bytes.some((it) => it.includes('journal/'))).toBe(true);
  });
});
