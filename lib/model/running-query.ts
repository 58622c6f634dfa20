import type { EntryChanges } from './entry-index.ts';
import type { Changes } from './registers.ts';

/** What a transaction altered, for every kind of query to pick from. */
export interface DocumentChanges {
  readonly entries: EntryChanges;
  readonly entities: Changes;
  /** True where it became known, or changed, who acts here or which devices may connect. */
  readonly isViewChanged: boolean;
}

/** A patch of rows. */
export interface Patch<Row> {
  set: Row[];
  del: string[];
}

/** One running query: its rows at the start, then what each change does to them. */
export interface Running<Row> {
  snapshot(): Row[];
  /** What the change alters; both parts empty where it is nothing. */
  patch(changes: DocumentChanges): Patch<Row>;
}
