import type { DocumentCommand } from '../model/document-messages.ts';
import type { AccessRow } from '../protocol/access-row.ts';
import type { CommandResult } from '../protocol/commands.ts';
import type { SessionRow, SyncRow } from '../protocol/queries.ts';
import { type RelayHost, relayHostText } from '../protocol/relay-host.ts';
import type { Membership, MembershipParts } from '../sync/family-membership.ts';
import type { FamilySession } from '../sync/family-session.ts';
import { createMemberships, type Memberships, type Waiting } from '../sync/memberships.ts';
import { forgetCommands } from './command-runner.ts';
import { createObservable, type Observable } from './observable.ts';
import { databaseName, type FamilyPorts, type OpenFamily, openFamily } from './open-family.ts';

/** The family that this browser is in, if any: opened at start, made, joined or left by commands. */
export interface FamilyHost {
  /** Null until the start has told what is true. */
  readonly row: Observable<SessionRow | null>;
  readonly sync: Observable<SyncRow | null>;
  readonly access: Observable<AccessRow | null>;
  /** `unknown` while it is being read, and for good where it cannot be. */
  readonly session: Observable<FamilySession | 'none' | 'unknown'>;
  readonly current: FamilySession | null;
  /** The same with its chain; null where there is none or it is not read yet. */
  readonly open: OpenFamily | null;
  readonly membership: Membership | null;
  readonly memberships: Memberships;
  /** This browser is on its way into a family: somebody has to agree, or it was cut short. Null otherwise. */
  readonly waiting: Waiting | null;
  load(): Promise<void>;
  /** Opens a membership that was just made; `begin` writes its first values. Undone where they cannot be stored. */
  adopt(parts: MembershipParts, begin: (session: FamilySession) => void): Promise<boolean>;
  /** From now on this browser waits to be let in; null: no longer. */
  wait(waiting: Waiting | null): void;
  /** It waits in vain. */
  refuse(problem: WaitingProblem): void;
  /** Tells anew what the membership says: after a change of it that no document tells. */
  refreshRow(): void;
  execute(body: DocumentCommand, context: { at: number; isResent: boolean }): Promise<CommandResult>;
  /** Closes the family and opens it from an empty document, which the relay fills. Rejects where it cannot be stored. */
  reopenEmpty(): Promise<void>;
  leave(): Promise<void>;
}

export type WaitingProblem = NonNullable<SessionRow['waitingProblem']>;

const NONE: SessionRow = { id: 'session', state: 'none', fromNewer: 0, unreadable: 0 };

/** `relayHost` answers the relay to use now. */
export function createFamilyHost(ports: FamilyPorts, relayHost: () => RelayHost): FamilyHost {
  const memberships = createMemberships(ports);
  const row = createObservable<SessionRow | null>(null);
  const sync = createObservable<SyncRow | null>(null);
  const access = createObservable<AccessRow | null>(null);
  const session = createObservable<FamilySession | 'none' | 'unknown'>('unknown');
  let membership: Membership | null = null;
  let open: OpenFamily | null = null;
  let waiting: Waiting | null = null;
  let waitingProblem: WaitingProblem | null = null;
  let lastRow = '';
  let lastAccess = '';

  function publish(next: SessionRow): void {
    const text = JSON.stringify(next);
    if (text === lastRow) return;
    lastRow = text;
    row.set(next);
  }

  function publishAccess(next: AccessRow | null): void {
    const text = JSON.stringify(next);
    if (text === lastAccess) return;
    lastAccess = text;
    access.set(next);
  }

  function describe(current: Membership, state: SessionRow['state'], opened?: OpenFamily): SessionRow {
    const health = opened?.session.document.health() ?? { fromNewer: 0, unreadable: 0 };
    const name = opened?.session.document.familyName() || current.record.familyName;
    return {
      id: 'session',
      state,
      family: { id: current.record.room, name },
      me: current.record.member,
      fromNewer: health.fromNewer,
      unreadable: health.unreadable,
      ...opened?.describe(),
    };
  }

  /** Only what this browser has entered is shown: a family that cannot be stored is none. */
  function openOne(current: Membership): Promise<OpenFamily> {
    let opened: OpenFamily | null = null;
    let isTelling = false;
    return openFamily(ports, current, {
      relayHost,
      onSync: (next) => opened !== null && open === opened && sync.set(next),
      onChange() {
        // Many changes come at once; one row tells them all.
        if (isTelling) return;
        isTelling = true;
        queueMicrotask(() => {
          isTelling = false;
          if (opened === null || open !== opened) return;
          publish(describe(current, 'ready', opened));
          publishAccess(opened.access);
        });
      },
    }).then((result) => {
      opened = result;
      return result;
    });
  }

  function beNone(): void {
    membership = null;
    open = null;
    session.set('none');
    sync.set({ id: 'sync', state: 'offline', unsent: 0, host: relayHostText(relayHost()) });
    publishAccess(null);
    if (waiting === null || !waiting.record.isKnock) {
      publish(NONE);
      return;
    }
    const { room, familyName } = waiting.record;
    const problem = waitingProblem === null ? {} : { waitingProblem };
    publish({ ...NONE, state: 'waiting', family: { id: room, name: familyName }, ...problem });
  }

  function enter(current: Membership, opened: OpenFamily): void {
    membership = current;
    open = opened;
    sync.set(opened.session.sync);
    publish(describe(current, 'ready', opened));
    publishAccess(opened.access);
    session.set(opened.session);
  }

  return {
    row,
    sync,
    access,
    session,
    memberships,
    get current() {
      return open?.session ?? null;
    },
    get open() {
      return open;
    },
    get membership() {
      return membership;
    },
    get waiting() {
      return waiting;
    },

    async load() {
      let current: Membership | null = null;
      try {
        current = await memberships.load();
        if (current === null) {
          waiting = await memberships.loadWaiting();
          return beNone();
        }
        membership = current;
        publish(describe(current, 'opening'));
        const opened = await openOne(current);
        enter(current, opened);
        opened.session.start();
      } catch (problem) {
        ports.log.warn('family cannot be opened', { problem: problem instanceof Error ? problem.message : 'unknown' });
        publish(current === null ? { ...NONE, state: 'failed' } : describe(current, 'failed'));
      }
    },

    async adopt(parts, begin) {
      let opened: OpenFamily | null = null;
      const { room } = parts.record;
      try {
        const current = await memberships.begin(parts);
        // Left by a worker that ended before it kept its membership: what that one wrote is nobody's.
        await ports.docStorage(databaseName(room)).destroy();
        opened = await openOne(current);
        const target = opened;
        if (await target.session.write(() => begin(target.session))) {
          await memberships.keep(current);
          enter(current, target);
          // What an invite's link opened is closed before anything of this device's is sent.
          await target.keeper.rotateIfStale();
          target.session.start();
          return true;
        }
      } catch (problem) {
        ports.log.warn('family cannot be stored', { problem: problem instanceof Error ? problem.message : 'unknown' });
      }
      await opened?.destroy().catch(() => {});
      await memberships.forget(room);
      return false;
    },

    wait(next) {
      waiting = next;
      waitingProblem = null;
      if (membership === null) beNone();
    },

    refuse(problem) {
      waitingProblem = problem;
      if (membership === null) beNone();
    },

    refreshRow() {
      if (membership === null || open === null) return;
      publish(describe(membership, 'ready', open));
      publishAccess(open.access);
    },

    async execute(body, context) {
      if (open !== null && !open.membership.isActive && open.describe().removed !== undefined) {
        return { ok: false, error: 'removed' };
      }
      if (open !== null) return open.session.execute(body, context);
      return { ok: false, error: session.value === 'none' ? 'no-family' : 'storage-failed' };
    },

    async reopenEmpty() {
      const current = membership;
      if (current === null || open === null) throw new Error('no family is open');
      const closing = open;
      open = null;
      session.set('unknown');
      publish(describe(current, 'opening'));
      try {
        await closing.destroy();
        const opened = await openOne(current);
        enter(current, opened);
        opened.session.start();
      } catch (problem) {
        publish(describe(current, 'failed'));
        throw problem;
      }
    },

    async leave() {
      const leaving = membership;
      if (leaving === null) return;
      const opened = open;
      const { room } = leaving.record;
      // The record goes first: after it this browser is no member, whatever else is cut short.
      await memberships.forget(room);
      beNone();
      if (opened !== null) await opened.destroy();
      else await ports.docStorage(databaseName(room)).destroy();
      await forgetCommands(ports.keyValue);
    },
  };
}
