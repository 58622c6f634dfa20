import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Query, RowOf } from '../protocol/queries.ts';
import { type LiveQuery, queryKey } from './live-query.ts';
import type { WorkerClient } from './worker-client.ts';

/** The worker's rows of a query that changes. While it has not answered a new one, what was there for the old one stays. */
export interface HeldRows<R> {
  readonly rows: ReadonlySignal<ReadonlyMap<string, R>>;
  /** Whether the worker has answered the query of the moment. */
  readonly isLive: ReadonlySignal<boolean>;
  close(): void;
}

/** Writing more into the page's cache would hold up whatever the person does next. A part of them would be a wrong picture: then none is kept. */
const MAX_CACHED = 500;

function unlessTooMany<R>(rows: R[]): R[] {
  return rows.length > MAX_CACHED ? [] : rows;
}

/** Null asks for nothing. With `cachedAs`, the last rows paint first the next time the same is asked for. */
export function createHeldRows<Q extends Query>(deps: {
  client: Pick<WorkerClient, 'live'>;
  query: ReadonlySignal<Q | null>;
  cachedAs?: string | undefined;
}): HeldRows<RowOf<Q['type']>> {
  type R = RowOf<Q['type']>;
  const { client, query } = deps;
  const current = signal<LiveQuery<R> | undefined>(undefined);
  let before: LiveQuery<R> | undefined;
  // Queries are compared by what they say: a new object is no new question.
  const key = computed(() => query.value && queryKey(query.value));
  const stop = effect(() => {
    const asked = key.value === null ? null : query.peek();
    before?.close();
    before = current.peek();
    if (asked === null) {
      before?.close();
      before = undefined;
    }
    const cached = deps.cachedAs === undefined ? undefined : { name: deps.cachedAs, pick: unlessTooMany };
    current.value = asked === null ? undefined : client.live(asked, cached);
  });
  const isLive = computed(() => current.value?.isLive.value === true);
  const stopHolding = effect(() => {
    if (!isLive.value) return;
    before?.close();
    before = undefined;
  });

  return {
    isLive,
    rows: computed(() => {
      const live = current.value;
      if (live === undefined) return new Map<string, R>();
      return isLive.value || before === undefined || live.rows.value.size > 0 ? live.rows.value : before.rows.value;
    }),
    close() {
      stop();
      stopHolding();
      before?.close();
      current.peek()?.close();
    },
  };
}
