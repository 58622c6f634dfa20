import * as v from 'valibot';
import { type DeviceId, DeviceIdSchema, type RoomId, RoomIdSchema } from '../lib/protocol/ids.ts';
import { HandshakeSchema, PROOF_TOLERANCE_MS, RELAY_PROTOCOL, type RefusalReason } from '../lib/protocol/relay.ts';
import { fromBase64url } from '../lib/vault/base64url.ts';
import { readFamilyEntry } from '../lib/vault/chain.ts';
import { checkProof } from '../lib/vault/proof.ts';
import { MAX_SOCKETS_PER_ROOM, MAX_USED_PROOFS } from './limits.ts';

/**
 * Who may connect. Two steps, since they run in two places: `readClaim` judges what a handshake shows by itself, at the edge and
 * without storage, so that a stranger costs no room; the room's `Gate` judges the rest against what the room remembers.
 *
 * What a family is grows here: later entries of its chain (devices admitted and removed, epochs) are to be stored beside the first,
 * and `judge` is where a claim meets them. Nothing outside this file knows what makes a claim good.
 */

/** Why not. `skewMs`, relay clock minus device clock in milliseconds, comes with `clock`. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly skewMs?: number;
}

const ClaimSchema = v.object({
  room: RoomIdSchema,
  /** The family's first chain entry, base64url, already checked against the room. */
  entry: v.string(),
  device: DeviceIdSchema,
  /** Names this one attempt. */
  nonce: v.string(),
  /** When the device made the proof, by its clock. */
  at: v.number(),
});

/** A handshake whose signatures hold, on its way from the edge to the room. Made by `readClaim` only. */
export interface Claim {
  readonly room: RoomId;
  readonly entry: string;
  readonly device: DeviceId;
  readonly nonce: string;
  readonly at: number;
}

/** The claim that the edge passed on; throws on anything else, since nobody else can reach the room. */
export function parseClaim(value: unknown): Claim {
  return v.parse(ClaimSchema, value);
}

/**
 * Judges a handshake without any storage: room name, protocol, chain entry, and a proof for this room, this authority (`host[:port]` as
 * the client addressed it) and this time. Whether it was used before is for the room to say.
 */
export function readClaim(args: {
  room: string;
  authority: string;
  handshake: unknown;
  now: number;
}): { ok: true; claim: Claim } | { ok: false; refusal: Refusal } {
  const room = v.safeParse(RoomIdSchema, args.room);
  if (!room.success) return refused('wrong-room');
  const handshake = v.safeParse(HandshakeSchema, args.handshake);
  if (!handshake.success) return refused('no-proof');
  const { protocol, chain, proof } = handshake.output;
  if (!/^\d+$/.test(protocol)) return refused('no-proof');
  if (Number(protocol) > RELAY_PROTOCOL) return refused('newer-protocol');
  if (Number(protocol) < RELAY_PROTOCOL) return refused('older-protocol');
  const entryBytes = fromBase64url(chain);
  const proofBytes = fromBase64url(proof);
  if (entryBytes === null || proofBytes === null || entryBytes.length === 0) return refused('bad-proof');
  const entry = readFamilyEntry(entryBytes, room.output);
  if (!entry.ok) return refused(REASON_OF_ENTRY[entry.why]);
  const checked = checkProof({
    proof: proofBytes,
    room: room.output,
    authority: args.authority,
    entry: entry.create,
    now: args.now,
    toleranceMs: PROOF_TOLERANCE_MS,
  });
  if (!checked.ok) {
    const { reason, skewMs } = checked;
    return { ok: false, refusal: skewMs === undefined ? { reason } : { reason, skewMs } };
  }
  const { deviceId, nonce, at } = checked;
  return { ok: true, claim: { room: room.output, entry: chain, device: deviceId, nonce, at } };
}

const REASON_OF_ENTRY = {
  'wrong-room': 'wrong-room',
  'bad-signature': 'bad-proof',
  malformed: 'bad-proof',
  newer: 'newer-protocol',
} as const satisfies Record<string, RefusalReason>;

const refused = (reason: RefusalReason) => ({ ok: false, refusal: { reason } }) as const;

/** The part of PartyKit's room storage that the gate uses. */
export interface GateStorage {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  /** Resolves once every write so far would survive the process. */
  sync(): Promise<void>;
}

export interface Gate {
  /** Whether `admit` would let this claim in; changes nothing. Null: it would. */
  ask(claim: Claim, now: number): Promise<Refusal | null>;
  /**
   * Lets the claim in and uses its proof up, durably before it resolves, so that the proof is of no use to anyone who saw it, not even
   * after the relay was killed. The first claim of a room leaves the family's entry in storage. Null: admitted.
   */
  admit(claim: Claim, now: number): Promise<Refusal | null>;
}

const ENTRY_KEY = 'gate/chain/00000';
const USED_KEY = 'gate/used-proofs';

const UsedProofsSchema = v.array(v.tuple([v.string(), v.number()]));

interface GateMemory {
  entry: string | undefined;
  /** Nonces of proofs that were used, each with the time (relay clock, ms) from which it would be refused for its age anyway. */
  used: Map<string, number>;
}

/**
 * Used proofs are one stored value: a list that is pruned at every admission, so an admission costs one small write, a
 * room that nobody connects to costs nothing, and there is nothing to clean up. It is bounded by MAX_USED_PROOFS.
 */
export function createGate(deps: { storage: GateStorage; socketCount: () => number }): Gate {
  const { storage, socketCount } = deps;
  let memory: Promise<GateMemory> | null = null;

  const recall = () => {
    // A failed read is not remembered: the next claim tries again.
    memory ??= readMemory(storage).catch((error: unknown) => {
      memory = null;
      throw error;
    });
    return memory;
  };

  const judge = (claim: Claim, { entry, used }: GateMemory, now: number): Refusal | null => {
    if (entry !== undefined && entry !== claim.entry) return { reason: 'wrong-room' };
    if (used.has(claim.nonce)) return { reason: 'replayed' };
    if (socketCount() >= MAX_SOCKETS_PER_ROOM) return { reason: 'room-full' };
    if (countFrom(used, now) >= MAX_USED_PROOFS) return { reason: 'too-fast' };
    return null;
  };

  return {
    async ask(claim, now) {
      return judge(claim, await recall(), now);
    },
    async admit(claim, now) {
      const known = await recall();
      const refusal = judge(claim, known, now);
      if (refusal !== null) return refusal;
      // From here to the writes nothing is awaited, so that of two equal claims at once the second finds the first.
      for (const [nonce, until] of known.used) if (until < now) known.used.delete(nonce);
      known.used.set(claim.nonce, claim.at + PROOF_TOLERANCE_MS);
      const writes = [storage.put(USED_KEY, [...known.used])];
      if (known.entry === undefined) {
        known.entry = claim.entry;
        writes.push(storage.put(ENTRY_KEY, claim.entry));
      }
      try {
        await Promise.all(writes);
        await storage.sync();
      } catch (error) {
        memory = null;
        throw error;
      }
      return null;
    },
  };
}

function countFrom(used: ReadonlyMap<string, number>, now: number): number {
  let count = 0;
  for (const until of used.values()) if (until >= now) count++;
  return count;
}

async function readMemory(storage: GateStorage): Promise<GateMemory> {
  const [entry, used] = await Promise.all([storage.get(ENTRY_KEY), storage.get(USED_KEY)]);
  return {
    entry: v.parse(v.optional(v.string()), entry),
    used: new Map(v.parse(v.optional(UsedProofsSchema, []), used)),
  };
}
