import * as v from 'valibot';
import { DeviceIdSchema, ItemIdSchema, ListIdSchema, MemberIdSchema } from './ids.ts';

/**
 * What people put into the family document, as it travels between worker and pages. Limits are generous for
 * people and tight for attackers; the worker applies them to every command, the model to everything it opens.
 */

/** Longest text of one line (title, name), in UTF-16 code units. */
export const MAX_LINE_LENGTH = 500;
/** Longest free text (note, notes), in UTF-16 code units. Longer input is refused with a sentence, never cut silently. */
export const MAX_TEXT_LENGTH = 10_000;

const hasText = v.check((text: string) => text.trim() !== '');
export const LineSchema = v.pipe(v.string(), v.maxLength(MAX_LINE_LENGTH), hasText);
export const TextSchema = v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH));

/** Whether the text begins with a date that the calendar has: 29 February only in leap years. */
const beginsWithRealDate = v.check((text: string) => {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const date = new Date(0);
  // Not Date.UTC, which reads years below 100 as 19xx.
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
});
/** ISO 8601 calendar date `YYYY-MM-DD`. */
export const DateSchema = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/), beginsWithRealDate);
/** Local date and time `YYYY-MM-DDTHH:MM`, in the zone that stands beside it. */
export const WallTimeSchema = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/),
  beginsWithRealDate,
);
/** Wall time `HH:MM`, 24 hours. */
export const TimeSchema = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
/** Milliseconds since the epoch, of a moment that has happened (who did what when); never of an event. */
export const MomentSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

const UnitSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(40));
/** Amount with an optional unit (`g kg ml l oz lb cup tbsp tsp can bottle pack bag box jar clove`, or the person's own word). */
export const QuantitySchema = v.object({
  amount: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000_000)),
  unit: v.optional(UnitSchema),
});

/** So much more of a quantity, or less where negative. */
export const StepSchema = v.object({
  amount: v.pipe(v.number(), v.finite(), v.minValue(-1_000_000), v.maxValue(1_000_000)),
  unit: v.optional(UnitSchema),
});

/** A page someone attached. Only http(s) addresses; anything else is dropped when read. */
export const PageLinkSchema = v.object({
  url: v.pipe(
    v.string(),
    v.maxLength(4_000),
    v.check((url) => /^https?:\/\//i.test(url) && URL.canParse(url)),
  ),
  title: v.pipe(v.string(), v.maxLength(MAX_LINE_LENGTH)),
});

/** Whom something is for: several people, or nobody in particular. */
export const WhoSchema = v.pipe(v.array(MemberIdSchema), v.maxLength(50));

export const ListKindSchema = v.picklist(['groceries', 'todo', 'plain']);

/** A sign for a list: one emoji, or a name that pages know. */
export const IconSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(32));
/** Where something stands in a shop: one of the names of quick-add's `CATEGORIES`, or the id of a category of the family's own. */
export const AisleSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(40));
/** Categories in the order in which a shop is walked through. */
export const AislesSchema = v.pipe(v.array(AisleSchema), v.maxLength(100));

/**
 * How a to-do comes back: an RRULE (RFC 5545, dates alone count), reckoned from the day it was due or from the day on
 * which it was done.
 */
export const RepeatSchema = v.object({
  rrule: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  from: v.picklist(['due', 'done']),
});
/** 1 is the most urgent. */
export const PrioritySchema = v.picklist([1, 2, 3]);

export type Step = v.InferOutput<typeof StepSchema>;
export type Quantity = v.InferOutput<typeof QuantitySchema>;
export type PageLink = v.InferOutput<typeof PageLinkSchema>;
export type Repeat = v.InferOutput<typeof RepeatSchema>;
export type Priority = v.InferOutput<typeof PrioritySchema>;
export type ListKind = v.InferOutput<typeof ListKindSchema>;

/** Member colours by name; pages map them to tokens (`--member-rose`, …) with computed contrast. */
export const MEMBER_COLOURS = ['rose', 'blue', 'violet', 'amber', 'teal', 'green', 'orange', 'slate'] as const;
export const MemberColourSchema = v.picklist(MEMBER_COLOURS);
export type MemberColour = v.InferOutput<typeof MemberColourSchema>;

// ---- rows: what live queries are made of; each has an `id` unique within its query ----

/** A list as a tab shows it. Archived lists and templates have rows too, and no tab (`hasTab`). */
export const ListRowSchema = v.object({
  id: ListIdSchema,
  name: v.string(),
  kind: ListKindSchema,
  order: v.string(),
  openCount: v.number(),
  colour: v.optional(MemberColourSchema),
  icon: v.optional(v.string()),
  isArchived: v.optional(v.literal(true)),
  isTemplate: v.optional(v.literal(true)),
  /** The order of categories: set by hand, or as it shows in the order in which things are ticked in the shop. */
  aisles: v.optional(v.array(v.string())),
  /** Only on rows of `deletedLists`. */
  deleted: v.optional(v.object({ by: v.optional(MemberIdSchema), at: MomentSchema })),
});

/**
 * One row of a list. Where the list merges duplicates, a row stands for several additions: `ids` names them all (oldest
 * first) and goes back with every command, so that a command touches exactly what the person saw.
 */
export const EntryRowSchema = v.object({
  id: ItemIdSchema,
  ids: v.array(ItemIdSchema),
  list: ListIdSchema,
  title: v.string(),
  /** Several where units differ ("2" and "500 g" stand side by side); empty where nobody gave one. */
  quantities: v.array(QuantitySchema),
  note: v.optional(v.string()),
  link: v.optional(PageLinkSchema),
  who: v.array(MemberIdSchema),
  due: v.optional(DateSchema),
  /** Only beside a due date. */
  dueTime: v.optional(TimeSchema),
  category: v.optional(AisleSchema),
  repeat: v.optional(RepeatSchema),
  /** Whose turn it is is in `who`; next is the one after in this order, round and round. */
  rotation: v.optional(v.array(MemberIdSchema)),
  priority: v.optional(PrioritySchema),
  /** The entry that this one is a part of: the row whose `ids` name it. Only where that one is shown in the same list. */
  parent: v.optional(ItemIdSchema),
  /** What it consists of, where there is any: rows still open, and all. */
  steps: v.optional(v.object({ open: v.number(), total: v.number() })),
  /** Who added it, and when; of the oldest addition. */
  by: v.optional(MemberIdSchema),
  at: MomentSchema,
  done: v.nullable(v.object({ by: v.optional(MemberIdSchema), at: MomentSchema })),
  /** Only on rows of the trash. */
  deleted: v.optional(v.object({ by: v.optional(MemberIdSchema), at: MomentSchema })),
  /** Fractional index; rows sort by it, then by id. */
  order: v.string(),
  /** Changes whenever anything of the row does; a command sends back the one the person saw. */
  version: v.string(),
});

export const MemberRowSchema = v.object({
  id: MemberIdSchema,
  name: v.string(),
  colour: MemberColourSchema,
  isYou: v.boolean(),
  /** No longer in the family: shown where something still names this member, offered nowhere. */
  isRemoved: v.boolean(),
  /** Those that may connect; removed ones are left out. */
  devices: v.array(v.object({ id: DeviceIdSchema, name: v.string(), addedAt: MomentSchema, isThis: v.boolean() })),
});

export type ListRow = v.InferOutput<typeof ListRowSchema>;
/** A category of the family's own. */
export type CategoryRow = {
  /** What a new entry gets. */
  id: string;
  /** An entry with any of these is of this category. */
  ids: string[];
  name: string;
};
/** Whether the list is one to add to and to look at day by day. */
export const hasTab = ({ isArchived, isTemplate }: ListRow): boolean => !isArchived && !isTemplate;
export type EntryRow = v.InferOutput<typeof EntryRowSchema>;
export type MemberRow = v.InferOutput<typeof MemberRowSchema>;
