/**
 * The seam between the family document and whatever seals it. The document knows paths and JSON; the codec knows keys
 * and bytes. Synchronous, since it runs inside Yjs observers.
 */
export interface Codec {
  /**
   * The key under which the value of `path` lives in the root map. Same path, same key, on every device of the family,
   * in every epoch.
   */
  keyOf(path: string): string;
  /** The epoch that `seal` seals under: the newest whose key is held. */
  readonly epoch: number;
  /** Seals `plain` for `path`; every call gives other bytes. */
  seal(path: string, plain: Uint8Array): Uint8Array;
  /** The epoch that bytes say they were sealed under, without opening them; null where they say none that is known. */
  epochOf(sealed: Uint8Array): number | null;
  /** Opens what stands under `key`. Never throws: outcome says what was wrong. */
  open(key: string, sealed: Uint8Array): Opened;
}

export type Opened =
  | { ok: true; path: string; plain: Uint8Array }
  /**
   * `newer`: a format this version does not know. `damaged`: fails authentication, or stands under a key that is not
   * its own. `epoch`: sealed with a key not held.
   */
  | { ok: false; why: 'newer' | 'damaged' | 'epoch' };
