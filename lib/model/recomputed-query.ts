import type { DocumentChanges, Patch, Running } from './running-query.ts';

/**
 * A query whose rows are worked out anew whenever something that they may depend on has changed, and compared: for views
 * that few look at, and never for long.
 */
export function recomputedQuery<Row extends { id: string }>(
  rows: () => Row[],
  mayConcern: (changes: DocumentChanges) => boolean,
): Running<Row> {
  let shown = new Map<string, string>();
  const remember = (all: readonly Row[]) => {
    shown = new Map(all.map((row) => [row.id, JSON.stringify(row)]));
  };
  return {
    snapshot() {
      const all = rows();
      remember(all);
      return all;
    },
    patch(changes): Patch<Row> {
      if (!mayConcern(changes)) return { set: [], del: [] };
      const all = rows();
      const before = shown;
      remember(all);
      return {
        set: all.filter((row) => before.get(row.id) !== shown.get(row.id)),
        del: [...before.keys()].filter((id) => !shown.has(id)),
      };
    },
  };
}
