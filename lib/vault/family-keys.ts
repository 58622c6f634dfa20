import { ed25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { textBytes } from './byte-fields.ts';

/** Bytes of a family's secret. */
export const FAMILY_SECRET_BYTES = 32;
/** The epoch that creating a family starts. */
const FIRST_EPOCH = 1;
const KEY_BYTES = 32;

// Never change these: every value, path and proof of every family hangs on them.
const CONTENT_CONTEXT = 'family-os/content-key/v1';
const ID_CONTEXT = 'family-os/id-key/v1';
const ACCESS_CONTEXT = 'family-os/access-key/v1';

/** What a family's secret gives. Raw only in memory. */
export interface FamilyKeys {
  /**
   * The epoch whose content key this is. A later epoch brings another content key (keyring.ts); `idKey` and the access
   * key stay those of the first, so that a value keeps its key in the document when it is sealed anew.
   */
  readonly epoch: 1;
  /** XChaCha20-Poly1305 key of this epoch's values. */
  readonly contentKey: Uint8Array;
  /** HMAC-SHA256 key that turns paths into keys of the document. */
  readonly idKey: Uint8Array;
  /** Ed25519, 32 bytes; the family's first chain entry carries it, so that the relay can tell who holds the secret. */
  readonly accessPublic: Uint8Array;
  /** Ed25519 signature by the access key, of the bytes as they are. */
  signAccess(bytes: Uint8Array): Uint8Array;
}

/** 256 random bits, made by whoever creates the family, and by whoever starts an epoch. */
export function newFamilySecret(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(FAMILY_SECRET_BYTES));
}

/** XChaCha20-Poly1305 key of the epoch whose secret this is. */
export function deriveContentKey(secret: Uint8Array): Uint8Array {
  return deriveKey(secret, CONTENT_CONTEXT);
}

/** HKDF-SHA256 (RFC 5869) without salt: 32 bytes for one constant context. */
export function deriveKey(secret: Uint8Array, context: string): Uint8Array {
  return hkdf(sha256, secret, undefined, textBytes(context), KEY_BYTES);
}

/** HKDF-SHA256 (RFC 5869) without salt, one constant context a key. Throws RangeError unless given 32 bytes. */
export function deriveFamilyKeys(secret: Uint8Array): FamilyKeys {
  if (secret.length !== FAMILY_SECRET_BYTES) throw new RangeError('a family secret has 32 bytes');
  const derive = (context: string) => deriveKey(secret, context);
  const accessSeed = derive(ACCESS_CONTEXT);
  return {
    epoch: FIRST_EPOCH,
    contentKey: deriveContentKey(secret),
    idKey: derive(ID_CONTEXT),
    accessPublic: ed25519.getPublicKey(accessSeed),
    signAccess: (bytes) => ed25519.sign(bytes, accessSeed),
  };
}
