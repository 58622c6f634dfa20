import { effect, untracked } from '@preact/signals';
import type { OwnChangeRow } from '../protocol/own-changes.ts';
import type { App } from './app.ts';
import { type Change, OFFER_MS, type Undo } from './undo.ts';
import type { Outcome } from './worker-client.ts';

/**
 * Lets this page take back what other pages of this browser have changed, and offers it where this page was opened right
 * after it. Answers how to end it.
 */
export function followOwnChanges({ client, clock, undo }: Pick<App, 'client' | 'clock'> & { undo: Undo }): () => void {
  const query = client.live({ type: 'ownChanges' });
  const startedAt = clock.now();
  const told = new Set<string>();

  undo.others = (own) =>
    [...query.rows.peek().values()].filter(({ id }) => own.every((change) => change.id !== id)).map(changeOf);

  const stop = effect(() => {
    const known = query.rows.value;
    if (!query.isLive.value) return;
    untracked(() => {
      // What the worker no longer has was taken back by another page, or is too long ago.
      undo.forget(({ id, isAnswered }) => id !== undefined && isAnswered && !known.has(id));
      const last = [...known.values()].at(-1);
      if (last === undefined || told.has(last.id)) return;
      told.add(last.id);
      // What was done while this page was there was seen where it was done.
      if (last.at < startedAt && last.at > clock.now() - OFFER_MS) undo.offerAgain(changeOf(last));
    });
  });

  return () => {
    stop();
    query.close();
  };
}

function changeOf({ id, at, says }: OwnChangeRow): Change {
  return { id, at, text: () => says, outcome: NOT_ASKED, isAnswered: true };
}

/** The worker holds the inverse. */
const NOT_ASKED: Promise<Outcome> = Promise.resolve({ ok: true, inverse: [] });
