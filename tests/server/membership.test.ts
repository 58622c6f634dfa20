import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { CLOSE_CODE_REFUSED, KEEPALIVE_FRAME, PROOF_TOLERANCE_MS, RELAY_PROTOCOL } from '../../lib/protocol/relay.ts';
import { fromBase64url, toBase64url } from '../../lib/vault/base64url.ts';
import type { Device } from '../../lib/vault/device.ts';
import { type KeyPurpose, makeKeyProof, pointerRoomOf } from '../../lib/vault/key-proof.ts';
import { deriveRecoveryKeys, newRecoverySecret } from '../../lib/vault/recovery.ts';
import type { SignKeys } from '../../lib/vault/sign-keys.ts';
import { stateRequestFrame, updateFrame } from '../../server/frames.ts';
import { connectRaw, type RawMember } from './raw-member.ts';
import { appendCall, callRelay } from './relay-call.ts';
import { type RelayFolder, startRelayInFolder } from './relay-folder.ts';
import { createTestFamily, type TestFamily } from './test-family.ts';
import { until } from './until.ts';

const PROTOCOL = String(RELAY_PROTOCOL);
/** Issue 3: a removed device's socket is closed within this. */
const REMOVAL_LIMIT_MS = 2_000;

let folder: RelayFolder;
let family: TestFamily;
let ana: Device;
let ben: Device;
let members: RawMember[] = [];

beforeAll(async () => {
  folder = await startRelayInFolder();
});
afterAll(() => folder.remove());
beforeEach(async () => {
  family = await createTestFamily();
  ana = family.founder;
  ben = await family.newDevice();
  await family.bring(folder.authority);
});
afterEach(async () => {
  await Promise.all(members.map((member) => member.close()));
  members = [];
});

const call = (body: unknown, room: string = family.room) => callRelay(folder.authority, room, body);

async function enter(device: Device): Promise<RawMember> {
  const params = await family.handshake(folder.authority, { device });
  const member = await connectRaw(folder.authority, family.room, params);
  members.push(member);
  // As every client does: the runtime is slow to close a socket that never said anything (docs/RELAY.md).
  member.send(KEEPALIVE_FRAME);
  await until('it is in', () => member.news !== null && member.frames.length > 1);
  return member;
}

async function expectRefused(device: Device, reason: string, options: { head?: Uint8Array } = {}): Promise<void> {
  const params = await family.handshake(folder.authority, { device, ...options });
  const member = await connectRaw(folder.authority, family.room, params);
  expect(await member.closed).toMatchObject({ code: 1006 });
  expect([member.frames, member.texts]).toEqual([[], []]);
  expect(await call(params)).toMatchObject({ relay: 'family-os', protocol: RELAY_PROTOCOL, ok: false, reason });
}

const change = (key: string) => {
  const doc = new Doc();
  doc.getMap('values').set(key, 'value');
  return updateFrame(encodeStateAsUpdate(doc));
};

function proofOf(
  purpose: KeyPurpose,
  keys: SignKeys,
  options: { payload?: Uint8Array; at?: number; room?: typeof family.room } = {},
) {
  const { payload, at = Date.now(), room = family.room } = options;
  const place = { purpose, keys, room, authority: folder.authority, now: at };
  return toBase64url(makeKeyProof(payload === undefined ? place : { ...place, payload }));
}

describe('the gate refuses', () => {
  it('a device that the family never took in, though it holds the secret', async () => {
    await expectRefused(await family.strangeDevice(), 'not-a-member');
  });

  it('a device that was removed', async () => {
    family.add(await family.make.epoch([ben.id]));
    await expectRefused(ben, 'removed');
  });

  it('a device that knows of no newer epoch than the one before, and lets it in when it does', async () => {
    const head = family.chain.head;
    family.add(await family.make.epoch([]));
    await expectRefused(ben, 'behind', { head });

    expect((await enter(ben)).isClosed).toBe(false);
  });

  it('a device that knows an entry which this relay does not', async () => {
    await expectRefused(ben, 'unknown-head', { head: new Uint8Array(32).fill(9) });
  });

  it('a device that knows no entry since, as long as no epoch began', async () => {
    const head = family.chain.head;
    family.add((await family.make.invite()).entry);
    const params = await family.handshake(folder.authority, { device: ben, head });
    const member = await connectRaw(folder.authority, family.room, params);
    members.push(member);

    expect(member.isClosed).toBe(false);
  });
});

describe('the chain', () => {
  it('is refused where it was tampered with', async () => {
    const { entry } = await family.make.invite();
    const tampered = entry.with(entry.length - 1, (entry.at(-1) ?? 0) ^ 1);

    expect(await call(appendCall(tampered))).toMatchObject({ ok: false, reason: 'bad-entry' });
    expect(await call(appendCall(entry.slice(0, 100)))).toMatchObject({ ok: false, reason: 'bad-entry' });
    expect(await call(appendCall(new Uint8Array(17_000)))).toMatchObject({ ok: false, reason: 'too-large' });
    expect(await call({ type: 'append', protocol: PROTOCOL, entries: [] })).toMatchObject({ reason: 'bad-entry' });
    expect(await call({ type: 'append', protocol: PROTOCOL, entries: ['='] })).toMatchObject({ reason: 'bad-entry' });
  });

  it('is refused at another family’s room, and whole where it founds none', async () => {
    const other = await createTestFamily();

    expect(await call(appendCall(other.entry))).toMatchObject({ ok: false, reason: 'wrong-room' });
    expect(await call(appendCall(...family.entries.slice(1)), other.room)).toMatchObject({
      ok: false,
      reason: 'unknown-head',
    });
    expect(await call(appendCall(...family.entries), other.room)).toMatchObject({ ok: false, reason: 'wrong-room' });
  });

  it('survives kill -9 to the last entry that was answered, and whoever was removed stays out', async () => {
    for (let round = 0; round < 3; round++) {
      family.add((await family.make.invite()).entry);
      family.add(await family.make.epoch(round === 1 ? [ben.id] : []));
      const length = family.entries.length;
      await family.bring(folder.authority);
      await folder.relay.kill9();
      await folder.restart();
      const answer = await call(
        await family.handshake(folder.authority, { head: fromBase64url(family.room) ?? new Uint8Array() }),
      );

      expect(answer.tail).toHaveLength(length - 1);
    }
    await expectRefused(ben, 'removed');
    expect((await enter(ana)).isClosed).toBe(false);
  });

  it('is extended by one of two at once', async () => {
    const [one, two] = [await family.make.invite(), await family.make.invite({ by: ben })];
    const answers = await Promise.all([call(appendCall(one.entry)), call(appendCall(two.entry))]);

    expect(answers.map(({ reason }) => reason ?? 'ok').sort()).toEqual(['behind', 'ok']);
  });

  it('of a family that moves here comes in one call, and no larger than a chain may be', async () => {
    const moving = await createTestFamily();
    for (let count = 0; count < 30; count++) await moving.newDevice();
    await moving.bring(folder.authority);
    expect(await call(await moving.handshake(folder.authority), moving.room)).toMatchObject({ ok: true });
    const much = { type: 'append', protocol: PROTOCOL, entries: Array(100).fill('A'.repeat(16_000)) as string[] };

    expect(await call(much)).toMatchObject({ ok: false, reason: 'too-large' });
    expect(await call({ ...much, type: 'ask' })).toMatchObject({ ok: false, reason: 'too-large' });
    expect(await call({ ...much, type: 'ask', entries: ['A'.repeat(16_000)] })).toMatchObject({ reason: 'no-proof' });
  });
});

describe('a removal', () => {
  it('closes the open sockets of the device within two seconds, and those of the others to come back at once', async () => {
    const [anaSocket, first, second] = [await enter(ana), await enter(ben), await enter(ben)];
    const started = performance.now();
    expect(await call(appendCall(await family.make.epoch([ben.id])))).toMatchObject({ ok: true });
    const closed = await Promise.all([first.closed, second.closed, anaSocket.closed]);

    expect(closed.map(({ reason }) => reason)).toEqual(['removed', 'removed', 'behind']);
    expect(closed.every(({ code }) => code === CLOSE_CODE_REFUSED)).toBe(true);
    expect(performance.now() - started).toBeLessThan(REMOVAL_LIMIT_MS);
  });

  it('lets nothing in that was sealed before and is sent after', async () => {
    const [anaSocket, benSocket] = [await enter(ana), await enter(ben)];
    anaSocket.send(change('before'));
    await anaSocket.acknowledged(1);
    const entry = await family.make.epoch([ben.id]);
    family.add(entry);
    expect(await call(appendCall(entry))).toMatchObject({ ok: true });
    // The relay has answered; the close frames may still be on their way.
    for (const socket of [anaSocket, benSocket]) {
      if (socket.socket.readyState === WebSocket.OPEN) socket.send(change('after'));
    }
    await Promise.all([anaSocket.closed, benSocket.closed]);
    const again = await enter(ana);
    again.send(stateRequestFrame(Uint8Array.of(0)));
    await until('the state is here', () => again.frames.some((frame) => frame[0] === 0 && frame[1] === 1));
    const state = Buffer.concat(again.frames);

    expect([state.includes('before'), state.includes('after')]).toEqual([true, false]);
    expect(anaSocket.receipts).toEqual(['ack 1']);
  });
});

describe('calls of those who are no device yet', () => {
  it('read the chain by an invite, join by it, and are in', async () => {
    const { entry, keys } = await family.make.invite();
    family.add(entry);
    await family.bring(folder.authority);
    const read = await call({ type: 'read', protocol: PROTOCOL, key: proofOf('invite', keys) });
    expect(read).toMatchObject({ ok: true, tail: family.entries.map(toBase64url) });
    const lea = await family.strangeDevice();
    family.add(await family.make.join(keys, lea));
    const socket = await enter(lea);

    expect(socket.news).toEqual({ head: family.chain.headText, knocks: 0 });
    const again = await call({ type: 'read', protocol: PROTOCOL, key: proofOf('invite', keys) });
    expect(again).toMatchObject({ ok: false, reason: 'invite-used' });
  });

  it('knock, and every member hears of it', async () => {
    const { entry, keys } = await family.make.invite({ needsApproval: true });
    family.add(entry);
    const socket = await enter(ana);
    const knock = Uint8Array.of(1, 2, 3);
    const key = proofOf('invite', keys, { payload: knock });
    const body = { type: 'knock', protocol: PROTOCOL, key, knock: toBase64url(knock) };
    expect(await call(body)).toMatchObject({ ok: true });
    await until('Ana hears of it', () => socket.news?.knocks === 1);
    const other = { ...body, knock: toBase64url(Uint8Array.of(3, 2, 1)) };

    expect(await call(other)).toMatchObject({ ok: false, reason: 'bad-proof' });
    expect(await call(await family.handshake(folder.authority))).toMatchObject({
      ok: true,
      knocks: [{ invite: keys.id, knock: toBase64url(knock) }],
    });
  });

  it('leave nothing that kill -9 takes away', async () => {
    const { entry, keys } = await family.make.invite({ needsApproval: true });
    family.add(entry);
    await family.bring(folder.authority);
    const knock = Uint8Array.of(1, 2, 3);
    const key = proofOf('invite', keys, { payload: knock });
    expect(await call({ type: 'knock', protocol: PROTOCOL, key, knock: toBase64url(knock) })).toMatchObject({
      ok: true,
    });
    const { pointer } = deriveRecoveryKeys(newRecoverySecret());
    const { room } = pointer;
    const left = Uint8Array.of(4, 5, 6);
    const pointKey = proofOf('pointer', pointer, { room, payload: left });
    const point = { type: 'point', protocol: PROTOCOL, key: pointKey, pointer: toBase64url(left) };
    expect(await call(point, room)).toMatchObject({ ok: true });
    await folder.relay.kill9();
    await folder.restart();

    const find = { type: 'find', protocol: PROTOCOL, key: proofOf('pointer', pointer, { room }) };
    expect(await call(find, room)).toMatchObject({ ok: true, pointer: toBase64url(left) });
    expect(await call(await family.handshake(folder.authority))).toMatchObject({
      knocks: [{ knock: toBase64url(knock) }],
    });
  });

  it('are refused without a proof, with one of another key, room, relay, purpose or time', async () => {
    const { entry, keys } = await family.make.invite();
    family.add(entry);
    await family.bring(folder.authority);
    const read = (key: string, room?: string) => call({ type: 'read', protocol: PROTOCOL, key }, room);
    const late = Date.now() - PROOF_TOLERANCE_MS - 60_000;
    const elsewhere = makeKeyProof({
      purpose: 'invite',
      keys,
      room: family.room,
      authority: 'a.example',
      now: Date.now(),
    });
    const stranger = deriveRecoveryKeys(newRecoverySecret());

    expect(await call({ type: 'read', protocol: PROTOCOL })).toMatchObject({ reason: 'no-proof' });
    expect(await read('AAAA')).toMatchObject({ reason: 'bad-proof' });
    expect(await read(proofOf('invite', keys, { payload: Uint8Array.of(1) }))).toMatchObject({ reason: 'bad-proof' });
    expect(await read(proofOf('pointer', keys))).toMatchObject({ reason: 'bad-proof' });
    expect(await read(toBase64url(elsewhere))).toMatchObject({ reason: 'bad-proof' });
    expect(await read(proofOf('invite', keys), (await createTestFamily()).room)).toMatchObject({ reason: 'bad-proof' });
    expect(await read(proofOf('invite', keys, { at: late }))).toMatchObject({
      reason: 'clock',
      skewMs: expect.any(Number),
    });
    expect(await read(proofOf('invite', stranger))).toMatchObject({ reason: 'invite-unknown' });
    expect(await read(proofOf('recovery', stranger))).toMatchObject({ reason: 'recovery-replaced' });
  });

  it('find what was left under a recovery phrase, in a room of its own', async () => {
    const { pointer } = deriveRecoveryKeys(newRecoverySecret());
    const sealed = pointer.sealPointer({ room: family.room, origin: folder.relay.url });
    const { room } = pointer;
    const find = { type: 'find', protocol: PROTOCOL, key: proofOf('pointer', pointer, { room }) };
    expect(await call(find, room)).toMatchObject({ ok: false, reason: 'nothing-found' });
    const point = {
      type: 'point',
      protocol: PROTOCOL,
      key: proofOf('pointer', pointer, { room, payload: sealed }),
      pointer: toBase64url(sealed),
    };
    expect(await call(point, room)).toMatchObject({ ok: true });
    const found = await call(find, room);

    expect(found).toMatchObject({ ok: true, pointer: toBase64url(sealed) });
    expect(room).toBe(pointerRoomOf(pointer.signPublic));
    const stranger = deriveRecoveryKeys(newRecoverySecret()).pointer;
    expect(await call({ ...find, key: proofOf('pointer', stranger, { room }) }, room)).toMatchObject({
      reason: 'wrong-room',
    });
  });
});

describe('versions', () => {
  it('tell a client of protocol 1 that it is too old, and one of the next that this relay is', async () => {
    const { chain, proof } = await family.handshake(folder.authority);

    expect(await call({ protocol: '1', chain, proof })).toMatchObject({ ok: false, reason: 'older-protocol' });
    expect(await call({ type: 'dance', protocol: '3' })).toMatchObject({ ok: false, reason: 'newer-protocol' });
    expect(await call({ type: 'dance', protocol: PROTOCOL })).toMatchObject({ ok: false, reason: 'no-proof' });
  });
});

describe('the report', () => {
  it('comes from the live room to a member, and to nobody else', async () => {
    const socket = await enter(ana);
    socket.send(change('key'));
    await socket.acknowledged(1);
    const report = await call({ type: 'report', ...(await family.handshake(folder.authority)) });
    const stranger = await family.strangeDevice();
    const refused = await call({ type: 'report', ...(await family.handshake(folder.authority, { device: stranger })) });

    expect(report).toMatchObject({ ok: true, usedProofs: 1, document: { values: 1, rows: 1 } });
    expect(refused).toMatchObject({ ok: false, reason: 'not-a-member' });
    expect(refused).not.toHaveProperty('document');
  });
});
