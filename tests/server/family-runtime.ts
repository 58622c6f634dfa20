import type { Connection } from 'partykit/server';
import type { DeviceId, InviteId } from '../../lib/protocol/ids.ts';
import { toBase64url } from '../../lib/vault/base64url.ts';
import { type ChainStore, createChainStore } from '../../server/chain-store.ts';
import type { Claim } from '../../server/claim.ts';
import { type Answer, createDesk } from '../../server/desk.ts';
import { createGate } from '../../server/gate.ts';
import { createKnockStore } from '../../server/knock-store.ts';
import { createRoom } from '../../server/room.ts';
import { createRoomFamily } from '../../server/room-family.ts';
import { type ConnectionDouble, createConnectionDouble } from './connection-double.ts';
import { createMemoryRoomStorage, type MemoryRoomStorage } from './memory-room-storage.ts';
import type { TestFamily } from './test-family.ts';

/**
 * One family's room behind the edge, all its parts put together as server/main.ts does, on a storage and a clock of the test. The room
 * object can be put to sleep: what it remembers is gone, sockets and storage stay.
 */
export interface FamilyRuntime {
  readonly storage: MemoryRoomStorage;
  now: number;
  readonly chain: ChainStore;
  sleep(): void;
  /** A claim as the edge makes it of a good handshake. By default of the founder, who knows the newest entry. */
  claim(device: DeviceId, changes?: Partial<Claim>): Claim;
  /** Both steps of a handshake; null where the gate does not let it in. */
  connect(device: DeviceId): Promise<ConnectionDouble>;
  /** The first step alone; answers the second. */
  admit(device: DeviceId): Promise<() => Promise<ConnectionDouble>>;
  receive(from: ConnectionDouble, frame: Uint8Array | string): Promise<void>;
  leave(double: ConnectionDouble): Promise<void>;
  append(entries: readonly Uint8Array[], signer?: string): Promise<Answer>;
  ask(device: DeviceId, changes?: Partial<Claim>): Promise<Answer>;
  report(device: DeviceId): Promise<Answer>;
  read(invite: InviteId): Promise<Answer>;
  readAs(recoveryKey: Uint8Array): Promise<Answer>;
  knock(invite: InviteId, text: string, madeAt?: number): Promise<Answer>;
  point(pointer: string, madeAt: number): Promise<Answer>;
  find(): Promise<Answer>;
}

export function createFamilyRuntime(family: TestFamily, storage = createMemoryRoomStorage()): FamilyRuntime {
  const doubles: ConnectionDouble[] = [];
  const open = (): Connection[] => doubles.filter((it) => it.closed === null).map((it) => it.connection);
  const clock = { now: Date.now() };
  const wake = () => {
    const knocks = createKnockStore(storage);
    const chain = createChainStore({
      storage,
      room: () => family.room,
      onTurning: (isLeaving) => room.hold(isLeaving),
      onChanged: () => {
        room.familyChanged();
        void knocks.prune(chain.state, clock.now);
      },
      onFailed: () => room.failed(),
    });
    const roomFamily = createRoomFamily({ chain, knocks, now: () => clock.now });
    const room = createRoom({ storage, family: roomFamily, connections: open, now: () => clock.now });
    const gate = createGate({ storage, chain, socketCount: () => open().length });
    const desk = createDesk({ storage, chain, gate, knocks, room });
    return { chain, roomFamily, room, gate, desk };
  };
  let parts = wake();
  const answer = async (...[call]: Parameters<(typeof parts)['desk']['answer']>) => {
    const { roomFamily, desk } = parts;
    await roomFamily.open();
    return desk.answer(call, clock.now);
  };

  const runtime: FamilyRuntime = {
    storage,
    get now() {
      return clock.now;
    },
    set now(now) {
      clock.now = now;
    },
    get chain() {
      return parts.chain;
    },
    sleep() {
      parts = wake();
    },
    claim: (device, changes = {}) => ({
      room: family.room,
      entry: toBase64url(family.entry),
      device,
      isFounder: device === family.founder.id,
      head: family.chain.headText,
      nonce: crypto.randomUUID(),
      at: clock.now,
      ...changes,
    }),
    async admit(device) {
      await parts.roomFamily.open();
      const admitted = await parts.gate.admit(runtime.claim(device), clock.now);
      if (!admitted.ok) throw new Error(admitted.refusal.reason);
      return async () => {
        const double = createConnectionDouble();
        doubles.push(double);
        await parts.room.connected(double.connection, admitted.admission);
        return double;
      };
    },
    connect: async (device) => (await runtime.admit(device))(),
    receive: ({ connection }, frame) => parts.room.received(connection, frame),
    async leave({ connection }) {
      connection.close();
      await parts.room.closed(connection);
    },
    append: (entries, signer = toBase64url(family.founder.signPublic)) =>
      answer({ type: 'append', signer, entries: entries.map(toBase64url) }, clock.now),
    ask: (device, changes) => answer({ type: 'ask', claim: runtime.claim(device, changes) }, clock.now),
    report: (device) => answer({ type: 'report', claim: runtime.claim(device) }, clock.now),
    read: (invite) => answer({ type: 'read', by: 'invite', invite }, clock.now),
    readAs: (key) => answer({ type: 'read', by: 'recovery', key: toBase64url(key) }, clock.now),
    knock: (invite, knock, madeAt = clock.now) => answer({ type: 'knock', invite, knock, madeAt }, clock.now),
    point: (pointer, madeAt) => answer({ type: 'point', pointer, madeAt }, clock.now),
    find: () => answer({ type: 'find' }, clock.now),
  };
  return runtime;
}
