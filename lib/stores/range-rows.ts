import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Query, RowOf } from '../protocol/queries.ts';
import type { DateRange } from './calendar-dates.ts';
import type { LiveQuery } from './live-query.ts';
import type { WorkerClient } from './worker-client.ts';

/** The worker's rows of a range of days that moves. While it has not answered for new days, what was there for the old ones stays. */
export interface RangeRows<R> {
  readonly rows: ReadonlySignal<ReadonlyMap<string, R>>;
  close(): void;
}

/** A null range asks for nothing. With `cachedAs`, the last rows paint first the next time the same days are asked for. */
export function createRangeRows<Q extends Query>(deps: {
  client: Pick<WorkerClient, 'live'>;
  range: ReadonlySignal<DateRange | null>;
  queryOf: (range: DateRange) => Q;
  cachedAs?: string | undefined;
}): RangeRows<RowOf<Q['type']>> {
  type R = RowOf<Q['type']>;
  const { client, range, queryOf } = deps;
  const current = signal<LiveQuery<R> | undefined>(undefined);
  let before: LiveQuery<R> | undefined;
  // Ranges are compared by what they say: a new object is no new question.
  const asked = computed(() => range.value && `${range.value.from} ${range.value.to}`);
  const stop = effect(() => {
    const [from, to] = asked.value?.split(' ') ?? [];
    before?.close();
    before = current.peek();
    const cached = deps.cachedAs === undefined ? undefined : { name: deps.cachedAs };
    current.value = from === undefined || to === undefined ? undefined : client.live(queryOf({ from, to }), cached);
  });
  const isLive = computed(() => current.value?.isLive.value === true);
  const stopHolding = effect(() => {
    if (!isLive.value) return;
    before?.close();
    before = undefined;
  });

  return {
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
