import type { Clock } from '../ports/ports.ts';
import type { SyncRow } from '../protocol/queries.ts';
import type { Observable } from './observable.ts';

/** Resolves once the family is in step with its relay, or with false after `limitMs`. */
export function untilSynced(args: {
  clock: Clock;
  sync: Observable<SyncRow | null>;
  limitMs: number;
}): Promise<boolean> {
  const { clock, sync, limitMs } = args;
  return new Promise((resolve) => {
    const cancel = clock.after(limitMs, () => end(false));
    const stop = sync.watch((row) => {
      // Not from within: watching may call at once, before `stop` is there.
      if (row?.state === 'synced') queueMicrotask(() => end(true));
    });
    function end(isSynced: boolean): void {
      cancel();
      stop();
      resolve(isSynced);
    }
  });
}
