import type { InviteId, MemberId, RoomId } from '../protocol/ids.ts';
import { type AgreeKeys, agreeKeysOf } from './agree-keys.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { createByteReader, joinBytes, textBytes, varintBytes } from './byte-fields.ts';
import { ENTRY_HASH_BYTES } from './chain-entry.ts';
import { deriveKey } from './family-keys.ts';
import { inviteIdOf } from './key-id.ts';
import { findLink, makeLink } from './link-payload.ts';
import { type SignKeys, signKeysOf } from './sign-keys.ts';

/** Version 1 carried the family's secret itself; nobody makes or takes such links any more. */
const OLD_VERSION = 1;
const VERSION = 2;
const MEMBER_BYTES = 16;
const SECRET_BYTES = 16;
const SIGN_CONTEXT = 'family-os/invite-sign/v1';
const AGREE_CONTEXT = 'family-os/invite-agree/v1';

/** What an invite link says. Whoever has it can come in by it, once, while the chain holds it open. */
export interface Invite {
  /** `http://…` or `https://…` of the relay. */
  readonly origin: string;
  readonly room: RoomId;
  /** 16 bytes: gives the keys that the chain knows the invite by. */
  readonly secret: Uint8Array;
  /** As it was when the link was made; to show, the document's own is the true one. */
  readonly familyName: string;
  /** Present: whoever uses it joins as another device of this member. */
  readonly member?: MemberId;
}

/**
 * `mangled`: was a link, and lost or changed something on the way. `newer`: whole, of a version not known here. `old`: whole, of a
 * version that is no longer taken. `recovery`: a link of a recovery kit.
 */
export type InviteProblem = 'not-a-link' | 'mangled' | 'newer' | 'old' | 'recovery';

/** The keys of an invite. */
export interface InviteKeys extends SignKeys {
  readonly id: InviteId;
  /** X25519, public: what the secret is sealed to. */
  readonly agreePublic: Uint8Array;
  /** To open that with. */
  readonly agreeKeys: AgreeKeys;
}

/** 128 random bits for one invite. */
export function newInviteSecret(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
}

/** Throws RangeError unless given 16 bytes. */
export function deriveInviteKeys(secret: Uint8Array): InviteKeys {
  if (secret.length !== SECRET_BYTES) throw new RangeError('the secret of an invite has 16 bytes');
  const signKeys = signKeysOf(deriveKey(secret, SIGN_CONTEXT));
  const agreeKeys = agreeKeysOf(deriveKey(secret, AGREE_CONTEXT));
  return { ...signKeys, id: inviteIdOf(signKeys.signPublic), agreePublic: agreeKeys.publicKey, agreeKeys };
}

/**
 * Content of the payload: 16-byte secret, 32 bytes of the room, family name (after its length), 16 bytes of the member's id or
 * none. Throws RangeError for an address, room, secret or member that is none.
 */
export function makeInviteLink(args: {
  relayOrigin: string;
  room: RoomId;
  secret: Uint8Array;
  familyName: string;
  member?: MemberId;
}): string {
  const { relayOrigin, secret, member } = args;
  const room = fromBase64url(args.room);
  if (room?.length !== ENTRY_HASH_BYTES) throw new RangeError('not the name of a room');
  if (secret.length !== SECRET_BYTES) throw new RangeError('the secret of an invite has 16 bytes');
  const memberBytes = member === undefined ? new Uint8Array(0) : fromBase64url(member);
  if (memberBytes === null || (member !== undefined && memberBytes.length !== MEMBER_BYTES)) {
    throw new RangeError('not the id of a member');
  }
  const name = textBytes(args.familyName);
  const content = joinBytes(secret, room, varintBytes(name.length), name, memberBytes);
  return makeLink({ relayOrigin, version: VERSION, content });
}

/** Finds and reads an invite link in what somebody pasted (see `findLink`). Never throws. */
export function readInviteLink(text: unknown): { ok: true; invite: Invite } | { ok: false; why: InviteProblem } {
  const found = findLink(text);
  if (!found.ok) return found;
  const { origin, kind, version, content } = found.link;
  if (kind === 'recovery') return { ok: false, why: 'recovery' };
  if (version !== VERSION) return { ok: false, why: version === OLD_VERSION ? 'old' : 'newer' };
  const invite = readContent(content);
  return invite === null ? { ok: false, why: 'mangled' } : { ok: true, invite: { origin, ...invite } };
}

function readContent(content: Uint8Array): Omit<Invite, 'origin'> | null {
  const reader = createByteReader(content);
  const secret = reader.bytes(SECRET_BYTES);
  const room = reader.bytes(ENTRY_HASH_BYTES);
  const name = reader.bytes(reader.varint() ?? Number.POSITIVE_INFINITY);
  if (secret === null || room === null || name === null) return null;
  const member = reader.isAtEnd() ? undefined : reader.bytes(MEMBER_BYTES);
  if (member === null || !reader.isAtEnd()) return null;
  const invite = {
    room: toBase64url(room) as RoomId,
    secret: secret.slice(),
    familyName: new TextDecoder('utf-8', { ignoreBOM: true }).decode(name),
  };
  return member === undefined ? invite : { ...invite, member: toBase64url(member) as MemberId };
}
