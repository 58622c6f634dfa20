import { sha256 } from '@noble/hashes/sha2.js';
import { parseRelayHost, relayOrigin } from '../protocol/relay-host.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { areSameBytes } from './byte-compare.ts';
import { createByteReader, joinBytes, varintBytes } from './byte-fields.ts';

/** Detects a slip of the pen, not an attacker: whoever can change a link can make one. */
const CHECKSUM_BYTES = 4;
/** Longest text that is looked at, in UTF-16 code units: hundreds of times the longest link, a mail around it included. */
const MAX_TEXT_LENGTH = 40_000;
/** Versions from here to 0x7f are recovery kits, those below are invites. */
export const FIRST_RECOVERY_VERSION = 0x40;

/** A link of the family's that was found in a text, its checksum right. */
export interface FoundLink {
  /** `http://…` or `https://…` of the relay. */
  readonly origin: string;
  readonly kind: 'invite' | 'recovery';
  readonly version: number;
  readonly content: Uint8Array;
}

/**
 * `<origin>/join#<payload>`. Payload, base64url: version, length of what follows up to the checksum (varint), content, first 4 bytes
 * of the SHA-256 of all that. Every version of every kind keeps version, length and checksum. Throws RangeError for the address
 * of no relay.
 */
export function makeLink(args: { relayOrigin: string; version: number; content: Uint8Array }): string {
  const host = parseRelayHost(args.relayOrigin);
  if (host === null) throw new RangeError('not the address of a relay');
  const framed = joinBytes(Uint8Array.of(args.version), varintBytes(args.content.length), args.content);
  return `${relayOrigin(host)}/join#${toBase64url(joinBytes(framed, checksumOf(framed)))}`;
}

/**
 * Finds a link in what somebody pasted. Words and quotes around it, zero-width characters, line breaks inside it (with or without
 * the `>` of a quoted mail) and a missing scheme do no harm. Never throws.
 */
export function findLink(text: unknown): { ok: true; link: FoundLink } | { ok: false; why: 'not-a-link' | 'mangled' } {
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
  const isRecovery = framed.version >= FIRST_RECOVERY_VERSION && framed.version < 0x80;
  return { ok: true, link: { origin: relayOrigin(host), kind: isRecovery ? 'recovery' : 'invite', ...framed } };
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
  if (version === null || version === 0 || length === null) return null;
  const framedLength = head.offset + length;
  const bytes = fromBase64url(run.slice(0, Math.ceil(((framedLength + CHECKSUM_BYTES) * 4) / 3)));
  if (bytes?.length !== framedLength + CHECKSUM_BYTES) return null;
  const framed = bytes.subarray(0, framedLength);
  if (!areSameBytes(bytes.subarray(framedLength), checksumOf(framed))) return null;
  return { version, content: framed.subarray(head.offset) };
}

function checksumOf(framed: Uint8Array): Uint8Array {
  return sha256(framed).subarray(0, CHECKSUM_BYTES);
}
