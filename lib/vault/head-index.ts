/** Where each entry of a chain stands, by its hash (base64url). Immutable from outside. */
export interface HeadIndex {
  readonly length: number;
  /** Zero-based; null for the hash of no entry of this chain. */
  indexOf(head: string): number | null;
  /** With one entry more. */
  with(head: string): HeadIndex;
}

/**
 * The index of an empty chain. Chains that grow out of one another share one map, so that adding takes no copy; only when one is
 * extended in two ways does the second get a map of its own.
 */
export function createHeadIndex(): HeadIndex {
  return indexOver(new Map(), 0);
}

function indexOver(shared: Map<string, number>, length: number): HeadIndex {
  return {
    length,
    indexOf(head) {
      const index = shared.get(head);
      // What a longer chain added later is not part of this one.
      return index !== undefined && index < length ? index : null;
    },
    with(head) {
      const own = shared.size === length ? shared : new Map([...shared].filter(([, index]) => index < length));
      own.set(head, length);
      return indexOver(own, length + 1);
    },
  };
}
