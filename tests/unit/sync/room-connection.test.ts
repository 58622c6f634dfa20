import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Doc } from 'yjs';
import { MAX_DELAY_MS } from '../../../lib/sync/back-off.ts';
import type { Verdict } from '../../../lib/sync/chain-keeper.ts';
import { type ConnectionState, createRoomConnection, type RoomConnection } from '../../../lib/sync/room-connection.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createScriptedRoomSockets } from '../../doubles/scripted-room-sockets.ts';

const HOST = { authority: '127.0.0.1:1999', isSecure: false };
const OTHER_HOST = { authority: 'family.example', isSecure: true };

let clock: ReturnType<typeof createFakeClock>;
let sockets: ReturnType<typeof createScriptedRoomSockets>;
let connection: RoomConnection;
let states: ConnectionState[];
let proofs: number;
let goOnline: () => void;
let verdict: Verdict;
let asked: number;

beforeEach(() => {
  clock = createFakeClock();
  sockets = createScriptedRoomSockets();
  states = [];
  proofs = 0;
  verdict = { type: 'offline' };
  asked = 0;
  connection = createRoomConnection({
    clock,
    random: () => 0.999,
    sockets,
    network: { onOnline: (callback) => (goOnline = callback) },
    room: 'room',
    doc: new Doc(),
    host: HOST,
    makeHandshake: async () => ({ protocol: '1', chain: 'entry', proof: `proof-${++proofs}` }),
    onState: (state) => states.push(state),
    onSocket: () => {},
    onSent: () => {},
    onAcked: () => {},
    async learnWhy() {
      asked += 1;
      return verdict;
    },
    onNews: () => {},
    onPresence: () => {},
    onLeft: () => {},
  });
});

/** The newest attempt, once there are `count`. */
async function attempt(count: number) {
  await vi.waitFor(() => expect(sockets.attempts).toHaveLength(count));
  const newest = sockets.attempts.at(-1);
  if (newest === undefined) throw new Error('no attempt');
  return newest;
}

async function phase(expected: ConnectionState['phase']) {
  await vi.waitFor(() => expect(connection.state.phase).toBe(expected));
}

describe('connecting', () => {
  test('does nothing until it is wanted, then goes from connecting over syncing to synced', async () => {
    expect(connection.state.phase).toBe('idle');
    connection.setWanted(true);
    const { events } = await attempt(1);
    events.sent(1, 'state');
    events.synced();
    expect(states.map((state) => state.phase)).toEqual(['connecting', 'syncing', 'synced']);
  });

  test('every attempt carries a proof of its own', async () => {
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: true });
    clock.advance(MAX_DELAY_MS);
    await attempt(2);
    expect(sockets.attempts.map(({ params }) => params.proof)).toEqual(['proof-1', 'proof-2']);
  });

  test('no longer wanted, it closes its socket and stays away', async () => {
    connection.setWanted(true);
    const { events } = await attempt(1);
    events.synced();
    connection.setWanted(false);
    expect(sockets.attempts[0]?.isClosedByClient).toBe(true);
    clock.advance(10 * MAX_DELAY_MS);
    expect(connection.state.phase).toBe('idle');
    expect(sockets.attempts).toHaveLength(1);
  });

  test('what an abandoned socket still reports changes nothing', async () => {
    connection.setWanted(true);
    const old = await attempt(1);
    connection.setHost(OTHER_HOST);
    await attempt(2);
    old.events.synced();
    old.events.closed({ wasOpen: true });
    expect(connection.state.phase).toBe('connecting');
  });
});

describe('coming back', () => {
  test('waits longer after each failure, at most a minute', async () => {
    connection.setWanted(true);
    const delays: number[] = [];
    for (let n = 1; n <= 9; n++) {
      (await attempt(n)).events.closed({ wasOpen: false });
      await phase('offline');
      await vi.waitFor(() => expect(clock.pending).toHaveLength(1));
      delays.push(clock.pending[0] ?? 0);
      clock.advance(MAX_DELAY_MS);
    }
    expect(delays.every((delay, index) => index === 0 || delay >= (delays[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...delays)).toBeLessThanOrEqual(MAX_DELAY_MS);
    expect(delays[0]).toBeLessThanOrEqual(1_000);
  });

  test('a connection that lasted resets the wait', async () => {
    connection.setWanted(true);
    for (let n = 1; n <= 5; n++) {
      (await attempt(n)).events.closed({ wasOpen: true });
      clock.advance(MAX_DELAY_MS);
    }
    const { events } = await attempt(6);
    events.synced();
    clock.advance(15_000);
    events.closed({ wasOpen: true });
    expect(clock.pending[0]).toBeLessThanOrEqual(1_000);
  });

  test('tries at once when the network comes back', async () => {
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: false });
    await phase('offline');
    goOnline();
    await attempt(2);
  });

  test('stays offline, rather than flicker, until an attempt gets through', async () => {
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: false });
    await phase('offline');
    clock.advance(MAX_DELAY_MS);
    const { events } = await attempt(2);
    expect(connection.state.phase).toBe('offline');
    events.sent(1, 'state');
    expect(connection.state.phase).toBe('syncing');
  });
});

describe('being refused', () => {
  test('asks why a handshake failed, and says it', async () => {
    verdict = { type: 'refused', reason: 'clock', skewMs: 600_000 };
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: false });
    await phase('refused');
    expect(connection.state).toEqual({ phase: 'refused', reason: 'clock', skewMs: 600_000 });
  });

  test('something that is no relay is told apart from no answer', async () => {
    verdict = { type: 'refused', reason: 'not-a-relay' };
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: false });
    await phase('refused');
    expect(connection.state).toMatchObject({ reason: 'not-a-relay' });
  });

  test('a reason in the close frame needs no question', async () => {
    connection.setWanted(true);
    const { events } = await attempt(1);
    events.closed({ wasOpen: true, reason: 'too-fast' });
    expect(connection.state).toEqual({ phase: 'refused', reason: 'too-fast' });
    expect(asked).toBe(0);
  });

  test('but for those about the chain, which the family itself has to bear out', async () => {
    verdict = { type: 'refused', reason: 'removed' };
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: true, reason: 'removed' });
    await phase('refused');
    expect(asked).toBe(1);
  });

  test('connects again at once where asking has taught something', async () => {
    verdict = { type: 'again' };
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: true, reason: 'behind' });
    const { events } = await attempt(2);
    expect(clock.pending).toEqual([]);
    events.synced();
    expect(connection.state.phase).toBe('synced');
  });

  test('does not do so without end', async () => {
    verdict = { type: 'again' };
    connection.setWanted(true);
    let count = 0;
    while (connection.state.phase !== 'offline' && count < 50) {
      count += 1;
      (await attempt(count)).events.closed({ wasOpen: false });
      await vi.waitFor(() =>
        expect(sockets.attempts.length > count || connection.state.phase === 'offline').toBe(true),
      );
    }
    expect(count).toBeLessThan(12);
    expect(clock.pending).toHaveLength(1);
  });

  test('goes on trying, and gets in once the reason is gone', async () => {
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: true, reason: 'room-full' });
    clock.advance(MAX_DELAY_MS);
    const { events } = await attempt(2);
    expect(connection.state.phase).toBe('refused');
    events.sent(1, 'state');
    events.synced();
    expect(connection.state.phase).toBe('synced');
  });

  test('another host is tried at once', async () => {
    verdict = { type: 'refused', reason: 'not-a-relay' };
    connection.setWanted(true);
    (await attempt(1)).events.closed({ wasOpen: false });
    await phase('refused');
    connection.setHost(OTHER_HOST);
    expect((await attempt(2)).authority).toBe('family.example');
    expect(connection.state.phase).toBe('connecting');
  });
});
