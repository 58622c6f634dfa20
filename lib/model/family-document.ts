import type { Doc } from 'yjs';
import { dateOf } from '../calendar/local-time.ts';
import { canonicalZone, zoneOffsets } from '../calendar/zones.ts';
import type { CommandResult, Inverse } from '../protocol/commands.ts';
import type { DeviceId, EventId, ItemId, MemberId } from '../protocol/ids.ts';
import type { RowOf } from '../protocol/queries.ts';
import type { MemberRow } from '../protocol/values.ts';
import { type Admissions, createAdmissions } from './admissions.ts';
import type { Codec } from './codec.ts';
import type { Plan, PlanningScope } from './commands/plan.ts';
import { planCommand } from './commands/plan-command.ts';
import type { CommandContext, DocumentCommand, DocumentQuery } from './document-messages.ts';
import { createEntryIndex } from './entry-index.ts';
import { type EventExportChoice, exportEvents } from './event-export.ts';
import { createEventIndex } from './event-index.ts';
import { exportFamily, type FamilyExport } from './family-export.ts';
import { createFeedRegisters } from './feed-registers.ts';
import { feedRows } from './feeds.ts';
import { startQuery } from './live-queries.ts';
import { type ActiveDevices, type Actor, isApprovalAsked, memberRows, readDevice, readMember } from './members.ts';
import type { RandomBit } from './order.ts';
import { createRegisters, type RegistersSnapshot, UnwritableError } from './registers.ts';
import type { DocumentChanges } from './running-query.ts';
import type { IsUnsent } from './seal-anew.ts';
import { stateDigest } from './state-digest.ts';
import { createSuggestions } from './suggestions.ts';

/** Where a live query goes. Called inside a Yjs transaction: it may post messages, never execute commands. */
export interface RowSink<Row> {
  /** Once, synchronously, inside `watch`. In display order. */
  snapshot(rows: Row[]): void;
  /** After every Yjs transaction that altered the query's rows: rows new or changed, and ids gone. Never both empty. */
  patch(set: Row[], del: string[]): void;
}

/** Values that could not be shown; all of them are kept as they are. */
export interface DocumentHealth {
  /** Written by a version newer than this one. */
  fromNewer: number;
  /** Do not open, or are not what their path says. */
  unreadable: number;
  /** Those of `unreadable` that are sealed under an epoch whose key is not held; never written over. */
  lockedOut: number;
}

/**
 * One family's content: reads and writes the Yjs document through the codec and keeps a decoded index of it. Knows
 * nothing of storage, network or browser; whoever owns the Y.Doc may apply updates to it at any time.
 */
export interface FamilyDocument extends Admissions {
  /** Who acts through this document on this device; set once known. */
  setActor(actor: Actor): void;
  /**
   * Which devices may connect, told anew whenever the family's chain changed; others are shown nowhere. Null, as at the
   * start: not known, all are shown.
   */
  setDevices(active: ActiveDevices): void;
  /**
   * From now on opens and seals with `codec`: the same family's, with more epochs. What was sealed under an epoch not
   * held is read again, and told as a change would be; nothing else is.
   */
  setCodec(codec: Codec): void;
  /**
   * Executes a command in one Yjs transaction. Idempotent: the same command again changes nothing more. Never throws.
   */
  execute(body: DocumentCommand, context: CommandContext): CommandResult;
  /** Live query. The returned function ends it and may be called at any time. */
  watch<Q extends DocumentQuery>(query: Q, sink: RowSink<RowOf<Q['type']>>): () => void;
  /** The family's name, or an empty string while it is not known. */
  familyName(): string;
  /** Members, in the order in which they joined; those removed too. */
  members(): MemberRow[];
  /** A member's name, also once removed; null while it is not known. */
  memberName(id: MemberId): string | null;
  /** Whose a device is and what it is called, whether or not it may connect; null where no member has entered it. */
  deviceInfo(id: DeviceId): { member: MemberId; name: string } | null;
  /** Whether those who join wait until a member agrees. */
  approval(): boolean;
  health(): DocumentHealth;
  /** Calls back whenever `health` changed; the returned function ends it. */
  onHealth(callback: (health: DocumentHealth) => void): () => void;
  /**
   * SHA-256 in hex over all content (paths and values): equal on two devices exactly when their content is. Compares
   * only what both can open: says nothing while `health().lockedOut` is not 0. Cheap once it was asked for.
   */
  contentHash(): string;
  /** SHA-256 in hex of the Yjs state vector: equal on two devices exactly when they have operations of the same names. */
  stateDigest(): string;
  /**
   * Writes anew, under the codec's epoch and in one transaction, every value of an older epoch that was made by an
   * operation which the relay may not have: afterwards nothing that goes there is sealed under an older epoch. Values
   * and versions stay. Where somebody who had the value after all changed it meanwhile, their change stands: when in
   * doubt, an operation of this browser's is unsent; one that came from the relay is not, since two browsers that seal
   * the same value anew could undo a third one's change of it. Answers how many. Throws what the codec throws, having
   * written nothing.
   */
  sealAnew(isUnsent: IsUnsent): number;
  /** Everything that stands here, sealed as it is: for `copyFrom` of another copy. */
  snapshotRegisters(): RegistersSnapshot;
  /**
   * Adds what only another copy of the family has, in one transaction. Never writes over what stands here, but for what
   * is damaged beyond anyone's reading. Answers how many values it added.
   */
  copyFrom(snapshot: RegistersSnapshot): number;
  /** Everything readable, as plain JSON that a person can keep; deleted entries included and marked. */
  export(): FamilyExport;
  /** Events as a calendar file has them, in parts. */
  exportEvents(choice: EventExportChoice): ReturnType<typeof exportEvents>;
  /** Stops observing the document (which stays its owner's) and ends all live queries. Idempotent. */
  close(): void;
}

/**
 * Opens the family document over `doc`, indexing what is there already; content that arrives later is indexed as it
 * comes.
 */
export function createFamilyDocument(deps: {
  doc: Doc;
  codec: Codec;
  clock: { now(): number };
  /**
   * Told of an error thrown by a sink, a callback or a command, none of which reaches Yjs. Without it the error is
   * thrown in a microtask.
   */
  onFault?: (error: unknown) => void;
  /** Jitter of order keys; tests hand in a seeded one. */
  randomBit?: RandomBit;
}): FamilyDocument {
  const { doc, codec, clock } = deps;
  const watchers = new Set<(changes: DocumentChanges) => void>();
  const healthCallbacks = new Set<(health: DocumentHealth) => void>();
  let actor: Actor | undefined;
  let active: ActiveDevices = null;
  let isClosed = false;

  const stored = createRegisters({
    doc,
    codec,
    onChange: (changes) =>
      guard(() => {
        const entities = registers.widen(changes);
        // Schemas have checked every id on its way in.
        events.apply((entities.get('event') ?? []) as Iterable<EventId>);
        const entryChanges = entries.apply(entities);
        suggestions.touch((entities.get('item') ?? []) as Iterable<ItemId>);
        deliver({ entries: entryChanges, entities, isViewChanged: false });
        tellHealth();
      }),
  });
  const registers = createFeedRegisters(stored);
  const entries = createEntryIndex(registers);
  const events = createEventIndex(registers);
  const suggestions = createSuggestions(entries);
  let toldHealth = registers.health();

  /** One throwing observer wedges a Y.Doc for good: nothing that is called from one may throw. */
  function guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      fault(error);
    }
  }

  function fault(error: unknown): void {
    const { onFault } = deps;
    if (!onFault) {
      queueMicrotask(() => {
        throw error;
      });
      return;
    }
    try {
      onFault(error);
    } catch {
      // The one place left to report to has failed; the document must go on.
    }
  }

  function deliver(changes: DocumentChanges): void {
    for (const watcher of [...watchers]) guard(() => watcher(changes));
  }

  function tellHealth(): void {
    const health = registers.health();
    const { fromNewer, unreadable, lockedOut } = toldHealth;
    if (health.fromNewer === fromNewer && health.unreadable === unreadable && health.lockedOut === lockedOut) return;
    toldHealth = health;
    for (const callback of [...healthCallbacks]) guard(() => callback({ ...health }));
  }

  /** Writes a plan in one transaction and answers with what takes it back. */
  function carryOut(planned: Plan): CommandResult {
    if (planned.writes.some(({ path }) => registers.isFromNewer(path))) return { ok: false, error: 'from-newer' };
    const inverse: Inverse = [...planned.inverse];
    if (planned.writes.length > 0) {
      const versions = registers.write(planned.writes, planned.rewrites);
      for (const [index, { path, former }] of planned.writes.entries()) {
        if (former) inverse.push({ path, expect: versions[index] ?? '', value: former });
      }
    }
    return {
      ok: true,
      ...(inverse.length > 0 && { inverse }),
      ...(planned.isOvertaken && { isOvertaken: true }),
      ...(planned.value && { value: planned.value }),
    };
  }

  const admissions = createAdmissions({
    registers,
    actor: () => actor,
    now: () => moment(clock.now()),
    randomBit: deps.randomBit,
  });

  /** For what changes how rows read without a change of the document. */
  function deliverView(): void {
    deliver({ entries: { rows: new Map(), lists: new Set() }, entities: new Map(), isViewChanged: true });
  }

  return {
    ...admissions,
    setActor(next) {
      if (actor?.member === next.member && actor.device === next.device) return;
      actor = next;
      deliverView();
    },
    setDevices(next) {
      if (active === next || (active && next && active.symmetricDifference(next).size === 0)) return;
      active = next && new Set(next);
      deliverView();
    },
    setCodec: (codec) => registers.setCodec(codec),
    execute(body, context) {
      if (isClosed) return { ok: false, error: 'no-family' };
      const scope: PlanningScope = {
        registers,
        entries,
        suggestions,
        actor,
        context: { ...context, at: moment(context.at) },
        ...(deps.randomBit && { randomBit: deps.randomBit }),
      };
      try {
        const planned = planCommand(body, scope);
        return 'error' in planned ? { ok: false, error: planned.error } : carryOut(planned);
      } catch (error) {
        // Nothing was written: every value is checked and sealed before the first one is set.
        if (error instanceof UnwritableError) return { ok: false, error: 'bad-input' };
        fault(error);
        return { ok: false, error: 'internal' };
      }
    },
    watch(query, sink) {
      const running = startQuery(query, {
        registers,
        entries,
        events,
        today: (zone) => dateIn(zone, clock.now()),
        members: () => memberRows(registers, actor, active),
        now: () => clock.now(),
        feeds: () => feedRows(registers, actor),
      });
      sink.snapshot(running.snapshot());
      const watcher = (changes: DocumentChanges) => {
        const { set, del } = running.patch(changes);
        if (set.length + del.length > 0) sink.patch(set, del);
      };
      if (!isClosed) watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    familyName: () => registers.entity('family', '')?.name?.value?.name ?? '',
    members: () => memberRows(registers, actor, active),
    memberName: (id) => readMember(registers, id)?.name ?? null,
    deviceInfo(id) {
      const device = readDevice(registers, id);
      return device ? { member: device.member, name: device.name } : null;
    },
    approval: () => isApprovalAsked(registers),
    health: () => registers.health(),
    onHealth(callback) {
      healthCallbacks.add(callback);
      return () => healthCallbacks.delete(callback);
    },
    contentHash: () => registers.contentHash(),
    stateDigest: () => stateDigest(doc),
    sealAnew: (isUnsent) => registers.sealAnew(isUnsent),
    snapshotRegisters: () => registers.snapshot(),
    copyFrom: (snapshot) => registers.copyFrom(snapshot),
    export: () => exportFamily(stored, entries, active),
    exportEvents: (choice) => exportEvents(events, choice),
    close() {
      if (isClosed) return;
      isClosed = true;
      registers.close();
      watchers.clear();
      healthCallbacks.clear();
    },
  };
}

/** A moment as the document stores it: whole milliseconds, never negative, whatever a clock says. */
function moment(at: number): number {
  return Number.isFinite(at) ? Math.max(0, Math.round(at)) : 0;
}

/** `YYYY-MM-DD` at a moment, in UTC where nobody knows the zone. */
function dateIn(zone: string, at: number): string {
  return dateOf(at + zoneOffsets(canonicalZone(zone) ?? 'UTC').offsetAt(at));
}
