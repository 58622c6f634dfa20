import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { RoomId } from '../protocol/ids.ts';
import { toBase64url } from './base64url.ts';
import { createByteReader, joinBytes, textBytes, varintBytes } from './byte-fields.ts';
import { sizeClass } from './size-class.ts';

const VERSION = 1;
const CONTEXT = 'family-os/value/v1';
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
/** Of the HMAC: 128 bits, so that two paths of one family never share a key by chance. */
const PATH_KEY_BYTES = 16;
/** 5 MB when full (measured). 5,000 entries of four groups each are 20,000 paths. */
const MAX_REMEMBERED_PATHS = 32_768;

/**
 * Turns paths into opaque keys and values into sealed bytes, for one family. The same shape as the model's `Codec`,
 * which is its port.
 */
export interface SealingCodec {
  /** 22 characters. Same path, same key, on every device of the family, in every epoch. */
  keyOf(path: string): string;
  /** The epoch that `seal` seals under. */
  readonly epoch: number;
  /** The epoch that bytes say they were sealed under, without opening them; null where they are of another format. */
  epochOf(sealed: Uint8Array): number | null;
  /** Seals under the current epoch's key; every call gives other bytes. */
  seal(path: string, plain: Uint8Array): Uint8Array;
  /** Never throws. */
  open(key: string, sealed: Uint8Array): OpenedValue;
}

/**
 * `newer`: a format of a later version. `epoch`: sealed under a key not held. `damaged`: anything else that is not a
 * value of this key.
 */
export type OpenedValue =
  | { ok: true; path: string; plain: Uint8Array }
  | { ok: false; why: 'newer' | 'damaged' | 'epoch' };

/**
 * Keys of one family: the id key of its first epoch and the content keys of all epochs held, of which `epoch` seals.
 */
export interface SealingKeys {
  readonly room: RoomId;
  readonly idKey: Uint8Array;
  readonly contentKeys: ReadonlyMap<number, Uint8Array>;
  readonly epoch: number;
}

/**
 * Layout of a sealed value: version 1, epoch (varint), 24-byte random nonce, XChaCha20-Poly1305 ciphertext and tag.
 * Authenticated with it: context, room, epoch and key, so that a value opens in its own place only. Plaintext: path
 * and value, each after its length (varint), then zeros up to the size class. Throws RangeError where the current
 * epoch's content key is missing.
 */
export function createSealingCodec({ room, idKey, contentKeys, epoch }: SealingKeys): SealingCodec {
  const currentKey = contentKeys.get(epoch);
  if (currentKey === undefined) throw new RangeError('no content key for the current epoch');
  const currentHeader = joinBytes(Uint8Array.of(VERSION), varintBytes(epoch));
  // Keyed once and copied per path: two of the four compressions of an HMAC depend on the key alone.
  const keyed = hmac.create(sha256, idKey);
  const remembered = new Map<string, string>();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const contexts = new Map<number, Uint8Array>();

  /**
   * Context, room (43 characters), epoch (varint, which ends itself), key (22 characters): no two places give the same
   * bytes.
   */
  function placeOf(valueEpoch: number, key: string): Uint8Array {
    let context = contexts.get(valueEpoch);
    if (context === undefined) {
      context = joinBytes(textBytes(CONTEXT), textBytes(room), varintBytes(valueEpoch));
      contexts.set(valueEpoch, context);
    }
    return joinBytes(context, encoder.encode(key));
  }

  function keyOf(path: string): string {
    const known = remembered.get(path);
    if (known !== undefined) return known;
    const key = toBase64url(keyed.clone().update(encoder.encode(path)).digest().subarray(0, PATH_KEY_BYTES));
    if (remembered.size >= MAX_REMEMBERED_PATHS) {
      for (const oldest of remembered.keys()) {
        remembered.delete(oldest);
        break;
      }
    }
    remembered.set(path, key);
    return key;
  }

  return {
    keyOf,
    epoch,
    epochOf(sealed) {
      const reader = createByteReader(sealed);
      return reader.byte() === VERSION ? reader.varint() : null;
    },
    seal(path, plain) {
      const pathBytes = encoder.encode(path);
      const framed = joinBytes(varintBytes(pathBytes.length), pathBytes, varintBytes(plain.length), plain);
      const padded = new Uint8Array(sizeClass(framed.length));
      padded.set(framed);
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const sealed = xchacha20poly1305(currentKey, nonce, placeOf(epoch, keyOf(path))).encrypt(padded);
      return joinBytes(currentHeader, nonce, sealed);
    },
    open(key, sealed) {
      const reader = createByteReader(sealed);
      const version = reader.byte();
      if (version !== VERSION) return { ok: false, why: version !== null && version > VERSION ? 'newer' : 'damaged' };
      const valueEpoch = reader.varint();
      const nonce = reader.bytes(NONCE_BYTES);
      if (valueEpoch === null || nonce === null || sealed.length - reader.offset < TAG_BYTES) return DAMAGED;
      const contentKey = contentKeys.get(valueEpoch);
      if (contentKey === undefined) return { ok: false, why: 'epoch' };
      try {
        const cipher = xchacha20poly1305(contentKey, nonce, placeOf(valueEpoch, key));
        const plain = createByteReader(cipher.decrypt(sealed.subarray(reader.offset)));
        const pathBytes = plain.bytes(plain.varint() ?? Number.POSITIVE_INFINITY);
        const value = plain.bytes(plain.varint() ?? Number.POSITIVE_INFINITY);
        if (pathBytes === null || value === null) return DAMAGED;
        const path = decoder.decode(pathBytes);
        // Authentic, so a member sealed it; the key says where it belongs, and a value that claims another path belongs
        // nowhere.
        return keyOf(path) === key ? { ok: true, path, plain: value } : DAMAGED;
      } catch {
        // Not authentic (noble throws), or a path that is not UTF-8.
        return DAMAGED;
      }
    },
  };
}

const DAMAGED: OpenedValue = { ok: false, why: 'damaged' };
