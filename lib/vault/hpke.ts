import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { AgreeKeys } from './agree-keys.ts';
import { joinBytes } from './byte-fields.ts';

/**
 * HPKE (RFC 9180) in base mode, one message a context: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, all in WebCrypto, so
 * that a browser's key never has to leave it. Says nothing of who sealed.
 */

/** Bytes that sealing adds: the encapsulated key and the tag. */
export const HPKE_OVERHEAD_BYTES = 48;
const ENCAPSULATED_BYTES = 32;

/** Who can open: a device's keys as the browser keeps them (not extractable, `deriveBits`), or a derived pair. */
export type Recipient = CryptoKeyPair | AgreeKeys;

/** Encapsulated key, ciphertext, tag. Rejects where `recipientPublic` is no key that can be sealed to. */
export async function sealTo(recipientPublic: Uint8Array, info: Uint8Array, plain: Uint8Array): Promise<Uint8Array> {
  const suite = createSuite();
  const recipientPublicKey = await suite.kem.deserializePublicKey(own(recipientPublic));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: own(info) }, own(plain));
  return joinBytes(new Uint8Array(enc), new Uint8Array(ct));
}

/** What was sealed to this recipient under this `info`, or null. */
export async function openAs(recipient: Recipient, info: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | null> {
  if (sealed.length < HPKE_OVERHEAD_BYTES) return null;
  try {
    const recipientKey = await keyPairOf(recipient);
    const enc = own(sealed.subarray(0, ENCAPSULATED_BYTES));
    const plain = await createSuite().open(
      { recipientKey, enc, info: own(info) },
      own(sealed.subarray(ENCAPSULATED_BYTES)),
    );
    return new Uint8Array(plain);
  } catch {
    return null;
  }
}

const createSuite = () =>
  new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** A copy in a buffer of its own: WebCrypto and HPKE take the whole of the buffer that they are given. */
const own = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** What goes before the 32 bytes of an X25519 private key in PKCS #8 (RFC 8410 §7); browsers import no raw ones. */
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);

async function keyPairOf(recipient: Recipient): Promise<CryptoKeyPair> {
  const { privateKey, publicKey } = recipient;
  if (!(privateKey instanceof Uint8Array) || !(publicKey instanceof Uint8Array)) return recipient as CryptoKeyPair;
  const [privateCryptoKey, publicCryptoKey] = await Promise.all([
    crypto.subtle.importKey('pkcs8', joinBytes(PKCS8_PREFIX, privateKey), 'X25519', false, ['deriveBits']),
    crypto.subtle.importKey('raw', own(publicKey), 'X25519', true, []),
  ]);
  return { privateKey: privateCryptoKey, publicKey: publicCryptoKey };
}
