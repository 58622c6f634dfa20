import * as v from 'valibot';
import { holidayEvents, lastHolidayYear, readHolidayData } from '../calendar/holidays.ts';
import type { Alarms, Clock, KeyValue, Log } from '../ports/ports.ts';
import type { CalendarValidators, WebCalendarAnswer, WebCalendars } from '../ports/web-calendars.ts';
import type { CommandResult } from '../protocol/commands.ts';
import { type FeedProblem, FeedProblemSchema, type FeedRow } from '../protocol/feed-values.ts';
import type { FeedId } from '../protocol/ids.ts';
import type { FamilySession } from '../sync/family-session.ts';
import type { FamilyHost } from './family-host.ts';

const FEEDS_ALARM = 'feeds';
/** How often it is looked whether a feed is due, while no page is open. */
const LOOK_PERIOD_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;
/** After a failure it is tried again this soon, or after the feed's own period where that is shorter. */
const RETRY_MS = HOUR_MS;
/**
 * Another member's browser fetches it, but has not for this many periods, and a day at least: then one that may read the
 * site takes over.
 */
const PERIODS_UNTIL_TAKEOVER = 2;
const DAY_MS = 24 * HOUR_MS;
/** Holidays are made longer when they reach less far than this; whoever did not add them waits a year longer for who did. */
const YEARS_AHEAD = 2;
/** What this browser knows of its own fetching, by feed. */
const TRIED_PREFIX = 'feed/';

const TriedSchema = v.object({
  /** Milliseconds since the epoch. */
  at: v.number(),
  problem: v.optional(FeedProblemSchema),
  /** What the server said about the version that this browser wrote into the document. */
  etag: v.optional(v.string()),
  lastModified: v.optional(v.string()),
  /** When the feed was last read, by anyone, as it stood then: another's reading makes the validators void. */
  readAt: v.optional(v.number()),
  url: v.optional(v.string()),
});
type Tried = v.InferOutput<typeof TriedSchema>;

/** What came of fetching a feed: why it could not be read; how the calendar calls itself. */
interface Fetched {
  readonly problem?: FeedProblem;
  readonly name?: string;
}

/**
 * Fetches the calendars that the family follows, with no page open as well, and writes what is in them into the
 * document: one browser for everybody.
 */
export interface FeedKeeper {
  /** Looks what is due, and goes on doing so. */
  start(): void;
  /** Fetches one now, whoever's turn it is. Answers what came of it. */
  refresh(id: FeedId): Promise<CommandResult>;
  stop(): void;
}

export function createFeedKeeper(deps: {
  clock: Clock;
  alarms: Alarms;
  keyValue: KeyValue;
  log: Log;
  family: FamilyHost;
  calendars: WebCalendars;
  /** The zone that the device is in now, IANA. */
  zone(): string;
  started(): Promise<void>;
}): FeedKeeper {
  const { clock, alarms, keyValue, family, calendars, log } = deps;
  const running = new Map<FeedId, Promise<Fetched>>();
  /** The day, `YYYY-MM-DD`, on which it was last looked how far the holidays reach. */
  let holidaysSeen = '';
  let isStopped = false;

  function feedsOf(session: FamilySession): FeedRow[] {
    let rows: FeedRow[] = [];
    const stop = session.document.watch({ type: 'feeds' }, { snapshot: (all) => (rows = all), patch: () => {} });
    stop();
    return rows;
  }

  async function triedOf(id: FeedId): Promise<Tried | undefined> {
    const read = v.safeParse(TriedSchema, await keyValue.get(TRIED_PREFIX + id));
    return read.success ? read.output : undefined;
  }

  async function isDue(feed: FeedRow): Promise<boolean> {
    if (feed.source.kind !== 'web') return false;
    const now = clock.now();
    const tried = await triedOf(feed.id);
    const period = feed.everyHours * HOUR_MS;
    // A clock that was set back must not stop it.
    const since = (at: number | undefined) => (at === undefined || at > now ? Number.POSITIVE_INFINITY : now - at);
    if (since(tried?.at) < (tried?.problem === undefined ? period : Math.min(RETRY_MS, period))) return false;
    if (feed.isFetchedHere) return since(feed.lastAt) >= period;
    if (since(feed.lastAt) < Math.max(PERIODS_UNTIL_TAKEOVER * period, DAY_MS)) return false;
    return calendars.isAllowed(feed.source.url);
  }

  async function look(): Promise<void> {
    await deps.started();
    const session = family.current;
    if (session === null || isStopped) return;
    // One after the other: nobody waits for it, and a slow one must not hold up memory for all.
    for (const feed of feedsOf(session)) if (await isDue(feed)) await fetchOnce(session, feed);
    await extendHolidays(session);
  }

  /** Works out further years of the holidays that the family follows; looks once a day in a worker's life. Without the data they stay as they are until the next look. */
  async function extendHolidays(session: FamilySession): Promise<void> {
    const at = clock.now();
    const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(deps.zone()).toPlainDate();
    if (today.toString() === holidaysSeen) return;
    const { year } = today;
    const due = feedsOf(session).filter(
      ({ source, isFetchedHere }) =>
        source.kind === 'holidays' && source.until < year + (isFetchedHere ? YEARS_AHEAD : YEARS_AHEAD - 1),
    );
    const data = due.length === 0 ? undefined : readHolidayData(await calendars.holidays());
    const until = data === undefined ? 0 : lastHolidayYear(data, year);
    for (const { id } of due) {
      // As it is by now: somebody may have renamed it, or taken it away.
      const feed = feedsOf(session).find((one) => one.id === id);
      if (data === undefined || feed?.source.kind !== 'holidays' || feed.source.until >= until) continue;
      const { name, source, everyHours } = feed;
      const events = holidayEvents(data, source, year);
      const body = { type: 'setFeed', id, name, source: { ...source, until }, everyHours, events } as const;
      await session.execute(body, { at, isResent: false });
    }
    holidaysSeen = today.toString();
  }

  function fetchOnce(session: FamilySession, feed: FeedRow): Promise<Fetched> {
    const under = running.get(feed.id);
    if (under !== undefined) return under;
    const work = fetchFeed(session, feed).finally(() => running.delete(feed.id));
    running.set(feed.id, work);
    return work;
  }

  async function fetchFeed(session: FamilySession, feed: FeedRow): Promise<Fetched> {
    if (feed.source.kind !== 'web') return {};
    const { url } = feed.source;
    const tried = await triedOf(feed.id);
    const isOwnReading = tried?.url === url && tried.readAt !== undefined && tried.readAt === feed.lastAt;
    const validators = isOwnReading && feed.problem === undefined ? validatorsOf(tried) : {};
    const answer = await ask(url, validators);
    const now = clock.now();
    const content =
      answer.state === 'read' ? await calendars.read(answer.bytes, { zone: deps.zone(), now }) : undefined;
    const problem = answer.state === 'failed' ? answer.problem : content?.ok === false ? content.problem : undefined;
    await session.execute(
      {
        type: 'storeFeed',
        id: feed.id,
        ...(content?.ok && { content: { events: content.events, left: content.left } }),
        ...(problem && { problem }),
      },
      { at: now, isResent: false },
    );
    const said = answer.state === 'read' ? answer.validators : validators;
    await keyValue.set(TRIED_PREFIX + feed.id, {
      at: now,
      url,
      ...(problem === undefined ? { ...said, readAt: now } : { problem }),
    });
    return { ...(problem && { problem }), ...(content?.ok && content.name !== undefined && { name: content.name }) };
  }

  async function ask(url: string, validators: CalendarValidators): Promise<WebCalendarAnswer> {
    if (!(await calendars.isAllowed(url))) return { state: 'failed', problem: 'not-allowed' };
    return calendars.ask(url, validators);
  }

  alarms.onAlarm((name) => {
    if (name === FEEDS_ALARM) void look().catch(tell);
  });

  function tell(problem: unknown): void {
    log.warn('feeds', { problem: problem instanceof Error ? problem.name : 'unknown' });
  }

  return {
    start() {
      alarms.set(FEEDS_ALARM, LOOK_PERIOD_MS);
      void look().catch(tell);
    },
    async refresh(id) {
      const session = family.current;
      if (session === null) return { ok: false, error: 'no-family' };
      const feed = feedsOf(session).find((one) => one.id === id);
      if (feed === undefined) return { ok: false, error: 'not-found' };
      return { ok: true, value: { ...(await fetchOnce(session, feed)) } };
    },
    stop() {
      isStopped = true;
    },
  };
}

function validatorsOf({ etag, lastModified }: Tried): CalendarValidators {
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
}
