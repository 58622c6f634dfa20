import type { DocumentQuery } from '../model/document-messages.ts';
import type { FamilyDocument } from '../model/family-document.ts';
import type { RowOf } from '../protocol/queries.ts';

/** The rows of one query of the open family, by id, kept up to date for the worker's own use. */
export interface RowMirror<R> {
  readonly rows: ReadonlyMap<string, R>;
  stop(): void;
}

/** `onChange` is called within Yjs transactions, and not for the first rows: it may take notes and must not execute commands. */
export function mirrorRows<Q extends DocumentQuery>(
  document: FamilyDocument,
  query: Q,
  onChange: () => void,
): RowMirror<RowOf<Q['type']>> {
  const rows = new Map<string, RowOf<Q['type']>>();
  const stop = document.watch(query, {
    snapshot(all) {
      for (const row of all) rows.set(row.id, row);
    },
    patch(set, del) {
      for (const id of del) rows.delete(id);
      for (const row of set) rows.set(row.id, row);
      onChange();
    },
  });
  return { rows, stop };
}
