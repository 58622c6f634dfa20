import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../lib/protocol/ids.ts';
import { PROOF_TOLERANCE_MS } from '../../lib/protocol/relay.ts';
import { toBase64url } from '../../lib/vault/base64url.ts';
import type { Device } from '../../lib/vault/device.ts';
import { createChainStore } from '../../server/chain-store.ts';
import type { Claim } from '../../server/claim.ts';
import { createGate } from '../../server/gate.ts';
import { DEVICE_CONNECTIONS, MAX_SOCKETS_PER_ROOM, MAX_USED_PROOFS, SEEN_STALE_MS } from '../../server/limits.ts';
import { createMemoryRoomStorage } from './memory-room-storage.ts';
import { createTestFamily, type TestFamily } from './test-family.ts';

const NOW = 1_800_000_000_000;
const LATER = NOW + PROOF_TOLERANCE_MS + 1;

let family: TestFamily;
let ben: Device;
let claim: (changes?: Partial<Claim>) => Claim;

beforeEach(async () => {
  family = await createTestFamily();
  ben = await family.newDevice();
  claim = (changes = {}) => ({
    room: family.room,
    entry: toBase64url(family.entry),
    device: family.founder.id,
    isFounder: true,
    head: family.chain.headText,
    nonce: newId<string>(),
    at: NOW,
    ...changes,
  });
});

/** A gate on a storage that has the family's chain already, unless it is another's storage. */
async function createSubject(storage = createMemoryRoomStorage()) {
  let sockets = 0;
  const chain = createChainStore({
    storage,
    room: () => family.room,
    onTurning: () => {},
    onChanged: () => {},
    onFailed: () => {},
  });
  await chain.append(family.entries, NOW);
  const gate = createGate({ storage, chain, socketCount: () => sockets });
  const admit = async (it: Claim, now = NOW) => {
    const admitted = await gate.admit(it, now);
    return admitted.ok ? null : admitted.refusal;
  };
  const judge = async (it: Claim, now = NOW) => {
    await gate.open();
    return gate.judge(it, now);
  };
  return { gate, admit, judge, storage, fill: () => (sockets = MAX_SOCKETS_PER_ROOM) };
}

describe('what the gate remembers', () => {
  it('is nothing after a question', async () => {
    const { judge, storage } = await createSubject();
    const writes = storage.writeCount;
    expect(await judge(claim())).toBeNull();

    expect(storage.writeCount).toBe(writes);
  });

  it('is every proof that was used, for as long as it would be accepted', async () => {
    const { admit, storage } = await createSubject();
    const used = claim({ at: NOW + PROOF_TOLERANCE_MS });
    await admit(used);
    const restarted = await createSubject(storage);
    for (const now of [NOW, NOW + PROOF_TOLERANCE_MS, NOW + 2 * PROOF_TOLERANCE_MS]) {
      // Others come and go meanwhile, which is when old ones are forgotten.
      await restarted.admit(claim({ at: now }), now);
      expect(await restarted.judge(used, now)).toEqual({ reason: 'replayed' });
    }
  });

  it('is not one proof longer than that', async () => {
    const { gate, admit, storage } = await createSubject();
    for (let count = 0; count < 50; count++) await admit(claim());
    await admit(claim({ at: LATER }), LATER);

    expect(await storage.get('gate/used-proofs')).toMatchObject({ used: { length: 1 } });
    expect(gate.usedProofs(LATER)).toBe(1);
  });

  it('is bounded: too many at once are refused, and let in a little later', async () => {
    const large = await createTestFamily();
    while (large.chain.devices.size * DEVICE_CONNECTIONS.burst <= MAX_USED_PROOFS) await large.newDevice();
    family = large;
    const { admit, storage } = await createSubject();
    const before = storage.bytes();
    const devices = [...large.chain.devices.keys()];
    const next = (count: number, at = NOW) =>
      claim({ device: devices[count % devices.length] ?? large.founder.id, at });
    for (let count = 0; count < MAX_USED_PROOFS; count++) expect(await admit(next(count))).toBeNull();
    expect(await admit(next(0))).toEqual({ reason: 'too-fast' });
    expect(storage.bytes() - before).toBeLessThan(30_000);

    expect(await admit(next(0, LATER), LATER)).toBeNull();
  });

  it('cannot be used up by one device', async () => {
    const { admit, judge } = await createSubject();
    for (let count = 0; count < DEVICE_CONNECTIONS.burst; count++) expect(await admit(claim())).toBeNull();
    expect(await judge(claim())).toEqual({ reason: 'too-fast' });
    expect(await admit(claim())).toEqual({ reason: 'too-fast' });
    expect(await admit(claim({ device: ben.id, isFounder: false }))).toBeNull();

    expect(await admit(claim(), NOW + 1_000 / DEVICE_CONNECTIONS.perSecond)).toBeNull();
  });

  it('does not count a proof that was refused as used', async () => {
    const subject = await createSubject();
    const early = claim();
    subject.fill();
    expect(await subject.admit(early)).toEqual({ reason: 'room-full' });

    expect(await (await createSubject(subject.storage)).admit(early)).toBeNull();
  });

  it('is what a relay of protocol 1 left, too', async () => {
    const { admit, storage } = await createSubject();
    const used = claim();
    await storage.put('gate/used-proofs', [[used.nonce, NOW + 1_000]]);
    expect(await admit(used)).toEqual({ reason: 'replayed' });

    expect(await admit(claim())).toBeNull();
  });
});

describe('when a device was last here', () => {
  it('is kept to the minute, by the same write that uses its proof up', async () => {
    const { gate, admit, storage } = await createSubject();
    const writes = storage.writeCount;
    await admit(claim({ at: NOW }), NOW + 12_345);

    expect(storage.writeCount).toBe(writes + 1);
    const restarted = (await createSubject(storage)).gate;
    await restarted.open();
    expect([...restarted.seen()]).toEqual([[family.founder.id, NOW]]);
    expect([...gate.seen()]).toEqual([...restarted.seen()]);
  });

  it('is written down when it leaves only if what is stored has grown old', async () => {
    const { gate, admit, storage } = await createSubject();
    await admit(claim());
    const writes = storage.writeCount;
    await gate.left(family.founder.id, NOW + SEEN_STALE_MS);
    expect(storage.writeCount).toBe(writes);
    const late = NOW + SEEN_STALE_MS + 600_000;
    await gate.left(family.founder.id, late + SEEN_STALE_MS);

    expect(storage.writeCount).toBe(writes + 1);
    const restarted = (await createSubject(storage)).gate;
    await restarted.open();
    expect([...restarted.seen()]).toEqual([[family.founder.id, late + SEEN_STALE_MS]]);
  });

  it('is forgotten of devices that are no longer in the family', async () => {
    const { gate, admit } = await createSubject();
    await admit(claim({ device: ben.id, isFounder: false }));
    expect(gate.seen().has(ben.id)).toBe(true);
    family = await createTestFamily();
    const lea = await family.newDevice();
    const other = await createSubject();
    await other.admit(claim({ device: lea.id, isFounder: false }));
    const leaving = await family.make.leave(lea, { at: NOW });
    family.add(leaving);
    const after = await createSubject(other.storage);
    await after.admit(claim());

    expect([...after.gate.seen().keys()]).toEqual([family.founder.id]);
  });
});

describe('the gate', () => {
  it('founds a room for who made the family, and for nobody else', async () => {
    const young = await createTestFamily();
    const storage = createMemoryRoomStorage();
    const chain = createChainStore({
      storage,
      room: () => young.room,
      onTurning: () => {},
      onChanged: () => {},
      onFailed: () => {},
    });
    const gate = createGate({ storage, chain, socketCount: () => 0 });
    const founder = claim({
      room: young.room,
      entry: toBase64url(young.entry),
      device: young.founder.id,
      head: young.room,
    });
    const others = [
      [{ ...founder, isFounder: false, device: ben.id }, 'not-a-member'],
      [{ ...founder, head: 'h'.repeat(43) }, 'unknown-head'],
    ] as const;
    for (const [other, reason] of others) {
      expect(await gate.admit(other, NOW)).toEqual({ ok: false, refusal: { reason } });
      expect(storage.keys()).toEqual([]);
    }
    expect(await gate.admit(founder, NOW)).toEqual({ ok: true, admission: { device: young.founder.id, epoch: 1 } });

    expect(storage.keys()).toEqual(['gate/chain/00000', 'gate/used-proofs']);
  });

  it('lets nobody in whose proof it could not mark as used', async () => {
    const { admit, storage } = await createSubject();
    storage.failAfter(0);
    const refusedByDisk = claim();
    await expect(admit(refusedByDisk)).rejects.toThrow('disk full');
    storage.failAfter(Number.POSITIVE_INFINITY);

    expect(await admit(refusedByDisk)).toBeNull();
  });

  it('tries again after storage could not be read', async () => {
    const { judge, storage } = await createSubject();
    storage.failReads(true);
    await expect(judge(claim())).rejects.toThrow('unreadable');
    storage.failReads(false);

    expect(await judge(claim())).toBeNull();
  });

  it('lets one of two equal claims in, also when both come at once to a room just woken', async () => {
    const { admit } = await createSubject();
    const same = claim();

    expect(await Promise.all([admit(same), admit(same)])).toEqual([null, { reason: 'replayed' }]);
  });

  it('leaves each prefix of its writes such that no admitted proof is let in again', async () => {
    const { admit, storage } = await createSubject();
    const first = storage.writeCount;
    const admitted: { writes: number; claim: Claim }[] = [];
    for (let count = 0; count < 5; count++) {
      const it = claim();
      await admit(it);
      admitted.push({ writes: storage.writeCount, claim: it });
    }
    for (let writes = first; writes <= storage.writeCount; writes++) {
      const restarted = await createSubject(storage.after(writes));
      for (const it of admitted.filter((other) => other.writes <= writes)) {
        expect(await restarted.judge(it.claim)).toEqual({ reason: 'replayed' });
      }
    }
  });
});
