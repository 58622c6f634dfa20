/**
 * Reads entries of the family's record as a server keeps them, to show what stands in them. It checks nothing: what counts the worker has
 * checked. Layout: docs/PROTOCOL.md.
 */
export interface StoredEntry {
  readonly kind: EntryKind;
  /** When it was made, by its maker's clock, ms. */
  readonly at: number;
  /** Id of the device that signed it; null where an invite, a recovery kit or the family's own key did. */
  readonly by: string | null;
  /** Ids of the devices it is about: who came in, who was removed. */
  readonly devices: readonly string[];
  /** Bytes of the whole entry. */
  readonly bytes: number;
}

/** By its number on the wire, from 1. */
const KINDS = [
  'create',
  'invite',
  'revoke',
  'join',
  'admit',
  'epoch',
  'leave',
  'recovery',
  'readmit',
  'enter',
] as const;
export type EntryKind = (typeof KINDS)[number];

const ID_BYTES = 16;
const KEY_BYTES = 32;
const TYPE_OFFSET = 1;
const TIME_OFFSET = 2 + 32;
const SIGNER_OFFSET = TIME_OFFSET + 6;
const BODY_OFFSET = SIGNER_OFFSET + KEY_BYTES;

/** `entry` in base64url. Null for what is none, or of a kind that this version does not know. */
export async function readStoredEntry(entry: string): Promise<StoredEntry | null> {
  const bytes = bytesOf(entry);
  const kind = bytes === null ? undefined : KINDS[(bytes[TYPE_OFFSET] ?? 0) - 1];
  if (bytes === null || kind === undefined || bytes.length < BODY_OFFSET) return null;
  const { end: bodyStart } = varint(bytes, BODY_OFFSET);
  const signer = bytes.subarray(SIGNER_OFFSET, BODY_OFFSET);
  return {
    kind,
    at: timeOf(bytes.subarray(TIME_OFFSET, SIGNER_OFFSET)),
    by: kind === 'join' || kind === 'readmit' || kind === 'enter' ? null : await keyId(signer),
    devices: await devicesOf(kind, bytes, bodyStart),
    bytes: bytes.length,
  };
}

/** Every id in the report is one; a device's is the beginning of the hash of its key. */
async function keyId(key: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', key));
  return base64url(hash.subarray(0, ID_BYTES));
}

async function devicesOf(kind: EntryKind, bytes: Uint8Array<ArrayBuffer>, bodyStart: number): Promise<string[]> {
  const keyAt = (offset: number) => keyId(bytes.subarray(offset, offset + KEY_BYTES));
  switch (kind) {
    case 'join':
    case 'readmit':
    case 'enter':
      return [await keyAt(bodyStart)];
    case 'admit':
      return [await keyAt(bodyStart + ID_BYTES)];
    case 'epoch': {
      const { end: countStart } = varint(bytes, bodyStart);
      const { value: count, end: start } = varint(bytes, countStart);
      const ids = Array.from({ length: Math.min(count, 1_000) }, (_, index) => start + index * ID_BYTES);
      return ids.map((offset) => base64url(bytes.subarray(offset, offset + ID_BYTES)));
    }
    default:
      return [];
  }
}

/** LEB128, as in protobuf. */
function varint(bytes: Uint8Array, offset: number): { value: number; end: number } {
  let value = 0;
  for (let index = offset, shift = 0; index < bytes.length && shift < 28; index += 1, shift += 7) {
    const byte = bytes[index] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end: index + 1 };
  }
  return { value, end: bytes.length };
}

/** 48 bits, big-endian. */
function timeOf(bytes: Uint8Array): number {
  return bytes.reduce((time, byte) => time * 256 + byte, 0);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return null;
  }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
