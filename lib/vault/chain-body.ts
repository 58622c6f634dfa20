import type { DeviceId, InviteId } from '../protocol/ids.ts';
import { toBase64url } from './base64url.ts';
import { compareBytes } from './byte-compare.ts';
import type { ByteReader } from './byte-fields.ts';
import { PUBLIC_KEY_BYTES } from './ed25519-signature.ts';
import { KEY_ID_BYTES } from './key-id.ts';

/** Number of each entry type on the wire. Never change one. */
export const ENTRY_TYPES = {
  create: 1,
  invite: 2,
  revoke: 3,
  join: 4,
  admit: 5,
  epoch: 6,
  leave: 7,
  recovery: 8,
  readmit: 9,
  enter: 10,
} as const;
export type EntryType = keyof typeof ENTRY_TYPES;

/** Of the nonce that makes every family another one. */
export const CREATE_NONCE_BYTES = 16;
/** HPKE: 32 bytes of encapsulated key, a 32-byte secret, 16 bytes of tag. */
export const ENVELOPE_BYTES = 80;
/** A 24-byte nonce, a 32-byte secret, 16 bytes of tag. */
export const WRAPPED_SECRET_BYTES = 72;
/** Flag of an invite: a member has to agree. */
export const NEEDS_APPROVAL = 1;

/** Keys that come into the chain: Ed25519 and X25519, 32 bytes each. */
export interface PublicKeys {
  readonly signPublic: Uint8Array;
  readonly agreePublic: Uint8Array;
}

/** What an entry says, by its type; layouts in docs/PROTOCOL.md. */
export type EntryBody =
  /** `isLegacy`: made by protocol 1, whose devices all hold the first secret and are not in the chain. */
  | {
      readonly type: 'create';
      readonly agreePublic: Uint8Array;
      readonly accessPublic: Uint8Array;
      readonly isLegacy: boolean;
    }
  /** `sealed`: an envelope for the invite's key, or with `needsApproval` the public key for knocks. */
  | ({ readonly type: 'invite'; expiresAt: number; needsApproval: boolean; sealed: Uint8Array } & PublicKeys)
  | { readonly type: 'revoke'; readonly invite: InviteId }
  | ({ readonly type: 'join' } & PublicKeys)
  | ({ readonly type: 'admit'; readonly invite: InviteId; readonly envelope: Uint8Array } & PublicKeys)
  | {
      readonly type: 'epoch';
      readonly epoch: number;
      readonly removed: readonly DeviceId[];
      /** The secret of the epoch before, under this one's. */
      readonly wrapped: Uint8Array;
      /** X25519, of this epoch's secret: knocks are sealed to it, and it shows whoever opens an envelope that it is the right one. */
      readonly knockPublic: Uint8Array;
      /** By key id of the recipient (base64url), each for one. */
      readonly envelopes: ReadonlyMap<string, Uint8Array>;
    }
  | { readonly type: 'leave' }
  | ({ readonly type: 'recovery'; readonly envelope: Uint8Array } & PublicKeys)
  | ({ readonly type: 'readmit' } & PublicKeys)
  | ({ readonly type: 'enter' } & PublicKeys);

/** The body that `reader` holds, to its end. `newer`: flags that this version does not know. Null: malformed. */
export function readBody(type: EntryType, reader: ByteReader): EntryBody | 'newer' | null {
  const body = READERS[type](reader);
  return body === 'newer' || reader.isAtEnd() ? body : null;
}

const READERS: { [Type in EntryType]: (reader: ByteReader) => EntryBody | 'newer' | null } = {
  create(reader) {
    const agreePublic = reader.bytes(PUBLIC_KEY_BYTES);
    const accessPublic = reader.bytes(PUBLIC_KEY_BYTES);
    const nonce = reader.bytes(CREATE_NONCE_BYTES);
    if (agreePublic === null || accessPublic === null || nonce === null) return null;
    const isLegacy = reader.isAtEnd();
    if (!isLegacy && reader.byte() !== 0) return 'newer';
    return { type: 'create', agreePublic, accessPublic, isLegacy };
  },
  invite(reader) {
    const keys = readKeys(reader);
    const expiresAt = reader.time();
    const flags = reader.byte();
    if (keys === null || expiresAt === null || flags === null) return null;
    if (flags > NEEDS_APPROVAL) return 'newer';
    const needsApproval = flags === NEEDS_APPROVAL;
    const sealed = reader.bytes(needsApproval ? PUBLIC_KEY_BYTES : ENVELOPE_BYTES);
    return sealed && { type: 'invite', ...keys, expiresAt, needsApproval, sealed };
  },
  revoke(reader) {
    const invite = reader.bytes(KEY_ID_BYTES);
    return invite && { type: 'revoke', invite: toBase64url(invite) as InviteId };
  },
  join(reader) {
    const keys = readKeys(reader);
    return keys && { type: 'join', ...keys };
  },
  admit(reader) {
    const invite = reader.bytes(KEY_ID_BYTES);
    const keys = readKeys(reader);
    const envelope = reader.bytes(ENVELOPE_BYTES);
    if (invite === null || keys === null || envelope === null) return null;
    return { type: 'admit', invite: toBase64url(invite) as InviteId, ...keys, envelope };
  },
  epoch(reader) {
    const epoch = reader.varint();
    const removed = readSorted(reader, (id) => toBase64url(id) as DeviceId);
    const wrapped = reader.bytes(WRAPPED_SECRET_BYTES);
    const knockPublic = reader.bytes(PUBLIC_KEY_BYTES);
    const envelopes = readSorted(reader, (recipient) => {
      const envelope = reader.bytes(ENVELOPE_BYTES);
      return envelope && ([toBase64url(recipient), envelope] as const);
    });
    if (epoch === null || removed === null || wrapped === null || knockPublic === null || envelopes === null)
      return null;
    return { type: 'epoch', epoch, removed, wrapped, knockPublic, envelopes: new Map(envelopes) };
  },
  leave: () => ({ type: 'leave' }),
  recovery(reader) {
    const keys = readKeys(reader);
    const envelope = reader.bytes(ENVELOPE_BYTES);
    return keys && envelope && { type: 'recovery', ...keys, envelope };
  },
  readmit(reader) {
    const keys = readKeys(reader);
    return keys && { type: 'readmit', ...keys };
  },
  enter(reader) {
    const keys = readKeys(reader);
    return keys && { type: 'enter', ...keys };
  },
};

function readKeys(reader: ByteReader): PublicKeys | null {
  const signPublic = reader.bytes(PUBLIC_KEY_BYTES);
  const agreePublic = reader.bytes(PUBLIC_KEY_BYTES);
  return signPublic && agreePublic && { signPublic, agreePublic };
}

/** A count, then as many key ids, each before what `read` takes; every id once and in order, so that a set has one spelling. */
function readSorted<T>(reader: ByteReader, read: (id: Uint8Array) => T | null): T[] | null {
  const count = reader.varint();
  if (count === null) return null;
  const items: T[] = [];
  let last: Uint8Array | null = null;
  for (let index = 0; index < count; index++) {
    const id = reader.bytes(KEY_ID_BYTES);
    if (id === null || (last !== null && compareBytes(last, id) >= 0)) return null;
    const item = read(id);
    if (item === null) return null;
    items.push(item);
    last = id;
  }
  return items;
}
