import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { RoomId } from '../protocol/ids.ts';
import { type AgreeKeys, agreeKeysOf } from './agree-keys.ts';
import { areSameBytes } from './byte-compare.ts';
import { joinBytes, textBytes, varintBytes } from './byte-fields.ts';
import { WRAPPED_SECRET_BYTES } from './chain-body.ts';
import type { ChainState } from './chain-state.ts';
import { deriveContentKey, deriveFamilyKeys, deriveKey, FAMILY_SECRET_BYTES, type FamilyKeys } from './family-keys.ts';
import type { SealingKeys } from './sealing-codec.ts';

const KNOCK_CONTEXT = 'family-os/knock-key/v1';
const WRAP_CONTEXT = 'family-os/epoch-wrap/v1';
const NONCE_BYTES = 24;

/** All secrets of a family that are held, and what they give. Raw only in memory. */
export interface Keyring extends Pick<FamilyKeys, 'idKey' | 'accessPublic' | 'signAccess'> {
  readonly room: RoomId;
  /** The newest epoch held, which seals. */
  readonly epoch: number;
  has(epoch: number): boolean;
  /** Null where it is not held. */
  secretOf(epoch: number): Uint8Array | null;
  /** For `createSealingCodec`. */
  sealingKeys(): SealingKeys;
  /** The pair that knocks of this epoch are sealed to; null where its secret is not held. */
  knockKeysOf(epoch: number): AgreeKeys | null;
}

/** `secrets`: by epoch, 32 bytes each. Throws RangeError without the first, which gives id key and access key. */
export function createKeyring(args: { room: RoomId; secrets: ReadonlyMap<number, Uint8Array> }): Keyring {
  const { room } = args;
  const secrets = new Map([...args.secrets].map(([epoch, secret]) => [epoch, secret.slice()]));
  const first = secrets.get(1);
  if (first === undefined) throw new RangeError('the secret of the first epoch is missing');
  if ([...secrets.values()].some(({ length }) => length !== FAMILY_SECRET_BYTES)) {
    throw new RangeError('a family secret has 32 bytes');
  }
  const { idKey, accessPublic, signAccess } = deriveFamilyKeys(first);
  const epoch = Math.max(...secrets.keys());
  const contentKeys = new Map([...secrets].map(([number, secret]) => [number, deriveContentKey(secret)]));
  return {
    room,
    epoch,
    idKey,
    accessPublic,
    signAccess,
    has: (number) => secrets.has(number),
    secretOf: (number) => secrets.get(number)?.slice() ?? null,
    sealingKeys: () => ({ room, idKey, contentKeys, epoch }),
    knockKeysOf(number) {
      const secret = secrets.get(number);
      return secret === undefined ? null : deriveKnockKeys(secret);
    },
  };
}

/** X25519 pair of an epoch's secret. Its public half stands in the chain. */
export function deriveKnockKeys(secret: Uint8Array): AgreeKeys {
  return agreeKeysOf(deriveKey(secret, KNOCK_CONTEXT));
}

/**
 * The secret of the epoch before, for whoever has that of `epoch`: 24-byte random nonce, XChaCha20-Poly1305 ciphertext and tag under
 * a key derived from the new one; authenticated: context, room, epoch. 72 bytes.
 */
export function wrapSecretUnder(
  newSecret: Uint8Array,
  oldSecret: Uint8Array,
  place: { room: RoomId; epoch: number },
): Uint8Array {
  if (oldSecret.length !== FAMILY_SECRET_BYTES) throw new RangeError('a family secret has 32 bytes');
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  return joinBytes(nonce, wrapCipher(newSecret, nonce, place).encrypt(oldSecret));
}

/** What `wrapSecretUnder` wrapped, or null where it is for another secret, room or epoch, or damaged. */
export function unwrapSecretUnder(
  newSecret: Uint8Array,
  wrapped: Uint8Array,
  place: { room: RoomId; epoch: number },
): Uint8Array | null {
  if (wrapped.length !== WRAPPED_SECRET_BYTES) return null;
  try {
    return wrapCipher(newSecret, wrapped.subarray(0, NONCE_BYTES), place).decrypt(wrapped.subarray(NONCE_BYTES));
  } catch {
    return null;
  }
}

function wrapCipher(newSecret: Uint8Array, nonce: Uint8Array, { room, epoch }: { room: RoomId; epoch: number }) {
  const place = joinBytes(textBytes(WRAP_CONTEXT), textBytes(room), varintBytes(epoch));
  return xchacha20poly1305(deriveKey(newSecret, WRAP_CONTEXT), nonce, place);
}

/** Whether this is the secret of that epoch in this chain: what the chain shows of it must follow from it. */
export function isSecretOf(state: ChainState, epoch: number, secret: Uint8Array): boolean {
  if (secret.length !== FAMILY_SECRET_BYTES) return false;
  if (epoch === 1) return areSameBytes(deriveFamilyKeys(secret).accessPublic, state.accessPublic);
  const began = state.epochs.get(epoch);
  return began !== undefined && areSameBytes(deriveKnockKeys(secret).publicKey, began.knockPublic);
}

/**
 * The secrets of this epoch and all before it, by epoch. Null where one does not open or is not the one of the chain: whoever
 * started that epoch, or made this envelope, gave another.
 */
export function unlockSecrets(
  state: ChainState,
  newest: { epoch: number; secret: Uint8Array },
): Map<number, Uint8Array> | null {
  const secrets = new Map<number, Uint8Array>();
  let { secret } = newest;
  for (let { epoch } = newest; epoch >= 1; epoch--) {
    if (!isSecretOf(state, epoch, secret)) return null;
    secrets.set(epoch, secret);
    if (epoch === 1) return secrets;
    const wrapped = state.epochs.get(epoch)?.wrapped;
    const before = wrapped === undefined ? null : unwrapSecretUnder(secret, wrapped, { room: state.room, epoch });
    if (before === null) return null;
    secret = before;
  }
  return null;
}
