import type { ItemId } from '../protocol/ids.ts';
import type { Quantity } from '../protocol/values.ts';

/** What one addition says about how much. */
export interface Amount {
  readonly id: ItemId;
  /** Given when it was added. */
  readonly added: Quantity | undefined;
  /** Typed later, with the additions that it stands for; null takes the amount away. */
  readonly typed: { readonly quantity: Quantity | null; readonly replaces: readonly ItemId[] } | undefined;
}

/**
 * What a row of several additions (oldest first) needs in all, a sum per unit: "2" and "500 g" stand side by side. A
 * typed amount counts once for the additions it names. An addition without an amount is one more where somebody counted
 * without a unit ("2 milk" and "milk" are 3), and adds nothing beside a measure ("500 g flour" and "flour" are 500 g)
 * or where nobody counted at all.
 */
export function sumQuantities(amounts: readonly Amount[]): Quantity[] {
  const replaced = new Set<ItemId>();
  const sums = new Map<string, Quantity>();
  let bare = 0;
  for (const { id, added, typed } of amounts) {
    if (replaced.has(id)) continue;
    for (const other of typed?.replaces ?? []) if (other !== id) replaced.add(other);
    const quantity = typed ? (typed.quantity ?? undefined) : added;
    if (quantity) add(sums, quantity);
    else bare++;
  }
  if (bare > 0 && sums.has('')) add(sums, { amount: bare });
  const counted = sums.get('');
  sums.delete('');
  return counted ? [counted, ...sums.values()] : [...sums.values()];
}

function add(sums: Map<string, Quantity>, quantity: Quantity): void {
  const key = (quantity.unit ?? '').normalize('NFKC').trim().toLowerCase();
  const before = sums.get(key);
  // Six decimals: enough for any kitchen, and 0.1 + 0.2 is 0.3.
  const amount = Math.round(((before?.amount ?? 0) + quantity.amount) * 1e6) / 1e6;
  sums.set(key, { ...(before ?? quantity), amount });
}
