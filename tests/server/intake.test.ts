import { readFile } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { CLOSE_CODE_REFUSED, KEEPALIVE_FRAME } from '../../lib/protocol/relay.ts';
import type { Device } from '../../lib/vault/device.ts';
import { stateRequestFrame, updateFrame } from '../../server/frames.ts';
import {
  DEVICE_MESSAGES,
  MAX_BACKLOG_BYTES,
  MAX_BATCH_BYTES,
  MAX_FRAME_BYTES,
  MAX_MALFORMED_FRAMES,
  SEND_WINDOW_BYTES,
} from '../../server/limits.ts';
import { createProviderMember, type ProviderMember } from './provider-member.ts';
import { connectRaw, type RawMember } from './raw-member.ts';
import { type RelayFolder, startRelayInFolder } from './relay-folder.ts';
import { createTestFamily, type TestFamily } from './test-family.ts';
import { until } from './until.ts';

/** Bytes of a large value that still fits one frame. */
const BIG = 900_000;

/** The room's other members, who must notice nothing. */
let folder: RelayFolder;
let family: TestFamily;
let ana: ProviderMember;
let ben: ProviderMember;
let tick = 0;

beforeAll(async () => {
  folder = await startRelayInFolder();
  family = await createTestFamily();
  ana = createProviderMember(family, () => folder.authority, await family.newDevice());
  ben = createProviderMember(family, () => folder.authority, await family.newDevice());
  await Promise.all([ana.connect(), ben.connect()]);
});
afterAll(async () => {
  ana.destroy();
  ben.destroy();
  await folder.remove();
});
beforeEach(() => expectOthersWork());

async function attacker(device?: Device): Promise<RawMember> {
  const params = await family.handshake(folder.authority, { device: device ?? (await family.newDevice()) });
  const member = await connectRaw(folder.authority, family.room, params);
  // As every client does: the runtime is slow to close a socket that never said anything (docs/RELAY.md).
  member.send(KEEPALIVE_FRAME);
  await until('the attacker is in', () => member.frames.length === 2);
  member.frames.length = 0;
  return member;
}

async function expectOthersWork(): Promise<void> {
  const value = String(++tick);
  ana.set('tick', value);
  await until('Ben sees what Ana writes', () => ben.get('tick') === value, 3_000);
  expect([ana.provider.wsconnected, ben.provider.wsconnected]).toEqual([true, true]);
}

/** Closed by the relay for this reason, without harm to the others. */
async function expectClosed(member: RawMember, reason: string): Promise<void> {
  expect(await member.closed).toEqual({ code: CLOSE_CODE_REFUSED, reason });
  await expectOthersWork();
}

const marker = (type: 'start' | 'end', size: number, count: number) =>
  `y-pk-batch#${JSON.stringify({ id: 'b1', type, size, count })}`;

/** Bytes the whole relay holds: runtime and all. Linux only. */
async function runtimeBytes(): Promise<number> {
  const children = await readFile(`/proc/${folder.relay.pid}/task/${folder.relay.pid}/children`, 'utf8');
  let pages = 0;
  for (const pid of children.trim().split(' ')) {
    const fields = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
    pages += Number(fields[1]);
  }
  return pages * 4_096;
}

describe('frames that mean nothing', () => {
  it('are forgiven a few times, then the socket is closed', async () => {
    const member = await attacker();
    for (let count = 0; count < MAX_MALFORMED_FRAMES - 1; count++) member.send(Uint8Array.of(9, 9, 9));
    member.send(KEEPALIVE_FRAME);
    await until('the relay still answers', () => member.frames.some((frame) => frame[0] === 1));
    member.send(Uint8Array.of(0, 7));

    await expectClosed(member, 'malformed');
  });

  it.each([
    ['an empty frame', Uint8Array.of()],
    ['an unknown kind', Uint8Array.of(200, 1)],
    ['half a number', Uint8Array.of(0x80)],
    ['a number beyond 2^53', Uint8Array.of(0, ...Array<number>(12).fill(0xff))],
    ['an unknown sync step', Uint8Array.of(0, 3, 0)],
    ['a state vector that ends too early', Uint8Array.of(0, 0, 100, 1)],
    ['a state vector that counts to more than it has', stateRequestFrame(Uint8Array.of(0xff, 0xff, 0x7f))],
    ['a text of digits, which stock y-partykit allocates', '400000000'],
    ['other text', 'hello'],
    ['a long text', 'x'.repeat(100_000)],
    ['a batch marker that is no JSON', 'y-pk-batch#{'],
    ['a batch marker of another shape', 'y-pk-batch#{"type":"start"}'],
    ['a batch of negative size', marker('start', -5, 1)],
    ['the end of a batch that was never begun', marker('end', 5, 1)],
  ])('%s is one of them', async (_name, frame) => {
    const member = await attacker();
    for (let count = 0; count < MAX_MALFORMED_FRAMES; count++) member.send(frame);

    await expectClosed(member, 'malformed');
    expect(member.receipts).toEqual([]);
  });

  it('never make the relay allocate what a text of digits says', async () => {
    const before = await runtimeBytes();
    const member = await attacker();
    for (let count = 0; count < MAX_MALFORMED_FRAMES - 1; count++) member.send('400000000');
    member.send(KEEPALIVE_FRAME);
    await until('the relay has read them', () => member.frames.some((frame) => frame[0] === 1));

    expect((await runtimeBytes()) - before).toBeLessThan(60_000_000);
    await member.close();
  });
});

describe('an update that cannot be read', () => {
  it.each([
    ['garbage', Uint8Array.from({ length: 500 }, (_, index) => (index * 7919) % 256)],
    ['the promise of many structs', Uint8Array.of(0xff, 0xff, 0xff, 0x7f, 1)],
    ['nothing at all', Uint8Array.of()],
  ])('closes its socket at once, since later receipts would lie: %s', async (_name, update) => {
    const member = await attacker();
    member.send(updateFrame(update));

    await expectClosed(member, 'malformed');
    expect(member.receipts).toEqual([]);
  });

  it('leaves no half of it behind', async () => {
    const doc = new Doc();
    doc.getMap('family').set('half', 'written');
    const update = encodeStateAsUpdate(doc);
    const member = await attacker();
    // Whole structs, then a delete set that promises more than there is.
    member.send(updateFrame(Uint8Array.of(...update.slice(0, -1), 0x7f, 1)));

    await expectClosed(member, 'malformed');
    const late = createProviderMember(family, () => folder.authority, await family.newDevice());
    await late.connect();
    expect(late.get('half')).toBeUndefined();
    expect(ben.get('half')).toBeUndefined();
    expect(late.get('tick')).toBe(ana.get('tick'));
    late.destroy();
  });

  it('is noticed also when it is cut anywhere', async () => {
    const doc = new Doc();
    doc.getMap('family').set('cut', 'x'.repeat(40));
    doc.getMap('family').delete('cut');
    const update = encodeStateAsUpdate(doc);
    for (let length = 1; length < update.length; length += 3) {
      const member = await attacker();
      member.send(updateFrame(update.slice(0, length)));
      expect(await member.closed).toEqual({ code: CLOSE_CODE_REFUSED, reason: 'malformed' });
    }
    await expectOthersWork();
  });
});

describe('size', () => {
  it('of a frame is bounded', async () => {
    const member = await attacker();
    member.send(new Uint8Array(MAX_FRAME_BYTES + 1));

    // Here by the runtime itself (RFC 6455: 1009), which is slow to take its leave; PartyKit's cloud lets such a frame through to us.
    await until('the socket is being closed', () => member.socket.readyState >= WebSocket.CLOSING);
    await expectOthersWork();
  });

  it('of a batch is bounded before anything of it is taken', async () => {
    const member = await attacker();
    member.send(marker('start', MAX_BATCH_BYTES + 1, 12));

    await expectClosed(member, 'too-large');
  });

  it('of a batch that brings more than it said closes the socket', async () => {
    const member = await attacker();
    member.send(marker('start', 1_000, 2));
    for (let count = 0; count < 3; count++) member.send(new Uint8Array(600));

    await expectClosed(member, 'malformed');
  });

  it('of a batch that brings less than it said closes the socket', async () => {
    const member = await attacker();
    member.send(marker('start', 1_000, 2));
    member.send(new Uint8Array(10));
    member.send(marker('end', 1_000, 2));

    await expectClosed(member, 'malformed');
  });

  it('of unfinished batches is bounded for the room as a whole', async () => {
    const before = await runtimeBytes();
    const members: RawMember[] = [];
    for (let count = 0; count < 6; count++) {
      const member = await attacker();
      members.push(member);
      member.send(marker('start', 8_000_000, 8));
      for (let chunk = 0; chunk < 7; chunk++) member.send(new Uint8Array(1_000_000));
    }
    await until('some are closed', () => members.filter((member) => member.isClosed).length >= 3, 20_000);
    await expectOthersWork();

    expect((await runtimeBytes()) - before).toBeLessThan(160_000_000);
    await Promise.all(members.map((member) => member.close()));
  });
});

describe('a flood', () => {
  it('of messages closes every socket of its device, and costs the others nothing', async () => {
    const device = await family.newDevice();
    const [flooding, idle] = [await attacker(device), await attacker(device)];
    for (let count = 0; count < DEVICE_MESSAGES.burst + 1_000; count++) flooding.send(KEEPALIVE_FRAME);
    idle.send(KEEPALIVE_FRAME);

    await expectClosed(flooding, 'too-fast');
    await expectClosed(idle, 'too-fast');
  });

  it('does not become cheaper by connecting again', async () => {
    const device = await family.newDevice();
    const first = await attacker(device);
    for (let count = 0; count < DEVICE_MESSAGES.burst + 1_000; count++) first.send(KEEPALIVE_FRAME);
    await expectClosed(first, 'too-fast');
    const second = await attacker(device);
    for (let count = 0; count < DEVICE_MESSAGES.burst / 2; count++) second.send(KEEPALIVE_FRAME);

    await expectClosed(second, 'too-fast');
  });

  it('of bytes closes the socket', async () => {
    const member = await attacker();
    const doc = new Doc();
    const map = doc.getMap('family');
    doc.on('update', (update: Uint8Array) => {
      if (member.socket.readyState === WebSocket.OPEN) member.send(updateFrame(update));
    });
    for (let count = 0; count < 20; count++) map.set('flood', 'x'.repeat(BIG));

    await expectClosed(member, 'too-fast');
  });

  it('of questions for the whole state is bounded by what the answers weigh', async () => {
    const rich = await createTestFamily();
    const lea = createProviderMember(rich, () => folder.authority, rich.founder);
    for (let part = 0; part < 6; part++) lea.set(`part ${part}`, 'x'.repeat(BIG));
    await lea.connect();
    lea.set('last', 'one');
    const device = await rich.newDevice();
    const member = await connectRaw(folder.authority, rich.room, await rich.handshake(folder.authority, { device }));
    for (let count = 0; count < 20; count++) member.send(stateRequestFrame(Uint8Array.of(0)));

    expect(await member.closed).toEqual({ code: CLOSE_CODE_REFUSED, reason: 'too-fast' });
    expect(member.frames.filter((frame) => frame[1] === 1).length).toBeLessThan(7);
    lea.destroy();
    await expectOthersWork();
  });
});

describe('a member that does not read', () => {
  it('is dropped before it costs the others memory, and the others go on', async () => {
    const quiet = await createTestFamily();
    const lea = createProviderMember(quiet, () => folder.authority, quiet.founder);
    const mateo = createProviderMember(quiet, () => folder.authority, await quiet.newDevice());
    await Promise.all([lea.connect(), mateo.connect()]);
    const device = await quiet.newDevice();
    const params = await quiet.handshake(folder.authority, { device });
    const socket = await connectWithoutReading(folder.relay.port, quiet.room, params);
    // More than a reader may be behind, from two members, so that neither sends more than its allowance.
    for (let sent = 0; sent <= MAX_BACKLOG_BYTES + SEND_WINDOW_BYTES + 2 * BIG; sent += 2 * BIG) {
      lea.set('of Lea', `${sent}${'x'.repeat(BIG)}`);
      mateo.set('of Mateo', `${sent}${'x'.repeat(BIG)}`);
    }
    lea.set('last', 'one');
    await until('the reader has everything', () => mateo.get('last') === 'one');
    const received = await readToEnd(socket);

    // The close frame is the last thing that came: 0x88, length, 4400, reason.
    expect(received.subarray(-10).toString('latin1')).toContain('too-fast');
    expect(received.length).toBeLessThan(SEND_WINDOW_BYTES + 2 * BIG);
    expect(mateo.provider.wsconnected).toBe(true);
    lea.destroy();
    mateo.destroy();
  });
});

/** A handshake by hand, on a TCP socket that takes nothing in after the answer. */
async function connectWithoutReading(port: number, room: string, params: Record<string, string>): Promise<Socket> {
  const socket = createConnection(port, '127.0.0.1');
  socket.write(
    [
      `GET /parties/main/${room}?${new URLSearchParams(params)} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      '',
      '',
    ].join('\r\n'),
  );
  const answered = Promise.withResolvers<void>();
  socket.once('readable', () => answered.resolve());
  await answered.promise;
  expect(String(socket.read(12))).toBe('HTTP/1.1 101');
  // A frame of its own, masked with zeros: a keep-alive.
  socket.write(Uint8Array.of(0x82, 0x83, 0, 0, 0, 0, ...KEEPALIVE_FRAME));
  return socket;
}

async function readToEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let tail = '';
  const done = Promise.withResolvers<void>();
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    tail = (tail + chunk.toString('latin1')).slice(-20);
    if (tail.endsWith('too-fast')) done.resolve();
  });
  socket.on('close', () => done.resolve());
  await done.promise;
  socket.destroy();
  return Buffer.concat(chunks);
}
