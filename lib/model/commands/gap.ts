/** Order keys that something new goes between; null: no bound on that side. */
export interface Gap {
  readonly low: string | null;
  readonly high: string | null;
}

/**
 * Where between two neighbours that a person saw something belongs now. `orderOf` says where a neighbour stands (null:
 * nowhere any more), `others` are the orders of what is shown beside what is moved. Where one neighbour is gone the
 * other decides; where both are, there is no place.
 */
export function gapBetween<Id>(
  { after, before }: { after: Id | null; before: Id | null },
  others: readonly string[],
  orderOf: (id: Id) => string | null,
): Gap | null {
  const next = (order: string) => least(others.filter((other) => other > order));
  const previous = (order: string) => greatest(others.filter((other) => other < order));
  const low = after === null ? null : orderOf(after);
  const high = before === null ? null : orderOf(before);
  if (low !== null && high !== null && low < high) return { low, high };
  if (low !== null && before !== null) return { low, high: next(low) };
  if (high !== null && after !== null) return { low: previous(high), high };
  // One side was the end of the list, and means the end as it is now.
  if (after === null && before !== null) return { low: null, high: least(others) };
  if (before === null && after !== null) return { low: greatest(others), high: null };
  return null;
}

function least(orders: readonly string[]): string | null {
  return orders.reduce<string | null>((best, order) => (best === null || order < best ? order : best), null);
}

function greatest(orders: readonly string[]): string | null {
  return orders.reduce<string | null>((best, order) => (best === null || order > best ? order : best), null);
}
