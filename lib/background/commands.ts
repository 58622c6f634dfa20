import * as v from 'valibot';
import type { CommandBody, CommandError, CommandResult } from '../protocol/commands.ts';
import { RoomIdSchema } from '../protocol/ids.ts';
import { parseRelayHost, type RelayHost, relayHostText } from '../protocol/relay-host.ts';
import { createAccessCommands } from './access-commands.ts';
import { createEntranceCommands } from './entrance-commands.ts';
import type { FamilyHost } from './family-host.ts';
import type { FeedKeeper } from './feed-keeper.ts';
import type { FamilyPorts } from './open-family.ts';
import type { OwnChanges } from './own-changes.ts';
import type { Reminders } from './reminders.ts';
import type { SettingsStore } from './settings-store.ts';

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
  reminders: Pick<Reminders, 'choose'>;
  feeds: Pick<FeedKeeper, 'refresh'>;
  ownChanges: Pick<OwnChanges, 'takeBack'>;
  /** The relay in use. */
  relayHost(): RelayHost;
  /** The one this build came with. */
  defaultHost(): RelayHost;
}): {
  execute: ExecuteCommand;
  /** Whether somebody has let this browser in, where it waits for that. */
  lookForAnswer(): Promise<void>;
} {
  const { ports, settings, family, relayHost } = deps;

  const entrance = createEntranceCommands({ ports, settings, family, relayHost, hostToKeep });
  const access = createAccessCommands({ ports, family, relayHost });

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
      const nobody = { protocol: '', chain: '', proof: '' };
      const answer = await ports.sockets.call({ host, room: NO_ROOM, call: { type: 'ask', ...nobody } });
      if (answer === 'unreachable') return { ok: true, value: { state: 'offline' } };
      if (answer === 'not-a-relay') return { ok: true, value: { state: 'refused', reason: answer } };
      return { ok: true, value: { state: 'synced' } };
    }
    // Whoever presses Connect takes what this server has: one that was set back is as good as a new one.
    await family.open?.keeper.takeAsNew();
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

  const execute: ExecuteCommand = async (body, context) => {
    switch (body.type) {
      case 'createFamily':
        return entrance.createFamily(body, context.isResent);
      case 'joinFamily':
        return entrance.joinFamily(body, context.isResent);
      case 'recoverFamily':
        return entrance.recoverFamily(body, context.isResent);
      case 'stopWaiting':
        return entrance.stopWaiting();
      case 'makeInvite':
      case 'revokeInvite':
      case 'answerKnock':
      case 'removeDevices':
      case 'leaveFamily':
      case 'makeRecoveryKit':
      case 'exportBackup':
      case 'readServerReport':
      case 'refreshAccess':
      case 'rebuildCopy':
        return access.run(body);
      case 'setHost':
        return setHost(body);
      case 'changeSettings':
        await settings.change(body.change);
        return { ok: true };
      case 'remindOfEvent':
        if (family.current === null) return failed('no-family');
        return (await deps.reminders.choose(body.event, body.choice)) ? { ok: true } : failed('storage-failed');
      case 'exportFamily': {
        const session = family.current;
        if (session === null) return failed('no-family');
        return { ok: true, value: { text: JSON.stringify(session.document.export(), null, 2) } };
      }
      case 'exportEvents': {
        const { event, from, to, zone = 'UTC', after } = body;
        const range = from === undefined || to === undefined ? undefined : { from, to, zone };
        const session = family.current;
        if (session === null) return failed('no-family');
        return { ok: true, value: { ...session.document.exportEvents({ event, range, after }) } };
      }
      case 'takeBack':
        return deps.ownChanges.takeBack(body.change, (inverse) => family.execute({ type: 'undo', inverse }, context));
      case 'refreshFeed':
        return deps.feeds.refresh(body.id);
      default:
        return family.execute(body, context);
    }
  };
  return { execute, lookForAnswer: entrance.lookForAnswer };
}

type BodyOf<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

function failed(error: CommandError): CommandResult {
  return { ok: false, error };
}
