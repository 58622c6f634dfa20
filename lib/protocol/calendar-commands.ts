import * as v from 'valibot';
import { FeedSourceSchema } from './feed-values.ts';
import { EventIdSchema, FeedIdSchema } from './ids.ts';
import { ImportedEventSchema, MAX_IMPORTED_EVENTS } from './import-values.ts';
import { DateSchema, LineSchema, MemberColourSchema, WhoSchema } from './values.ts';

/** Calendar files, and calendars that the family follows: bodies of commands (see commands.ts). */

/** Events of one feed that pages hand over: holidays of some years. */
const MAX_HANDED_EVENTS = 1_000;

export const calendarCommandBodies = [
  /**
   * Brings events of a file in, by UID: what is here and is not said otherwise by the file than last time stays as it
   * is. `who`: for whom the new ones are. Answers `{ added, changed, same }`.
   */
  v.object({
    type: v.literal('importEvents'),
    events: v.pipe(v.array(ImportedEventSchema), v.minLength(1), v.maxLength(MAX_IMPORTED_EVENTS)),
    who: v.optional(WhoSchema),
  }),
  /**
   * Answers `{ events: ImportedEvent[], next? }`: one event, those that touch the days from `from` to `to` in `zone`,
   * or all that are the family's own. In parts: `next` is what `after` asks on with. Skipped and changed occurrences
   * are named by their local start in the series as it is now.
   */
  v.object({
    type: v.literal('exportEvents'),
    event: v.optional(EventIdSchema),
    from: v.optional(DateSchema),
    to: v.optional(DateSchema),
    zone: v.optional(v.pipe(v.string(), v.maxLength(64))),
    after: v.optional(EventIdSchema),
  }),
  /** Follows a calendar, or changes how it is followed. `events`: of holidays, which no browser fetches. */
  v.object({
    type: v.literal('setFeed'),
    id: FeedIdSchema,
    name: LineSchema,
    colour: v.optional(v.nullable(MemberColourSchema)),
    source: FeedSourceSchema,
    everyHours: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 31)),
    events: v.optional(v.pipe(v.array(ImportedEventSchema), v.maxLength(MAX_HANDED_EVENTS))),
  }),
  /** The feed and its events. */
  v.object({ type: v.literal('removeFeed'), id: FeedIdSchema }),
  /** Fetches it now. Answers `{ problem?: FeedProblem, name? }`: why it could not be read; how the calendar calls itself. */
  v.object({ type: v.literal('refreshFeed'), id: FeedIdSchema }),
] as const;
