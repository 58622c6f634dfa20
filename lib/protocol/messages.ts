import * as v from 'valibot';
import type { AccessRow } from './access-row.ts';
import {
  CommandIdSchema,
  DeviceIdSchema,
  EventIdSchema,
  InviteIdSchema,
  ItemIdSchema,
  ListIdSchema,
  MemberIdSchema,
  RoomIdSchema,
} from './ids.ts';
import { RefusalReasonSchema } from './relay.ts';
import {
  DateSchema,
  type EntryRow,
  LineSchema,
  ListKindSchema,
  type ListRow,
  MAX_LINE_LENGTH,
  MemberColourSchema,
  type MemberRow,
  MomentSchema,
  type OccurrenceRow,
  PageLinkSchema,
  QuantitySchema,
  TextSchema,
  WhenSchema,
} from './values.ts';

/**
 * Messages between the background worker and its pages, one port per page. A page subscribes to live queries (a snapshot, then
 * patches) and sends commands (idempotent, acknowledged once they are flushed to storage). Plain JSON: it survives both
 * Chrome's JSON messaging and structured cloning unchanged.
 */

/** Goes up with any change that an open page of another build could misread; pages of another version ask to be reloaded. */
export const MESSAGES_VERSION = 2;
/** Name of the port; a port of another name is not ours. */
export const PORT_NAME = 'family-os';

// ---- live queries -------------------------------------------------------------------------------------------------

export const QuerySchema = v.variant('type', [
  v.object({ type: v.literal('session') }),
  v.object({ type: v.literal('settings') }),
  v.object({ type: v.literal('sync') }),
  v.object({ type: v.literal('lists') }),
  v.object({ type: v.literal('list'), list: ListIdSchema }),
  v.object({ type: v.literal('members') }),
  /** Occurrences that touch any day from `from` to `to`, both inclusive, as seen in `zone`. */
  v.object({ type: v.literal('agenda'), from: DateSchema, to: DateSchema, zone: v.string() }),
  /** Entries due on or before `date` and not done, of all lists. */
  v.object({ type: v.literal('due'), date: DateSchema }),
  v.object({ type: v.literal('access') }),
]);
export type Query = v.InferOutput<typeof QuerySchema>;

/** One row, id `session`: what this browser is a member of. */
export const SessionRowSchema = v.object({
  id: v.literal('session'),
  /**
   * `opening`: a family is known but not read yet. `failed`: its storage cannot be read; nothing is lost. `waiting`: asked to
   * join, and a member has to agree.
   */
  state: v.picklist(['none', 'opening', 'ready', 'failed', 'waiting']),
  family: v.optional(v.object({ id: RoomIdSchema, name: v.string() })),
  me: v.optional(MemberIdSchema),
  /** Values that this version cannot read because a newer one wrote them. They are kept as they are. */
  fromNewer: v.number(),
  /** Values that do not open: damaged, or sealed by someone without the family's key. They are kept as they are. */
  unreadable: v.number(),
  /**
   * This browser was removed: its copy can be read and exported, nothing can be changed. `by`: who did it, where the chain
   * shows it and the name is known; absent where this device left from elsewhere.
   */
  removed: v.optional(v.object({ at: MomentSchema, by: v.optional(v.string()) })),
  /**
   * The relay's chain does not hold. `tampered`: an entry that nobody entitled signed, or one missing or moved. `rollback`: it
   * has forgotten what it showed before. `fork`: it shows another history than before. Nothing is sent until it holds again.
   */
  chainProblem: v.optional(v.picklist(['tampered', 'rollback', 'fork'])),
  /** With `waiting`: why nobody will let this browser in any more. */
  waitingProblem: v.optional(
    v.picklist(['invite-revoked', 'invite-expired', 'invite-used', 'invite-unknown', 'removed', 'chain-problem']),
  ),
  /** A member's device with the same history holds other content: its name as people know it ("Ben’s Firefox"). */
  differsFrom: v.optional(v.string()),
});
export type SessionRow = v.InferOutput<typeof SessionRowSchema>;

/** One row, id `sync`: what is true now about saving and sending. */
export const SyncRowSchema = v.object({
  id: v.literal('sync'),
  state: v.picklist(['saving', 'sending', 'synced', 'connecting', 'offline', 'refused', 'storage-failed']),
  /** With `refused`: the relay's reason, or what the client found instead of a relay. */
  reason: v.optional(v.union([RefusalReasonSchema, v.picklist(['not-a-relay', 'bad-host', 'chain-problem'])])),
  /** With reason `clock`: relay clock minus this device's, in milliseconds. */
  skewMs: v.optional(v.number()),
  /** Changes made here that the relay has not confirmed. */
  unsent: v.number(),
  /** The relay in use, `host[:port]`, with an explicit scheme only where the person gave one. */
  host: v.string(),
});
export type SyncRow = v.InferOutput<typeof SyncRowSchema>;

export const SettingsSchema = v.object({
  language: v.optional(v.picklist(['auto', 'en', 'es']), 'auto'),
  theme: v.optional(v.picklist(['auto', 'light', 'dark']), 'auto'),
  weekStart: v.optional(v.picklist(['auto', 'monday', 'saturday', 'sunday']), 'auto'),
  timeFormat: v.optional(v.picklist(['auto', '12', '24']), 'auto'),
  /** Relay chosen by the person; empty means the build's own. */
  host: v.optional(v.pipe(v.string(), v.maxLength(255)), ''),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;
export type SettingsRow = Settings & { id: 'settings' };

export type RowOf<Q extends Query['type']> = {
  session: SessionRow;
  settings: SettingsRow;
  sync: SyncRow;
  lists: ListRow;
  list: EntryRow;
  members: MemberRow;
  agenda: OccurrenceRow;
  due: EntryRow;
  access: AccessRow;
}[Q];
export type Row = RowOf<Query['type']>;

// ---- commands -----------------------------------------------------------------------------------------------------

const ItemIds = v.pipe(v.array(ItemIdSchema), v.minLength(1), v.maxLength(5_000));
const Who = v.pipe(v.array(MemberIdSchema), v.maxLength(50));

/** What an entry can carry when it is added; the page makes the id, so that sending twice adds once. */
export const NewItemSchema = v.object({
  id: ItemIdSchema,
  title: LineSchema,
  quantity: v.optional(QuantitySchema),
  note: v.optional(TextSchema),
  link: v.optional(PageLinkSchema),
  who: v.optional(Who),
  due: v.optional(DateSchema),
});
export type NewItem = v.InferOutput<typeof NewItemSchema>;

/** Fields to change; null takes a value away, a missing field stays. */
export const ItemChangeSchema = v.object({
  title: v.optional(LineSchema),
  quantity: v.optional(v.nullable(QuantitySchema)),
  note: v.optional(v.nullable(TextSchema)),
  who: v.optional(Who),
  due: v.optional(v.nullable(DateSchema)),
  list: v.optional(ListIdSchema),
});
export type ItemChange = v.InferOutput<typeof ItemChangeSchema>;

const EventFields = {
  title: LineSchema,
  when: WhenSchema,
  who: Who,
  place: v.nullable(v.pipe(v.string(), v.maxLength(500))),
  notes: v.nullable(TextSchema),
};

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
  v.object({
    type: v.literal('addItems'),
    list: ListIdSchema,
    items: v.pipe(v.array(NewItemSchema), v.minLength(1), v.maxLength(2_000)),
  }),
  v.object({ type: v.literal('setDone'), ids: ItemIds, done: v.boolean(), seen: v.optional(v.string()) }),
  v.object({ type: v.literal('changeItem'), ids: ItemIds, change: ItemChangeSchema, seen: v.optional(v.string()) }),
  /** Puts a row between two neighbours as the person saw them; null is the end on that side. */
  v.object({
    type: v.literal('moveItem'),
    ids: ItemIds,
    after: v.nullable(ItemIdSchema),
    before: v.nullable(ItemIdSchema),
  }),
  v.object({ type: v.literal('deleteItems'), ids: ItemIds }),
  v.object({ type: v.literal('addList'), id: ListIdSchema, name: LineSchema, kind: ListKindSchema }),
  v.object({ type: v.literal('addEvent'), id: EventIdSchema, ...EventFields }),
  v.object({
    type: v.literal('changeEvent'),
    id: EventIdSchema,
    change: v.partial(v.object(EventFields)),
    seen: v.optional(v.string()),
  }),
  v.object({ type: v.literal('deleteEvent'), id: EventIdSchema }),
  v.object({ type: v.literal('undo'), inverse: InverseSchema }),
  /** Answers only when it is known whether a relay is there (or that none answers): `{ state: SyncRow['state'] }`. */
  v.object({ type: v.literal('setHost'), host: v.pipe(v.string(), v.maxLength(255)) }),
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
    'exportFamily',
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

// ---- envelopes ----------------------------------------------------------------------------------------------------

export const PageMessageSchema = v.variant('type', [
  v.object({ type: v.literal('hello'), version: v.number() }),
  v.object({ type: v.literal('subscribe'), sub: v.number(), query: QuerySchema }),
  v.object({ type: v.literal('unsubscribe'), sub: v.number() }),
  v.object({ type: v.literal('command'), command: CommandSchema, isResent: v.boolean() }),
  /** A sign of life while the page is visible: resets the worker's idle timer and keeps the socket live. */
  v.object({ type: v.literal('alive') }),
]);
export type PageMessage = v.InferOutput<typeof PageMessageSchema>;

/** `epoch` is random per worker start: a page that meets a new one subscribes again. `seq` counts per subscription, gapless. */
export const WorkerMessageSchema = v.variant('type', [
  v.object({ type: v.literal('welcome'), version: v.number(), epoch: v.string() }),
  v.object({
    type: v.literal('snapshot'),
    epoch: v.string(),
    sub: v.number(),
    seq: v.number(),
    rows: v.array(v.looseObject({ id: v.string() })),
  }),
  v.object({
    type: v.literal('patch'),
    epoch: v.string(),
    sub: v.number(),
    seq: v.number(),
    set: v.array(v.looseObject({ id: v.string() })),
    del: v.array(v.string()),
  }),
  v.object({ type: v.literal('ack'), id: CommandIdSchema, result: CommandResultSchema }),
]);
export type WorkerMessage = v.InferOutput<typeof WorkerMessageSchema>;
