import type { DocumentCommand } from '../model/document-messages.ts';
import type { Clock, DocStorage, KeyStore, KeyValue, Log, NetworkHint, RoomSocketFactory } from '../ports/ports.ts';
import type { CommandResult, SessionRow, SyncRow } from '../protocol/messages.ts';
import { type RelayHost, relayHostText } from '../protocol/relay-host.ts';
import { createMemberships, type Membership, type Memberships } from '../sync/family-membership.ts';
import { type FamilySession, openFamilySession } from '../sync/family-session.ts';
import { OUTBOX_PREFIX } from './command-runner.ts';
import { createObservable, type Observable } from './observable.ts';

/** The ports that a family needs. */
export interface FamilyPorts {
  clock: Clock;
  random: () => number;
  keyValue: KeyValue;
  keyStore: KeyStore;
  network: NetworkHint;
  sockets: RoomSocketFactory;
  docStorage(databaseName: string): DocStorage;
  log: Log;
}

/** The family that this browser is in, if any: opened at start, made, joined or left by commands. */
export interface FamilyHost {
  /** Null until the start has told what is true. */
  readonly row: Observable<SessionRow | null>;
  readonly sync: Observable<SyncRow | null>;
  /** `unknown` while it is being read, and for good where it cannot be. */
  readonly session: Observable<FamilySession | 'none' | 'unknown'>;
  readonly current: FamilySession | null;
  readonly membership: Membership | null;
  readonly memberships: Memberships;
  load(): Promise<void>;
  /** Opens a membership that was just made; `begin` writes its first values. Undone where they cannot be stored. */
  adopt(membership: Membership, begin: (session: FamilySession) => void): Promise<boolean>;
  execute(body: DocumentCommand, context: { at: number; isResent: boolean }): Promise<CommandResult>;
  leave(): Promise<void>;
}

const NONE: SessionRow = { id: 'session', state: 'none', fromNewer: 0, unreadable: 0 };
const databaseName = (room: string) => `family/${room}`;

/** `relayHost` answers the relay to use now. */
export function createFamilyHost(ports: FamilyPorts, relayHost: () => RelayHost): FamilyHost {
  const memberships = createMemberships(ports);
  const row = createObservable<SessionRow | null>(null);
  const sync = createObservable<SyncRow | null>(null);
  const session = createObservable<FamilySession | 'none' | 'unknown'>('unknown');
  let membership: Membership | null = null;
  let lastRow = '';

  function publish(next: SessionRow): void {
    const text = JSON.stringify(next);
    if (text === lastRow) return;
    lastRow = text;
    row.set(next);
  }

  function describe(current: Membership, state: SessionRow['state'], opened?: FamilySession): SessionRow {
    const health = opened?.document.health() ?? { fromNewer: 0, unreadable: 0 };
    const name = opened?.document.familyName() || current.record.familyName;
    return {
      id: 'session',
      state,
      family: { id: current.record.room, name },
      me: current.record.member,
      fromNewer: health.fromNewer,
      unreadable: health.unreadable,
    };
  }

  async function open(current: Membership): Promise<FamilySession> {
    const { record } = current;
    const outbox = await ports.keyValue.list(OUTBOX_PREFIX);
    const opened: FamilySession = await openFamilySession({
      ...ports,
      room: record.room,
      actor: { member: record.member, device: record.device },
      codec: current.codec,
      storage: ports.docStorage(databaseName(record.room)),
      host: relayHost(),
      // A command leaves the outbox only after its changes are noted as unsent.
      isUnsentPossible: Object.keys(outbox).length > 0,
      makeHandshake: (host) => current.makeHandshake(host, ports.clock.now()),
      // Only what this browser has entered is shown: a family that cannot be stored is none.
      onSync: (next) => present() === opened && sync.set(next),
      onChange: () => present() === opened && publish(describe(current, 'ready', opened)),
    });
    return opened;
  }

  function present(): FamilySession | null {
    return typeof session.value === 'string' ? null : session.value;
  }

  function beNone(): void {
    membership = null;
    session.set('none');
    sync.set({ id: 'sync', state: 'offline', unsent: 0, host: relayHostText(relayHost()) });
    publish(NONE);
  }

  function enter(current: Membership, opened: FamilySession): void {
    membership = current;
    sync.set(opened.sync);
    publish(describe(current, 'ready', opened));
    session.set(opened);
    opened.start();
  }

  return {
    row,
    sync,
    session,
    memberships,
    get current() {
      return present();
    },
    get membership() {
      return membership;
    },

    async load() {
      let current: Membership | null = null;
      try {
        current = await memberships.load();
        if (current === null) return beNone();
        membership = current;
        publish(describe(current, 'opening'));
        enter(current, await open(current));
      } catch (problem) {
        ports.log.warn('family cannot be opened', { problem: problem instanceof Error ? problem.message : 'unknown' });
        publish(current === null ? { ...NONE, state: 'failed' } : describe(current, 'failed'));
      }
    },

    async adopt(current, begin) {
      let opened: FamilySession | null = null;
      try {
        // Left by a worker that ended before it kept its membership: what that one wrote is nobody's.
        await ports.docStorage(databaseName(current.record.room)).destroy();
        opened = await open(current);
        const target = opened;
        if (await target.write(() => begin(target))) {
          await memberships.keep(current);
          enter(current, target);
          return true;
        }
      } catch (problem) {
        ports.log.warn('family cannot be stored', { problem: problem instanceof Error ? problem.message : 'unknown' });
      }
      await opened?.destroy().catch(() => {});
      await memberships.forget(current.record.room);
      return false;
    },

    async execute(body, context) {
      const opened = present();
      if (opened !== null) return opened.execute(body, context);
      return { ok: false, error: session.value === 'none' ? 'no-family' : 'storage-failed' };
    },

    async leave() {
      const leaving = membership;
      if (leaving === null) return;
      const opened = present();
      // The record goes first: after it this browser is no member, whatever else is cut short.
      await memberships.forget(leaving.record.room);
      beNone();
      if (opened !== null) await opened.destroy();
      else await ports.docStorage(databaseName(leaving.record.room)).destroy();
    },
  };
}
