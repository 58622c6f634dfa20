import * as v from 'valibot';
import {
  CategorySchema,
  EventSourceSchema,
  ExtraSchema,
  PlaceTextSchema,
  RemindersSchema,
  UidSchema,
  WhenSchema,
} from '../protocol/event-values.ts';
import { FeedProblemSchema, FeedSourceSchema } from '../protocol/feed-values.ts';
import {
  CategoryIdSchema,
  DeviceIdSchema,
  EventIdSchema,
  FeedIdSchema,
  ItemIdSchema,
  ListIdSchema,
  MemberIdSchema,
} from '../protocol/ids.ts';
import { OriginFields } from '../protocol/import-values.ts';
import {
  AisleSchema,
  AislesSchema,
  DateSchema,
  IconSchema,
  LineSchema,
  ListKindSchema,
  MemberColourSchema,
  MomentSchema,
  PageLinkSchema,
  PrioritySchema,
  QuantitySchema,
  RepeatSchema,
  StepSchema,
  TextSchema,
  TimeSchema,
  WhoSchema,
} from '../protocol/values.ts';
import { type OccurrenceGroupName, readOccurrenceGroup, ShiftSchema } from './event-groups.ts';

/**
 * The groups of the family document: what each register `kind/id/group` holds. A group is what one person changes in
 * one act and what merges as one. `core` is written once, at adding, whole; every other group overrides its part of the
 * core.
 */

/**
 * Version of every group written by this build. A value with a higher one is kept, never overwritten, never guessed at.
 */
export const SCHEMA_VERSION = 1;

/** So many former values or acts are kept beside what stands. */
export const MAX_REMEMBERED = 20;

/** Who wrote a register and when (milliseconds since the epoch); absent on values from before the member was known. */
const Stamp = { by: v.optional(MemberIdSchema), at: MomentSchema };
/** A fractional index made by order.ts; the limit is far above what thousands of moves to one place produce. */
const OrderSchema = v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{1,2000}$/));
/**
 * Values that stood in a register before, oldest first, each with its stamp; `cut`: there were more. Kept beside what
 * stands, since Yjs forgets what is written over.
 */
const Past = {
  was: v.fallback(
    v.optional(v.pipe(v.array(v.looseObject({ at: MomentSchema })), v.maxLength(MAX_REMEMBERED))),
    undefined,
  ),
  cut: v.optional(v.boolean()),
};
const NameSchema = LineSchema;
/**
 * Where undo has put a state back, with a stamp of its own: the version that stood there when it was last so. What was
 * done before it can still be taken back.
 */
const As = { as: v.optional(v.pipe(v.string(), v.maxLength(20))) };
const Life = v.object({ deleted: v.boolean(), ...As, ...Stamp });

/** A value of a later version that this one cannot read must not cost the event it stands in. */
const orNone = <S extends v.GenericSchema>(schema: S) => v.fallback(v.optional(schema), undefined);
const orNull = <S extends v.GenericSchema>(schema: S) => v.fallback(v.nullable(schema), null);

const EveryHours = v.pipe(v.number(), v.integer(), v.minValue(1));

export const GROUPS = {
  family: {
    name: v.object({ name: NameSchema, ...Stamp }),
    /** Whether those who join wait until a member agrees. */
    approval: v.object({ approval: v.boolean(), ...Stamp }),
  },
  member: {
    /** A colour somebody chose; without one the member has one that is free. One of a later version reads as slate; the value itself stays. */
    profile: v.object({
      name: NameSchema,
      colour: v.optional(v.fallback(MemberColourSchema, 'slate')),
      at: MomentSchema,
    }),
    name: v.object({ name: NameSchema, ...Stamp }),
    /** Null: one that is free, as if none had ever been chosen. */
    colour: v.object({ colour: v.nullable(v.fallback(MemberColourSchema, 'slate')), ...Stamp }),
    /** Deleted: removed from the family. What names the member stays. */
    life: Life,
  },
  device: {
    info: v.object({ member: MemberIdSchema, name: NameSchema, at: MomentSchema }),
    name: v.object({ name: NameSchema, ...Stamp }),
  },
  list: {
    /** A kind of list of a later version reads as a plain one. */
    core: v.object({
      name: NameSchema,
      kind: v.fallback(ListKindSchema, 'plain'),
      order: OrderSchema,
      colour: v.optional(v.fallback(MemberColourSchema, 'slate')),
      icon: v.optional(IconSchema),
      /** Offered for use, shown in no tab. */
      template: v.optional(v.boolean()),
      ...Stamp,
    }),
    name: v.object({ name: NameSchema, ...Stamp }),
    kind: v.object({ kind: v.fallback(ListKindSchema, 'plain'), ...Stamp }),
    colour: v.object({ colour: v.nullable(v.fallback(MemberColourSchema, 'slate')), ...Stamp }),
    icon: v.object({ icon: v.nullable(IconSchema), ...Stamp }),
    place: v.object({ order: OrderSchema, ...Stamp }),
    archive: v.object({ archived: v.boolean(), ...Stamp }),
    /** The order of categories as somebody set it by hand; null: as it is learned. */
    aisles: v.object({ aisles: v.nullable(AislesSchema), ...Stamp }),
    life: Life,
  },
  item: {
    core: v.object({
      title: LineSchema,
      list: ListIdSchema,
      order: OrderSchema,
      quantity: v.optional(QuantitySchema),
      note: v.optional(TextSchema),
      /** Anything but an http(s) address reads as no link. */
      link: v.fallback(v.optional(PageLinkSchema), undefined),
      who: v.optional(WhoSchema),
      due: v.optional(DateSchema),
      // What a later version may have more kinds of must not cost the whole entry.
      time: v.fallback(v.optional(TimeSchema), undefined),
      category: v.fallback(v.optional(AisleSchema), undefined),
      repeat: v.fallback(v.optional(RepeatSchema), undefined),
      rotation: v.optional(WhoSchema),
      priority: v.fallback(v.optional(PrioritySchema), undefined),
      parent: v.optional(ItemIdSchema),
      /** Ticked additions that this one was added in place of. */
      reopens: v.fallback(v.optional(v.pipe(v.array(ItemIdSchema), v.maxLength(MAX_REMEMBERED))), undefined),
      ...Stamp,
    }),
    title: v.object({ title: LineSchema, ...Stamp, ...Past }),
    /**
     * A typed quantity stands for the additions it names, its own among them; additions it does not name still count.
     */
    quantity: v.object({ quantity: v.nullable(QuantitySchema), replaces: v.array(ItemIdSchema), ...Stamp, ...Past }),
    note: v.object({ note: v.nullable(TextSchema), ...Stamp, ...Past }),
    who: v.object({ who: WhoSchema, ...Stamp, ...Past }),
    due: v.object({
      due: v.nullable(DateSchema),
      time: v.fallback(v.optional(TimeSchema), undefined),
      ...Stamp,
      ...Past,
    }),
    category: v.object({ category: v.nullable(AisleSchema), ...Stamp, ...Past }),
    repeat: v.object({ repeat: v.nullable(RepeatSchema), ...Stamp, ...Past }),
    /** Empty: nobody takes turns. */
    rotation: v.object({ rotation: WhoSchema, ...Stamp, ...Past }),
    priority: v.object({ priority: v.nullable(PrioritySchema), ...Stamp, ...Past }),
    parent: v.object({ parent: v.nullable(ItemIdSchema), ...Stamp, ...Past }),
    place: v.object({ list: ListIdSchema, order: OrderSchema, ...Stamp, ...Past }),
    /** Additions ticked with equal `by` and `at` were ticked in one act. */
    /** `aisle`: the category that it stood under when it was ticked. */
    done: v.object({
      done: v.boolean(),
      aisle: v.fallback(v.optional(AisleSchema), undefined),
      ...As,
      ...Stamp,
      ...Past,
    }),
    /** `into`: not deleted by anyone, but added again as that addition. */
    life: v.object({ deleted: v.boolean(), into: v.optional(ItemIdSchema), ...As, ...Stamp, ...Past }),
  },
  category: {
    core: v.object({ name: NameSchema, ...Stamp }),
    name: v.object({ name: NameSchema, ...Stamp }),
    life: Life,
  },
  learned: {
    /** Where the family last put things of this normalised title; null: nowhere of its own. */
    category: v.object({ key: LineSchema, category: v.nullable(AisleSchema), ...Stamp }),
  },
  turn: {
    /**
     * How far a member has taken a repeating entry: the due date it came to and who is next. It counts while the due date
     * and the people that it started from (their versions) are the entry's own still.
     */
    step: v.object({
      base: v.pipe(v.string(), v.maxLength(20)),
      whoBase: v.pipe(v.string(), v.maxLength(20)),
      due: DateSchema,
      who: WhoSchema,
      /** Steps since the base. */
      count: v.pipe(v.number(), v.integer(), v.minValue(0)),
      /** The due dates that this member has ticked, and when: the latest ones. */
      did: v.pipe(v.array(v.object({ due: v.optional(DateSchema), at: MomentSchema })), v.maxLength(MAX_REMEMBERED)),
      ...Stamp,
    }),
  },
  count: {
    /**
     * How far a browser has counted the quantity of an entry up or down, a sum per unit, since the quantity that `base`
     * names. `did`: when, the latest steps.
     */
    steps: v.object({
      base: v.pipe(v.string(), v.maxLength(60)),
      sums: v.pipe(v.array(StepSchema), v.maxLength(20)),
      did: v.pipe(v.array(MomentSchema), v.maxLength(MAX_REMEMBERED)),
      ...Stamp,
    }),
  },
  event: {
    core: v.object({
      title: LineSchema,
      when: WhenSchema,
      who: WhoSchema,
      place: v.optional(PlaceTextSchema),
      notes: v.optional(TextSchema),
      category: orNone(CategorySchema),
      link: orNone(PageLinkSchema),
      reminders: orNone(RemindersSchema),
      needsSomeone: v.optional(v.boolean()),
      birthday: v.optional(v.boolean()),
      source: orNone(EventSourceSchema),
      uid: orNone(UidSchema),
      extra: orNone(ExtraSchema),
      ...Stamp,
    }),
    title: v.object({ title: LineSchema, ...Stamp }),
    when: v.object({ when: WhenSchema, shift: ShiftSchema, ...Stamp }),
    who: v.object({ who: WhoSchema, ...Stamp }),
    place: v.object({ place: v.nullable(PlaceTextSchema), ...Stamp }),
    notes: v.object({ notes: v.nullable(TextSchema), ...Stamp }),
    category: v.object({ category: orNull(CategorySchema), ...Stamp }),
    link: v.object({ link: orNull(PageLinkSchema), ...Stamp }),
    reminders: v.object({ reminders: orNull(RemindersSchema), ...Stamp }),
    needsSomeone: v.object({ needsSomeone: v.nullable(v.boolean()), ...Stamp }),
    birthday: v.object({ birthday: v.nullable(v.boolean()), ...Stamp }),
    extra: v.object({ extra: orNull(ExtraSchema), ...Stamp }),
    /** What a file said when it was last imported, and what of it is kept only to be written back. */
    origin: v.object({ ...OriginFields, ...Stamp }),
    life: Life,
  },
  feed: {
    /** `device`: the browser that fetches it. */
    core: v.object({
      name: NameSchema,
      colour: orNone(MemberColourSchema),
      source: FeedSourceSchema,
      everyHours: EveryHours,
      device: v.optional(DeviceIdSchema),
      ...Stamp,
    }),
    name: v.object({ name: NameSchema, ...Stamp }),
    colour: v.object({ colour: orNull(MemberColourSchema), ...Stamp }),
    source: v.object({ source: FeedSourceSchema, everyHours: EveryHours, ...Stamp }),
    fetcher: v.object({ device: DeviceIdSchema, ...Stamp }),
    /** All its events, one value; `left`: those that there was no room for. feeds.ts reads each. */
    events: v.object({ events: v.array(v.unknown()), left: v.number(), ...Stamp }),
    check: v.object({ lastAt: v.optional(MomentSchema), problem: orNone(FeedProblemSchema), ...Stamp }),
    life: Life,
  },
} as const;

/** What of an entry is changed by itself. */
export type EntryGroup = Exclude<keyof typeof GROUPS.item, 'core'>;
export const ENTRY_GROUPS = Object.keys(GROUPS.item).filter((group): group is EntryGroup => group !== 'core');

export type Kind = keyof typeof GROUPS;
export type GroupOf<K extends Kind> = keyof (typeof GROUPS)[K] & string;
/** What a group holds once read. */
export type GroupValue<K extends Kind, G extends GroupOf<K>> = (typeof GROUPS)[K][G] extends v.GenericSchema
  ? v.InferOutput<(typeof GROUPS)[K][G]>
  : never;

/** An item's, and whose it is (owned-id.ts). */
const OwnedIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}$/));

const ENTITY_IDS: Record<Kind, v.GenericSchema<string, string>> = {
  family: v.literal(''),
  member: MemberIdSchema,
  device: DeviceIdSchema,
  list: ListIdSchema,
  item: ItemIdSchema,
  category: CategoryIdSchema,
  learned: ItemIdSchema,
  turn: OwnedIdSchema,
  count: OwnedIdSchema,
  event: EventIdSchema,
  feed: FeedIdSchema,
};

/** A path taken apart; `schema` is absent where kind, id or group is not one of this version: kept, not understood. */
export interface ReadPath {
  kind: string;
  id: string;
  group: string;
  schema?: v.GenericSchema;
}

/** Takes a document path apart. Null where it is none at all. */
export function readPath(path: string): ReadPath | null {
  const match = /^([^/]+)\/([^/]*)\/(.+)$/su.exec(path);
  if (!match) return null;
  const [, kind = '', id = '', group = ''] = match;
  if (!isKind(kind) || !v.is(ENTITY_IDS[kind], id)) return { kind, id, group };
  const groups: Record<string, v.GenericSchema> = GROUPS[kind];
  const ofOccurrence = kind === 'event' ? readOccurrenceGroup(group)?.schema : undefined;
  const schema = Object.hasOwn(groups, group) ? groups[group] : ofOccurrence;
  return schema ? { kind, id, group, schema } : { kind, id, group };
}

/** The path under which a group of an entity lives. */
export function pathOf<K extends Kind>(kind: K, id: string, group: GroupOf<K> | OccurrenceGroupName): string {
  return `${kind}/${id}/${group}`;
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(GROUPS, kind);
}

/**
 * The field names that this version knows in a group; everything else in a stored value is a later version's and stays.
 */
export function knownFields(schema: v.GenericSchema): string[] {
  return 'entries' in schema && typeof schema.entries === 'object' && schema.entries !== null
    ? Object.keys(schema.entries)
    : [];
}
