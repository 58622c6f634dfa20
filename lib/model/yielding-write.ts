import type { Doc } from 'yjs';

/**
 * Ids of Yjs clients are random numbers of 32 bits; one below this bound loses to 255 of 256 of them, and two of a
 * family's hundred such ids are the same once in 3,000 families.
 */
export const YIELDING_CLIENT_IDS = 2 ** 24;

/**
 * Writes in one transaction that gives way: where somebody changed the same value at the same time, without having seen
 * this, theirs stands. For writing again what is there already. Of two concurrent values of a Y.Map the one of the higher
 * client id stands, so these get an id of their own, a low one; `doc.clientID` is as before afterwards
 * (tests/unit/model/yjs-internals.test.ts holds Yjs to that; its version is pinned).
 */
export function writeYielding(doc: Doc, write: () => void): void {
  const own = doc.clientID;
  doc.clientID = newYieldingClientId(doc);
  try {
    doc.transact(write);
  } finally {
    doc.clientID = own;
  }
}

function newYieldingClientId(doc: Doc): number {
  for (;;) {
    const [id = 0] = crypto.getRandomValues(new Uint32Array(1));
    const candidate = id % YIELDING_CLIENT_IDS;
    if (candidate > 0 && !doc.store.clients.has(candidate)) return candidate;
  }
}
