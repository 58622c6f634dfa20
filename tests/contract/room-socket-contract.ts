import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Doc } from 'yjs';
import type { RoomSocket, RoomSocketFactory } from '../../lib/ports/ports.ts';
import {
  type Call,
  type Handshake,
  KEEPALIVE_FRAME,
  KEEPALIVE_INTERVAL_MS,
  MAX_PRESENCE_BYTES,
  PRESENCE_FRAME,
  PROOF_TOLERANCE_MS,
  type RefusalReason,
} from '../../lib/protocol/relay.ts';
import type { RelayHost } from '../../lib/protocol/relay-host.ts';
import { MAX_SOCKETS_PER_DEVICE } from '../../server/limits.ts';
import { createTestFamily, type TestFamily } from '../server/test-family.ts';

/** A relay and a factory to test against it. */
export interface RoomSocketPlace {
  readonly sockets: RoomSocketFactory;
  readonly relay: RelayHost;
  /** Where nobody listens. */
  readonly nobody: RelayHost;
  /** Where a web server answers 200 to everything. */
  readonly webServer: RelayHost;
  /** Where a relay, or the proxy before it, answers 503 to everything. */
  readonly troubled: RelayHost;
  /** The browser's ends of all sockets that the factory ever opened. */
  readonly webSockets: readonly Pick<WebSocket, 'readyState' | 'addEventListener'>[];
  /** Resolves once the condition holds; rejects where it does not come to hold. */
  until(what: string, condition: () => boolean): Promise<void>;
  /** What was under way has come through, as far as that can be known. */
  flow(): Promise<void>;
  /** Lets time pass for the factory's own timers. */
  pass(ms: number): Promise<void>;
  /** The relay dies, without a word to anyone. */
  killRelay(): Promise<void>;
  startRelay(): Promise<void>;
  remove(): Promise<void>;
}

/** What a test knows of one attempt. */
interface Attempt {
  readonly doc: Doc;
  readonly socket: RoomSocket;
  /** Everything that was called back, in order. */
  readonly events: string[];
  readonly acked: number[];
  readonly sent: { n: number; kind: 'state' | 'update' }[];
  readonly closed: { wasOpen: boolean; reason?: RefusalReason }[];
  readonly news: [head: string, knocks: number][];
  readonly presence: Uint8Array[];
  readonly left: string[];
  readonly isSynced: boolean;
  readonly lastAcked: number;
}

/** What every RoomSocketFactory must do, run on the relay in memory and on the real one. */
export function describeRoomSockets(name: string, createPlace: () => Promise<RoomSocketPlace>): void {
  describe(`RoomSocketFactory: ${name}`, () => {
    let place: RoomSocketPlace;
    let family: TestFamily;
    let attempts: Attempt[];

    beforeAll(async () => {
      place = await createPlace();
    });
    afterAll(() => place.remove());
    beforeEach(async () => {
      attempts = [];
      family = await createTestFamily({
        post: (_authority, room, body) => place.sockets.call({ host: place.relay, room, call: body as Call }),
      });
    });
    afterEach(async () => {
      for (const { socket } of attempts) socket.close();
      await place.until('every socket is closed', areAllOver);
    });

    // Closing, and never closed, is where Node leaves a socket that is closed during the handshake; browsers go on to closed.
    const areAllOver = () => place.webSockets.every(({ readyState }) => readyState >= WebSocket.CLOSING);

    async function connect(
      options: { doc?: Doc; params?: Record<string, string>; host?: RelayHost } = {},
    ): Promise<Attempt> {
      const { doc = new Doc(), host = place.relay } = options;
      const params = options.params ?? (await family.handshake(host.authority));
      const events: string[] = [];
      const sent: Attempt['sent'] = [];
      const acked: number[] = [];
      const closed: Attempt['closed'] = [];
      const news: Attempt['news'] = [];
      const presence: Uint8Array[] = [];
      const left: string[] = [];
      const socket = place.sockets.connect({
        host,
        room: family.room,
        doc,
        params,
        events: {
          synced: () => events.push('synced'),
          sent(n, kind) {
            events.push(`sent ${n} ${kind}`);
            sent.push({ n, kind });
          },
          acked(n) {
            events.push(`acked ${n}`);
            acked.push(n);
          },
          news: (head, knocks) => news.push([head, knocks]),
          presence: (frame) => presence.push(frame),
          left: (device) => left.push(device),
          closed(info) {
            events.push('closed');
            closed.push(info);
          },
        },
      });
      const attempt: Attempt = {
        doc,
        socket,
        events,
        acked,
        sent,
        closed,
        news,
        presence,
        left,
        get isSynced() {
          return events.includes('synced');
        },
        get lastAcked() {
          return acked.at(-1) ?? 0;
        },
      };
      attempts.push(attempt);
      return attempt;
    }

    /** Connected, with everything on both sides, confirmed. */
    async function settled(options?: Parameters<typeof connect>[0]): Promise<Attempt> {
      const attempt = await connect(options);
      await place.until(
        'synced and confirmed',
        () => attempt.isSynced && attempt.sent.length > 0 && attempt.lastAcked === attempt.sent.length,
      );
      return attempt;
    }

    const put = (doc: Doc, key: string, value: unknown = true) => doc.getMap('values').set(key, value);
    const has = (doc: Doc, key: string) => doc.getMap('values').has(key);
    const otherDevice = async (host = place.relay) =>
      family.handshake(host.authority, { device: await family.newDevice() });

    describe('syncing', () => {
      test('brings what each side has to the other, and then every change', async () => {
        const ana = await settled();
        put(ana.doc, 'before');
        const ben = await connect({ params: await otherDevice() });
        put(ben.doc, 'offline');
        await place.until('both have both', () => has(ben.doc, 'before') && has(ana.doc, 'offline'));
        put(ana.doc, 'live');
        await place.until('Ben has it', () => has(ben.doc, 'live'));
      });

      test('is "synced" once, and not before everything the relay has is here', async () => {
        const ana = await settled();
        for (let n = 0; n < 50; n++) put(ana.doc, `key ${n}`);
        await place.until('the relay has it', () => ana.lastAcked === ana.sent.length);
        const doc = new Doc();
        let sizeWhenSynced = -1;
        const ben = await connect({ doc, params: await otherDevice() });
        const notice = () => {
          if (ben.isSynced && sizeWhenSynced < 0) sizeWhenSynced = doc.getMap('values').size;
        };
        await place.until('Ben is synced', () => {
          notice();
          return sizeWhenSynced >= 0;
        });
        expect(sizeWhenSynced).toBe(50);
        put(ana.doc, 'later');
        await place.until('Ben has it', () => has(doc, 'later'));
        expect(ben.events.filter((event) => event === 'synced')).toHaveLength(1);
      });
    });

    describe('receipts', () => {
      test('messages count from 1 without a gap; the first that answers the relay carries the whole state', async () => {
        const doc = new Doc();
        put(doc, 'offline');
        const ana = await settled({ doc });
        for (const key of ['a', 'b', 'c']) put(doc, key);
        await place.until('all are confirmed', () => ana.lastAcked === 4);
        expect(ana.sent).toEqual([
          { n: 1, kind: 'state' },
          { n: 2, kind: 'update' },
          { n: 3, kind: 'update' },
          { n: 4, kind: 'update' },
        ]);
      });

      test('confirmations rise, never run ahead of what went out, and end at the last message', async () => {
        const ana = await settled();
        for (let n = 0; n < 30; n++) put(ana.doc, `key ${n}`);
        await place.until('all are confirmed', () => ana.lastAcked === 31);
        expect(ana.acked).toEqual(ana.acked.toSorted((a, b) => a - b));
        expect(new Set(ana.acked).size).toBe(ana.acked.length);
        for (const n of ana.acked) {
          expect(ana.events.findIndex((event) => event.startsWith(`sent ${n} `))).toBeLessThan(
            ana.events.indexOf(`acked ${n}`),
          );
        }
      });

      test('what was confirmed is there after the relay was killed', async () => {
        const ana = await settled();
        put(ana.doc, 'milk');
        await place.until('it is confirmed', () => ana.lastAcked === 2);
        ana.socket.close();
        await place.killRelay();
        await place.startRelay();
        const ben = await settled({ params: await otherDevice() });
        expect(has(ben.doc, 'milk')).toBe(true);
      });

      test('what others change counts as nothing', async () => {
        const ana = await settled();
        const ben = await settled({ params: await otherDevice() });
        put(ben.doc, 'milk');
        await place.until('Ana has it', () => has(ana.doc, 'milk'));
        await place.flow();
        expect(ana.sent).toEqual([{ n: 1, kind: 'state' }]);
      });

      test('a change that is larger than one frame may be is one message', async () => {
        // The provider says that it cuts it up.
        vi.spyOn(console, 'warn').mockImplementation(() => {});
        const ana = await settled();
        put(ana.doc, 'large', new Uint8Array(1_400_000));
        put(ana.doc, 'small');
        await place.until('both are confirmed', () => ana.lastAcked === 3);
        expect(ana.sent.map(({ n }) => n)).toEqual([1, 2, 3]);
        const ben = await settled({ params: await otherDevice() });
        expect(has(ben.doc, 'large') && has(ben.doc, 'small')).toBe(true);
      });
    });

    describe('closing', () => {
      test('is told once, however often it is asked for, and nothing comes after it', async () => {
        const ana = await settled();
        const ben = await settled({ params: await otherDevice() });
        ana.socket.close();
        ana.socket.close();
        await place.flow();
        put(ana.doc, 'unsent');
        put(ben.doc, 'unheard');
        await place.until('Ben is confirmed', () => ben.lastAcked === 2);
        await place.flow();
        expect(ana.closed).toEqual([{ wasOpen: true }]);
        expect(ana.events.at(-1)).toBe('closed');
        expect(has(ben.doc, 'unsent')).toBe(false);
        expect(has(ana.doc, 'unheard')).toBe(false);
      });

      test('before it is open leaks nothing: the socket ends, and the document and the process are let go', async () => {
        const listeners = process.listenerCount('exit');
        const doc = new Doc();
        const { socket, closed } = await connect({ doc });
        socket.close();
        expect(closed).toEqual([{ wasOpen: false }]);
        await place.until('the document is let go', () => (doc._observers.get('update')?.size ?? 0) === 0);
        await place.until('the socket ends', areAllOver);
        await place.pass(60_000);
        expect(closed).toHaveLength(1);
        expect(process.listenerCount('exit')).toBe(listeners);
      });

      test('in the middle of the handshake, too', async () => {
        const known = place.webSockets.length;
        const { socket, closed, events, doc } = await connect();
        await place.until('it dials', () => place.webSockets.length > known);
        socket.close();
        await place.until('the socket ends', areAllOver);
        expect(closed).toHaveLength(1);
        expect(events).toEqual(['closed']);
        expect(doc._observers.get('update')?.size ?? 0).toBe(0);
      });

      test('by the relay dying is told once, and no new socket is opened behind our back', async () => {
        const ana = await settled();
        const opened = place.webSockets.length;
        await place.killRelay();
        await place.until('Ana knows', () => ana.closed.length > 0);
        await place.startRelay();
        await place.pass(60_000);
        expect(ana.closed).toEqual([{ wasOpen: true }]);
        expect(place.webSockets.length).toBe(opened);
      });

      test('by the relay comes with its reason', async () => {
        const device = await family.newDevice();
        const own: Attempt[] = [];
        for (let n = 0; n <= MAX_SOCKETS_PER_DEVICE; n++) {
          own.push(await settled({ params: await family.handshake(place.relay.authority, { device }) }));
        }
        await place.until('the oldest has to go', () => own[0]?.closed.length === 1);
        expect(own[0]?.closed).toEqual([{ wasOpen: true, reason: 'room-full' }]);
        expect(own.slice(1).every(({ closed }) => closed.length === 0)).toBe(true);
      });
    });

    describe('being refused', () => {
      const ask = (handshake: Handshake, host = place.relay) =>
        place.sockets.call({ host, room: family.room, call: { type: 'ask', ...handshake } });

      test('closes once, never opened, nothing sent', async () => {
        const { doc, events, closed } = await connect({ params: { protocol: '1', chain: 'x', proof: 'y' } });
        put(doc, 'milk');
        await place.until('it is refused', () => closed.length > 0);
        await place.pass(60_000);
        expect(closed).toEqual([{ wasOpen: false }]);
        expect(events).toEqual(['closed']);
      });

      test('for want of a proof', async () => {
        expect(await ask({} as Handshake)).toMatchObject({ relay: 'family-os', ok: false, reason: 'no-proof' });
      });

      test('for a proof that is none', async () => {
        const params = await family.handshake(place.relay.authority);
        expect(await ask({ ...params, proof: params.proof.slice(0, -8) })).toMatchObject({ reason: 'bad-proof' });
      });

      test('for a clock that is wrong, with what it is wrong by', async () => {
        const at = Date.now() - PROOF_TOLERANCE_MS - 600_000;
        const answer = await ask(await family.handshake(place.relay.authority, { at }));
        expect(answer).toMatchObject({ ok: false, reason: 'clock' });
        const skewMs = typeof answer === 'object' ? (answer.skewMs ?? 0) : 0;
        expect(Math.round(skewMs / 60_000)).toBe((PROOF_TOLERANCE_MS + 600_000) / 60_000);
      });

      test('for a proof made for another relay', async () => {
        expect(await ask(await family.handshake('other.example'))).toMatchObject({ reason: 'bad-proof' });
      });

      test('for a proof that was used', async () => {
        const params = await family.handshake(place.relay.authority);
        await settled({ params });
        expect(await ask(params)).toMatchObject({ ok: false, reason: 'replayed' });
      });

      test('is not the case for a good proof, and asking does not use it up', async () => {
        const params = await family.handshake(place.relay.authority);
        expect(await ask(params)).toMatchObject({ relay: 'family-os', ok: true });
        expect(await ask(params)).toMatchObject({ ok: true });
        await settled({ params });
      });

      test('by a web server that is no relay is told apart from nobody being there', async () => {
        const params = await family.handshake(place.webServer.authority);
        const { closed } = await connect({ host: place.webServer, params });
        await place.until('it fails', () => closed.length > 0);
        expect(closed).toEqual([{ wasOpen: false }]);
        expect(await ask(params, place.webServer)).toBe('not-a-relay');
        expect(await ask(params, place.nobody)).toBe('unreachable');
      });

      test('by a relay that is in trouble is no refusal: it is as if it were away', async () => {
        expect(await ask(await family.handshake(place.troubled.authority), place.troubled)).toBe('unreachable');
      });
    });

    describe('presence', () => {
      const frameOf = (...bytes: number[]) => Uint8Array.of(PRESENCE_FRAME, ...bytes);

      test('the newest chain entry is told once connected', async () => {
        const ana = await settled();
        await place.until('news', () => ana.news.length > 0);
        expect(ana.news).toEqual([[family.room, 0]]);
      });

      test('frames go to every other socket that speaks presence, and to nobody who does not', async () => {
        const ana = await settled();
        const ben = await settled();
        const stock = await settled();
        ana.socket.sendPresence(frameOf(1));
        await place.flow();
        ben.socket.sendPresence(frameOf(2));
        await place.until('Ana hears Ben', () => ana.presence.length > 0);
        ana.socket.sendPresence(frameOf(3));
        await place.until('Ben hears Ana', () => ben.presence.length > 0);
        expect(ana.presence).toEqual([frameOf(2)]);
        expect(ben.presence.at(-1)).toEqual(frameOf(3));
        expect(stock.presence).toEqual([]);
        put(ana.doc, 'milk');
        await place.until('updates still come', () => stock.doc.getMap('values').has('milk'));
        expect([ana, ben, stock].flatMap(({ closed }) => closed)).toEqual([]);
      });

      test('one that is too long is not sent', async () => {
        const ana = await settled();
        ana.socket.sendPresence(new Uint8Array(MAX_PRESENCE_BYTES + 1).fill(PRESENCE_FRAME));
        put(ana.doc, 'milk');
        await place.until('it is confirmed', () => ana.lastAcked === 2);
        expect(ana.closed).toEqual([]);
      });

      test('the others are told when the last socket of a device has closed', async () => {
        const device = await family.newDevice();
        const ana = await settled();
        const params = () => family.handshake(place.relay.authority, { device });
        const ben = await settled({ params: await params() });
        const again = await settled({ params: await params() });
        ben.socket.close();
        await place.flow();
        again.socket.close();
        await place.until('Ana is told', () => ana.left.length > 0);
        expect(ana.left).toEqual([device.id]);
      });
    });

    describe('staying connected', () => {
      test('shows a sign of life in time, which the relay answers', async () => {
        await settled();
        const heard: unknown[] = [];
        place.webSockets.at(-1)?.addEventListener('message', (event) => {
          const { data } = event as MessageEvent<unknown>;
          if (data instanceof ArrayBuffer) heard.push(new Uint8Array(data));
        });
        await place.pass(KEEPALIVE_INTERVAL_MS);
        await place.until('the relay answers', () => heard.length > 0);
        expect(heard).toEqual([new Uint8Array(KEEPALIVE_FRAME)]);
      });

      test('counts no sign of life as a message, and closes for none', async () => {
        const ana = await settled();
        for (let n = 0; n < 10; n++) {
          await place.pass(KEEPALIVE_INTERVAL_MS);
          await place.flow();
        }
        expect(ana.sent).toHaveLength(1);
        expect(ana.closed).toEqual([]);
        put(ana.doc, 'milk');
        await place.until('it is confirmed', () => ana.lastAcked === 2);
      });
    });
  });
}
