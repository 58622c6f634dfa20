import * as v from 'valibot';
import { EventIdSchema, FeedIdSchema, MemberIdSchema } from './ids.ts';
import {
  DateSchema,
  LineSchema,
  MemberColourSchema,
  MomentSchema,
  PageLinkSchema,
  TextSchema,
  TimeSchema,
  WallTimeSchema,
  WhoSchema,
} from './values.ts';

/**
 * Events as they travel between worker and pages: when they are, what they carry, and the rows of an agenda.
 */

/** RFC 5545 RRULE without its name and without DTSTART, which is the event's start. Whether it can be read the worker checks. */
const RuleSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(4_000));
/** Local start: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM`. */
const LocalStartSchema = v.union([DateSchema, WallTimeSchema]);
/** Further starts besides those of the rule; dates for whole days, wall times in the event's zone otherwise. */
const FurtherStarts = v.pipe(v.array(LocalStartSchema), v.maxLength(1_000));

const WholeDays = { allDay: v.literal(true), start: DateSchema, end: DateSchema };
const WallTimes = {
  allDay: v.literal(false),
  start: WallTimeSchema,
  end: WallTimeSchema,
  zone: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
};
const endsAfterStart = (when: { allDay: boolean; start: string; end: string }) =>
  when.allDay ? when.end > when.start : when.end >= when.start;
const Repeats = { rrule: v.optional(RuleSchema), rdates: v.optional(FurtherStarts) };

/**
 * When an event is: whole days (dates, end exclusive as in RFC 5545 DTEND) or wall times in one IANA zone (end after
 * start, both in that zone). Never bare timestamps: an appointment at nine stays at nine when a zone's rules change. Of
 * a series, start and end are the first occurrence's.
 */
export const WhenSchema = v.pipe(
  v.variant('allDay', [v.object({ ...WholeDays, ...Repeats }), v.object({ ...WallTimes, ...Repeats })]),
  v.check((when) => endsAfterStart(when)),
);
export type When = v.InferOutput<typeof WhenSchema>;

const Changed = { rrule: v.optional(v.nullable(RuleSchema)), rdates: v.optional(v.nullable(FurtherStarts)) };
/** A new time. A rule that is left out stays as it is; null takes it away. */
export const ChangedWhenSchema = v.pipe(
  v.variant('allDay', [v.object({ ...WholeDays, ...Changed }), v.object({ ...WallTimes, ...Changed })]),
  v.check((when) => endsAfterStart(when)),
);
export type ChangedWhen = v.InferOutput<typeof ChangedWhenSchema>;

/**
 * Which occurrence of a series: its original local start in the series as it was first written, a date, or with the
 * time where several occurrences of the series fall on one day. It stays when the series moves.
 */
export const OccurrenceSchema = LocalStartSchema;

export const PlaceTextSchema = v.pipe(v.string(), v.maxLength(500));
/** A label in the person's own words; pages suggest some. */
export const CategorySchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));

const MAX_REMINDER_MINUTES = 60 * 24 * 400;
/**
 * Minutes before the start, negative ones after it. Of whole days counted from 00:00 of the first day in the viewer's
 * zone, so -540 is nine o'clock that morning.
 */
export const RemindersSchema = v.pipe(
  v.array(
    v.object({
      minutes: v.pipe(v.number(), v.integer(), v.minValue(-MAX_REMINDER_MINUTES), v.maxValue(MAX_REMINDER_MINUTES)),
    }),
  ),
  v.maxLength(5),
);

/** Where an event comes from that nobody in the family wrote: the feed, with its name and its colour if it has one. */
export const EventSourceSchema = v.object({
  feed: FeedIdSchema,
  name: v.optional(LineSchema),
  colour: v.optional(MemberColourSchema),
});
export type EventSource = v.InferOutput<typeof EventSourceSchema>;
/** The UID of iCalendar, of what was imported. */
export const UidSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));
/** Properties of iCalendar that this calendar does not know, as whole unfolded lines. */
export const ExtraSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(20_000))), v.maxLength(500));

/** What a command about an event can carry; null takes a value away. */
export const EventFields = {
  title: LineSchema,
  when: WhenSchema,
  who: WhoSchema,
  place: v.nullable(PlaceTextSchema),
  notes: v.nullable(TextSchema),
  category: v.optional(v.nullable(CategorySchema)),
  /** A page that was attached. */
  link: v.optional(v.nullable(PageLinkSchema)),
  reminders: v.optional(v.nullable(RemindersSchema)),
  /** Somebody has to do this (fetch a child, give a lift): it stands out as long as it is nobody's. */
  needsSomeone: v.optional(v.nullable(v.boolean())),
  /** The start is a date of birth, in 1604 where the year is not known; the rule says when 29 February is kept. */
  birthday: v.optional(v.nullable(v.boolean())),
  extra: v.optional(v.nullable(ExtraSchema)),
};

/** An event on the agenda, placed in the zone that the query named. Several days: one row, the page repeats it per day. */
export const OccurrenceRowSchema = v.object({
  /** `<event id>/<occurrence>`, or `<event id>/<start>` where it does not repeat: unique per occurrence. */
  id: v.string(),
  event: EventIdSchema,
  /** Which one of its series; absent where the event does not repeat. */
  occurrence: v.optional(OccurrenceSchema),
  title: v.string(),
  /** Of this occurrence: without rule. */
  when: WhenSchema,
  /**
   * The series as it runs at this occurrence: from `from` (an occurrence), up to `to`, where a part with other times or
   * fields begins. `when`: that part as a series of its own, with its rule.
   */
  series: v.optional(v.object({ when: WhenSchema, from: OccurrenceSchema, to: v.optional(OccurrenceSchema) })),
  /** Differs from its series. */
  isChanged: v.optional(v.literal(true)),
  /** First day it touches in the viewer's zone, and the last, inclusive. */
  firstDay: DateSchema,
  lastDay: DateSchema,
  /** Wall times in the viewer's zone; absent for all-day. */
  startsAt: v.optional(TimeSchema),
  endsAt: v.optional(TimeSchema),
  who: v.array(MemberIdSchema),
  place: v.optional(v.string()),
  notes: v.optional(v.string()),
  category: v.optional(v.string()),
  link: v.optional(PageLinkSchema),
  /** Absent where there are none. */
  reminders: v.optional(RemindersSchema),
  needsSomeone: v.optional(v.literal(true)),
  birthday: v.optional(v.literal(true)),
  /** Of a birthday: years completed on this occurrence, where the year of birth is known. */
  age: v.optional(v.number()),
  /** Nobody in the family wrote it. */
  source: v.optional(EventSourceSchema),
  by: v.optional(MemberIdSchema),
  at: MomentSchema,
  version: v.string(),
});
export type OccurrenceRow = v.InferOutput<typeof OccurrenceRowSchema>;

/** An occurrence that was taken out of its series, or changed by itself. */
export const ExceptionRowSchema = v.object({
  /** The occurrence. */
  id: OccurrenceSchema,
  kind: v.picklist(['skipped', 'changed']),
  /** The day on which the series has it. */
  date: DateSchema,
  /** Where it was moved to another day. */
  movedTo: v.optional(DateSchema),
  /** The series has no such occurrence any more: kept, and not shown on the agenda. */
  isLost: v.optional(v.literal(true)),
});
export type ExceptionRow = v.InferOutput<typeof ExceptionRowSchema>;
