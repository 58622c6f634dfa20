import type { AccessRow } from '../protocol/access-row.ts';
import type { ElsewhereRow, Query, Row } from '../protocol/queries.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { FamilyHost } from './family-host.ts';
import type { Observable } from './observable.ts';
import type { OwnChanges } from './own-changes.ts';
import type { Reminders } from './reminders.ts';
import type { SettingsStore } from './settings-store.ts';

/** Where a live query's rows go: the whole at first and after every break, then what changes. */
export interface RowSink {
  snapshot(rows: Row[]): void;
  patch(set: Row[], del: string[]): void;
}

/** Subscribes; the returned function ends it. Nothing is sent before the worker knows what is true. */
export type WatchQuery = (query: Query, sink: RowSink) => () => void;

/** Routes queries: one-row ones to the worker's own state, all others to whatever family is open, now and later. */
export function createLiveQueries(deps: {
  family: FamilyHost;
  settings: SettingsStore;
  reminders: Pick<Reminders, 'choices'>;
  elsewhere: Elsewhere['row'];
  ownChanges: OwnChanges['rows'];
}): WatchQuery {
  const { family, settings } = deps;
  return (query, sink) => {
    switch (query.type) {
      case 'session':
        return watchRow(family.row, sink, (row) => row);
      case 'settings':
        return watchRow(settings.current, sink, (value) => value && { id: 'settings', ...value });
      case 'sync':
        return watchRow(family.sync, sink, (row) => row);
      case 'access':
        return watchMaybe(family.access, sink);
      case 'elsewhere':
        return watchMaybe(deps.elsewhere, sink);
      case 'ownChanges':
        return deps.ownChanges.watch((rows) => rows !== null && sink.snapshot([...rows]));
      case 'reminderChoices':
        return deps.reminders.choices.watch((rows) => rows !== null && sink.snapshot([...rows]));
      default: {
        let stopInner = () => {};
        const stopOuter = family.session.watch((session) => {
          stopInner();
          stopInner = () => {};
          if (session === 'none') sink.snapshot([]);
          else if (session !== 'unknown') stopInner = session.document.watch(query, sink);
        });
        return () => {
          stopOuter();
          stopInner();
        };
      }
    }
  };
}

/** A row that is there only at times. */
function watchMaybe(source: Observable<AccessRow | ElsewhereRow | null>, sink: RowSink): () => void {
  let isThere: boolean | null = null;
  let id = '';
  return source.watch((row) => {
    if (isThere === null) sink.snapshot(row === null ? [] : [row]);
    else if (row !== null) sink.patch([row], []);
    else if (isThere) sink.patch([], [id]);
    isThere = row !== null;
    id = row?.id ?? id;
  });
}

function watchRow<T>(source: Observable<T>, sink: RowSink, toRow: (value: T) => Row | null): () => void {
  let hasSnapshot = false;
  return source.watch((value) => {
    const row = toRow(value);
    if (row === null) return;
    if (hasSnapshot) sink.patch([row], []);
    else sink.snapshot([row]);
    hasSnapshot = true;
  });
}
