import { describe, expect, it } from 'vitest';
import { type DeviceId, newId, type RoomId } from '../../lib/protocol/ids.ts';
import { PROOF_TOLERANCE_MS } from '../../lib/protocol/relay.ts';
import { type Claim, createGate } from '../../server/gate.ts';
import { MAX_SOCKETS_PER_ROOM, MAX_USED_PROOFS } from '../../server/limits.ts';
import { createMemoryRoomStorage } from './memory-room-storage.ts';

const NOW = 1_800_000_000_000;

const claim = (changes: Partial<Claim> = {}): Claim => ({
  room: 'r'.repeat(43) as RoomId,
  entry: 'the-entry',
  device: newId<DeviceId>(),
  nonce: newId<string>(),
  at: NOW,
  ...changes,
});

function createSubject(storage = createMemoryRoomStorage()) {
  let sockets = 0;
  const gate = createGate({ storage, socketCount: () => sockets });
  return { gate, storage, fill: () => (sockets = MAX_SOCKETS_PER_ROOM) };
}

describe('what the gate remembers', () => {
  it('is the family entry of the first who came: another one is not of this room', async () => {
    const { gate, storage } = createSubject();
    expect(await gate.admit(claim(), NOW)).toBeNull();
    const other = createSubject(storage).gate;

    expect(await other.admit(claim(), NOW)).toBeNull();
    expect(await other.admit(claim({ entry: 'another' }), NOW)).toEqual({ reason: 'wrong-room' });
  });

  it('is nothing after a question', async () => {
    const { gate, storage } = createSubject();
    expect(await gate.ask(claim(), NOW)).toBeNull();

    expect(storage.keys()).toEqual([]);
  });

  it('is every proof that was used, for as long as it would be accepted', async () => {
    const { gate, storage } = createSubject();
    const used = claim({ at: NOW + PROOF_TOLERANCE_MS });
    await gate.admit(used, NOW);
    const restarted = createSubject(storage).gate;
    for (const now of [NOW, NOW + PROOF_TOLERANCE_MS, NOW + 2 * PROOF_TOLERANCE_MS]) {
      // Others come and go meanwhile, which is when old ones are forgotten.
      await restarted.admit(claim({ at: now }), now);
      expect(await restarted.ask(used, now)).toEqual({ reason: 'replayed' });
    }
  });

  it('is not one proof longer than that', async () => {
    const { gate, storage } = createSubject();
    for (let count = 0; count < 50; count++) await gate.admit(claim(), NOW);
    const later = NOW + PROOF_TOLERANCE_MS + 1;
    await gate.admit(claim({ at: later }), later);

    expect(await storage.get('gate/used-proofs')).toHaveLength(1);
  });

  it('is bounded: too many at once are refused, and let in a little later', async () => {
    const { gate, storage } = createSubject();
    for (let count = 0; count < MAX_USED_PROOFS; count++) expect(await gate.admit(claim(), NOW)).toBeNull();
    expect(await gate.admit(claim(), NOW)).toEqual({ reason: 'too-fast' });
    expect(storage.bytes()).toBeLessThan(30_000);
    const later = NOW + PROOF_TOLERANCE_MS + 1;

    expect(await gate.admit(claim({ at: later }), later)).toBeNull();
  });

  it('does not count a proof that was refused as used', async () => {
    const subject = createSubject();
    const early = claim();
    subject.fill();
    expect(await subject.gate.admit(early, NOW)).toEqual({ reason: 'room-full' });

    expect(await createSubject(subject.storage).gate.admit(early, NOW)).toBeNull();
  });
});

describe('the gate', () => {
  it('lets nobody in whose proof it could not mark as used', async () => {
    const { gate, storage } = createSubject();
    storage.failAfter(0);
    const refusedByDisk = claim();
    await expect(gate.admit(refusedByDisk, NOW)).rejects.toThrow('disk full');
    storage.failAfter(Number.POSITIVE_INFINITY);

    expect(await gate.admit(refusedByDisk, NOW)).toBeNull();
  });

  it('tries again after storage could not be read', async () => {
    const { gate, storage } = createSubject();
    storage.failReads(true);
    await expect(gate.ask(claim(), NOW)).rejects.toThrow('unreadable');
    storage.failReads(false);

    expect(await gate.ask(claim(), NOW)).toBeNull();
  });

  it('lets one of two equal claims in, also when both come at once to a room just woken', async () => {
    const { gate } = createSubject();
    const same = claim();
    const answers = await Promise.all([gate.admit(same, NOW), gate.admit(same, NOW)]);

    expect(answers).toEqual([null, { reason: 'replayed' }]);
  });

  it('leaves each prefix of its writes such that no admitted proof is let in again', async () => {
    const { gate, storage } = createSubject();
    const admitted: { writes: number; claim: Claim }[] = [];
    for (let count = 0; count < 5; count++) {
      const it = claim();
      await gate.admit(it, NOW);
      admitted.push({ writes: storage.writeCount, claim: it });
    }
    for (let writes = 0; writes <= storage.writeCount; writes++) {
      const restarted = createSubject(storage.after(writes)).gate;
      for (const it of admitted.filter((other) => other.writes <= writes)) {
        expect(await restarted.ask(it.claim, NOW)).toEqual({ reason: 'replayed' });
      }
    }
  });
});
