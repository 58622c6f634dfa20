import { createDecoder } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readSyncMessage } from 'y-protocols/sync';
import { applyUpdate, Doc, decodeStateVector, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { KEEPALIVE_FRAME } from '../../lib/protocol/relay.ts';
import { stateFrame, updateFrame } from '../../server/frames.ts';
import { createProviderMember, type ProviderMember } from './provider-member.ts';
import { connectRaw, type RawMember } from './raw-member.ts';
import { type RelayFolder, startRelayInFolder } from './relay-folder.ts';
import { createTestFamily, type TestFamily } from './test-family.ts';
import { until } from './until.ts';

let folder: RelayFolder;
let family: TestFamily;
let members: { destroy(): void }[] = [];
const authority = () => folder.authority;

beforeAll(async () => {
  folder = await startRelayInFolder();
});
afterAll(() => folder.remove());
afterEach(() => {
  for (const member of members) member.destroy();
  members = [];
});

async function provider(of: TestFamily = family): Promise<ProviderMember> {
  const member = createProviderMember(of, authority, await of.newDevice());
  members.push(member);
  return member;
}

async function raw(): Promise<RawMember> {
  const device = await family.newDevice();
  const member = await connectRaw(authority(), family.room, await family.handshake(authority(), { device }));
  members.push({ destroy: () => member.socket.close() });
  return member;
}

describe('sync with the stock provider', () => {
  it('brings what one member writes to the other, and back', async () => {
    family = await createTestFamily();
    const [ana, ben] = [await provider(), await provider()];
    await Promise.all([ana.connect(), ben.connect()]);

    ana.set('milk', 'wanted');
    await until('Ben sees it', () => ben.get('milk') === 'wanted');
    ben.set('milk', 'done');
    await until('Ana sees it', () => ana.get('milk') === 'done');
  });

  it('brings what was written offline by several members together', async () => {
    family = await createTestFamily();
    const [ana, ben, lea] = [await provider(), await provider(), await provider()];
    ana.set('a', '1');
    ben.set('b', '2');
    lea.set('c', '3');
    await Promise.all([ana.connect(), ben.connect(), lea.connect()]);

    for (const member of [ana, ben, lea]) {
      await until('everything is here', () => ['a', 'b', 'c'].every((key) => member.get(key) !== undefined));
    }
    expect(encodeStateVector(ana.doc)).toEqual(encodeStateVector(lea.doc));
  });

  it('keeps families apart', async () => {
    family = await createTestFamily();
    const other = await createTestFamily();
    const [ana, stranger] = [await provider(), await provider(other)];
    await Promise.all([ana.connect(), stranger.connect()]);
    ana.set('milk', 'wanted');
    const late = await provider();
    await late.connect();

    expect(late.get('milk')).toBe('wanted');
    expect(stranger.get('milk')).toBeUndefined();
  });

  it('has the document for someone who comes when everybody has left', async () => {
    family = await createTestFamily();
    const ana = await raw();
    const doc = new Doc();
    doc.getMap('family').set('milk', 'wanted');
    ana.send(updateFrame(encodeStateAsUpdate(doc)));
    await until('the relay has it', () => ana.acked === 1);
    await ana.close();
    const ben = await provider();
    await ben.connect();

    expect(ben.get('milk')).toBe('wanted');
  });

  it('takes a document of several megabytes in a batch, and gives it to the next', async () => {
    family = await createTestFamily();
    const [ana, ben] = [await provider(), await provider()];
    for (let part = 0; part < 6; part++) ana.set(`part ${part}`, 'x'.repeat(900_000));
    await ana.connect();
    ana.set('last', 'one');
    await ben.connect();
    await until('Ben has all of it', () => ben.get('last') === 'one');

    expect(String(ben.get('part 5'))).toHaveLength(900_000);
  });

  it('keeps an idle provider connected although presence is not relayed', async () => {
    family = await createTestFamily();
    const [ana, ben] = [await provider(), await provider()];
    await Promise.all([ana.connect(), ben.connect()]);
    const seen: unknown[] = [];
    ben.provider.awareness.on('change', (change: unknown, origin: unknown) => {
      if (origin === ben.provider) seen.push(change);
    });
    // Frames are counted, since the provider's own note of the last one is no finer than a millisecond.
    let frames = 0;
    ana.provider.ws?.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string') frames += 1;
    });
    ana.provider.awareness.setLocalState({ looking: true });
    await until('the relay shows life', () => frames > 0);
    ana.set('milk', 'wanted');
    await until('Ben sees it', () => ben.get('milk') === 'wanted');

    expect(seen).toEqual([]);
  });
});

describe('receipts', () => {
  const change = (key: string) => {
    const doc = new Doc();
    doc.getMap('family').set(key, 'value');
    return encodeStateAsUpdate(doc);
  };

  it('count every update-bearing message, once it is durable', async () => {
    family = await createTestFamily();
    const ana = await raw();
    ana.send(updateFrame(change('one')));
    ana.send(stateFrame(change('two')));
    await until('both are acknowledged', () => ana.acked === 2);
    await folder.relay.kill9();
    await folder.restart();
    const ben = await provider();
    await ben.connect();

    expect([ben.get('one'), ben.get('two')]).toEqual(['value', 'value']);
  });

  it('count a message that brings nothing new', async () => {
    family = await createTestFamily();
    const ana = await raw();
    const update = change('one');
    for (const _ of [1, 2, 3]) ana.send(updateFrame(update));

    await until('all three are acknowledged', () => ana.acked === 3);
  });

  it('count a batch once, and never run ahead of what came', async () => {
    family = await createTestFamily();
    const ana = await raw();
    const doc = new Doc();
    doc.getMap('family').set('much', 'x'.repeat(1_500_000));
    const message = updateFrame(encodeStateAsUpdate(doc));
    const marker = (type: string) => `y-pk-batch#${JSON.stringify({ id: 'b1', type, size: message.length, count: 2 })}`;
    ana.send(marker('start'));
    ana.send(message.slice(0, 1_000_000));
    ana.send(message.slice(1_000_000));
    ana.send(marker('end'));
    ana.send(updateFrame(change('after')));
    await until('both are acknowledged', () => ana.acked === 2);

    expect(ana.receipts.every((text) => text === 'ack 1' || text === 'ack 2')).toBe(true);
  });

  it('go to the sender alone, as does the answer to its keep-alive', async () => {
    family = await createTestFamily();
    const [ana, ben] = [await raw(), await raw()];
    ana.send(KEEPALIVE_FRAME);
    await until('the relay answers', () => ana.frames.some((frame) => frame[0] === 1));
    ana.send(updateFrame(change('one')));
    await until('Ben sees the change', () => ben.frames.some((frame) => frame[0] === 0 && frame[1] === 2));
    await until('Ana has the receipt', () => ana.acked === 1);

    expect(ana.frames.filter((frame) => frame[0] === 1)).toEqual([KEEPALIVE_FRAME]);
    expect(ana.frames.some((frame) => frame[0] === 0 && frame[1] === 2)).toBe(false);
    expect(ben.receipts).toEqual([]);
    expect(ben.frames.some((frame) => frame[0] === 1)).toBe(false);
  });

  it('cover an update that waits for another that has not come, also across a restart', async () => {
    family = await createTestFamily();
    const source = new Doc();
    const updates: Uint8Array[] = [];
    source.on('update', (update: Uint8Array) => updates.push(update));
    source.getMap('family').set('first', '1');
    source.getMap('family').set('second', '2');
    const [first, second] = updates as [Uint8Array, Uint8Array];
    const ana = await raw();
    ana.send(updateFrame(second));
    await until('it is acknowledged', () => ana.acked === 1);
    await folder.relay.kill9();
    await folder.restart();
    const again = await raw();
    again.send(updateFrame(first));
    await until('it is acknowledged', () => again.acked === 1);
    const ben = await provider();
    await ben.connect();

    expect([ben.get('first'), ben.get('second')]).toEqual(['1', '2']);
  });
});

describe('a state request', () => {
  it('is answered with what the member lacks, no more', async () => {
    family = await createTestFamily();
    const ana = await raw();
    const doc = new Doc();
    doc.getMap('family').set('old', 'x'.repeat(1_000));
    const old = encodeStateAsUpdate(doc);
    ana.send(updateFrame(old));
    const known = encodeStateVector(doc);
    doc.getMap('family').set('new', 'y');
    ana.send(updateFrame(encodeStateAsUpdate(doc, known)));
    const encoder = createEncoder();
    writeVarUint(encoder, 0);
    writeVarUint(encoder, 0);
    writeVarUint8Array(encoder, known);
    ana.send(toUint8Array(encoder));
    await until('the answer is here', () => ana.frames.some((frame) => frame[0] === 0 && frame[1] === 1));
    const answer = ana.frames.find((frame) => frame[0] === 0 && frame[1] === 1) ?? new Uint8Array();
    const copy = new Doc();
    readSyncMessage(createDecoder(answer.subarray(1)), createEncoder(), copy, null);

    expect(answer.length).toBeLessThan(100);
    expect([...decodeStateVector(encodeStateVector(copy))]).toEqual([]);
    applyUpdate(copy, old);
    expect(copy.getMap('family').get('new')).toBe('y');
  });
});
