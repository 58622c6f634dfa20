import * as v from 'valibot';
import { type DeviceId, DeviceIdSchema, type RoomId, RoomIdSchema } from '../lib/protocol/ids.ts';
import { HandshakeSchema, PROOF_TOLERANCE_MS, RELAY_PROTOCOL, type RefusalReason } from '../lib/protocol/relay.ts';
import { fromBase64url } from '../lib/vault/base64url.ts';
import { type FamilyEntry, readFamilyEntry, roomIdOf } from '../lib/vault/chain.ts';
import { isSignedByPlatform, type SignedMessage } from '../lib/vault/ed25519-signature.ts';
import { checkProof, proofSignatures } from '../lib/vault/proof.ts';

/**
 * What a handshake shows by itself, judged at the edge and without storage, so that a stranger costs no room. The rest is the room's
 * gate to say (gate.ts).
 */

/** Why not. `skewMs`, relay clock minus device clock in milliseconds, comes with `clock`. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly skewMs?: number;
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const ClaimSchema = v.object({
  room: RoomIdSchema,
  /** The family's first chain entry, base64url, already checked against the room. */
  entry: v.string(),
  device: DeviceIdSchema,
  /** It is the one that made the family. */
  isFounder: v.boolean(),
  /** Hash of the newest chain entry that the device knows, base64url. */
  head: v.string(),
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
  readonly isFounder: boolean;
  readonly head: string;
  readonly nonce: string;
  readonly at: number;
}

/** What the client says, and how it addressed the relay (`host[:port]`). */
export interface Shown {
  readonly room: string;
  readonly authority: string;
  readonly now: number;
}

/**
 * Judges a handshake without any storage: room name, protocol, first chain entry, and a proof for this room, this authority and this
 * time. Whether it was used before, and whether the device is in the family, is for the room to say.
 */
export async function readClaim(shown: Shown, handshake: unknown): Promise<Read<Claim>> {
  const room = v.safeParse(RoomIdSchema, shown.room);
  if (!room.success) return refused('wrong-room');
  const parsed = v.safeParse(HandshakeSchema, handshake);
  if (!parsed.success) return refused('no-proof');
  const { protocol, chain, proof } = parsed.output;
  const otherVersion = refusalOfProtocol(protocol);
  if (otherVersion !== null) return otherVersion;
  const entryBytes = fromBase64url(chain);
  const proofBytes = fromBase64url(proof);
  if (entryBytes === null || proofBytes === null || entryBytes.length === 0) return refused('bad-proof');
  const entry = readFirstEntry(entryBytes, room.output);
  if (!entry.ok) return entry;
  const place = { proof: proofBytes, room: room.output, authority: shown.authority, entry: entry.value };
  if (!(await areSigned(proofSignatures(place)))) return refused('bad-proof');
  const { now } = shown;
  const checked = checkProof({ ...place, now, toleranceMs: PROOF_TOLERANCE_MS, areSignaturesKnown: true });
  if (!checked.ok) {
    const { reason, skewMs } = checked;
    return { ok: false, refusal: skewMs === undefined ? { reason } : { reason, skewMs } };
  }
  const { deviceId: device, chainHead: head, nonce, at } = checked;
  const isFounder = device === entry.value.deviceId;
  return { ok: true, value: { room: room.output, entry: chain, device, isFounder, head, nonce, at } };
}

/**
 * By the platform's own code: in JavaScript one check takes milliseconds, in which nothing else happens here, and anyone may send
 * thousands of forgeries. Null: not even of the right form.
 */
export async function areSigned(signatures: readonly SignedMessage[] | null): Promise<boolean> {
  for (const signed of signatures ?? []) if (!(await isSignedByPlatform(signed))) return false;
  return signatures !== null;
}

/** Null where the client speaks the relay's protocol. */
export function refusalOfProtocol(protocol: string): { ok: false; refusal: Refusal } | null {
  if (!/^\d+$/.test(protocol)) return refused('no-proof');
  if (Number(protocol) > RELAY_PROTOCOL) return refused('newer-protocol');
  return Number(protocol) < RELAY_PROTOCOL ? refused('older-protocol') : null;
}

export const refused = (reason: RefusalReason) => ({ ok: false, refusal: { reason } }) as const;

const REASON_OF_ENTRY = {
  'wrong-room': 'wrong-room',
  'bad-signature': 'bad-proof',
  malformed: 'bad-proof',
  newer: 'newer-protocol',
} as const satisfies Record<string, RefusalReason>;

/** First entries that were found good, by room: they stay so, and checking one is a third of what a handshake costs. */
const knownEntries = new Map<RoomId, FamilyEntry>();
const MAX_KNOWN_ENTRIES = 500;

function readFirstEntry(bytes: Uint8Array, room: RoomId): Read<FamilyEntry> {
  const known = knownEntries.get(room);
  // Under one hash there are no other bytes.
  if (known !== undefined && roomIdOf(bytes) === room) return { ok: true, value: known };
  const entry = readFamilyEntry(bytes, room);
  if (!entry.ok) return refused(REASON_OF_ENTRY[entry.why]);
  if (knownEntries.size >= MAX_KNOWN_ENTRIES) knownEntries.clear();
  knownEntries.set(room, entry.create);
  return { ok: true, value: entry.create };
}
