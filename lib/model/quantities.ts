import type { ItemId } from '../protocol/ids.ts';
import type { Quantity, Step } from '../protocol/values.ts';

/** What one addition says about how much. */
export interface Amount {
  readonly id: ItemId;
  /** Given when it was added. */
  readonly added: Quantity | undefined;
  /** Typed later, with the additions that it stands for; null takes the amount away. */
  readonly typed: { readonly quantity: Quantity | null; readonly replaces: readonly ItemId[] } | undefined;
  /** Counted up or down since then, a sum per unit. */
  readonly steps?: readonly Step[];
}

/**
 * What a row of several additions (oldest first) needs in all, a sum per unit: "2" and "500 g" stand side by side. A
 * typed amount counts once for the additions it names. An addition without an amount is one more where somebody counted
 * without a unit ("2 milk" and "milk" are 3), and adds nothing beside a measure ("500 g flour" and "flour" are 500 g)
 * or where nobody counted at all. Steps add up; what they leave nothing of is not told.
 */
export function sumQuantities(amounts: readonly Amount[]): Quantity[] {
  const sums = sumsOf(amounts);
  const counted = sums.get('');
  sums.delete('');
  return [...(counted ? [counted] : []), ...sums.values()].filter(({ amount }) => amount > 0);
}

/** How much there is of a unit, and how much it is said to be: not the same where several have counted down at once. */
export function amountOf(amounts: readonly Amount[], unit: string | undefined): { sum: number; said: number } {
  const key = quantityKey({ unit });
  // What nobody counts is one.
  const sum = sumsOf(amounts).get(key)?.amount ?? (key === '' ? 1 : 0);
  return { sum, said: sum > 0 ? sum : key === '' ? 1 : 0 };
}

/** Where steps of a unit belong: beside the amount of that unit; the first that counts where there is none. */
export function bearerOf(amounts: readonly Amount[], unit: string | undefined): ItemId | undefined {
  const counting = countingOf(amounts);
  const found = counting.find(({ quantity }) => quantity && quantityKey(quantity) === quantityKey({ unit }));
  return (found ?? counting[0])?.id;
}

/** Equal for amounts that add up. */
export function quantityKey({ unit }: { readonly unit?: string | undefined }): string {
  return (unit ?? '').normalize('NFKC').trim().toLowerCase();
}

/** The additions that no typed amount of another stands for. */
function countingOf(amounts: readonly Amount[]) {
  const replaced = new Set<ItemId>();
  return amounts.flatMap(({ id, added, typed, steps = [] }) => {
    if (replaced.has(id)) return [];
    for (const other of typed?.replaces ?? []) if (other !== id) replaced.add(other);
    return [{ id, quantity: typed ? (typed.quantity ?? undefined) : added, steps }];
  });
}

function sumsOf(amounts: readonly Amount[]): Map<string, Quantity> {
  const sums = new Map<string, Quantity>();
  const counting = countingOf(amounts);
  for (const { quantity } of counting) if (quantity) add(sums, quantity);
  const bare = counting.filter(({ quantity }) => !quantity).length;
  if (bare > 0 && sums.has('')) add(sums, { amount: bare });
  for (const { steps } of counting) {
    for (const step of steps) {
      const key = quantityKey(step);
      // Counting begins at one; a measure that is there no more cannot be counted.
      if (key === '' && !sums.has('')) add(sums, { amount: 1 });
      if (sums.has(key)) add(sums, step);
    }
  }
  return sums;
}

function add(sums: Map<string, Quantity>, quantity: Step): void {
  const key = quantityKey(quantity);
  const before = sums.get(key);
  // Six decimals: enough for any kitchen, and 0.1 + 0.2 is 0.3.
  const amount = Math.round(((before?.amount ?? 0) + quantity.amount) * 1e6) / 1e6;
  sums.set(key, { ...(before ?? quantity), amount });
}
