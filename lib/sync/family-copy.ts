import { applyUpdate, Doc } from 'yjs';
import { createFamilyDocument, type FamilyDocument } from '../model/family-document.ts';
import type { Clock } from '../ports/ports.ts';
import type { Membership } from './family-membership.ts';

/** What a document held, given as a Yjs update: its registers, sealed as they are, read with the keys of this membership. */
export function readCopy(
  membership: Membership,
  update: Uint8Array,
  clock: Clock,
): ReturnType<FamilyDocument['snapshotRegisters']> {
  const doc = new Doc({ gc: true });
  applyUpdate(doc, update);
  const document = createFamilyDocument({ doc, codec: membership.codec, clock });
  const copy = document.snapshotRegisters();
  document.close();
  doc.destroy();
  return copy;
}

/** Whether a Yjs update from a file can be merged: whole, and waiting for nothing that is not in it. Never throws. */
export function isReadableUpdate(update: Uint8Array): boolean {
  const doc = new Doc();
  try {
    applyUpdate(doc, update);
    return doc.store.pendingStructs === null;
  } catch {
    return false;
  } finally {
    doc.destroy();
  }
}
