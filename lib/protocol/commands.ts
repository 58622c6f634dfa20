import * as v from 'valibot';
import { calendarCommandBodies } from './calendar-commands.ts';
import { entryCommandBodies } from './entry-commands.ts';
import { eventCommandBodies } from './event-commands.ts';
import {
  CategoryIdSchema,
  CommandIdSchema,
  DeviceIdSchema,
  EventIdSchema,
  InviteIdSchema,
  ItemIdSchema,
  ListIdSchema,
  MemberIdSchema,
} from './ids.ts';
import { listCommandBodies } from './list-commands.ts';
import { SettingsSchema } from './queries.ts';
import {
  AisleSchema,
  DateSchema,
  LineSchema,
  MAX_LINE_LENGTH,
  MemberColourSchema,
  PageLinkSchema,
  PrioritySchema,
  QuantitySchema,
  RepeatSchema,
  StepSchema,
  TextSchema,
  TimeSchema,
  WhoSchema,
} from './values.ts';

/**
 * What pages ask the worker to do, and what it answers. Commands are idempotent and acknowledged once they are flushed to storage.
 */

const ItemIds = v.pipe(v.array(ItemIdSchema), v.minLength(1), v.maxLength(5_000));

/** What an entry can carry when it is added; the page makes the id, so that sending twice adds once. */
export const NewItemSchema = v.object({
  id: ItemIdSchema,
  title: LineSchema,
  quantity: v.optional(QuantitySchema),
  note: v.optional(TextSchema),
  link: v.optional(PageLinkSchema),
  who: v.optional(WhoSchema),
  due: v.optional(DateSchema),
  /** Nothing without `due`. */
  dueTime: v.optional(TimeSchema),
  category: v.optional(AisleSchema),
  repeat: v.optional(RepeatSchema),
  rotation: v.optional(WhoSchema),
  priority: v.optional(PrioritySchema),
  /** Another entry of the same list, or of the same command. */
  parent: v.optional(ItemIdSchema),
});
export type NewItem = v.InferOutput<typeof NewItemSchema>;

/** Fields to change; null takes a value away, a missing field stays. */
export const ItemChangeSchema = v.object({
  title: v.optional(LineSchema),
  quantity: v.optional(v.nullable(QuantitySchema)),
  note: v.optional(v.nullable(TextSchema)),
  who: v.optional(WhoSchema),
  /** Null takes the time away with it. */
  due: v.optional(v.nullable(DateSchema)),
  /** Nothing without a due date. */
  dueTime: v.optional(v.nullable(TimeSchema)),
  /** In groceries it is remembered for the title, for the whole family; null: forgotten. */
  category: v.optional(v.nullable(AisleSchema)),
  /** Makes a category of the family's own, and is the category. */
  newCategory: v.optional(v.object({ id: CategoryIdSchema, name: LineSchema })),
  repeat: v.optional(v.nullable(RepeatSchema)),
  rotation: v.optional(WhoSchema),
  priority: v.optional(v.nullable(PrioritySchema)),
  parent: v.optional(v.nullable(ItemIdSchema)),
  list: v.optional(ListIdSchema),
});
export type ItemChange = v.InferOutput<typeof ItemChangeSchema>;

/**
 * Register writes that take a command back: each holds the document path, the version that must still stand there, and the
 * value to put back (null: the value there was none). A write whose version has moved on since is left out. Made by the model, opaque to pages.
 */
export const InverseSchema = v.pipe(
  v.array(
    v.object({
      path: v.pipe(v.string(), v.maxLength(200)),
      expect: v.pipe(v.string(), v.maxLength(100)),
      value: v.unknown(),
    }),
  ),
  v.maxLength(20_000),
);
export type Inverse = v.InferOutput<typeof InverseSchema>;

const commandBodies = [
  v.object({ type: v.literal('createFamily'), yourName: LineSchema, familyName: LineSchema }),
  v.object({
    type: v.literal('joinFamily'),
    invite: v.pipe(v.string(), v.maxLength(4_000)),
    yourName: v.pipe(v.string(), v.maxLength(MAX_LINE_LENGTH)),
  }),
  /**
   * Deletes this browser's copy. With changes the relay has not confirmed it fails (`unsent-changes`) unless `evenUnsent`. Answers
   * `{ isTold }`: whether the family's chain says so already; where it does not, the others still see this device.
   */
  v.object({ type: v.literal('leaveFamily'), evenUnsent: v.boolean() }),
  /**
   * Answers `{ link, invite, expiresAt, needsApproval }`. One use. With `member`, whoever uses it joins as another device of that
   * member, and needs no approval.
   */
  v.object({ type: v.literal('makeInvite'), member: v.optional(MemberIdSchema) }),
  v.object({ type: v.literal('revokeInvite'), invite: InviteIdSchema }),
  /**
   * Lets in, or sends away, who waits by this invite. `device`: the one the person saw; where another has come in its place, nothing is
   * done (`not-found`).
   */
  v.object({ type: v.literal('answerKnock'), invite: InviteIdSchema, device: DeviceIdSchema, accept: v.boolean() }),
  /** For a browser that waits: forgets having asked. */
  v.object({ type: v.literal('stopWaiting') }),
  /** Shuts devices out for good and starts a new epoch. With `member`, that member is marked as removed. Not this device. */
  v.object({
    type: v.literal('removeDevices'),
    devices: v.pipe(v.array(DeviceIdSchema), v.maxLength(100)),
    member: v.optional(MemberIdSchema),
  }),
  /** Answers `{ words, link, host }`; the kit before it no longer works. */
  v.object({ type: v.literal('makeRecoveryKit') }),
  /**
   * By words or link of a recovery kit. `host` where only words are given (empty: the one in use). `backup`: text of a backup
   * file, for a family that the relay has lost. `yourName`: a member of that name gets another device, else a new member comes in.
   */
  v.object({
    type: v.literal('recoverFamily'),
    kit: v.pipe(v.string(), v.maxLength(4_000)),
    host: v.pipe(v.string(), v.maxLength(255)),
    yourName: v.pipe(v.string(), v.maxLength(MAX_LINE_LENGTH)),
    backup: v.optional(v.pipe(v.string(), v.maxLength(40_000_000))),
  }),
  /** Answers `{ text }`: the sealed document and the chain, which only the recovery kit or a member's device opens. */
  v.object({ type: v.literal('exportBackup') }),
  /** Answers `{ report: ServerReport }`. */
  v.object({ type: v.literal('readServerReport') }),
  /** Asks the relay who waits and when devices were last there. */
  v.object({ type: v.literal('refreshAccess') }),
  /** Takes the family's copy instead of this browser's where they differ; what only this one has is added to it. */
  v.object({ type: v.literal('rebuildCopy') }),
  /** Fields that are given change; name and colour merge apart. */
  v.object({
    type: v.literal('changeMember'),
    member: MemberIdSchema,
    name: v.optional(LineSchema),
    colour: v.optional(MemberColourSchema),
  }),
  v.object({ type: v.literal('renameDevice'), device: DeviceIdSchema, name: LineSchema }),
  v.object({ type: v.literal('renameFamily'), name: LineSchema }),
  v.object({ type: v.literal('setApproval'), approval: v.boolean() }),
  /**
   * In groceries an entry that is ticked there is opened again by adding it, and joins one that is open: answers
   * `{ reopened?, merged? }`, how many each. `{ isInTrash }` where the list was deleted meanwhile.
   */
  v.object({
    type: v.literal('addItems'),
    list: ListIdSchema,
    items: v.pipe(v.array(NewItemSchema), v.minLength(1), v.maxLength(2_000)),
  }),
  /**
   * One that repeats goes on to its next due date instead and stays open: answers `{ next, turn? }`, a date, and
   * whose turn it is then where members take turns. Sub-entries are ticked with
   * their parent. `today`: the person's calendar day, the worker's own where it is missing.
   */
  v.object({
    type: v.literal('setDone'),
    ids: ItemIds,
    done: v.boolean(),
    seen: v.optional(v.string()),
    today: v.optional(DateSchema),
    /** In groceries: the category that the row stood under. The order of aisles is learned from it. */
    aisle: v.optional(AisleSchema),
    /** The same by addition, where rows of several categories are ticked together. */
    aisles: v.optional(v.record(ItemIdSchema, AisleSchema)),
  }),
  /**
   * Counts the quantity up or down, in one unit; steps of several add up. Where there is nothing left to take, nothing is
   * done (`isOvertaken`).
   */
  v.object({ type: v.literal('stepQuantity'), ids: ItemIds, by: StepSchema }),
  v.object({ type: v.literal('changeItem'), ids: ItemIds, change: ItemChangeSchema, seen: v.optional(v.string()) }),
  /**
   * Puts a row between two neighbours as the person saw them; null is the end on that side. `category`: that of the
   * heading below which it comes, as in `ItemChange`.
   */
  v.object({
    type: v.literal('moveItem'),
    ids: ItemIds,
    after: v.nullable(ItemIdSchema),
    before: v.nullable(ItemIdSchema),
    category: v.optional(v.nullable(AisleSchema)),
  }),
  v.object({ type: v.literal('deleteItems'), ids: ItemIds }),
  ...listCommandBodies,
  ...entryCommandBodies,
  ...eventCommandBodies,
  ...calendarCommandBodies,
  v.object({ type: v.literal('undo'), inverse: InverseSchema }),
  /** Takes back a change of the query `ownChanges`, as `undo` does with its inverse. */
  v.object({ type: v.literal('takeBack'), change: CommandIdSchema }),
  /** Answers only when it is known whether a relay is there (or that none answers): `{ state: SyncRow['state'] }`. */
  v.object({ type: v.literal('setHost'), host: v.pipe(v.string(), v.maxLength(255)) }),
  /** Whether this device reminds of one event, whatever its settings say of others; `auto`: as they say. */
  v.object({ type: v.literal('remindOfEvent'), event: EventIdSchema, choice: v.picklist(['auto', 'on', 'off']) }),
  v.object({ type: v.literal('changeSettings'), change: v.partial(v.omit(SettingsSchema, ['host'])) }),
  /** Answers `{ text }`: everything readable of this browser's copy, as JSON a person can keep. */
  v.object({ type: v.literal('exportFamily') }),
] as const;

export const CommandBodySchema = v.variant('type', commandBodies);
export type CommandBody = v.InferOutput<typeof CommandBodySchema>;
export const CommandSchema = v.object({
  id: CommandIdSchema,
  /** When the person acted, milliseconds since the epoch: order of the outbox, and "who did what when". */
  at: v.number(),
  /** Names the change, in the language of the moment: it is kept beside what takes it back, for pages that open later. */
  says: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  body: CommandBodySchema,
});
export type Command = v.InferOutput<typeof CommandSchema>;

/** Commands that must survive the page and the worker: pages put them in the outbox before they clear the input. */
export function isOutboxed(body: CommandBody): boolean {
  return ![
    'createFamily',
    'joinFamily',
    'leaveFamily',
    'makeInvite',
    'revokeInvite',
    'answerKnock',
    'stopWaiting',
    'removeDevices',
    'makeRecoveryKit',
    'recoverFamily',
    'exportBackup',
    'readServerReport',
    'refreshAccess',
    'rebuildCopy',
    'setHost',
    'changeSettings',
    'remindOfEvent',
    'exportFamily',
    'previewChange',
    'suggest',
    'together',
    // Importing again changes nothing, and somebody waits for it: megabytes of a file are not kept twice.
    'importEvents',
    'exportEvents',
    'refreshFeed',
  ].includes(body.type);
}

/** Why a command was not done; pages turn each into a sentence where the person is looking. */
export const COMMAND_ERRORS = [
  'no-family',
  'already-in-family',
  'invite-mangled',
  'invite-not-a-link',
  'invite-newer',
  'invite-expired',
  'invite-used',
  'invite-revoked',
  'invite-unknown',
  /** Made by a version whose invites are no longer taken: a new one is needed. */
  'invite-old',
  /** A recovery kit's link where an invite was asked for. */
  'invite-is-recovery',
  'name-missing',
  /** Needs the relay, which cannot be reached. */
  'offline',
  /** The relay said no; the sync row says why. */
  'refused',
  /** This browser was removed from the family. */
  'removed',
  /** The relay's chain does not hold: nothing is changed until it does. */
  'chain-problem',
  'recovery-words',
  'recovery-replaced',
  'recovery-not-found',
  'backup-damaged',
  'not-found',
  'from-newer',
  /** An event of a calendar that is followed: it is changed there. */
  'from-feed',
  'storage-failed',
  'unsent-changes',
  'bad-host',
  'bad-input',
  'internal',
] as const;
export const CommandErrorSchema = v.picklist(COMMAND_ERRORS);
export type CommandError = v.InferOutput<typeof CommandErrorSchema>;

export const CommandResultSchema = v.variant('ok', [
  v.object({
    ok: v.literal(true),
    /** Present where the command can be taken back. */
    inverse: v.optional(InverseSchema),
    /** A re-sent command that another member's later change overtook: nothing was written over it. */
    isOvertaken: v.optional(v.boolean()),
    /** What the command answers, as its comment says. */
    value: v.optional(v.record(v.string(), v.unknown())),
  }),
  v.object({
    ok: v.literal(false),
    error: CommandErrorSchema,
    /** What the sentence about it needs: `{ word }` with `recovery-words`, where one is not of the list. */
    value: v.optional(v.record(v.string(), v.unknown())),
  }),
]);
export type CommandResult = v.InferOutput<typeof CommandResultSchema>;
