import * as Y from 'yjs';
import type { Codec } from '../../lib/model/codec.ts';
import { createFamilyDocument, type FamilyDocument } from '../../lib/model/family-document.ts';
import { createJournal } from '../../server/journal.ts';
import { createRoomStorage, type RoomDisk } from './room-storage.ts';

/** A room as a relay would load it from this disk after a power cut. The disk stays as it is. */
export async function readRoom(disk: RoomDisk): Promise<Y.Doc> {
  const doc = new Y.Doc();
  await createJournal(createRoomStorage(new Map(disk))).load(doc);
  return doc;
}

/** The family in a Yjs document, opened with its codec. */
export function readFamily(doc: Y.Doc, codec: Codec): FamilyDocument {
  return createFamilyDocument({ doc, codec, clock: { now: () => 0 } });
}

/**
 * Whether everything of `part`, deletions included, is in `whole` already. What waits in `part` for an update that never came is no part of
 * it: nobody sees it, and its sender does it again.
 */
export function holds(whole: Y.Doc, part: Y.Doc): boolean {
  const clocks = Y.decodeStateVector(Y.encodeStateVector(whole));
  for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(part))) {
    if (clock > (clocks.get(client) ?? 0)) return false;
  }
  const deleted = Y.createDeleteSetFromStructStore(whole.store).clients;
  for (const [client, ranges] of Y.createDeleteSetFromStructStore(part.store).clients) {
    const own = deleted.get(client) ?? [];
    // Ranges of one client are sorted and do not touch: each must lie in one of ours.
    for (const { clock, len } of ranges) {
      if (!own.some((range) => range.clock <= clock && clock + len <= range.clock + range.len)) return false;
    }
  }
  return true;
}
