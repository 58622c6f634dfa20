import type { FamilyDocument } from '../model/family-document.ts';
import type { MemberId } from '../protocol/ids.ts';
import type { Settings } from '../protocol/queries.ts';

/** Members whose things this device hides. Who was removed is not among them: nobody could show those things again. */
export function hiddenMembers(
  document: Pick<FamilyDocument, 'members'> | undefined,
  settings: Settings | null,
): ReadonlySet<MemberId> {
  const hidden = new Set(settings?.hidden);
  if (hidden.size === 0 || document === undefined) return hidden;
  for (const { id, isRemoved } of document.members()) if (isRemoved) hidden.delete(id);
  return hidden;
}

/** Whether something is for hidden members alone; what is for nobody in particular is everyone's. */
export function isHidden(who: readonly MemberId[], hidden: ReadonlySet<MemberId>): boolean {
  return who.length > 0 && who.every((member) => hidden.has(member));
}
