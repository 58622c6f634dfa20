import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { DateRange } from './calendar-dates.ts';
import type { LiveQuery } from './live-query.ts';
import type { WorkerClient } from './worker-client.ts';

/** The worker's events of a range that moves. While it has not answered for new days, what was there for the old ones stays. */
export interface RangeRows {
  readonly rows: ReadonlySignal<ReadonlyMap<string, OccurrenceRow>>;
  /** Whether the worker has answered for the range of the moment. */
  readonly isLive: ReadonlySignal<boolean>;
  close(): void;
}

/** Null asks for nothing. With `cachedAs`, the last rows paint first the next time the same days are asked for. */
export function createRangeRows(deps: {
  client: Pick<WorkerClient, 'live'>;
  zone: string;
  range: ReadonlySignal<DateRange | null>;
  cachedAs: string;
}): RangeRows {
  const { client, zone, range } = deps;
  const current = signal<LiveQuery<OccurrenceRow> | undefined>(undefined);
  let before: LiveQuery<OccurrenceRow> | undefined;
  // Ranges are compared by what they say: a new object is no new question.
  const asked = computed(() => range.value && `${range.value.from} ${range.value.to}`);
  const stop = effect(() => {
    const [from, to] = asked.value?.split(' ') ?? [];
    before?.close();
    before = current.peek();
    current.value =
      from === undefined || to === undefined
        ? undefined
        : client.live({ type: 'agenda', from, to, zone }, { name: deps.cachedAs });
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
      if (live === undefined) return new Map();
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
