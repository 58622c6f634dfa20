import * as v from 'valibot';
import { RoomIdSchema } from '../protocol/ids.ts';
import type { CommandBody, CommandError, CommandResult } from '../protocol/messages.ts';
import { parseRelayHost, type RelayHost, relayHostText } from '../protocol/relay-host.ts';
import { MEMBER_COLOURS } from '../protocol/values.ts';
import { readInviteLink } from '../vault/invite.ts';
import type { FamilyHost, FamilyPorts } from './family-host.ts';
import type { SettingsStore } from './settings-store.ts';
import { workerTexts } from './worker-texts.ts';

/** A host is judged within this time; slower ones are said not to answer yet, and go on being tried. */
const HOST_LIMIT_MS = 12_000;
/** Asked of a relay while this browser is in no family: any well-formed room does, it only has to answer as a relay. */
const NO_ROOM = v.parse(RoomIdSchema, 'A'.repeat(43));

/** Carries out one command. Rejects only on faults of ours. */
export type ExecuteCommand = (body: CommandBody, context: { at: number; isResent: boolean }) => Promise<CommandResult>;

export function createCommands(deps: {
  ports: FamilyPorts & { language: string; deviceName: string };
  settings: SettingsStore;
  family: FamilyHost;
  /** The relay in use. */
  relayHost(): RelayHost;
  /** The one this build came with. */
  defaultHost(): RelayHost;
}): ExecuteCommand {
  const { ports, settings, family, relayHost } = deps;

  async function createFamily(
    { yourName, familyName }: BodyOf<'createFamily'>,
    isResent: boolean,
  ): Promise<CommandResult> {
    if (family.membership !== null) {
      // Sent again by a page that did not hear that it was done.
      const isDone = isResent && family.membership.record.familyName === familyName.trim();
      return isDone ? { ok: true } : failed('already-in-family');
    }
    const membership = await family.memberships.create(familyName.trim(), ports.clock.now());
    const texts = workerTexts(settings.current.value?.language ?? 'auto', ports.language);
    const { member, device } = membership.record;
    const isStored = await family.adopt(membership, ({ document }) =>
      document.seedFamily({
        familyName: familyName.trim(),
        member: { id: member, name: yourName.trim(), colour: MEMBER_COLOURS[0] },
        device: { id: device, name: ports.deviceName },
        listNames: { groceries: texts.groceries, todo: texts.todo },
      }),
    );
    return isStored ? { ok: true } : failed('storage-failed');
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
    // The family lives on the relay that its invite names.
    await settings.change({ host: hostToKeep(host) });
    const membership = await family.memberships.join(invite);
    const { member } = membership.record;
    const device = { id: membership.record.device, name: ports.deviceName };
    const isStored = await family.adopt(membership, ({ document }) => {
      if (invite.member === undefined) document.addMember({ id: member, name, device });
      else document.addDevice({ member, device });
    });
    return isStored ? { ok: true } : failed('storage-failed');
  }

  /** Empty where it is the build's own relay, so that a later build may move it. */
  function hostToKeep(host: RelayHost): string {
    const text = relayHostText(host);
    return text === relayHostText(deps.defaultHost()) ? '' : text;
  }

  async function setHost({ host: text }: BodyOf<'setHost'>): Promise<CommandResult> {
    const host = text.trim() === '' ? deps.defaultHost() : parseRelayHost(text);
    if (host === null) return failed('bad-host');
    await settings.change({ host: hostToKeep(host) });
    const session = family.current;
    if (session === null) {
      const answer = await ports.sockets.ask({ host, room: NO_ROOM, handshake: {} });
      if (answer === 'unreachable') return { ok: true, value: { state: 'offline' } };
      if (answer === 'not-a-relay') return { ok: true, value: { state: 'refused', reason: answer } };
      return { ok: true, value: { state: 'synced' } };
    }
    session.setHost(host);
    return { ok: true, value: await settledState() };
  }

  /** Waits until the connection is up, refused or known not to answer. */
  function settledState(): Promise<Record<string, unknown>> {
    return new Promise((resolve) => {
      const cancel = ports.clock.after(HOST_LIMIT_MS, end);
      const stop = family.sync.watch((row) => {
        if (row !== null && !['connecting', 'saving', 'sending'].includes(row.state)) queueMicrotask(end);
      });
      function end(): void {
        cancel();
        stop();
        const row = family.sync.value;
        resolve({ state: row?.state ?? 'offline', ...(row?.reason === undefined ? {} : { reason: row.reason }) });
      }
    });
  }

  return async (body, context) => {
    switch (body.type) {
      case 'createFamily':
        return createFamily(body, context.isResent);
      case 'joinFamily':
        return joinFamily(body, context.isResent);
      case 'leaveFamily':
        if (!body.evenUnsent && (family.current?.sync.unsent ?? 0) > 0) return failed('unsent-changes');
        await family.leave();
        return { ok: true };
      case 'makeInvite': {
        const { membership, current } = family;
        if (membership === null || current === null) return failed('no-family');
        const name = current.document.familyName() || membership.record.familyName;
        return { ok: true, value: { link: membership.makeInvite(relayHost(), name, body.member) } };
      }
      case 'setHost':
        return setHost(body);
      case 'changeSettings':
        await settings.change(body.change);
        return { ok: true };
      case 'exportFamily': {
        const session = family.current;
        if (session === null) return failed('no-family');
        return { ok: true, value: { text: JSON.stringify(session.document.export(), null, 2) } };
      }
      default:
        return family.execute(body, context);
    }
  };
}

type BodyOf<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

const INVITE_ERRORS = {
  'not-a-link': 'invite-not-a-link',
  mangled: 'invite-mangled',
  newer: 'invite-newer',
} as const satisfies Record<string, CommandError>;

function failed(error: CommandError): CommandResult {
  return { ok: false, error };
}
