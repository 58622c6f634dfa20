import { sha256 } from '@noble/hashes/sha2.js';
import type { ItemId } from '../protocol/ids.ts';

/**
 * The id of what one act makes of `sources`: the same act again makes the same ids, so that a command sent twice adds
 * once. As random as the act's own id is.
 */
export function derivedId(act: string, ...sources: readonly string[]): ItemId {
  const hash = sha256(new TextEncoder().encode([act, ...sources].join('/'))).slice(0, 16);
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '') as ItemId;
}
