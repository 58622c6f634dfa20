import { FEED_PROBLEMS, type FeedProblem } from '../protocol/feed-values.ts';
import { type FeedId, newId } from '../protocol/ids.ts';
import type { MemberColour } from '../protocol/values.ts';
import type { ProblemCode } from './problems.ts';
import type { WorkerClient } from './worker-client.ts';

type Client = Pick<WorkerClient, 'run'>;

/** What the person says of a calendar on the web. */
export interface FeedDraft {
  /** Empty: as the calendar calls itself, or its site. */
  readonly name: string;
  readonly url: string;
  readonly colour: MemberColour | null;
  readonly everyHours: number;
}

/**
 * Follows a calendar once it was read: one that cannot be is not followed, and it is said why. The browser must have
 * been allowed to read its site.
 */
export async function followCalendar(
  client: Client,
  draft: FeedDraft,
): Promise<{ ok: true } | { ok: false; problem: FeedProblem } | { ok: false; error: ProblemCode }> {
  const { url, colour, everyHours } = draft;
  const id = newId<FeedId>();
  const name = draft.name.trim() || new URL(url).hostname;
  const set = { type: 'setFeed' as const, id, name, colour, source: { kind: 'web' as const, url }, everyHours };
  const added = await client.run(set);
  if (!added.ok) return { ok: false, error: added.error };
  const read = await client.run({ type: 'refreshFeed', id });
  const said = read.ok ? read.value?.problem : undefined;
  const problem = FEED_PROBLEMS.find((one) => one === said);
  if (read.ok && problem === undefined) {
    const called = read.value?.name;
    if (draft.name.trim() === '' && typeof called === 'string' && called.trim() !== '')
      await client.run({ ...set, name: called.trim().slice(0, 200) });
    return { ok: true };
  }
  await client.run({ type: 'removeFeed', id });
  if (problem !== undefined) return { ok: false, problem };
  return { ok: false, error: read.ok ? 'internal' : read.error };
}
