import type { Clock, DocStorage, KeyStore, KeyValue, Log, NetworkHint, RoomSocketFactory } from '../ports/ports.ts';
import type { AccessRow } from '../protocol/access-row.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { SessionRow, SyncRow } from '../protocol/queries.ts';
import type { RelayHost } from '../protocol/relay-host.ts';
import { type ChainKeeper, createChainKeeper } from '../sync/chain-keeper.ts';
import type { Membership, OpenedKnock } from '../sync/family-membership.ts';
import { type FamilySession, openFamilySession } from '../sync/family-session.ts';
import { createPresenceBoard } from '../sync/presence.ts';
import { activeDevices } from '../vault/chain-state.ts';
import { createAccessReader } from './access-reader.ts';
import { OUTBOX_PREFIX } from './command-runner.ts';

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

/** A family that this browser is in, opened: its document, its chain, and who is here, each knowing of the others' changes. */
export interface OpenFamily {
  readonly membership: Membership;
  readonly session: FamilySession;
  readonly keeper: ChainKeeper;
  /** Who may come in, who is here. */
  readonly access: AccessRow;
  /** What the session row says beyond what every family has. */
  describe(): Pick<SessionRow, 'removed' | 'chainProblem' | 'differsFrom'>;
  /** Who waits, read. */
  knock(invite: string): OpenedKnock | undefined;
  /** Stops everything; what is stored stays. */
  close(): Promise<void>;
  /** Stops everything and deletes this browser's copy of the document. */
  destroy(): Promise<void>;
}

export const databaseName = (room: string) => `family/${room}`;

/** Reads what is stored, not connecting yet. Rejects with StorageProblem where it cannot be read. */
export async function openFamily(
  ports: FamilyPorts,
  membership: Membership,
  deps: {
    relayHost(): RelayHost;
    onSync(row: SyncRow): void;
    /** Something of the row or of `access` may have changed. */
    onChange(): void;
  },
): Promise<OpenFamily> {
  const { room, member, device } = membership.record;
  const outbox = await ports.keyValue.list(OUTBOX_PREFIX);
  let isClosed = false;
  const changed = () => isClosed || deps.onChange();

  const keeper = createChainKeeper({
    ...ports,
    membership,
    host: deps.relayHost,
    isLegacyPending,
    onChain({ isNewEpoch }) {
      applyChain();
      if (isNewEpoch) {
        session.learnEpoch(membership.codec).catch((problem: unknown) => {
          ports.log.warn('new epoch', { problem: problem instanceof Error ? problem.name : 'unknown' });
        });
      }
      changed();
    },
    onNews() {
      applyChain();
      void knocks.read(keeper.knocks);
      changed();
    },
  });

  const session: FamilySession = await openFamilySession({
    ...ports,
    room,
    actor: { member, device },
    codec: membership.codec,
    storage: ports.docStorage(databaseName(room)),
    host: deps.relayHost(),
    // A command leaves the outbox only after its changes are noted as unsent.
    isUnsentPossible: Object.keys(outbox).length > 0,
    makeHandshake: (host) => keeper.makeHandshake(host),
    learnWhy: () => keeper.refresh(),
    onNews: (head, waiting) => keeper.news(head, waiting),
    onPresence: (frame) => presence.received(frame),
    onLeft: (left) => presence.left(left),
    onConnected: (isConnected) => (isConnected ? presence.connected() : presence.disconnected()),
    onSync(row) {
      if (row.state === 'synced') presence.changed();
      deps.onSync(row);
    },
    onChange() {
      presence.changed();
      changed();
    },
  });

  const presence = createPresenceBoard({
    clock: ports.clock,
    device,
    member: () => membership.record.member,
    codec: () => membership.codec,
    copy: () => session.copyDigest(),
    isMember: (other) => membership.chain.devices.get(other)?.removed === null,
    send: (frame) => session.sendPresence(frame),
    onChange: changed,
  });

  const knocks = createAccessReader({ membership, keeper, presence, document: session.document, onChange: changed });

  /** Members of the first version hold the secret without being in the chain; a new epoch would shut them out. */
  function isLegacyPending(): boolean {
    const { chain } = membership;
    if (!chain.isLegacy || chain.epoch > 1) return false;
    return session.document.members().some(({ devices }) => devices.some(({ id }) => !chain.devices.has(id)));
  }

  function applyChain(): void {
    const { chain } = membership;
    const isOpen = chain.isLegacy && chain.epoch === 1;
    session.document.setDevices(isOpen ? null : new Set(activeDevices(chain).map(({ id }) => id)));
    if (!membership.isActive && chain.devices.has(device)) session.stopSyncing();
  }

  applyChain();
  void knocks.read(keeper.knocks);

  /** "Ben’s Firefox" is for the page to word: member and device as people named them. */
  function nameOf(id: DeviceId): string {
    const info = session.document.deviceInfo(id);
    if (info === null) return '';
    return `${session.document.memberName(info.member) ?? ''} · ${info.name}`;
  }

  return {
    membership,
    session,
    keeper,
    get access() {
      return knocks.row();
    },
    describe() {
      const removed = membership.chain.devices.get(device)?.removed ?? null;
      const by = removed === null ? '' : (session.document.deviceInfo(removed.by)?.member ?? '');
      const name = by === '' ? undefined : (session.document.memberName(by) ?? undefined);
      const { differing } = presence;
      return {
        ...(removed === null ? {} : { removed: { at: removed.at, ...(name === undefined ? {} : { by: name }) } }),
        ...(keeper.problem === null ? {} : { chainProblem: keeper.problem }),
        ...(differing === null ? {} : { differsFrom: nameOf(differing) }),
      };
    },
    knock: (invite) => knocks.find(invite),
    async close() {
      isClosed = true;
      keeper.close();
      presence.close();
      await session.close();
    },
    async destroy() {
      isClosed = true;
      keeper.close();
      presence.close();
      await session.destroy();
    },
  };
}
