import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Doc, decodeStateVector, encodeStateVector } from 'yjs';

/**
 * SHA-256 in hex of the document's state vector, in the order of its clients: equal exactly when the state vectors are.
 * Two documents with equal digests and different content hashes have been given different operations under one name.
 */
export function stateDigest(doc: Doc): string {
  const clocks = [...decodeStateVector(encodeStateVector(doc))].sort(([a], [b]) => a - b);
  return bytesToHex(sha256(utf8ToBytes(clocks.map(([client, clock]) => `${client}:${clock}\n`).join(''))));
}
