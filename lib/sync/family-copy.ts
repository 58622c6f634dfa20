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
