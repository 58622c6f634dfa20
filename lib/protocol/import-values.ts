import * as v from 'valibot';
import {
  CategorySchema,
  OccurrenceSchema,
  PlaceTextSchema,
  RemindersSchema,
  UidSchema,
  WhenSchema,
} from './event-values.ts';
import { LineSchema, PageLinkSchema, TextSchema } from './values.ts';

/**
 * Events as a calendar file gives them, in the family's own terms: what pages hand the worker at import, what the worker
 * hands pages at export, and what a feed's register holds.
 */

/** Events in one `importEvents`. */
export const MAX_IMPORTED_EVENTS = 500;
/** What of one event is kept only to be written back, in UTF-16 code units. */
export const MAX_KEPT_LENGTH = 32 * 1_024;
/** Skipped and changed occurrences of one series. */
export const MAX_EXCEPTIONS = 2_000;

/**
 * Stands for a zone in times that have none: the same wall time wherever somebody is. No zone of the world has this
 * name, and a zone that nobody knows means the viewer's own (E5), which is what it says.
 */
export const FLOATING_ZONE = 'floating';

const fields = {
  title: LineSchema,
  when: WhenSchema,
  place: v.nullable(PlaceTextSchema),
  notes: v.nullable(TextSchema),
  category: v.nullable(CategorySchema),
  link: v.nullable(PageLinkSchema),
  reminders: v.nullable(RemindersSchema),
};

const Lines = v.pipe(v.array(v.string()), v.maxLength(5_000));

/** What a file says of an event that the family's calendar has no place for: kept, to be written back at export. */
const KeptSchema = v.pipe(
  v.object({
    /** SEQUENCE: which revision of the event the file has. */
    sequence: v.optional(v.number()),
    /** Where they say more than the reminders. */
    alarms: v.optional(
      v.array(
        v.object({
          action: v.string(),
          trigger: v.string(),
          relatedTo: v.optional(v.literal('end')),
          description: v.optional(v.string()),
          extra: v.optional(Lines),
        }),
      ),
    ),
    /** Where there are several. */
    categories: v.optional(v.array(v.string())),
    /** An address that is no web page's. */
    url: v.optional(v.string()),
    /** Whole lines of properties and components that nobody here reads. */
    extra: v.optional(Lines),
  }),
  v.check((kept) => JSON.stringify(kept).length <= MAX_KEPT_LENGTH),
);
export type Kept = v.InferOutput<typeof KeptSchema>;

/**
 * What a file said of an event when it was last imported. `said`: digests by field, and by changed occurrence
 * (`occ:<occurrence>`), so that importing again leaves alone what only the family has changed since.
 */
export const OriginFields = {
  uid: UidSchema,
  said: v.record(v.string(), v.string()),
  ex: v.array(OccurrenceSchema),
  kept: v.optional(KeptSchema),
  /** The same of changed occurrences. */
  keptOf: v.optional(v.record(v.string(), KeptSchema)),
};

const ChangedOccurrenceSchema = v.object({
  occurrence: OccurrenceSchema,
  /** Only what differs from the series; null takes a value away. */
  change: v.partial(v.object({ ...fields })),
  kept: v.optional(KeptSchema),
});
export type ChangedOccurrence = v.InferOutput<typeof ChangedOccurrenceSchema>;

/** One event of a file, a series with all its exceptions. */
export const ImportedEventSchema = v.object({
  uid: UidSchema,
  ...fields,
  birthday: v.optional(v.literal(true)),
  needsSomeone: v.optional(v.literal(true)),
  /** The file says that it does not take place. */
  isCancelled: v.optional(v.literal(true)),
  /** Occurrences that do not take place. */
  ex: v.pipe(v.array(OccurrenceSchema), v.maxLength(MAX_EXCEPTIONS)),
  occ: v.pipe(v.array(ChangedOccurrenceSchema), v.maxLength(MAX_EXCEPTIONS)),
  kept: v.optional(KeptSchema),
});
export type ImportedEvent = v.InferOutput<typeof ImportedEventSchema>;
export type Reminders = NonNullable<ImportedEvent['reminders']>;
