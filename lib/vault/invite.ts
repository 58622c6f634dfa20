import { sha256 } from '@noble/hashes/sha2.js';
import type { MemberId, RoomId } from '../protocol/ids.ts';
import { parseRelayHost, relayOrigin } from '../protocol/relay-host.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { createByteReader, joinBytes, textBytes, varintBytes } from './byte-fields.ts';
import { PACKED_ENTRY_BYTES, packFamilyEntry, readFamilyEntry, roomIdOf, unpackFamilyEntry } from './chain.ts';
import { deriveFamilyKeys, FAMILY_SECRET_BYTES } from './family-keys.ts';

const VERSION = 1;
/** Detects a slip of the pen, not an attacker: whoever can change a link can make one. */
const CHECKSUM_BYTES = 4;
const MEMBER_BYTES = 16;
/** Longest text that is looked at, in UTF-16 code units: ten times the longest link, a mail around it included. */
const MAX_TEXT_LENGTH = 40_000;

/** What an invite link says. Its secret opens everything of the family: handle the link like a key. */
export interface Invite {
  /** `http://…` or `https://…` of the relay. */
  readonly origin: string;
  readonly room: RoomId;
  readonly secret: Uint8Array;
  /** The family's first chain entry: founds `room`, validly signed, made for `secret`. */
  readonly entry: Uint8Array;
  /** As it was when the link was made; to show, the document's own is the true one. */
  readonly familyName: string;
  /** Present: whoever uses it joins as another device of this member. */
  readonly member?: MemberId;
}

/** `mangled`: was a link, and lost or changed something on the way. `newer`: whole, of a version not known here. */
export type InviteProblem = 'not-a-link' | 'mangled' | 'newer';

/**
 * `<origin>/join#<payload>`. Payload, base64url: version 1, length of what follows up to the checksum (varint),
 * 32-byte secret, packed first entry, family name (after its length), 16 bytes of the member's id or none; then the
 * first 4 bytes of the SHA-256 of all that. Every later version keeps version, length and checksum. The room is the
 * entry's hash and is not carried. Throws RangeError unless address, room, secret and entry belong together.
 */
export function makeInviteLink(args: {
  relayOrigin: string;
  room: RoomId;
  secret: Uint8Array;
  entry: Uint8Array;
  familyName: string;
  member?: MemberId;
}): string {
  const { room, secret, entry, familyName, member } = args;
  const host = parseRelayHost(args.relayOrigin);
  if (host === null) throw new RangeError('not the address of a relay');
  const memberBytes = member === undefined ? new Uint8Array(0) : fromBase64url(member);
  if (memberBytes === null || ![0, MEMBER_BYTES].includes(memberBytes.length)) {
    throw new RangeError('not the id of a member');
  }
  const packed = packFamilyEntry(entry);
  const isConsistent =
    readFamilyEntry(entry, room).ok &&
    roomIdOf(unpackFamilyEntry(packed, deriveFamilyKeys(secret).accessPublic)) === room;
  if (!isConsistent) throw new RangeError('room, entry and secret are not of one family');
  const name = textBytes(familyName);
  const content = joinBytes(secret, packed, varintBytes(name.length), name, memberBytes);
  const framed = joinBytes(Uint8Array.of(VERSION), varintBytes(content.length), content);
  return `${relayOrigin(host)}/join#${toBase64url(joinBytes(framed, checksumOf(framed)))}`;
}

/**
 * Finds and reads an invite link in what somebody pasted. Words and quotes around it, zero-width characters, line
 * breaks inside it (with or without the `>` of a quoted mail) and a missing scheme do no harm. Never throws.
 */
export function readInviteLink(text: unknown): { ok: true; invite: Invite } | { ok: false; why: InviteProblem } {
  if (typeof text !== 'string' || text.length > MAX_TEXT_LENGTH) return { ok: false, why: 'not-a-link' };
  // Format characters (zero-width spaces and joiners, soft hyphen, BOM, direction marks) are invisible to whoever
  // pastes.
  const visible = text.replace(/\p{Cf}/gu, '');
  // A scheme shows where the link starts even where a line ends in it; without one, only a break after the host can be
  // undone.
  const found = LINK.exec(withoutLineBreaks(visible)) ?? BARE_LINK.exec(visible);
  const host = parseRelayHost(found?.[1] ?? '');
  if (found === null || host === null) return { ok: false, why: 'not-a-link' };
  const framed = findPayload(withoutLineBreaks(found[2] ?? ''));
  if (framed === null) return { ok: false, why: 'mangled' };
  if (framed.version !== VERSION) return { ok: false, why: 'newer' };
  const invite = readContent(framed.content);
  return invite === null
    ? { ok: false, why: 'mangled' }
    : { ok: true, invite: { origin: relayOrigin(host), ...invite } };
}

const withoutLineBreaks = (text: string) => text.replace(/[\r\n][\s>]*/g, '');

/**
 * Address, then the text after the `#`, which some messengers write as %23. A link without fragment is one that lost
 * it.
 */
const LINK = /(https?:\/\/[a-z0-9._:[\]-]+)\/join\/?(?:#|%23|$|(?=[\s"'<>)]))(.*)$/is;
/**
 * Without scheme. Starts only where a run of host characters does: trying every later start takes minutes on a hostile
 * text.
 */
const BARE_LINK = /(?<![a-z0-9._:[\]-])([a-z0-9._:[\]-]+)\/join\/?(?:#|%23|$|(?=[\s"'<>)]))(.*)$/is;

/** The payload at the start of `text`, whatever follows it; null where length or checksum does not fit. */
function findPayload(text: string): { version: number; content: Uint8Array } | null {
  const run = /^[A-Za-z0-9_-]*/.exec(text.replace(/\s+/g, ''))?.[0] ?? '';
  // Eight characters are six bytes: enough for version and length.
  const head = createByteReader(fromBase64url(run.slice(0, 8)) ?? new Uint8Array(0));
  const version = head.byte();
  const length = head.varint();
  if (version === null || version < VERSION || length === null) return null;
  const framedLength = head.offset + length;
  const bytes = fromBase64url(run.slice(0, Math.ceil(((framedLength + CHECKSUM_BYTES) * 4) / 3)));
  if (bytes?.length !== framedLength + CHECKSUM_BYTES) return null;
  const framed = bytes.subarray(0, framedLength);
  const checksum = checksumOf(framed);
  if (!bytes.subarray(framedLength).every((byte, index) => byte === checksum[index])) return null;
  return { version, content: framed.subarray(head.offset) };
}

function readContent(content: Uint8Array): Omit<Invite, 'origin'> | null {
  const reader = createByteReader(content);
  const secret = reader.bytes(FAMILY_SECRET_BYTES);
  const packed = reader.bytes(PACKED_ENTRY_BYTES);
  const name = reader.bytes(reader.varint() ?? Number.POSITIVE_INFINITY);
  if (secret === null || packed === null || name === null) return null;
  const member = reader.isAtEnd() ? undefined : reader.bytes(MEMBER_BYTES);
  if (member === null || !reader.isAtEnd()) return null;
  const entry = unpackFamilyEntry(packed, deriveFamilyKeys(secret).accessPublic);
  const room = roomIdOf(entry);
  if (!readFamilyEntry(entry, room).ok) return null;
  const invite = {
    room,
    secret: secret.slice(),
    entry,
    familyName: new TextDecoder('utf-8', { ignoreBOM: true }).decode(name),
  };
  return member === undefined ? invite : { ...invite, member: toBase64url(member) as MemberId };
}

function checksumOf(framed: Uint8Array): Uint8Array {
  return sha256(framed).subarray(0, CHECKSUM_BYTES);
}
