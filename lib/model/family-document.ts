import type { Doc } from 'yjs';
import type { DeviceId, ListId, MemberId } from '../protocol/ids.ts';
import { newId } from '../protocol/ids.ts';
import type { CommandResult, Inverse, RowOf } from '../protocol/messages.ts';
import type { MemberColour, MemberRow } from '../protocol/values.ts';
import type { Codec } from './codec.ts';
import { planAddEvent, planChangeEvent, planDeleteEvent } from './commands/event-commands.ts';
import { planAddItems, planChangeItem, planDeleteItems, planSetDone } from './commands/item-commands.ts';
import { planAddList } from './commands/list-commands.ts';
import { planMoveItem } from './commands/move-commands.ts';
import type { Plan, Planned, PlanningScope } from './commands/plan.ts';
import { planUndo } from './commands/undo-command.ts';
import { contentHash } from './content-hash.ts';
import type { CommandContext, DocumentCommand, DocumentQuery } from './document-messages.ts';
import { createEntryIndex } from './entry-index.ts';
import { exportFamily, type FamilyExport } from './family-export.ts';
import { pathOf } from './groups.ts';
import { type DocumentChanges, startQuery } from './live-queries.ts';
import { type Actor, memberRows } from './members.ts';
import { orderKeysBetween, type RandomBit } from './order.ts';
import { createRegisters, type RegisterWrite, UnwritableError } from './registers.ts';

/** A device as it is entered into the family: its id and the name its person reads. */
export interface NewDevice {
  id: DeviceId;
  name: string;
}

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
}

/**
 * One family's content: reads and writes the Yjs document through the codec and keeps a decoded index of it. Knows
 * nothing of storage, network or browser; whoever owns the Y.Doc may apply updates to it at any time.
 */
export interface FamilyDocument {
  /** Who acts through this document on this device; set once known. */
  setActor(actor: Actor): void;
  /**
   * Writes what a new family needs: its name, the first member, this device, the lists Groceries (shown first) and
   * To-do. Only the creator calls it, once.
   */
  seedFamily(args: {
    familyName: string;
    member: { id: MemberId; name: string; colour: MemberColour };
    device: NewDevice;
    listNames: { groceries: string; todo: string };
  }): void;
  /**
   * Enters a member with a first device and no chosen colour. A member who is there already stays
   * unchanged.
   */
  addMember(member: { id: MemberId; name: string; device: NewDevice }): void;
  /** Enters another device of a member. A device that is there already stays unchanged. */
  addDevice(args: { member: MemberId; device: NewDevice }): void;
  /**
   * Executes a command in one Yjs transaction. Idempotent: the same command again changes nothing more. Never throws.
   */
  execute(body: DocumentCommand, context: CommandContext): CommandResult;
  /** Live query. The returned function ends it and may be called at any time. */
  watch<Q extends DocumentQuery>(query: Q, sink: RowSink<RowOf<Q['type']>>): () => void;
  /** The family's name, or an empty string while it is not known. */
  familyName(): string;
  /** Members, in the order in which they joined. */
  members(): MemberRow[];
  health(): DocumentHealth;
  /** Calls back whenever `health` changed; the returned function ends it. */
  onHealth(callback: (health: DocumentHealth) => void): () => void;
  /** SHA-256 in hex over the sorted content (paths and values): equal on two devices exactly when their content is. */
  contentHash(): string;
  /** Everything readable, as plain JSON that a person can keep; deleted entries included and marked. */
  export(): FamilyExport;
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
  let isClosed = false;

  const registers = createRegisters({
    doc,
    codec,
    onChange: (entities) =>
      guard(() => {
        deliver({ entries: entries.apply(entities), entities, isActorChanged: false });
        tellHealth();
      }),
  });
  const entries = createEntryIndex(registers);
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
    if (health.fromNewer === toldHealth.fromNewer && health.unreadable === toldHealth.unreadable) return;
    toldHealth = health;
    for (const callback of [...healthCallbacks]) guard(() => callback({ ...health }));
  }

  function plan(body: DocumentCommand, scope: PlanningScope): Planned {
    switch (body.type) {
      case 'addItems':
        return planAddItems(body, scope);
      case 'setDone':
        return planSetDone(body, scope);
      case 'changeItem':
        return planChangeItem(body, scope);
      case 'moveItem':
        return planMoveItem(body, scope);
      case 'deleteItems':
        return planDeleteItems(body, scope);
      case 'addList':
        return planAddList(body, scope);
      case 'addEvent':
        return planAddEvent(body, scope);
      case 'changeEvent':
        return planChangeEvent(body, scope);
      case 'deleteEvent':
        return planDeleteEvent(body, scope);
      case 'undo':
        return planUndo(body, scope);
    }
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

  function addDevice(member: MemberId, device: NewDevice, at: number): RegisterWrite[] {
    const path = pathOf('device', device.id, 'info');
    return registers.at(path) ? [] : [{ path, value: { member, name: device.name.trim(), at } }];
  }

  return {
    setActor(next) {
      if (actor?.member === next.member && actor.device === next.device) return;
      actor = next;
      deliver({ entries: { rows: new Map(), lists: new Set() }, entities: new Map(), isActorChanged: true });
    },
    seedFamily({ familyName, member, device, listNames }) {
      const at = moment(clock.now());
      const stamp = { by: member.id, at };
      const [first, second] = orderKeysBetween(null, null, 2, deps.randomBit);
      const list = (name: string, kind: string, order: string | undefined) => ({
        path: pathOf('list', newId<ListId>(), 'core'),
        value: { name: name.trim(), kind, order, ...stamp },
      });
      registers.write([
        { path: pathOf('family', '', 'name'), value: { name: familyName.trim(), ...stamp } },
        {
          path: pathOf('member', member.id, 'profile'),
          value: { name: member.name.trim(), colour: member.colour, at },
        },
        ...addDevice(member.id, device, at),
        list(listNames.groceries, 'groceries', first),
        list(listNames.todo, 'todo', second),
      ]);
    },
    addMember({ id, name, device }) {
      const at = moment(clock.now());
      const path = pathOf('member', id, 'profile');
      registers.write([
        ...(registers.at(path) ? [] : [{ path, value: { name: name.trim(), at } }]),
        ...addDevice(id, device, at),
      ]);
    },
    addDevice({ member, device }) {
      registers.write(addDevice(member, device, moment(clock.now())));
    },
    execute(body, context) {
      if (isClosed) return { ok: false, error: 'no-family' };
      const scope: PlanningScope = {
        registers,
        entries,
        actor,
        context: { ...context, at: moment(context.at) },
        ...(deps.randomBit && { randomBit: deps.randomBit }),
      };
      try {
        const planned = plan(body, scope);
        return 'error' in planned ? { ok: false, error: planned.error } : carryOut(planned);
      } catch (error) {
        // Nothing was written: every value is checked and sealed before the first one is set.
        if (error instanceof UnwritableError) return { ok: false, error: 'bad-input' };
        fault(error);
        return { ok: false, error: 'internal' };
      }
    },
    watch(query, sink) {
      const running = startQuery(query, { registers, entries, actor: () => actor });
      sink.snapshot(running.snapshot());
      const watcher = (changes: DocumentChanges) => {
        const { set, del } = running.patch(changes);
        if (set.length + del.length > 0) sink.patch(set, del);
      };
      if (!isClosed) watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    familyName: () => registers.entity('family', '')?.name?.value?.name ?? '',
    members: () => memberRows(registers, actor),
    health: () => registers.health(),
    onHealth(callback) {
      healthCallbacks.add(callback);
      return () => healthCallbacks.delete(callback);
    },
    contentHash: () => contentHash(registers),
    export: () => exportFamily(registers, entries),
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
