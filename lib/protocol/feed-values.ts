import * as v from 'valibot';
import { DeviceIdSchema, FeedIdSchema } from './ids.ts';
import { LineSchema, MemberColourSchema, MomentSchema } from './values.ts';

/** Calendars that the family follows: from an address on the web, or the public holidays of a country. */

/** Longest address of a calendar, in UTF-16 code units; some carry keys of their own. */
export const MAX_FEED_URL_LENGTH = 4_000;
/** How often a calendar may be fetched, in hours. */
export const FEED_HOURS = [1, 3, 6, 12, 24, 168] as const;

const UrlSchema = v.pipe(
  v.string(),
  v.maxLength(MAX_FEED_URL_LENGTH),
  v.check((text) => /^https?:\/\//i.test(text) && URL.canParse(text)),
);

/**
 * Where a feed's events come from. `holidays`: of a country (ISO 3166-1) and, where it has them, a part of it; worked out
 * up to the end of year `until`.
 */
export const FeedSourceSchema = v.variant('kind', [
  v.object({ kind: v.literal('web'), url: UrlSchema }),
  v.object({
    kind: v.literal('holidays'),
    country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
    region: v.optional(v.pipe(v.string(), v.regex(/^[A-Z0-9-]{1,12}$/))),
    until: v.pipe(v.number(), v.integer(), v.minValue(1_900), v.maxValue(9_999)),
  }),
]);

/**
 * Why a feed was not read. `not-allowed`: this browser may not read that site. `unreachable`: nobody answers, or the
 * answer leads on to a site that may not be read. `too-slow`, `too-large`: given up. `private-address`: the answer came
 * from a device of a home network that nobody had named. `not-found`, `login`: the site says so. `failed`: any other
 * refusal. Last, what is in the answer: nothing, a web page, no calendar.
 */
export const FEED_PROBLEMS = [
  'not-allowed',
  'unreachable',
  'too-slow',
  'too-large',
  'private-address',
  'not-found',
  'login',
  'failed',
  'empty',
  'web-page',
  'not-a-calendar',
  'unreadable',
] as const;
export const FeedProblemSchema = v.picklist(FEED_PROBLEMS);
export type FeedProblem = v.InferOutput<typeof FeedProblemSchema>;

/** A feed as pages list it. */
export const FeedRowSchema = v.object({
  id: FeedIdSchema,
  name: LineSchema,
  colour: v.optional(MemberColourSchema),
  source: FeedSourceSchema,
  everyHours: v.number(),
  /** Events that it has. */
  count: v.number(),
  /** Events that there was no room for: those farthest from now. */
  left: v.number(),
  /** When it was last read. */
  lastAt: v.optional(MomentSchema),
  /** Why it could not be read since. */
  problem: v.optional(FeedProblemSchema),
  /** Which browser fetches it. */
  fetcher: v.optional(DeviceIdSchema),
  isFetchedHere: v.boolean(),
});
export type FeedRow = v.InferOutput<typeof FeedRowSchema>;
