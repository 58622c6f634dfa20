import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMembersStage, type MembersStage } from './members-stage.ts';

let stage: MembersStage;
let ana: MemoryBrowser;
let fresh: MemoryBrowser;

beforeEach(async () => {
  stage = createMembersStage();
  ana = stage.browser('Ana');
  fresh = stage.browser('Fresh');
  await stage.world.foundFamily(ana);
  await stage.add(ana, 'Milk');
  await stage.settle();
});
afterEach(() => stage.world.close());

async function makeKit(by = ana): Promise<{ words: string[]; link: string }> {
  const made = await stage.world.run(by, { type: 'makeRecoveryKit' });
  if (!made.ok) throw new Error(made.error);
  return made.value as { words: string[]; link: string };
}
const recover = (kit: string, options: { yourName?: string; backup?: string } = {}) =>
  stage.world.run(fresh, { type: 'recoverFamily', kit, host: '', yourName: 'Ana', ...options });
async function loseEveryDevice(): Promise<void> {
  await stage.settle();
  ana.close();
  ana.line.setUp(false);
}

describe('a recovery kit', () => {
  test.each(['words', 'link'] as const)(
    'readmits a family that lost every device, from the relay alone, by its %s',
    async (by) => {
      const kit = await makeKit();
      await loseEveryDevice();
      expect(await recover(by === 'words' ? kit.words.join(' ') : kit.link)).toEqual({ ok: true });
      await stage.settle();
      expect(await stage.titles(fresh)).toEqual(['Milk']);
      expect(await stage.session(fresh)).toMatchObject({ state: 'ready', family: { name: 'Sanchez' } });
      const members = await stage.members(fresh);
      expect(members).toHaveLength(1);
      expect(members[0]).toMatchObject({ name: 'Ana', isYou: true });
      expect(members[0]?.devices).toHaveLength(2);
      await stage.add(fresh, 'Bread');
      expect(await stage.sync(fresh)).toMatchObject({ state: 'synced' });
    },
  );

  test('brings a new member in under another name', async () => {
    const kit = await makeKit();
    await loseEveryDevice();
    await recover(kit.link, { yourName: 'Ben' });
    expect((await stage.members(fresh)).map(({ name }) => name)).toEqual(['Ana', 'Ben']);
  });

  test('shows what was written after it was made, also in a later epoch', async () => {
    const kit = await makeKit();
    const lea = stage.browser('Léa');
    await stage.world.join(lea, ana);
    await stage.settle();
    const { id: member, devices } = await stage.member(ana, 'Léa');
    await stage.world.run(ana, { type: 'removeDevices', devices: devices.map(({ id }) => id), member });
    await stage.add(ana, 'Later');
    await loseEveryDevice();
    expect(await recover(kit.words.join('\n'))).toEqual({ ok: true });
    await stage.settle();
    expect(await stage.titles(fresh)).toEqual(['Later', 'Milk']);
  });

  test('is shown with when and by whom; a newer one takes its place, and the old one fails', async () => {
    const old = await makeKit();
    const { id: me } = await stage.member(ana, 'Ana');
    expect((await stage.access(ana))?.recovery).toMatchObject({ by: me });
    const kit = await makeKit();
    await loseEveryDevice();
    expect(await recover(old.words.join(' '))).toEqual({ ok: false, error: 'recovery-replaced' });
    expect(await recover(old.link)).toEqual({ ok: false, error: 'recovery-replaced' });
    expect(await recover(kit.link)).toEqual({ ok: true });
  });

  test('can be replaced by any member, and the old one opens nothing written afterwards', async () => {
    const old = await makeKit();
    const lea = stage.browser('Léa');
    await stage.world.join(lea, ana);
    await stage.settle();
    const kit = await makeKit(lea);
    await stage.settle();
    expect((await ana.openCodec()).epoch).toBe((await lea.openCodec()).epoch);
    await loseEveryDevice();
    expect(await recover(old.link)).toMatchObject({ ok: false });
    expect(await recover(kit.link)).toEqual({ ok: true });
  });

  test('with words that are none, of no kit, or of another family says which', async () => {
    const { words } = await makeKit();
    const wrong = [...words.slice(0, 11), 'zebrafish'].join(' ');
    expect(await recover(wrong)).toMatchObject({ ok: false, error: 'recovery-words', value: { word: 'zebrafish' } });
    expect(await recover(words.slice(0, 5).join(' '))).toMatchObject({ ok: false, error: 'recovery-words' });
    const unknown = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
    expect(await recover(unknown)).toEqual({ ok: false, error: 'recovery-not-found' });
    expect(await stage.session(fresh)).toMatchObject({ state: 'none' });
  });

  test('needs the relay, and says so', async () => {
    const { words } = await makeKit();
    fresh.line.setUp(false);
    expect(await recover(words.join(' '))).toEqual({ ok: false, error: 'offline' });
    ana.line.setUp(false);
    expect(await stage.world.run(ana, { type: 'makeRecoveryKit' })).toEqual({ ok: false, error: 'offline' });
  });
});

describe('a backup file', () => {
  const backupOf = async (): Promise<string> => {
    const made = await stage.world.run(ana, { type: 'exportBackup' });
    return made.ok ? String(made.value?.text) : '';
  };

  test('holds nothing that can be read', async () => {
    const text = await backupOf();
    expect(text).toContain('"format":"family-os-backup"');
    expect(text).not.toMatch(/Milk|Sanchez|Ana/);
  });

  test('and the kit bring a family back whose relay has lost everything', async () => {
    const kit = await makeKit();
    const backup = await backupOf();
    await loseEveryDevice();
    stage.world.relay.kill9(Number);
    stage.world.relay.wipe();
    stage.world.relay.start();
    expect(await recover(kit.link)).toEqual({ ok: false, error: 'recovery-not-found' });
    expect(await recover(kit.words.join(' '), { backup })).toEqual({ ok: true });
    await stage.settle();
    expect(await stage.titles(fresh)).toEqual(['Milk']);
    expect((await stage.members(fresh)).map(({ name }) => name)).toEqual(['Ana']);
    const ben = stage.browser('Ben');
    await stage.world.join(ben, fresh);
    await stage.settle();
    expect(await stage.titles(ben)).toEqual(['Milk']);
  });

  test('that is damaged is refused, whatever is wrong with it', async () => {
    const { link } = await makeKit();
    const backup = await backupOf();
    for (const text of ['', '{}', backup.slice(0, -20), backup.replace('family-os-backup', 'other')]) {
      expect(await recover(link, { backup: text })).toEqual({ ok: false, error: 'backup-damaged' });
    }
    const file = JSON.parse(backup) as Record<string, unknown>;
    const room = 'A'.repeat(43);
    for (const change of [
      { document: 'AQAB' },
      { document: '' },
      { chain: ['AA=='] },
      { room },
      { origin: 'x'.repeat(999) },
    ]) {
      const text = JSON.stringify({ ...file, ...change });
      expect(await recover(link, { backup: text }), Object.keys(change)[0]).toEqual({
        ok: false,
        error: 'backup-damaged',
      });
    }
    // Nothing was used up on the way, and nothing is kept.
    expect((await stage.access(ana))?.unknownDevices).toEqual([]);
    expect([...fresh.keyValue.content.keys()].filter((key) => key !== 'settings')).toEqual([]);
  });
});
