import type { ItemId } from '../protocol/ids.ts';

const ID_LENGTH = 22;

/** The entity under which what one member, or one browser, does to an entry lives. */
export function ownedId(item: ItemId, owner: string): string {
  return `${item}.${owner}`;
}

/** The entry that it is about. */
export function itemOfOwned(id: string): ItemId {
  return id.slice(0, ID_LENGTH) as ItemId;
}

/** Whose it is. */
export function ownerOf(id: string): string {
  return id.slice(ID_LENGTH + 1);
}
