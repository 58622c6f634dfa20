import type { CommandBody, CommandError, CommandResult } from '../protocol/commands.ts';
import { parseRelayHost, type RelayHost } from '../protocol/relay-host.ts';
import { MEMBER_COLOURS } from '../protocol/values.ts';
import { comeIn, foundFamily, joinByInvite, recover } from '../sync/family-entrance.ts';
import type { MembershipParts } from '../sync/family-membership.ts';
import type { Waiting } from '../sync/memberships.ts';
import { createDeviceKeys } from '../vault/device-keys.ts';
import { type Invite, readInviteLink } from '../vault/invite.ts';
import { readRecoveryKit } from '../vault/recovery.ts';
import { readBackup } from './backup-file.ts';
import type { FamilyHost, WaitingProblem } from './family-host.ts';
import type { FamilyPorts } from './open-family.ts';
import type { SettingsStore } from './settings-store.ts';
import { untilSynced } from './until-synced.ts';
import { workerTexts } from './worker-texts.ts';

/** Commands by which a browser comes into a family. */
export interface EntranceCommands {
  createFamily(body: BodyOf<'createFamily'>, isResent: boolean): Promise<CommandResult>;
  joinFamily(body: BodyOf<'joinFamily'>, isResent: boolean): Promise<CommandResult>;
  recoverFamily(body: BodyOf<'recoverFamily'>, isResent: boolean): Promise<CommandResult>;
  stopWaiting(): Promise<CommandResult>;
  /** Asks whether somebody has let this browser in; comes in where it may. Does nothing where it does not wait. */
  lookForAnswer(): Promise<void>;
}

type BodyOf<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

/** A family that comes from the relay is given so long to arrive before its new device is entered. */
const ARRIVAL_LIMIT_MS = 15_000;

export function createEntranceCommands(deps: {
  ports: FamilyPorts & { language: string; deviceName: string };
  settings: SettingsStore;
  family: FamilyHost;
  relayHost(): RelayHost;
  /** Empty where it is the build's own relay, so that a later build may move it. */
  hostToKeep(host: RelayHost): string;
}): EntranceCommands {
  const { ports, settings, family } = deps;
  const { deviceName } = ports;
  /** One way in at a time: a start that goes on with an attempt, and the page that sends its command again. */
  let entering: Promise<unknown> = Promise.resolve();
  let isLooking = false;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = entering.then(work);
    entering = turn.catch(() => {});
    return turn;
  }

  /** Enters this device into the document: as another of a member's, or with a new member. */
  function enterDevice(parts: MembershipParts, name: string, isKnownMember: boolean): Promise<boolean> {
    const { member, device: id } = parts.record;
    const device = { id, name: deviceName };
    return family.adopt(parts, ({ document }) => {
      if (isKnownMember) document.addDevice({ member, device });
      else document.addMember({ id: member, name, device });
    });
  }

  const stored = (isStored: boolean): CommandResult => (isStored ? { ok: true } : failed('storage-failed'));

  /** Comes in with what an invite gave; then, and only then, its attempt is over. */
  async function finish(
    parts: MembershipParts,
    { yourName, member, origin }: Pick<Waiting['record'], 'yourName' | 'member' | 'origin'>,
  ): Promise<CommandResult> {
    const host = parseRelayHost(origin);
    if (host !== null) await settings.change({ host: deps.hostToKeep(host) });
    if (!(await enterDevice(parts, yourName, member !== undefined))) return failed('storage-failed');
    family.wait(null);
    await family.memberships.forgetWaiting(true);
    return { ok: true };
  }

  async function forgetAttempt(): Promise<void> {
    await family.memberships.forgetWaiting(family.membership !== null);
    family.wait(null);
  }

  /** What an earlier attempt with this very invite left. */
  async function sameAttempt({ room, secret }: Invite): Promise<Waiting | null> {
    const begun = await family.memberships.loadWaiting().catch(() => null);
    if (begun === null || begun.record.room !== room) return null;
    return begun.inviteSecret.every((byte, index) => byte === secret[index]) ? begun : null;
  }

  async function createFamily(
    { yourName, familyName }: BodyOf<'createFamily'>,
    isResent: boolean,
  ): Promise<CommandResult> {
    if (family.membership !== null) {
      // Sent again by a page that did not hear that it was done.
      const isDone = isResent && family.membership.record.familyName === familyName.trim();
      return isDone ? { ok: true } : failed('already-in-family');
    }
    const parts = await foundFamily(familyName.trim(), ports.clock.now());
    const texts = workerTexts(settings.current.value?.language ?? 'auto', ports.language);
    const { member, device } = parts.record;
    const isStored = await family.adopt(parts, ({ document }) =>
      document.seedFamily({
        familyName: familyName.trim(),
        member: { id: member, name: yourName.trim(), colour: MEMBER_COLOURS[0] },
        device: { id: device, name: deviceName },
        listNames: { groceries: texts.groceries, todo: texts.todo },
      }),
    );
    if (isStored && family.waiting !== null) await forgetAttempt();
    return stored(isStored);
  }

  async function joinFamily(
    { invite: text, yourName }: BodyOf<'joinFamily'>,
    isResent: boolean,
  ): Promise<CommandResult> {
    const read = readInviteLink(text);
    if (family.membership !== null) {
      const isDone = isResent && read.ok && read.invite.room === family.membership.record.room;
      return isDone ? { ok: true } : failed('already-in-family');
    }
    if (!read.ok) return failed(INVITE_ERRORS[read.why]);
    const { invite } = read;
    const host = parseRelayHost(invite.origin);
    if (host === null) return failed('invite-mangled');
    const name = yourName.trim();
    if (name === '' && invite.member === undefined) return failed('name-missing');
    // An attempt that was cut short may have used the invite up for the keys it left here.
    const begun = await sameAttempt(invite);
    if (begun !== null && !begun.record.isKnock) {
      const entered = await comeIn(ports, begun);
      if (entered?.ok) return finish(entered.parts, begun.record);
      // No answer that settles it: what is kept for this invite may still be its only use.
      if (entered !== null && !isFinal(entered.error)) return entered;
    }
    const stored = begun?.stored ?? (await createDeviceKeys());
    const { room, member, familyName, secret: inviteSecret, origin } = invite;
    const record = {
      version: 1 as const,
      room,
      device: stored.id,
      familyName,
      yourName: name,
      origin,
      ...(member === undefined ? {} : { member }),
      since: ports.clock.now(),
    };
    let waiting: Waiting | null = null;
    const joined = await joinByInvite(ports, {
      invite,
      host,
      yourName: name,
      deviceName,
      stored,
      async onUse(isKnock) {
        waiting = await family.memberships.keepWaiting({ record: { ...record, isKnock }, stored, inviteSecret });
      },
    }).catch((problem: unknown) => {
      ports.log.warn('joining', { problem: problem instanceof Error ? problem.name : 'unknown' });
      return { ok: false as const, error: 'storage-failed' as const };
    });
    if (joined.ok === false) {
      // What was not answered may have been done: the same link goes on from there.
      if (joined.error !== 'offline') await family.memberships.forgetWaiting(false);
      return joined;
    }
    // The family lives on the relay that its invite names.
    await settings.change({ host: deps.hostToKeep(host) });
    if (joined.ok === 'waiting') {
      family.wait(waiting);
      return { ok: true, value: { isWaiting: true } };
    }
    return finish(joined.parts, record);
  }

  async function recoverFamily(
    { kit: text, host: hostText, yourName, backup: backupText }: BodyOf<'recoverFamily'>,
    isResent: boolean,
  ): Promise<CommandResult> {
    if (family.membership !== null) return isResent ? { ok: true } : failed('already-in-family');
    const kit = readRecoveryKit(text);
    if (!kit.ok) return failed('recovery-words', kit.why === 'unknown-word' ? { word: kit.word } : {});
    const backup = backupText === undefined ? null : readBackup(backupText);
    if (backup === 'damaged') return failed('backup-damaged');
    const typed = hostText.trim() || kit.origin || backup?.origin || '';
    const host = typed === '' ? deps.relayHost() : parseRelayHost(typed);
    if (host === null) return failed('bad-host');
    if (yourName.trim() === '') return failed('name-missing');
    const found = await recover(ports, { secret: kit.secret, room: kit.room ?? null, host, backup });
    if (!found.ok) return failed(found.error);
    await settings.change({ host: deps.hostToKeep(found.host ?? host) });
    const { device: id } = found.parts.record;
    const isStored = await family.adopt(found.parts, (session) => {
      if (backup !== null) session.merge(backup.document);
    });
    if (!isStored) return failed('storage-failed');
    const { open } = family;
    if (open === null) return failed('internal');
    open.session.setLive(true);
    await untilSynced({ clock: ports.clock, sync: family.sync, limitMs: ARRIVAL_LIMIT_MS });
    // Who this is can be told only now that the members are known.
    const { document } = open.session;
    const name = yourName.trim();
    const known = document.members().find((member) => isSameName(member.name, name));
    const device = { id, name: deviceName };
    if (known !== undefined) {
      await open.membership.becomeMember(known.id);
      document.setActor({ member: known.id, device: id });
      await open.session.write(() => document.addDevice({ member: known.id, device }));
    } else {
      const { member } = open.membership.record;
      await open.session.write(() => document.addMember({ id: member, name, device }));
    }
    family.refreshRow();
    return { ok: true };
  }

  async function look(): Promise<void> {
    const { waiting } = family;
    if (waiting === null || family.membership !== null) return;
    const answer = await comeIn(ports, waiting);
    if (family.waiting !== waiting) return;
    if (answer === null) {
      // Its invite was not used: whoever wants to come in opens the link again.
      if (!waiting.record.isKnock) await forgetAttempt();
      return;
    }
    if (answer.ok) await finish(answer.parts, waiting.record);
    else if (!isFinal(answer.error)) return;
    else if (waiting.record.isKnock) family.refuse(answer.error);
    else await forgetAttempt();
  }

  return {
    joinFamily: (body, isResent) => inTurn(() => joinFamily(body, isResent)),
    recoverFamily: (body, isResent) => inTurn(() => recoverFamily(body, isResent)),
    createFamily: (body, isResent) => inTurn(() => createFamily(body, isResent)),

    async stopWaiting() {
      await forgetAttempt();
      return { ok: true };
    },

    async lookForAnswer() {
      if (family.waiting === null || isLooking) return;
      isLooking = true;
      try {
        await inTurn(look);
      } finally {
        isLooking = false;
      }
    },
  };
}

/** After these, waiting longer is of no use. */
function isFinal(error: CommandError): error is WaitingProblem {
  const final: readonly CommandError[] = [
    'invite-revoked',
    'invite-expired',
    'invite-used',
    'invite-unknown',
    'removed',
    'chain-problem',
  ];
  return final.includes(error);
}

const INVITE_ERRORS = {
  'not-a-link': 'invite-not-a-link',
  mangled: 'invite-mangled',
  newer: 'invite-newer',
  old: 'invite-old',
  recovery: 'invite-is-recovery',
} as const satisfies Record<string, CommandError>;

const isSameName = (a: string, b: string) => a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase();

function failed(error: CommandError, value?: Record<string, unknown>): CommandResult {
  return value === undefined ? { ok: false, error } : { ok: false, error, value };
}
