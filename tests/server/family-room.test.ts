import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Doc, encodeStateAsUpdate } from 'yjs';
import {
  CLOSE_CODE_REFUSED,
  KEEPALIVE_FRAME,
  MAX_PRESENCE_BYTES,
  PRESENCE_FRAME,
  PROOF_TOLERANCE_MS,
} from '../../lib/protocol/relay.ts';
import { toBase64url } from '../../lib/vault/base64url.ts';
import { entryHashOf } from '../../lib/vault/chain-entry.ts';
import type { Device } from '../../lib/vault/device.ts';
import { stateRequestFrame, updateFrame } from '../../server/frames.ts';
import { DEVICE_CALLS, DEVICE_PRESENCE, FOUNDING_APPENDS, KEY_CALLS, STRANGER_CALLS } from '../../server/limits.ts';
import { createFamilyRuntime, type FamilyRuntime } from './family-runtime.ts';
import { createMemoryRoomStorage } from './memory-room-storage.ts';
import { createTestFamily, type TestFamily } from './test-family.ts';

let family: TestFamily;
let ana: Device;
let ben: Device;
let runtime: FamilyRuntime;

beforeEach(async () => {
  family = await createTestFamily();
  ana = family.founder;
  ben = await family.newDevice();
  runtime = createFamilyRuntime(family);
  expect(await runtime.append(family.entries)).toEqual({ ok: true });
});

/** Adds to the family's own chain and to the relay's. */
async function append(...entries: Uint8Array[]) {
  for (const entry of entries) family.add(entry);
  expect(await runtime.append(entries)).toEqual({ ok: true });
}

async function inviteIn(options: Parameters<TestFamily['make']['invite']>[0] = {}) {
  const invite = await family.make.invite(options);
  await append(invite.entry);
  return invite;
}

/** Numbers of Yjs clients that all take as many bytes: sizes are compared. */
let clients = 1_000_000_000;
const change = (key: string) => {
  const doc = new Doc();
  doc.clientID = ++clients;
  doc.getMap('values').set(key, new Uint8Array([1, 2, 3]));
  return updateFrame(encodeStateAsUpdate(doc));
};
const presence = (bytes: number) => new Uint8Array(bytes).fill(7).with(0, PRESENCE_FRAME);
const isUpdate = (frame: Uint8Array) => frame[0] === 0 && frame[1] === 2;
const stored = () => runtime.storage.keys().filter((key) => key.startsWith('gate/chain/')).length;
const refused = (reason: string) => ({ code: CLOSE_CODE_REFUSED, reason });

describe('the chain in the room', () => {
  it('is stored entry by entry with the moment each came, and read again after sleep', async () => {
    expect(await runtime.storage.get('gate/chain/00001')).toEqual({
      entry: toBase64url(family.entries[1] ?? new Uint8Array()),
      receivedAt: runtime.now,
    });
    runtime.sleep();

    expect(await runtime.ask(ben.id)).toMatchObject({ ok: true, tail: [] });
  });

  it('is durable before anybody hears of it', async () => {
    const storage = createMemoryRoomStorage();
    const durable = Promise.withResolvers<void>();
    const slow = { ...storage, sync: vi.fn(storage.sync) };
    runtime = createFamilyRuntime(family, slow);
    await runtime.append(family.entries);
    const socket = await runtime.connect(ana.id);
    socket.texts.length = 0;
    slow.sync.mockImplementation(() => durable.promise);
    const { entry } = await family.make.invite();
    let isAnswered = false;
    const appending = runtime.append([entry]).finally(() => {
      isAnswered = true;
    });
    await vi.waitFor(() => expect(storage.keys()).toContain('gate/chain/00003'));
    expect([isAnswered, socket.texts]).toEqual([false, []]);
    durable.resolve();

    expect(await appending).toEqual({ ok: true });
    expect(socket.texts).toHaveLength(1);
  });

  it('takes several entries all or none', async () => {
    const before = family.chain.head;
    const { entry: first } = await family.make.invite();
    const { entry: second } = await family.make.invite({ previous: before });
    expect(await runtime.append([first, second])).toEqual({ ok: false, reason: 'bad-entry' });

    expect(stored()).toBe(family.entries.length);
  });

  it('takes one of two that come at once; the other is behind', async () => {
    const [one, two] = [await family.make.invite(), await family.make.invite()];
    const answers = await Promise.all([runtime.append([one.entry]), runtime.append([two.entry])]);

    expect(answers).toEqual([{ ok: true }, { ok: false, reason: 'behind' }]);
    expect(stored()).toBe(family.entries.length + 1);
  });

  it('tells an entry that follows an older one of this chain from one that follows none of it', async () => {
    const behind = await family.make.invite({ previous: entryHashOf(family.entry) });
    const unknown = await family.make.invite({ previous: new Uint8Array(32).fill(3) });

    expect(await runtime.append([behind.entry])).toEqual({ ok: false, reason: 'behind' });
    expect(await runtime.append([unknown.entry])).toEqual({ ok: false, reason: 'unknown-head' });
  });

  it('is content with what it has already: a call whose answer was lost, or a chain it knows the beginning of', async () => {
    const { entry } = await family.make.invite();
    await append(entry);
    expect(await runtime.append([entry])).toEqual({ ok: true });
    expect(await runtime.append(family.entries)).toEqual({ ok: true });
    const { entry: next } = await family.make.invite();
    family.add(next);
    expect(await runtime.append(family.entries)).toEqual({ ok: true });

    expect(stored()).toBe(family.entries.length);
  });

  it('takes no entry with one bit changed, cut short, or out of order', async () => {
    const { entry, keys } = await family.make.invite();
    for (let at = 0; at < entry.length; at += 7) {
      const tampered = entry.with(at, (entry[at] ?? 0) ^ 1);
      expect(await runtime.append([tampered]), `byte ${at}`).toMatchObject({ ok: false });
    }
    expect(await runtime.append([entry.slice(0, -1)])).toMatchObject({ ok: false, reason: 'bad-entry' });
    const early = await family.make.join(keys, await family.strangeDevice());
    expect(await runtime.append([early])).toMatchObject({ ok: false });

    expect(stored()).toBe(family.entries.length);
  });

  it('takes entries of nobody but members, and says who is none any more', async () => {
    const stranger = await family.strangeDevice();
    const { entry } = await family.make.invite({ by: stranger });
    expect(await runtime.append([entry])).toEqual({ ok: false, reason: 'bad-entry' });
    await append(await family.make.epoch([ben.id]));
    const { entry: late } = await family.make.invite({ by: ben });

    expect(await runtime.append([late])).toEqual({ ok: false, reason: 'removed' });
  });

  it('goes on where it was when the disk fails, and nobody was told', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const socket = await runtime.connect(ana.id);
    socket.texts.length = 0;
    runtime.storage.failAfter(0);
    const { entry } = await family.make.invite();
    await expect(runtime.append([entry])).rejects.toThrow('disk full');
    expect([socket.texts, socket.closed?.code]).toEqual([[], 1011]);
    runtime.storage.failAfter(Number.POSITIVE_INFINITY);
    await append(entry);

    expect(stored()).toBe(family.entries.length);
  });

  it('of protocol 1 is one text, and lets its devices enter by themselves', async () => {
    family = await createTestFamily({ isLegacy: true });
    const storage = createMemoryRoomStorage();
    await storage.put('gate/chain/00000', toBase64url(family.entry));
    await storage.put('gate/used-proofs', [['n', Date.now()]]);
    runtime = createFamilyRuntime(family, storage);
    const old = await family.strangeDevice();
    expect(await runtime.ask(family.founder.id)).toMatchObject({ ok: true, tail: [] });
    expect(await runtime.ask(old.id)).toEqual({ ok: false, reason: 'not-a-member', tail: [] });
    await append(await family.make.enter(old));
    expect(await runtime.ask(old.id)).toMatchObject({ ok: true });
    runtime.sleep();
    expect(await runtime.ask(old.id)).toMatchObject({ ok: true });
    await append(await family.make.epoch([]));
    const late = await family.strangeDevice();

    expect(await runtime.ask(late.id)).toEqual({ ok: false, reason: 'not-a-member' });
    expect(await runtime.append([await family.make.enter(late)])).toEqual({ ok: false, reason: 'bad-entry' });
    expect(await storage.get('gate/chain/00000')).toBe(toBase64url(family.entry));
  });

  it('is left alone where it does not read', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await runtime.storage.put('gate/chain/00001', { format: 'of a later relay' });
    runtime.sleep();
    await expect(runtime.ask(ana.id)).rejects.toThrow('chain entry 1');
    const { entry } = await family.make.invite();
    const writes = runtime.storage.writeCount;
    await expect(runtime.append([entry])).rejects.toThrow('chain entry 1');

    expect(runtime.storage.writeCount).toBe(writes);
  });
});

describe('time', () => {
  it('of an entry is at most as far from the relay’s clock as that of a proof', async () => {
    const stranger = await family.strangeDevice();
    const { entry: invite, keys } = await family.make.invite();
    await append(invite);
    const early = await family.make.join(keys, stranger, { at: runtime.now + PROOF_TOLERANCE_MS + 5_000 });
    const late = await family.make.join(keys, stranger, { at: runtime.now - PROOF_TOLERANCE_MS - 5_000 });

    expect(await runtime.append([early])).toEqual({ ok: false, reason: 'clock', skewMs: -PROOF_TOLERANCE_MS - 5_000 });
    expect(await runtime.append([late])).toEqual({ ok: false, reason: 'clock', skewMs: PROOF_TOLERANCE_MS + 5_000 });
  });

  it('is up for an invite when the relay says so, whatever time its entry bears', async () => {
    const expiresAt = runtime.now + 3_600_000;
    const open = await family.make.invite({ expiresAt });
    family.add(open.entry);
    const asked = await family.make.invite({ expiresAt, needsApproval: true });
    family.add(asked.entry);
    await runtime.append([open.entry, asked.entry]);
    runtime.now = expiresAt + 1_000;
    const stranger = await family.strangeDevice();
    const join = await family.make.join(open.keys, stranger, { at: expiresAt - 1_000 });
    const admit = await family.make.admit(asked.keys, stranger, { at: expiresAt - 1_000 });

    expect(await runtime.append([join])).toEqual({ ok: false, reason: 'invite-expired' });
    expect(await runtime.append([admit])).toEqual({ ok: false, reason: 'invite-expired' });
  });

  it('does not matter for a family that moves here, nor for what a device known here vouches for', async () => {
    const longAgo = runtime.now - 30 * 86_400_000;
    const { entry: invite, keys } = await family.make.invite({ at: longAgo, expiresAt: longAgo + 60_000 });
    family.add(invite);
    const join = await family.make.join(keys, await family.strangeDevice(), { at: longAgo + 1_000 });
    family.add(join);
    expect(await runtime.append([invite, join])).toEqual({ ok: false, reason: 'clock', skewMs: expect.any(Number) });
    const epoch = await family.make.epoch([], { at: longAgo + 2_000 });
    family.add(epoch);
    expect(await runtime.append([invite, join, epoch])).toEqual({ ok: true });
    const elsewhere = createFamilyRuntime(family);

    expect(await elsewhere.append(family.entries)).toEqual({ ok: true });
  });
});

describe('a removal', () => {
  it('closes the removed device’s sockets and, since an epoch begins, everybody’s; each knows why', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    await append(await family.make.epoch([ben.id]));

    expect([anaSocket.closed, benSocket.closed]).toEqual([refused('behind'), refused('removed')]);
    expect(await runtime.ask(ben.id)).toMatchObject({ ok: false, reason: 'removed' });
    await expect(runtime.connect(ben.id)).rejects.toThrow('removed');
    expect((await runtime.connect(ana.id)).closed).toBeNull();
  });

  it('does so in a room that sleeps, too', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    runtime.sleep();
    await append(await family.make.epoch([ben.id]));

    expect([anaSocket.closed, benSocket.closed]).toEqual([refused('behind'), refused('removed')]);
  });

  it('lets in nobody who was admitted before it and opens a socket after it', async () => {
    const openings = [await runtime.admit(ana.id), await runtime.admit(ben.id)];
    await append(await family.make.epoch([ben.id]));
    const sockets = [];
    for (const open of openings) sockets.push(await open());

    expect(sockets.map(({ closed }) => closed)).toEqual([refused('behind'), refused('removed')]);
  });

  it('is the end of what was sealed before: nothing sent after it under the old epoch is stored or passed on', async () => {
    const slow = { ...runtime.storage, sync: vi.fn(runtime.storage.sync) };
    runtime = createFamilyRuntime(family, slow);
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    await runtime.receive(anaSocket, change('before'));
    const durable = Promise.withResolvers<void>();
    slow.sync.mockImplementation(() => durable.promise);
    const entry = await family.make.epoch([ben.id]);
    family.add(entry);
    const appending = runtime.append([entry]);
    await vi.waitFor(() => expect(slow.keys()).toContain('gate/chain/00003'));
    // While the entry is on its way to the disk, and right after it got there.
    const sent = [runtime.receive(anaSocket, change('during')), runtime.receive(benSocket, change('during too'))];
    durable.resolve();
    await appending;
    await Promise.all([
      ...sent,
      runtime.receive(anaSocket, change('after')),
      runtime.receive(benSocket, change('after')),
    ]);
    const again = await runtime.connect(ana.id);
    await runtime.receive(again, stateRequestFrame(Uint8Array.of(0)));
    const state = Buffer.from(again.frames.find((frame) => frame[0] === 0 && frame[1] === 1) ?? []);

    expect(anaSocket.texts.filter((text) => text.startsWith('ack'))).toEqual(['ack 1']);
    expect([state.includes('before'), state.includes('during'), state.includes('after')]).toEqual([true, false, false]);
    expect(benSocket.frames.filter(isUpdate)).toHaveLength(1);
  });

  it('refuses a frame of a socket that should be closed but is not, as after a restart of the runtime', async () => {
    const benSocket = await runtime.connect(ben.id);
    const { storage } = runtime;
    const other = createFamilyRuntime(family, storage);
    const entry = await family.make.epoch([ben.id]);
    family.add(entry);
    await other.append([entry]);
    runtime.sleep();
    await runtime.receive(benSocket, change('late'));

    expect(benSocket.closed).toEqual(refused('removed'));
    expect(storage.keys().some((key) => key.startsWith('journal/'))).toBe(false);
  });

  it('shows the removed device everything up to its removal, and nothing after', async () => {
    const known = family.chain.headText;
    await append(await family.make.epoch([ben.id]));
    const upToRemoval = family.entries.slice(-1).map(toBase64url);
    await append((await family.make.invite()).entry);

    expect(await runtime.ask(ben.id, { head: known })).toMatchObject({ reason: 'removed', tail: upToRemoval });
    expect(await runtime.ask(ben.id)).toEqual({ ok: false, reason: 'removed', tail: [] });
  });

  it('leaves those who stay what is new, so that they come back by themselves', async () => {
    const known = family.chain.headText;
    await append(await family.make.epoch([ben.id]));
    const tail = family.entries.slice(-1).map(toBase64url);

    expect(await runtime.ask(ana.id, { head: known })).toMatchObject({ ok: false, reason: 'behind', tail });
  });
});

describe('leaving', () => {
  it('closes the sockets of the device that left, and tells the others', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    await append(await family.make.leave(ben));

    expect(benSocket.closed).toEqual(refused('removed'));
    expect(anaSocket.closed).toBeNull();
    expect(anaSocket.texts.at(-1)).toBe(`news ${family.chain.headText} 0`);
  });
});

describe('news', () => {
  it('come after connecting, and with every entry that is no new epoch', async () => {
    const socket = await runtime.connect(ana.id);
    expect(socket.texts).toEqual([`news ${family.chain.headText} 0`]);
    await append((await family.make.invite()).entry);

    expect(socket.texts[1]).toBe(`news ${family.chain.headText} 0`);
    expect(socket.closed).toBeNull();
  });

  it('say when the last socket of a device has closed, not before', async () => {
    const socket = await runtime.connect(ana.id);
    const [first, second] = [await runtime.connect(ben.id), await runtime.connect(ben.id)];
    await runtime.leave(first);
    expect(socket.texts.some((text) => text.startsWith('left'))).toBe(false);
    await runtime.leave(second);

    expect(socket.texts.at(-1)).toBe(`left ${ben.id}`);
  });

  it('say so in a room that was just woken, too', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    runtime.sleep();
    await runtime.leave(benSocket);

    expect(anaSocket.texts.at(-1)).toBe(`left ${ben.id}`);
  });
});

describe('presence', () => {
  it('goes as it is to those who have sent their own, and to nobody else', async () => {
    const lea = await family.newDevice();
    await runtime.append(family.entries);
    const [anaSocket, benSocket, leaSocket] = [
      await runtime.connect(ana.id),
      await runtime.connect(ben.id),
      await runtime.connect(lea.id),
    ];
    await runtime.receive(benSocket, presence(200));
    await runtime.receive(anaSocket, presence(300));

    expect(benSocket.frames.filter((frame) => frame[0] === PRESENCE_FRAME)).toEqual([presence(300)]);
    for (const { frames } of [anaSocket, leaSocket]) {
      expect(frames.filter((frame) => frame[0] === PRESENCE_FRAME)).toEqual([]);
    }
  });

  it('still goes to them when the room has slept', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    await runtime.receive(benSocket, presence(200));
    runtime.sleep();
    await runtime.receive(anaSocket, presence(300));

    expect(benSocket.frames.at(-1)).toEqual(presence(300));
  });

  it('is neither stored nor counted', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    await runtime.receive(benSocket, presence(200));
    const writes = runtime.storage.writeCount;
    await runtime.receive(anaSocket, presence(300));
    expect(runtime.storage.writeCount).toBe(writes);
    await runtime.receive(anaSocket, change('a'));

    expect(anaSocket.texts.at(-1)).toBe('ack 1');
  });

  it('means nothing where it is too long or empty', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    await runtime.receive(benSocket, presence(2));
    for (const bytes of [1, MAX_PRESENCE_BYTES + 1, 1, 1, 1]) await runtime.receive(anaSocket, presence(bytes));

    expect(anaSocket.closed).toEqual(refused('malformed'));
    expect(benSocket.frames.some((frame) => frame[0] === PRESENCE_FRAME)).toBe(false);
  });

  it('is passed on as often as it is of use, however often it comes', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    await runtime.receive(benSocket, presence(2));
    for (let count = 0; count < 200; count++) await runtime.receive(anaSocket, presence(100));

    const passedOn = benSocket.frames.filter((frame) => frame[0] === PRESENCE_FRAME).length;
    expect(passedOn).toBe(DEVICE_PRESENCE.burst);
    expect(anaSocket.closed).toBeNull();
  });

  it('waits for nobody who does not read', async () => {
    const [anaSocket, benSocket] = [await runtime.connect(ana.id), await runtime.connect(ben.id)];
    await runtime.receive(benSocket, presence(2));
    for (let count = 0; count < 5_000; count++) {
      runtime.now += 1_000;
      await runtime.receive(anaSocket, presence(MAX_PRESENCE_BYTES));
    }
    const bytes = benSocket.frames.reduce((sum, { length }) => sum + length, 0);

    // A window of what may be sent ahead, and no more.
    expect(bytes).toBeLessThan(1_100_000);
    expect(benSocket.closed).toBeNull();
  });
});

describe('asking', () => {
  it('tells a member what is new, who waits, and who was here when', async () => {
    const { entry, keys } = await family.make.invite({ needsApproval: true });
    const known = family.chain.headText;
    await append(entry);
    await runtime.knock(keys.id, 'knock');
    await runtime.connect(ben.id);
    const answer = await runtime.ask(ana.id, { head: known });

    expect(answer).toEqual({
      ok: true,
      tail: [toBase64url(entry)],
      knocks: [{ invite: keys.id, knock: 'knock', at: runtime.now }],
      seen: [[ben.id, runtime.now]],
    });
  });

  it('tells a stranger who holds the secret nothing', async () => {
    const stranger = await family.strangeDevice();

    expect(await runtime.ask(stranger.id, { head: family.room })).toEqual({ ok: false, reason: 'not-a-member' });
  });

  it('says when the head it names is not of this chain', async () => {
    expect(await runtime.ask(ana.id, { head: 'x'.repeat(43) })).toEqual({ ok: false, reason: 'unknown-head' });
    const empty = createFamilyRuntime(family);

    expect(await empty.ask(ben.id)).toEqual({ ok: false, reason: 'unknown-head', isNew: true });
    expect(await empty.ask(ana.id, { head: family.room })).toEqual({ ok: true, isNew: true });
  });

  it('is refused to who asks too much, and to nobody else: not by other members, not by strangers', async () => {
    const stranger = await family.strangeDevice();
    for (let count = 0; count < STRANGER_CALLS.burst; count++) await runtime.ask(stranger.id);
    expect(await runtime.ask((await family.strangeDevice()).id)).toEqual({ ok: false, reason: 'too-fast' });
    for (let count = 0; count < DEVICE_CALLS.burst; count++) await runtime.ask(ben.id);
    expect(await runtime.ask(ben.id)).toEqual({ ok: false, reason: 'too-fast' });
    const { entry } = await family.make.invite();

    expect(await runtime.ask(ana.id)).toMatchObject({ ok: true });
    expect(await runtime.append([entry])).toEqual({ ok: true });
    runtime.now += 2_000;
    expect(await runtime.ask(ben.id, { head: family.room })).toMatchObject({ ok: true });
  });
});

describe('bringing entries', () => {
  it('is refused to strangers who do it too often, and to nobody else', async () => {
    const stranger = await family.strangeDevice();
    const { entry } = await family.make.invite({ by: stranger });
    const signer = toBase64url(stranger.signPublic);
    const known = family.entries.slice(0, 1);
    for (let count = 0; count < STRANGER_CALLS.burst; count++)
      await runtime.append(count % 2 ? known : [entry], signer);

    expect(await runtime.append([entry], signer)).toEqual({ ok: false, reason: 'too-fast' });
    // What everybody knows can be sent by anybody, in anybody's name.
    expect(await runtime.append(known)).toEqual({ ok: false, reason: 'too-fast' });
    await inviteIn();
  });

  it('to a room without a chain is left to who has the founding entry, whatever others send', async () => {
    const empty = createFamilyRuntime(family);
    const rest = family.entries.slice(1);
    for (let count = 0; count < STRANGER_CALLS.burst + FOUNDING_APPENDS.burst; count++) await empty.append(rest);

    expect(await empty.append(rest)).toEqual({ ok: false, reason: 'too-fast' });
    expect(await empty.append(family.entries)).toEqual({ ok: true });
  });
});

describe('an invite', () => {
  it('that is open gives the whole chain to who holds its key', async () => {
    const { keys } = await inviteIn();

    expect(await runtime.read(keys.id)).toEqual({ ok: true, tail: family.entries.map(toBase64url) });
  });

  it('that is not says which: unknown, used, revoked, expired, void', async () => {
    const [used, revoked, expired, voided] = [
      await inviteIn(),
      await inviteIn(),
      await inviteIn({ expiresAt: runtime.now + 1_000 }),
      await inviteIn({ by: ben }),
    ];
    const unknown = (await family.make.invite()).keys;
    await append(await family.make.join(used.keys, await family.strangeDevice()));
    const upToUse = family.entries.map(toBase64url);
    await append(await family.make.revoke(revoked.keys));
    await append(await family.make.epoch([ben.id]));
    runtime.now += 1_001;

    expect(await runtime.read(unknown.id)).toEqual({ ok: false, reason: 'invite-unknown' });
    // As far as the entry that used it: for the one who came in by it and waits for its keys.
    expect(await runtime.read(used.keys.id)).toEqual({ ok: false, reason: 'invite-used', tail: upToUse });
    expect(await runtime.read(revoked.keys.id)).toEqual({ ok: false, reason: 'invite-revoked' });
    expect(await runtime.read(expired.keys.id)).toEqual({ ok: false, reason: 'invite-expired' });
    expect(await runtime.read(voided.keys.id)).toEqual({ ok: false, reason: 'invite-revoked' });
  });

  it('lets in once', async () => {
    const { keys } = await inviteIn();
    await append(await family.make.join(keys, await family.strangeDevice()));
    const second = await family.make.join(keys, await family.strangeDevice());

    expect(await runtime.append([second])).toEqual({ ok: false, reason: 'invite-used' });
  });

  it('is asked for only so often, each for itself', async () => {
    const [one, two] = [await family.make.invite(), await family.make.invite()];
    family.add(one.entry);
    const other = await family.make.invite();
    family.add(other.entry);
    await runtime.append([one.entry, other.entry]);
    for (let count = 0; count < KEY_CALLS.burst; count++) await runtime.read(one.keys.id);

    expect(await runtime.read(one.keys.id)).toEqual({ ok: false, reason: 'too-fast' });
    expect(await runtime.read(other.keys.id)).toMatchObject({ ok: true });
    expect(await runtime.read(two.keys.id)).toEqual({ ok: false, reason: 'invite-unknown' });
  });
});

describe('a knock', () => {
  it('is kept, shown, replaced by a newer one, and gone with its invite', async () => {
    const socket = await runtime.connect(ana.id);
    const { keys } = await inviteIn({ needsApproval: true });
    expect(await runtime.knock(keys.id, 'one')).toEqual({ ok: true });
    expect(socket.texts.at(-1)).toBe(`news ${family.chain.headText} 1`);
    expect(await runtime.knock(keys.id, 'two', runtime.now + 1)).toEqual({ ok: true });
    expect(await runtime.knock(keys.id, 'one again', runtime.now - 1)).toEqual({ ok: false, reason: 'replayed' });
    runtime.sleep();
    expect(await runtime.ask(ana.id)).toMatchObject({ knocks: [{ knock: 'two' }] });
    await append(await family.make.admit(keys, await family.strangeDevice()));

    expect(await runtime.ask(ana.id)).toMatchObject({ knocks: [] });
    expect(runtime.storage.keys().some((key) => key.startsWith('gate/knock/'))).toBe(false);
    expect(socket.texts.at(-1)).toBe(`news ${family.chain.headText} 0`);
  });

  it('is gone when its invite has expired', async () => {
    const { keys } = await inviteIn({ needsApproval: true, expiresAt: runtime.now + 1_000 });
    await runtime.knock(keys.id, 'one');
    runtime.now += 1_001;

    expect(await runtime.ask(ana.id)).toMatchObject({ knocks: [] });
    expect(runtime.storage.keys().some((key) => key.startsWith('gate/knock/'))).toBe(false);
    expect(await runtime.knock(keys.id, 'late')).toEqual({ ok: false, reason: 'invite-expired' });
  });

  it('is taken only by an invite that asks for it', async () => {
    const { keys } = await inviteIn();

    expect(await runtime.knock(keys.id, 'one')).toEqual({ ok: false, reason: 'bad-proof' });
    expect(await runtime.knock((await family.make.invite()).keys.id, 'one')).toMatchObject({
      reason: 'invite-unknown',
    });
  });

  it('is one for each open invite, so that all of them are bounded', async () => {
    const { keys } = await inviteIn({ needsApproval: true });
    for (let count = 0; count < KEY_CALLS.burst; count++) await runtime.knock(keys.id, `${count}`, runtime.now + count);

    expect(await runtime.knock(keys.id, 'more')).toEqual({ ok: false, reason: 'too-fast' });
    expect(runtime.storage.keys().filter((key) => key.startsWith('gate/knock/'))).toHaveLength(1);
  });
});

describe('the recovery key', () => {
  it('gives the whole chain while it is the family’s, and not when it was replaced', async () => {
    const first = await family.make.recovery();
    await append(first.entry);
    expect(await runtime.readAs(first.keys.signPublic)).toEqual({ ok: true, tail: family.entries.map(toBase64url) });
    const second = await family.make.recovery();
    await append(second.entry);

    expect(await runtime.readAs(first.keys.signPublic)).toEqual({ ok: false, reason: 'recovery-replaced' });
    const lost = await family.strangeDevice();
    const old = await family.make.readmit(first.keys, lost);
    expect(await runtime.append([old])).toEqual({ ok: false, reason: 'recovery-replaced' });
    await append(await family.make.readmit(second.keys, lost));
    expect(await runtime.ask(lost.id)).toMatchObject({ ok: true });
  });

  it('finds nothing where the relay knows no family', async () => {
    const empty = createFamilyRuntime(family);

    expect(await empty.readAs(ana.signPublic)).toEqual({ ok: false, reason: 'nothing-found' });
  });
});

describe('a pointer', () => {
  it('is found as it was left, and replaced by a newer one only', async () => {
    expect(await runtime.find()).toEqual({ ok: false, reason: 'nothing-found' });
    expect(await runtime.point('first', 1_000)).toEqual({ ok: true });
    expect(await runtime.point('second', 2_000)).toEqual({ ok: true });
    expect(await runtime.point('first', 1_000)).toEqual({ ok: false, reason: 'replayed' });
    runtime.sleep();

    expect(await runtime.find()).toEqual({ ok: true, pointer: 'second' });
    expect(runtime.storage.keys().filter((key) => key.startsWith('gate/pointer'))).toHaveLength(1);
  });
});

describe('the report', () => {
  it('shows a member what lies there, as it lies there', async () => {
    const socket = await runtime.connect(ana.id);
    await runtime.connect(ben.id);
    await runtime.receive(socket, change('key'));
    await runtime.receive(socket, change('key two'));
    const { keys } = await inviteIn({ needsApproval: true });
    await runtime.knock(keys.id, 'knock');
    const report = await runtime.report(ana.id);

    expect(report).toMatchObject({
      ok: true,
      at: runtime.now,
      chain: family.entries.map((it) => ({ entry: toBase64url(it), receivedAt: runtime.now })),
      devices: [
        { id: ana.id, sockets: 1 },
        { id: ben.id, sockets: 1 },
      ],
      knocks: [{ invite: keys.id, knock: 'knock', at: runtime.now }],
      usedProofs: 2,
      document: {
        values: 2,
        sizes: [{ bytes: 3, values: 2 }],
        writers: [{ operations: 1 }, { operations: 1 }],
        snapshotBytes: 0,
        rows: 2,
        samples: [
          { key: 'key', sealed: toBase64url(Uint8Array.of(1, 2, 3)), bytes: 3 },
          { key: 'key two', bytes: 3 },
        ],
      },
    });
    const { bytes } = report as { bytes: { chain: number; document: number } };
    expect(bytes.chain).toBe(family.entries.reduce((sum, it) => sum + toBase64url(it).length, 0));
    expect(bytes.document).toBe(change('key').length + change('key two').length - 6);
  });

  it('is for members only, and lets the document go again', async () => {
    await append(await family.make.leave(ben));
    expect(await runtime.report(ben.id)).toEqual({ ok: false, reason: 'removed' });
    await runtime.report(ana.id);
    const get = vi.spyOn(runtime.storage, 'get');
    await runtime.report(ana.id);

    expect(get).toHaveBeenCalledWith('journal/head');
  });
});

describe('a keep-alive', () => {
  it('reads nothing, also in a room just woken', async () => {
    const socket = await runtime.connect(ana.id);
    runtime.sleep();
    runtime.storage.failReads(true);
    await runtime.receive(socket, KEEPALIVE_FRAME);

    expect(socket.frames.at(-1)).toEqual(KEEPALIVE_FRAME);
  });
});
