import { effect } from '@preact/signals';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { Now } from './now.ts';
import type { WorkerClient } from './worker-client.ts';

/** Where in the calendar a page was opened at, as the address of a notification's tab says it. */
export interface AddressPlace {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** An occurrence's row; null where the whole day is meant. */
  readonly row: string | null;
}

/** Reads `#calendar/<date>/<row>`. Null where the address names no place, or no day that there is. */
export function placeInAddress(hash: string): AddressPlace | null {
  const [, date = '', row] = /^#calendar\/(\d{4}-\d{2}-\d{2})(?:\/([^/]+))?$/.exec(hash) ?? [];
  try {
    Temporal.PlainDate.from(date);
    return { date, row: row === undefined ? null : decodeURIComponent(row) };
  } catch {
    return null;
  }
}

/** The occurrence at a place, once the worker has told it; null where it is no longer there. */
export function occurrenceAt(
  deps: { client: Pick<WorkerClient, 'live'>; now: Pick<Now, 'zone'> },
  { date, row }: AddressPlace,
): Promise<OccurrenceRow | null> {
  const day = deps.client.live({ type: 'agenda', from: date, to: date, zone: deps.now.zone });
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!day.isLive.value) return;
      const found = day.rows.value.get(row ?? '') ?? null;
      // Not from within: the effect may run before `stop` is there.
      queueMicrotask(() => {
        stop();
        day.close();
        resolve(found);
      });
    });
  });
}
