import { describe, expect, it, vi } from 'vitest';
import { Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { type DeviceId, newId } from '../../lib/protocol/ids.ts';
import { CLOSE_CODE_REFUSED, KEEPALIVE_FRAME } from '../../lib/protocol/relay.ts';
import { stateRequestFrame, updateFrame } from '../../server/frames.ts';
import {
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENT_BYTES_SMALL_UPDATES,
  MAX_FRAME_BYTES,
  SMALL_UPDATE_BYTES,
} from '../../server/limits.ts';
import { createRoom, type Room, type RoomFamily } from '../../server/room.ts';
import { type ConnectionDouble, createConnectionDouble } from './connection-double.ts';
import { createMemoryRoomStorage, type MemoryRoomStorage } from './memory-room-storage.ts';

/** A family that everybody is in and nothing happens to; what does happen is in removal.test.ts. */
const QUIET_FAMILY: RoomFamily = { open: async () => {}, refusalOf: () => null, news: () => null };

/** The runtime around a room: keeps storage and sockets while the room object itself comes and goes. */
function createRuntime(storage: MemoryRoomStorage = createMemoryRoomStorage()) {
  const doubles: ConnectionDouble[] = [];
  let now = 1_000_000;
  const open = () => doubles.filter((double) => double.closed === null).map((double) => double.connection);
  const wake = () => createRoom({ storage, family: QUIET_FAMILY, connections: open, now: () => now });
  let room: Room = wake();
  return {
    storage,
    get room() {
      return room;
    },
    /** Puts the room to sleep and wakes it: everything in memory is gone. */
    sleep() {
      room = wake();
    },
    pass(ms: number) {
      now += ms;
    },
    async connect(device = newId<DeviceId>()): Promise<ConnectionDouble> {
      const double = createConnectionDouble();
      doubles.push(double);
      await room.connected(double.connection, { device, epoch: 1 });
      return double;
    },
    receive: (from: ConnectionDouble, frame: Uint8Array | string) => room.received(from.connection, frame),
    async leave(double: ConnectionDouble) {
      double.connection.close();
      await room.closed(double.connection);
    },
  };
}

function change(key: string, value: string): Uint8Array {
  const doc = new Doc();
  doc.getMap('family').set(key, value);
  return encodeStateAsUpdate(doc);
}

const isUpdate = (frame: Uint8Array) => frame[0] === 0 && frame[1] === 2;

describe('a room', () => {
  it('relays and acknowledges a change only when it is durable', async () => {
    const storage = createMemoryRoomStorage();
    const durable = Promise.withResolvers<void>();
    const runtime = createRuntime({ ...storage, sync: () => durable.promise });
    const [ana, ben] = [await runtime.connect(), await runtime.connect()];
    const taken = runtime.receive(ana, updateFrame(change('a', '1')));
    const asked = runtime.receive(ben, stateRequestFrame(Uint8Array.of(0)));
    await runtime.receive(ben, KEEPALIVE_FRAME);
    expect([ana.texts, ben.frames.filter((frame) => frame[0] === 0 && frame[1] !== 0)]).toEqual([[], []]);
    durable.resolve();
    await Promise.all([taken, asked]);

    expect(ana.texts).toEqual(['ack 1']);
    // The change, and the answer that shows it.
    expect(ben.frames.filter(isUpdate)).toHaveLength(1);
    expect(ben.frames.filter((frame) => frame[0] === 0 && frame[1] === 1)).toHaveLength(1);
  });

  it('writes what comes while a write is under way in one row, and sends it in one frame', async () => {
    const runtime = createRuntime();
    const [ana, ben, lea] = [await runtime.connect(), await runtime.connect(), await runtime.connect()];
    const before = runtime.storage.writeCount;
    await Promise.all([
      runtime.receive(ana, updateFrame(change('a', '1'))),
      ...['b', 'c', 'd'].map((key) => runtime.receive(ben, updateFrame(change(key, '1')))),
      runtime.receive(ana, updateFrame(change('e', '1'))),
    ]);

    expect(runtime.storage.writeCount - before).toBeLessThanOrEqual(2);
    expect(lea.frames.filter(isUpdate).length).toBeLessThanOrEqual(2);
    expect([ana.texts.at(-1), ben.texts.at(-1)]).toEqual(['ack 2', 'ack 3']);
  });

  it('goes on after sleep where it was: sockets, receipts, document', async () => {
    const runtime = createRuntime();
    const [ana, ben] = [await runtime.connect(), await runtime.connect()];
    await runtime.receive(ana, updateFrame(change('a', '1')));
    runtime.sleep();
    await runtime.receive(ana, updateFrame(change('b', '2')));
    await runtime.receive(ana, stateRequestFrame(Uint8Array.of(0)));

    expect(ana.texts).toEqual(['ack 1', 'ack 2']);
    expect(ben.frames.filter(isUpdate)).toHaveLength(2);
    expect(ana.closed).toBeNull();
  });

  it('answers a keep-alive after sleep without touching storage', async () => {
    const runtime = createRuntime();
    const ana = await runtime.connect();
    runtime.sleep();
    runtime.storage.failReads(true);
    await runtime.receive(ana, KEEPALIVE_FRAME);

    expect(ana.frames.at(-1)).toEqual(KEEPALIVE_FRAME);
    expect(ana.closed).toBeNull();
  });

  it('lets go of the document when the last one leaves, after folding the journal', async () => {
    const runtime = createRuntime();
    const [ana, ben] = [await runtime.connect(), await runtime.connect()];
    for (const value of ['1', '2', '3']) await runtime.receive(ana, updateFrame(change('a', value)));
    const get = vi.spyOn(runtime.storage, 'get');
    await runtime.leave(ana);
    expect(runtime.storage.keys().some((key) => key.startsWith('journal/row/'))).toBe(true);
    await runtime.leave(ben);
    expect(runtime.storage.keys().filter((key) => key.startsWith('journal/row/'))).toEqual([]);
    expect(get).not.toHaveBeenCalled();
    await runtime.connect();

    expect(get).toHaveBeenCalledWith('journal/head');
  });

  it('tells everybody to start anew when storage fails, and does so itself', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const runtime = createRuntime();
    const [ana, ben] = [await runtime.connect(), await runtime.connect()];
    runtime.storage.failAfter(0);
    await runtime.receive(ana, updateFrame(change('lost', '1')));
    expect([ana.closed?.code, ben.closed?.code]).toEqual([1011, 1011]);
    expect([ana.texts, ben.frames.filter(isUpdate)]).toEqual([[], []]);

    runtime.storage.failAfter(Number.POSITIVE_INFINITY);
    const [again, lea] = [await runtime.connect(), await runtime.connect()];
    await runtime.receive(again, updateFrame(change('kept', '1')));
    expect(again.texts).toEqual(['ack 1']);
    expect(Buffer.from(lea.frames.findLast(isUpdate) ?? []).includes('lost')).toBe(false);
  });

  it('does not remember that storage could not be read', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const runtime = createRuntime();
    runtime.storage.failReads(true);
    const ana = await runtime.connect();
    expect(ana.closed?.code).toBe(1011);
    runtime.storage.failReads(false);
    const again = await runtime.connect();

    expect(again.closed).toBeNull();
    expect(again.frames).toEqual([stateRequestFrame(encodeStateVector(new Doc()))]);
  });

  it('starts from storage again after an update that broke the document half-way', async () => {
    const runtime = createRuntime();
    const [ana, ben] = [await runtime.connect(), await runtime.connect()];
    await runtime.receive(ana, updateFrame(change('good', '1')));
    const half = change('half', '1');
    await runtime.receive(ben, updateFrame(Uint8Array.of(...half.slice(0, -1), 0x7f, 1)));
    expect(ben.closed).toEqual({ code: CLOSE_CODE_REFUSED, reason: 'malformed' });
    ana.frames.length = 0;
    await runtime.receive(ana, stateRequestFrame(Uint8Array.of(0)));
    const state = Buffer.from(ana.frames[0] ?? []);

    expect([state.includes('good'), state.includes('half')]).toEqual([true, false]);
  });

  it('refuses a frame over the limit, where the runtime lets it through', async () => {
    const runtime = createRuntime();
    const ana = await runtime.connect();
    await runtime.receive(ana, new Uint8Array(MAX_FRAME_BYTES + 1));

    expect(ana.closed).toEqual({ code: CLOSE_CODE_REFUSED, reason: 'too-large' });
  });

  it('refuses a member whose updates wait for more than they may', async () => {
    const runtime = createRuntime();
    const ana = await runtime.connect();
    const doc = new Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (let part = 0; part < 4; part++) doc.getMap('family').set(`part ${part}`, 'x'.repeat(500_000));
    for (const update of updates.slice(1)) await runtime.receive(ana, updateFrame(update));

    expect(ana.closed).toEqual({ code: CLOSE_CODE_REFUSED, reason: 'malformed' });
  });
});

describe('a family at its size limit', () => {
  /** A room filled to about `bytes`, by a member that took its time. */
  async function fill(bytes: number) {
    const runtime = createRuntime();
    const ana = await runtime.connect();
    const doc = new Doc();
    const map = doc.getMap('family');
    let size = 0;
    let update: Uint8Array = new Uint8Array();
    doc.on('update', (it: Uint8Array) => {
      size += it.length;
      update = it;
    });
    const send = () => {
      runtime.pass(60_000);
      return runtime.receive(ana, updateFrame(update));
    };
    const set = (key: string, length: number) => {
      map.set(key, 'x'.repeat(length));
      return send();
    };
    for (let part = 0; size + 500_000 < Math.min(bytes, MAX_DOCUMENT_BYTES); part++) await set(`part ${part}`, 450_000);
    // Small ones are still taken where large ones are not.
    while (bytes - size > 200) await set(`fine ${size}`, Math.min(SMALL_UPDATE_BYTES, bytes - size) - 100);
    expect(ana.closed).toBeNull();
    return { runtime, ana, map, set, send };
  }

  it('takes no more large updates, says why, and still gives everything to who connects', async () => {
    const { runtime, ana, set } = await fill(MAX_DOCUMENT_BYTES - 1_000);
    await set('too much', 100_000);
    expect(ana.closed).toEqual({ code: CLOSE_CODE_REFUSED, reason: 'family-full' });
    const ben = await runtime.connect();
    await runtime.receive(ben, stateRequestFrame(Uint8Array.of(0)));

    const state = ben.frames.find((frame) => frame[1] === 1) ?? new Uint8Array();
    expect(state.length).toBeGreaterThan(MAX_DOCUMENT_BYTES - 10_000);
    expect(Buffer.from(state).includes('too much')).toBe(false);
  });

  it('still takes small changes, such as ticking and deleting', async () => {
    const { ana, set } = await fill(MAX_DOCUMENT_BYTES + 1_000);
    await set('tick', 100);

    expect(ana.closed).toBeNull();
  });

  it('takes not even small additions once the reserve is used up', async () => {
    const { ana, set } = await fill(MAX_DOCUMENT_BYTES_SMALL_UPDATES - 300);
    await set('small', 5_000);

    expect(ana.closed).toEqual({ code: CLOSE_CODE_REFUSED, reason: 'family-full' });
  });

  it('always takes what deletes for good, and more again after that', async () => {
    const { ana, map, set, send } = await fill(MAX_DOCUMENT_BYTES_SMALL_UPDATES - 300);
    for (let part = 0; part < 5; part++) {
      map.delete(`part ${part}`);
      await send();
    }
    expect(ana.closed).toBeNull();
    await set('again', 300_000);

    expect(ana.closed).toBeNull();
  });

  it('counts the document as it is, not what was overwritten in it', async () => {
    const { ana, set } = await fill(MAX_DOCUMENT_BYTES / 2);
    for (let count = 0; count < 12; count++) await set('same key', 900_000 + count);

    expect(ana.closed).toBeNull();
  });
});
