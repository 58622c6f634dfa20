import { beforeEach, describe, expect, test } from 'vitest';
import { type DeviceId, type MemberId, newId, type RoomId } from '../../../lib/protocol/ids.ts';
import { MAX_PRESENCE_BYTES, PRESENCE_FRAME } from '../../../lib/protocol/relay.ts';
import { type CopyDigest, createPresenceBoard, type PresenceBoard } from '../../../lib/sync/presence.ts';
import { toBase64url } from '../../../lib/vault/base64url.ts';
import { createKeyring } from '../../../lib/vault/keyring.ts';
import { createSealingCodec } from '../../../lib/vault/sealing-codec.ts';
import { createFakeClock, type FakeClock } from '../../doubles/fake-clock.ts';

const HASH = 'a'.repeat(43);

interface Device {
  readonly id: DeviceId;
  readonly board: PresenceBoard;
  /** Frames it sent, also those that are not delivered. */
  readonly sent: Uint8Array[];
  copy: CopyDigest | null;
}

let clock: FakeClock;
let devices: Device[];
let members: Set<DeviceId>;
let secret: Uint8Array;

beforeEach(() => {
  clock = createFakeClock();
  devices = [];
  members = new Set();
  secret = new Uint8Array(32).fill(1);
});

function addDevice(key = secret): Device {
  const id = newId<DeviceId>();
  const keyring = createKeyring({ room: toBase64url(new Uint8Array(32)) as RoomId, secrets: new Map([[1, key]]) });
  const codec = createSealingCodec(keyring.sealingKeys());
  const member = newId<MemberId>();
  const device: Device = {
    id,
    sent: [],
    copy: { state: HASH, content: HASH },
    board: createPresenceBoard({
      clock,
      device: id,
      member: () => member,
      codec: () => codec,
      copy: () => device.copy,
      isMember: (other) => members.has(other),
      send(frame) {
        device.sent.push(frame);
        // Whoever is no longer in the room reaches nobody.
        if (!devices.includes(device)) return;
        for (const other of devices) if (other !== device) other.board.received(frame);
      },
      onChange: () => {},
    }),
  };
  members.add(id);
  devices.push(device);
  return device;
}

describe('presence', () => {
  test('whoever connects is known to those who are there, and knows them', () => {
    const [ana, ben, lea] = [addDevice(), addDevice(), addDevice()];
    for (const { board } of [ana, ben, lea]) board.connected();
    expect([...ana.board.here].sort()).toEqual([ben.id, lea.id].sort());
    expect([...lea.board.here].sort()).toEqual([ana.id, ben.id].sort());
  });

  test('ends by the relay’s word, by silence, and with one’s own connection', () => {
    const [ana, ben, lea] = [addDevice(), addDevice(), addDevice()];
    for (const { board } of [ana, ben, lea]) board.connected();
    ana.board.left(ben.id);
    expect([...ana.board.here]).toEqual([lea.id]);
    devices.splice(devices.indexOf(lea), 1);
    devices.splice(devices.indexOf(ben), 1);
    clock.advance(200_000);
    expect([...ana.board.here]).toEqual([]);
    expect([...ana.board.heard.keys()].sort()).toEqual([ben.id, lea.id].sort());
    ben.board.disconnected();
    expect([...ben.board.here]).toEqual([]);
  });

  test('goes on for as long as a device gives signs of life', () => {
    const [ana, ben] = [addDevice(), addDevice()];
    for (const { board } of [ana, ben]) board.connected();
    for (let minute = 0; minute < 30; minute++) clock.advance(60_000);
    expect([...ana.board.here]).toEqual([ben.id]);
  });

  test('is sealed, small, and alike in length', () => {
    const [ana, ben] = [addDevice(), addDevice()];
    for (const { board } of [ana, ben]) board.connected();
    clock.advance(10_000);
    for (const frame of [...ana.sent, ...ben.sent]) {
      expect(frame[0]).toBe(PRESENCE_FRAME);
      expect(frame.length).toBeLessThanOrEqual(MAX_PRESENCE_BYTES);
      const text = Buffer.from(frame).toString('latin1');
      for (const plain of [ana.id, ben.id, 'device', HASH.slice(0, 8)]) expect(text).not.toContain(plain);
    }
  });

  test('of another family, changed on the way, or played again later, is nobody’s', () => {
    const ana = addDevice();
    const stranger = addDevice(new Uint8Array(32).fill(2));
    ana.board.connected();
    stranger.board.connected();
    expect([...ana.board.here]).toEqual([]);
    const ben = addDevice();
    ben.board.connected();
    const frame = ben.sent[0] ?? new Uint8Array();
    ana.board.left(ben.id);
    for (let at = 0; at < frame.length; at++) {
      const changed = frame.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      if (at > 0) ana.board.received(changed);
    }
    expect([...ana.board.here]).toEqual([]);
    devices.splice(devices.indexOf(ben), 1);
    clock.advance(400_000);
    ana.board.received(frame);
    expect([...ana.board.here]).toEqual([]);
  });

  test('of a device that the family has removed counts no more', () => {
    const [ana, ben] = [addDevice(), addDevice()];
    members.delete(ben.id);
    for (const { board } of [ana, ben]) board.connected();
    expect([...ana.board.here]).toEqual([]);
  });
});

describe('comparing copies', () => {
  let ana: Device;
  let ben: Device;
  beforeEach(() => {
    ana = addDevice();
    ben = addDevice();
    for (const { board } of [ana, ben]) board.connected();
  });
  const settle = () => {
    for (const { board } of [ana, ben]) board.changed();
    clock.advance(5_000);
  };

  test('equal ones are no news', () => {
    settle();
    expect(ana.board.differing).toBeNull();
  });

  test('the same history with other content is told on both sides, and taken back once it is the same', () => {
    ben.copy = { state: HASH, content: 'b'.repeat(43) };
    settle();
    expect([ana.board.differing, ben.board.differing]).toEqual([ben.id, ana.id]);
    ben.copy = { state: HASH, content: HASH };
    settle();
    expect([ana.board.differing, ben.board.differing]).toEqual([null, null]);
  });

  test('another history says nothing: one of the two is only behind', () => {
    ben.copy = { state: 'b'.repeat(43), content: 'b'.repeat(43) };
    settle();
    expect(ana.board.differing).toBeNull();
  });

  test('a copy with something unsent is not compared', () => {
    ben.copy = null;
    settle();
    expect([ana.board.differing, ben.board.differing]).toEqual([null, null]);
  });
});
