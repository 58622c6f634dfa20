import type { ItemId } from '../protocol/ids.ts';
import type { Item } from './entries.ts';

/**
 * Which entries are parts of others. A parent counts only while it is in the same list, not deleted, and says of itself
 * that it is part of nothing: so no entry can be hidden in a circle, and one whose parent is gone stands by itself.
 */
export interface SubEntries {
  /** Enters what an addition says now; undefined: it is gone. */
  set(id: ItemId, parent: ItemId | undefined): void;
  /** The addition that this one is shown under. */
  parentOf(item: Item): Item | undefined;
  /** Additions that say they are parts of this one, shown so or not. */
  childrenOf(id: ItemId): Iterable<ItemId>;
}

/** `find` answers additions as they are now. */
export function createSubEntries(find: (id: ItemId) => Item | undefined): SubEntries {
  const parents = new Map<ItemId, ItemId>();
  const children = new Map<ItemId, Set<ItemId>>();
  return {
    set(id, parent) {
      const before = parents.get(id);
      if (before === parent) return;
      if (before !== undefined) {
        const siblings = children.get(before);
        siblings?.delete(id);
        if (siblings?.size === 0) children.delete(before);
        parents.delete(id);
      }
      if (parent === undefined) return;
      parents.set(id, parent);
      children.set(parent, (children.get(parent) ?? new Set()).add(id));
    },
    parentOf(item) {
      if (item.parent === undefined) return undefined;
      const parent = find(item.parent);
      return parent && parent.list === item.list && !parent.isDeleted && parent.parent === undefined
        ? parent
        : undefined;
    },
    childrenOf: (id) => children.get(id) ?? [],
  };
}
