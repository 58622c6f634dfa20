import * as v from 'valibot';
import type { AccessRow } from './access-row.ts';
import { type ExceptionRow, type OccurrenceRow, WhenSchema } from './event-values.ts';
import type { FeedRow } from './feed-values.ts';
import type { HistoryRow } from './history-row.ts';
import {
  CommandIdSchema,
  type EventId,
  EventIdSchema,
  ItemIdSchema,
  ListIdSchema,
  type MemberId,
  MemberIdSchema,
  RoomIdSchema,
} from './ids.ts';
import type { OwnChangeRow } from './own-changes.ts';
import { RefusalReasonSchema } from './relay.ts';
import {
  type CategoryRow,
  DateSchema,
  type EntryRow,
  type ListRow,
  type MemberRow,
  MomentSchema,
  TimeSchema,
  WhoSchema,
} from './values.ts';

/**
 * What pages subscribe to: live queries, and the rows that each of them consists of. Plain JSON, as all of messages.ts.
 */

export const QuerySchema = v.variant('type', [
  v.object({ type: v.literal('session') }),
  v.object({ type: v.literal('settings') }),
  v.object({ type: v.literal('sync') }),
  v.object({ type: v.literal('lists') }),
  v.object({ type: v.literal('list'), list: ListIdSchema }),
  v.object({ type: v.literal('members') }),
  /** Occurrences that touch any day from `from` to `to`, both inclusive, as seen in `zone`. */
  v.object({ type: v.literal('agenda'), from: DateSchema, to: DateSchema, zone: v.string() }),
  /**
   * Occurrences that touch none of the days from `from` to `to`, and that concern them all the same: those to come that somebody is reminded
   * of by the last of these days, and those that are over with a reminder on the first of them or later.
   */
  v.object({ type: v.literal('remindedFrom'), from: DateSchema, to: DateSchema, zone: v.string() }),
  /** Events in which every word of `text` is found: of each its next occurrence, or the last; 50 at most. */
  v.object({ type: v.literal('events'), text: v.pipe(v.string(), v.maxLength(500)), zone: v.string() }),
  /** What was taken out of one series, or changed by itself. */
  v.object({ type: v.literal('exceptions'), event: EventIdSchema }),
  /** What these people have at the times of a plan; `except`: the event that is being changed. Of a plan that repeats, its dates of the coming year count. */
  v.object({
    type: v.literal('clashes'),
    when: WhenSchema,
    who: WhoSchema,
    except: v.optional(EventIdSchema),
    zone: v.string(),
  }),
  /** Entries due on or before `date` and not done, of all lists. */
  v.object({ type: v.literal('due'), date: DateSchema }),
  /** Entries that are for `member` and not done, of all lists. */
  v.object({ type: v.literal('forMember'), member: MemberIdSchema }),
  /** Entries due from `from` to `to`, both inclusive, done ones too, of all lists. */
  v.object({ type: v.literal('dueBetween'), from: DateSchema, to: DateSchema }),
  v.object({ type: v.literal('access') }),
  /** Events for which this device was told whether to remind of them. */
  v.object({ type: v.literal('reminderChoices') }),
  v.object({ type: v.literal('elsewhere') }),
  /** What was done to the row that an entry is part of, latest first. */
  v.object({ type: v.literal('history'), item: ItemIdSchema }),
  /** What was deleted from a list within 90 days, latest first; each row says so in `deleted`. */
  v.object({ type: v.literal('trash'), list: ListIdSchema }),
  /** Categories of the family's own, oldest first. */
  v.object({ type: v.literal('categories') }),
  /** Lists that were deleted. */
  v.object({ type: v.literal('deletedLists') }),
  /** Entries of all lists that have all of these words in title or note: open ones first, at most 100. */
  v.object({ type: v.literal('search'), text: v.pipe(v.string(), v.maxLength(500)) }),
  /** Calendars that the family follows. */
  v.object({ type: v.literal('feeds') }),
  /** What pages of this browser changed last and can take back, the latest last. */
  v.object({ type: v.literal('ownChanges') }),
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

/**
 * One row, id `elsewhere`, where there is any: the entry that was added last without a page of ours (menu, shortcut, address bar), so that the next
 * page can offer to take it back.
 */
export const ElsewhereRowSchema = v.object({
  id: v.literal('elsewhere'),
  /** The command's: a page that has offered it once remembers this. */
  key: CommandIdSchema,
  at: MomentSchema,
  title: v.string(),
  list: ListIdSchema,
  /** For the command `undo`. */
  inverse: v.array(v.object({ path: v.string(), expect: v.string(), value: v.unknown() })),
});
export type ElsewhereRow = v.InferOutput<typeof ElsewhereRowSchema>;

export const SettingsSchema = v.object({
  language: v.optional(v.picklist(['auto', 'en', 'es']), 'auto'),
  theme: v.optional(v.picklist(['auto', 'light', 'dark']), 'auto'),
  weekStart: v.optional(v.picklist(['auto', 'monday', 'saturday', 'sunday']), 'auto'),
  timeFormat: v.optional(v.picklist(['auto', '12', '24']), 'auto'),
  /** Relay chosen by the person; empty means the build's own. */
  host: v.optional(v.pipe(v.string(), v.maxLength(255)), ''),
  /** Whose events and entries this device reminds of; `mine` takes in what is for nobody in particular. */
  remind: v.optional(v.picklist(['mine', 'all', 'none']), 'mine'),
  /** When the day is summed up each morning, `HH:MM` of the viewer's zone; empty: never. */
  morning: v.optional(v.union([v.literal(''), TimeSchema]), ''),
  /** What the toolbar button counts: open entries for this member, those due by today, either, or nothing. */
  badge: v.optional(v.picklist(['both', 'mine', 'due', 'none']), 'both'),
  /** Members whose things are hidden on this device, unless they are for someone else too: views, badge and reminders follow it. */
  hidden: v.optional(v.pipe(v.array(MemberIdSchema), v.maxLength(200)), []),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;
/** An event that is in the way of a plan. `day`, `startsAt`, `endsAt`: the first time that it is, as the viewer has it. */
export type ClashRow = {
  readonly id: EventId;
  readonly title: string;
  /** Of those who are wanted. */
  readonly who: readonly MemberId[];
  readonly day: string;
  readonly startsAt: string;
  readonly endsAt: string;
  /** On how many of the plan's dates it is, as far as they are looked at. */
  readonly dates: number;
};
/** What this device was told of one event: id is the event's. */
export type ReminderChoiceRow = { id: EventId; choice: 'on' | 'off' };
export type SettingsRow = Settings & { id: 'settings' };

export type RowOf<Q extends Query['type']> = {
  session: SessionRow;
  settings: SettingsRow;
  sync: SyncRow;
  lists: ListRow;
  list: EntryRow;
  members: MemberRow;
  agenda: OccurrenceRow;
  remindedFrom: OccurrenceRow;
  events: OccurrenceRow;
  exceptions: ExceptionRow;
  clashes: ClashRow;
  due: EntryRow;
  forMember: EntryRow;
  dueBetween: EntryRow;
  access: AccessRow;
  reminderChoices: ReminderChoiceRow;
  elsewhere: ElsewhereRow;
  history: HistoryRow;
  trash: EntryRow;
  categories: CategoryRow;
  deletedLists: ListRow;
  search: EntryRow;
  feeds: FeedRow;
  ownChanges: OwnChangeRow;
}[Q];
export type Row = RowOf<Query['type']>;
