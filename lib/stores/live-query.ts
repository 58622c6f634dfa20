import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { WorkerMessage } from '../protocol/messages.ts';
import type { Query, Row, RowOf } from '../protocol/queries.ts';

/** What a page sees of one live query. */
export interface LiveQuery<R> {
  /** Rows by id. From the cache until the worker has answered, then the worker's. */
  readonly rows: ReadonlySignal<ReadonlyMap<string, R>>;
  /** Whether the worker has answered; false while only cached rows are there. */
  readonly isLive: ReadonlySignal<boolean>;
  /** Gives this reading up; the query ends with its last reader. */
  close(): void;
}

/** Name under which two equal queries are one. */
export function queryKey(query: Query): string {
  return JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The rows of one subscription. Applies snapshots and patches in sequence; answers whether the sequence holds. */
export class Mirror {
  readonly rows: Signal<ReadonlyMap<string, Row>>;
  readonly isLive = signal<boolean>(false);
  #seq: number | undefined;

  constructor(cached: readonly { id: string }[]) {
    this.rows = signal(mapOf(cached));
  }

  /** False if messages were lost: the subscriber must ask again. */
  apply(message: Extract<WorkerMessage, { type: 'snapshot' | 'patch' }>): boolean {
    if (message.type === 'snapshot') {
      this.#seq = message.seq;
      batch(() => {
        this.rows.value = mapOf(message.rows, this.rows.peek());
        this.isLive.value = true;
      });
      return true;
    }
    if (this.#seq === undefined || message.seq !== this.#seq + 1) return false;
    this.#seq = message.seq;
    const next = new Map(this.rows.peek());
    for (const id of message.del) next.delete(id);
    for (const row of message.set) next.set(row.id, row as unknown as Row);
    this.rows.value = next;
    return true;
  }

  /** A new subscription begins: nothing but its snapshot counts. Rows stay until then. */
  restart(): void {
    this.#seq = undefined;
  }

  /** Drops rows that came from the cache and turned out to be another family's. */
  forget(): void {
    this.rows.value = new Map();
  }
}

/** The rows of a mirror as a query's own kind; the worker answers a query with its rows only. */
export function rowsOf<T extends Query['type']>(mirror: Mirror): ReadonlySignal<ReadonlyMap<string, RowOf<T>>> {
  return mirror.rows as ReadonlySignal<ReadonlyMap<string, unknown>> as ReadonlySignal<ReadonlyMap<string, RowOf<T>>>;
}

// A row whose version has not moved keeps its identity, so that a reconnection repaints nothing.
function mapOf(rows: readonly { id: string }[], before?: ReadonlyMap<string, Row>): ReadonlyMap<string, Row> {
  return new Map(
    rows.map((row) => {
      const known = before?.get(row.id);
      const isSame = known !== undefined && 'version' in known && 'version' in row && known.version === row.version;
      return [row.id, isSame ? known : (row as unknown as Row)];
    }),
  );
}
