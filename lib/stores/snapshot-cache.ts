import type { PagePlatform } from '../ports/page-ports.ts';
import type { Clock } from '../ports/ports.ts';
import { MESSAGES_VERSION } from '../protocol/messages.ts';
import { areRows, isRecord } from './envelopes.ts';
import type { PageLife } from './page-life.ts';

/** Writing often would cost more than it saves; a page that goes away writes at once. */
const WRITE_DELAY_MS = 400;

/**
 * The last rows of the queries that a first paint needs, in the page's synchronous cache. Copies only: never a source of truth, and
 * emptied when this browser is in another family or none.
 */
export interface SnapshotCache {
  /** Rows last seen under `name`, if they were of exactly this query. */
  read(name: string, queryKey: string): { id: string }[] | undefined;
  /** Notes rows to be written soon. */
  write(name: string, queryKey: string, rows: () => { id: string }[]): void;
  /** Forgets everything, written or about to be. */
  clear(): void;
}

export function createSnapshotCache(deps: {
  cache: PagePlatform['cache'];
  clock: Clock;
  life: PageLife;
}): SnapshotCache {
  const { cache, clock } = deps;
  const waiting = new Map<string, { queryKey: string; rows: () => { id: string }[] }>();
  let cancelTimer: (() => void) | undefined;

  function flush(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    for (const [name, { queryKey, rows }] of waiting) cache.write(keyOf(name), { query: queryKey, rows: rows() });
    waiting.clear();
  }
  deps.life.onLeave(flush);

  return {
    read(name, queryKey) {
      const stored = cache.read(keyOf(name));
      return isRecord(stored) && stored.query === queryKey && areRows(stored.rows) ? stored.rows : undefined;
    },
    write(name, queryKey, rows) {
      waiting.set(name, { queryKey, rows });
      cancelTimer ??= clock.after(WRITE_DELAY_MS, flush);
    },
    clear() {
      cancelTimer?.();
      cancelTimer = undefined;
      waiting.clear();
      cache.clear();
    },
  };
}

// The version keeps a page of another build from painting rows it would misread.
function keyOf(name: string): string {
  return `snapshot/${MESSAGES_VERSION}/${name}`;
}
