import type { CommandBody, CommandError, CommandResult } from '../protocol/commands.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { type RelayHost, relayHostText, relayOrigin } from '../protocol/relay-host.ts';
import { readCopy } from '../sync/family-copy.ts';
import { leavePointer } from '../sync/family-entrance.ts';
import { fromBase64url, toBase64url } from '../vault/base64url.ts';
import { activeDevices } from '../vault/chain-state.ts';
import { deriveInviteKeys, makeInviteLink, newInviteSecret } from '../vault/invite.ts';
import { deriveRecoveryKeys, makeRecoveryLink, newRecoverySecret, recoveryWords } from '../vault/recovery.ts';
import { backupText } from './backup-file.ts';
import type { FamilyHost } from './family-host.ts';
import type { FamilyPorts, OpenFamily } from './open-family.ts';
import { untilSynced } from './until-synced.ts';

/** Commands about who may come in, who has to go, and what the relay holds. All need the relay but where they say otherwise. */
export type AccessCommand = Extract<
  CommandBody,
  {
    type:
      | 'makeInvite'
      | 'revokeInvite'
      | 'answerKnock'
      | 'removeDevices'
      | 'leaveFamily'
      | 'makeRecoveryKit'
      | 'exportBackup'
      | 'readServerReport'
      | 'refreshAccess'
      | 'rebuildCopy';
  }
>;

const INVITE_LIFE_MS = 48 * 3_600_000;
/** A rebuilt copy is there by then, or comes later by itself. */
const REBUILD_LIMIT_MS = 20_000;
/** Where a copy lies that is being replaced, until what only it had is in the new one. */
export const REPLACED_COPY_PREFIX = 'replaced-copy/';

export function createAccessCommands(deps: { ports: FamilyPorts; family: FamilyHost; relayHost(): RelayHost }): {
  run(body: AccessCommand): Promise<CommandResult>;
} {
  const { ports, family, relayHost } = deps;
  const now = () => ports.clock.now();

  async function makeInvite(open: OpenFamily, { member }: Body<'makeInvite'>): Promise<CommandResult> {
    const { membership, keeper, session } = open;
    const { room, familyName } = membership.record;
    const secret = newInviteSecret();
    const keys = deriveInviteKeys(secret);
    const needsApproval = member === undefined && session.document.approval();
    const expiresAt = now() + INVITE_LIFE_MS;
    const made = await keeper.append(() => membership.entries.invite({ keys, expiresAt, needsApproval, at: now() }));
    if (!made.ok) return made;
    const link = makeInviteLink({
      relayOrigin: relayOrigin(relayHost()),
      room,
      secret,
      familyName: session.document.familyName() || familyName,
      ...(member === undefined ? {} : { member }),
    });
    return { ok: true, value: { link, invite: keys.id, expiresAt, needsApproval } };
  }

  async function revoke(
    { membership, keeper }: OpenFamily,
    invite: Body<'revokeInvite'>['invite'],
  ): Promise<CommandResult> {
    const revoked = await keeper.append(
      () => membership.entries.revoke({ invite, at: now() }),
      () => (membership.chain.invites.get(invite)?.state === 'open' ? null : 'done'),
    );
    if (revoked.ok) await keeper.rotateIfStale();
    return revoked;
  }

  async function answerKnock(
    open: OpenFamily,
    { invite, device, accept }: Body<'answerKnock'>,
  ): Promise<CommandResult> {
    const { membership, keeper } = open;
    const knock = open.knock(invite);
    if (knock?.device !== device) return failed('not-found');
    if (!accept) return revoke(open, invite);
    return keeper.append(
      () => membership.entries.admit({ knock, at: now() }),
      () => (membership.chain.invites.get(invite)?.state === 'open' ? null : 'invite-used'),
    );
  }

  async function removeDevices(open: OpenFamily, { devices, member }: Body<'removeDevices'>): Promise<CommandResult> {
    const { membership, keeper, session } = open;
    const { device, member: me } = membership.record;
    if (devices.includes(device) || member === me) return failed('bad-input');
    const targets = (): DeviceId[] => {
      const active = new Set(activeDevices(membership.chain).map(({ id }) => id));
      return [...new Set(devices)].filter((id) => active.has(id));
    };
    if (targets().length > 0) {
      const removed = await keeper.append(
        () => membership.entries.epoch({ removed: targets(), at: now() }),
        () => (targets().length === 0 ? 'done' : null),
      );
      if (!removed.ok) return removed;
    }
    if (member === undefined) return { ok: true };
    const isStored = await session.write(() => session.document.removeMember(member));
    return isStored ? { ok: true } : failed('storage-failed');
  }

  async function leave({ evenUnsent }: Body<'leaveFamily'>): Promise<CommandResult> {
    const { open } = family;
    if (!evenUnsent && (open?.session.sync.unsent ?? 0) > 0) return failed('unsent-changes');
    let isTold = true;
    if (open?.membership.isActive) {
      const { membership, keeper } = open;
      // A family that no relay has seen has nobody to tell.
      const isAlone = membership.chain.devices.size === 1 && Object.keys(membership.record.shown).length === 0;
      if (!isAlone) isTold = (await keeper.append(() => membership.entries.leave({ at: now() }))).ok;
    }
    await family.leave();
    return { ok: true, value: { isTold } };
  }

  async function makeRecoveryKit({ membership, keeper }: OpenFamily): Promise<CommandResult> {
    const host = relayHost();
    const origin = relayOrigin(host);
    const { room } = membership.record;
    const secret = newRecoverySecret();
    const keys = deriveRecoveryKeys(secret);
    // The pointer first: without it the words would lead nowhere, and a pointer without a kit harms nobody.
    const problem = await leavePointer(ports, { secret, room, host, origin });
    if (problem !== null) return failed(problem);
    const made = await keeper.append(() => membership.entries.recovery({ keys, at: now() }));
    if (!made.ok) return made;
    await keeper.rotateIfStale();
    const link = makeRecoveryLink({ relayOrigin: origin, room, secret });
    return { ok: true, value: { words: recoveryWords(secret), link, host: relayHostText(host) } };
  }

  async function readServerReport({ membership, keeper }: OpenFamily): Promise<CommandResult> {
    const host = relayHost();
    const { room } = membership.record;
    const ask = async () => {
      const handshake = await membership.makeHandshake(host, now());
      return ports.sockets.call({ host, room, call: { type: 'report', ...handshake } });
    };
    let answer = await ask();
    if (typeof answer === 'object' && !answer.ok && answer.reason === 'behind') {
      await keeper.refresh();
      answer = await ask();
    }
    if (answer === 'unreachable') return failed('offline');
    if (answer === 'not-a-relay' || !('document' in answer)) return failed('refused');
    return { ok: true, value: { report: answer } };
  }

  async function rebuildCopy({ session, membership }: OpenFamily): Promise<CommandResult> {
    if (session.sync.state !== 'synced') return failed('offline');
    const key = REPLACED_COPY_PREFIX + membership.record.room;
    // Before anything is deleted: what only this copy has must outlive a worker that ends in between.
    await ports.keyValue.set(key, toBase64url(session.encode()));
    mayHaveCopy = true;
    await family.reopenEmpty();
    await untilSynced({ clock: ports.clock, sync: family.sync, limitMs: REBUILD_LIMIT_MS });
    await putBack();
    return { ok: true };
  }

  /** A replaced copy may lie there: of this life, or of one that ended before it was done. */
  let mayHaveCopy = true;
  let putting: Promise<void> | null = null;

  /** Puts back what only a replaced copy had, once the family's own has come. */
  function putBack(): Promise<void> {
    putting ??= putBackOnce().finally(() => {
      putting = null;
    });
    return putting;
  }

  async function putBackOnce(): Promise<void> {
    const { open } = family;
    if (!mayHaveCopy || open === null || open.session.sync.state !== 'synced') return;
    const key = REPLACED_COPY_PREFIX + open.membership.record.room;
    const text = await ports.keyValue.get(key);
    const update = typeof text === 'string' ? fromBase64url(text) : null;
    if (update !== null) {
      const copy = readCopy(open.membership, update, ports.clock);
      if (!(await open.session.write(() => open.session.document.copyFrom(copy)))) return;
      await ports.keyValue.remove(key);
    }
    mayHaveCopy = false;
  }

  family.sync.watch((row) => {
    if (row?.state !== 'synced' || !mayHaveCopy) return;
    putBack().catch((problem: unknown) => {
      ports.log.warn('replaced copy', { problem: problem instanceof Error ? problem.name : 'unknown' });
    });
  });

  return {
    async run(body) {
      if (body.type === 'leaveFamily') return leave(body);
      const { open } = family;
      if (open === null) return failed('no-family');
      if (body.type === 'exportBackup') {
        const { room, chain } = open.membership.record;
        const document = open.session.encode();
        return { ok: true, value: { text: backupText({ room, host: relayHost(), at: now(), chain, document }) } };
      }
      if (open.describe().removed !== undefined) return failed('removed');
      switch (body.type) {
        case 'makeInvite':
          return makeInvite(open, body);
        case 'revokeInvite':
          return revoke(open, body.invite);
        case 'answerKnock':
          return answerKnock(open, body);
        case 'removeDevices':
          return removeDevices(open, body);
        case 'makeRecoveryKit':
          return makeRecoveryKit(open);
        case 'readServerReport':
          return readServerReport(open);
        case 'refreshAccess': {
          const verdict = await open.keeper.refresh();
          if (verdict.type === 'offline') return failed('offline');
          return verdict.type === 'refused' ? failed('refused') : { ok: true };
        }
        case 'rebuildCopy':
          return rebuildCopy(open);
      }
    },
  };
}

type Body<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

function failed(error: CommandError): CommandResult {
  return { ok: false, error };
}
