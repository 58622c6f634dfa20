import type { DeviceId, RoomId } from '../protocol/ids.ts';
import { toBase64url } from './base64url.ts';
import { joinBytes } from './byte-fields.ts';
import { CREATE_NONCE_BYTES } from './chain-body.ts';
import { ENTRY_HASH_BYTES, entryHashOf, isEntrySigned, readEntry, signEntry } from './chain-entry.ts';
import { type Device, deviceIdOf } from './device.ts';
import { PUBLIC_KEY_BYTES } from './ed25519-signature.ts';

/** The first entry of a family, read. Later ones are judged by chain-rules.ts. */
export interface FamilyEntry {
  /** Hash of the entry: names the family. */
  readonly room: RoomId;
  /** When it was made by its maker's clock, milliseconds since the epoch. */
  readonly at: number;
  /** The device that made it. */
  readonly deviceId: DeviceId;
  readonly signPublic: Uint8Array;
  readonly agreePublic: Uint8Array;
  /** Ed25519 key that only holders of the family's first secret can sign with. */
  readonly accessPublic: Uint8Array;
  /** Made by protocol 1, whose devices hold the first secret without being in the chain: they may `enter`. */
  readonly isLegacy: boolean;
}

/** Why an entry is not this family's first. `newer`: of this family, but in a format of a later version. */
export type FamilyEntryProblem = 'wrong-room' | 'bad-signature' | 'malformed' | 'newer';

/** Flags of `create`; none yet. Their presence tells this format from protocol 1's. */
const CREATE_FLAGS = Uint8Array.of(0);

/**
 * Makes and signs the entry that creates a family; `roomIdOf` it is the family's name. Rejects with RangeError for a
 * key that has not 32 bytes.
 */
export async function createFamilyEntry(args: {
  device: Device;
  accessPublic: Uint8Array;
  at: number;
}): Promise<Uint8Array> {
  const { device, accessPublic, at } = args;
  if ([device.agreePublic, accessPublic].some((it) => it.length !== PUBLIC_KEY_BYTES)) {
    throw new RangeError('a public key has 32 bytes');
  }
  const nonce = crypto.getRandomValues(new Uint8Array(CREATE_NONCE_BYTES));
  const body = joinBytes(device.agreePublic, accessPublic, nonce, CREATE_FLAGS);
  return signEntry({ type: 'create', previous: new Uint8Array(ENTRY_HASH_BYTES), at, signer: device, body });
}

/** The room that this entry founds: base64url of its SHA-256. */
export function roomIdOf(entry: Uint8Array): RoomId {
  return toBase64url(entryHashOf(entry)) as RoomId;
}

/** Reads a first entry and checks that it founds `room` and is signed by the device it names. Never throws. */
export function readFamilyEntry(
  entry: Uint8Array,
  room: string,
): { ok: true; create: FamilyEntry } | { ok: false; why: FamilyEntryProblem } {
  // Before the version: an entry is named by its hash in every version, so a newer one is told from another family's.
  const ownRoom = roomIdOf(entry);
  if (ownRoom !== room) return { ok: false, why: 'wrong-room' };
  const read = readEntry(entry);
  if (!read.ok) return { ok: false, why: read.why === 'newer' ? 'newer' : 'malformed' };
  const { at, signPublic, body } = read.entry;
  if (body.type !== 'create') return { ok: false, why: 'malformed' };
  if (!isEntrySigned(entry, read.entry)) return { ok: false, why: 'bad-signature' };
  const { agreePublic, accessPublic, isLegacy } = body;
  const deviceId = deviceIdOf(signPublic);
  return { ok: true, create: { room: ownRoom, at, deviceId, signPublic, agreePublic, accessPublic, isLegacy } };
}
