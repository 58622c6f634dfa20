import type { FamilyDocument } from '../model/family-document.ts';
import type { AccessRow } from '../protocol/access-row.ts';
import type { DeviceId, MemberId } from '../protocol/ids.ts';
import type { Knock } from '../protocol/relay.ts';
import type { ChainKeeper } from '../sync/chain-keeper.ts';
import type { Membership, OpenedKnock } from '../sync/family-membership.ts';
import type { PresenceBoard } from '../sync/presence.ts';
import { activeDevices } from '../vault/chain-state.ts';

/** Puts together what the pages show of who may come in and who is here. Opens knocks once each. */
export interface AccessReader {
  row(): AccessRow;
  /** The relay told who waits. */
  read(knocks: readonly Knock[]): Promise<void>;
  find(invite: string): OpenedKnock | undefined;
}

export function createAccessReader(deps: {
  membership: Membership;
  keeper: ChainKeeper;
  presence: PresenceBoard;
  document: FamilyDocument;
  onChange(): void;
}): AccessReader {
  const { membership, document } = deps;
  /** By what was sent: null where it means nothing. */
  let opened = new Map<string, OpenedKnock | null>();

  const memberOf = (device: DeviceId): MemberId | undefined => document.deviceInfo(device)?.member;
  const byOf = (device: DeviceId | null) => {
    const by = device === null ? undefined : memberOf(device);
    return by === undefined ? {} : { by };
  };

  /** Only knocks of invites that are still open: the relay may be behind. */
  function waiting(): OpenedKnock[] {
    return [...opened.values()].filter(
      (knock): knock is OpenedKnock => knock !== null && membership.chain.invites.get(knock.invite)?.state === 'open',
    );
  }

  return {
    async read(knocks) {
      const next = new Map<string, OpenedKnock | null>();
      for (const knock of knocks) {
        const known = opened.get(knock.knock);
        next.set(knock.knock, known === undefined ? await membership.openKnock(knock) : known);
      }
      opened = next;
      deps.onChange();
    },
    find: (invite) => waiting().find((knock) => knock.invite === invite),
    row() {
      const { chain } = membership;
      const invites = [...chain.invites.values()].filter(({ state }) => state === 'open');
      const seen = new Map(deps.keeper.seen);
      for (const [device, at] of deps.presence.heard) seen.set(device, Math.max(at, seen.get(device) ?? 0));
      return {
        id: 'access',
        approval: document.approval(),
        invites: invites
          .map(({ id, by, at, expiresAt, needsApproval }) => ({ id, ...byOf(by), at, expiresAt, needsApproval }))
          .sort((a, b) => b.at - a.at),
        waiting: waiting().map(({ invite, device, name, deviceName, at }) => ({
          invite,
          device,
          name,
          deviceName,
          at,
        })),
        unknownDevices: activeDevices(chain)
          .filter(({ id }) => memberOf(id) === undefined)
          .map(({ id, at, by }) => ({ id, at, ...byOf(by) })),
        recovery: chain.recovery === null ? null : { at: chain.recovery.at, ...byOf(chain.recovery.by) },
        here: [membership.device.id, ...deps.presence.here],
        seen: [...seen].map(([device, at]) => ({ device, at })),
      };
    },
  };
}
