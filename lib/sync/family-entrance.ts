import type { Clock, RoomSocketFactory } from '../ports/ports.ts';
import type { CommandError } from '../protocol/commands.ts';
import { type MemberId, newId, type RoomId } from '../protocol/ids.ts';
import { type Call, type GateAnswer, RELAY_PROTOCOL, type RefusalReason } from '../protocol/relay.ts';
import { parseRelayHost, type RelayHost } from '../protocol/relay-host.ts';
import { fromBase64url, toBase64url } from '../vault/base64url.ts';
import { createFamilyEntry, roomIdOf } from '../vault/chain.ts';
import { makeJoinEntry, makeReadmitEntry } from '../vault/chain-making.ts';
import { extendChain, foundChain, readChain } from '../vault/chain-rules.ts';
import { type ChainState, envelopeFor } from '../vault/chain-state.ts';
import { createDeviceKeys, openDevice, type StoredDevice } from '../vault/device-keys.ts';
import { openEnvelope } from '../vault/envelope.ts';
import { deriveFamilyKeys, newFamilySecret } from '../vault/family-keys.ts';
import type { Recipient } from '../vault/hpke.ts';
import { deriveInviteKeys, type Invite } from '../vault/invite.ts';
import { type KeyPurpose, makeKeyProof } from '../vault/key-proof.ts';
import { unlockSecrets } from '../vault/keyring.ts';
import { sealKnock } from '../vault/knock.ts';
import { deriveRecoveryKeys, type RecoveryKeys } from '../vault/recovery.ts';
import type { SignKeys } from '../vault/sign-keys.ts';
import { type MembershipParts, recordOf } from './family-membership.ts';
import type { Waiting } from './memberships.ts';

/** How this browser comes into a family: by founding it, by an invite, after having waited, or by the recovery kit. */
export type Entrance = { ok: true; parts: MembershipParts } | { ok: false; error: CommandError };

/** A knock was left, and somebody has to agree. */
export type JoinOutcome = Entrance | { ok: 'waiting' };

type Calls = Pick<RoomSocketFactory, 'call'>;

/** Others may extend the chain at the same moment: then it is read again. */
const MAX_ATTEMPTS = 5;

/** A new family, of this one device. Nothing of it leaves the browser yet. */
export async function foundFamily(familyName: string, now: number): Promise<MembershipParts> {
  const stored = await createDeviceKeys();
  const secret = newFamilySecret();
  const { accessPublic } = deriveFamilyKeys(secret);
  const entry = await createFamilyEntry({ device: await openDevice(stored), accessPublic, at: now });
  const chain = foundChain(entry, roomIdOf(entry));
  if (!chain.ok) throw new Error('a new family does not hold');
  const secrets = new Map([[1, secret]]);
  const member = newId<MemberId>();
  const record = await recordOf({ room: chain.state.room, member, stored, familyName, chain: [entry], secrets });
  return { record, stored, chain: chain.state, secrets };
}

/**
 * By an invite that was read and checked before. `stored`: the keys to come in with. `onUse` is called before the invite is used up
 * or a knock is left, and keeps what is needed to come in later; it rejects where it cannot.
 */
export async function joinByInvite(
  deps: { sockets: Calls; clock: Clock },
  args: {
    invite: Invite;
    host: RelayHost;
    yourName: string;
    deviceName: string;
    stored: StoredDevice;
    onUse(isKnock: boolean): Promise<void>;
  },
): Promise<JoinOutcome> {
  const { invite, host, stored } = args;
  const { room } = invite;
  const keys = deriveInviteKeys(invite.secret);
  const device = await openDevice(stored);
  const call = roomCalls(deps, { host, room, purpose: 'invite', keys });

  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const read = await call.read();
    if (!read.ok) return read;
    const made = read.chain.invites.get(keys.id);
    if (made === undefined) return failed('invite-unknown');
    if (made.needsApproval) {
      if (made.knockPublic === null) return failed('chain-problem');
      const knock = await sealKnock({
        room,
        invite: made,
        keys,
        device,
        name: args.yourName,
        deviceName: args.deviceName,
      });
      await args.onUse(true);
      const answer = await call.knock(knock);
      return answer === null ? { ok: 'waiting' } : failed(answer);
    }
    const secrets = await secretsFor(read.chain, keys.agreePublic, keys.agreeKeys);
    if (secrets === null) return failed('chain-problem');
    const entry = await makeJoinEntry({
      previous: read.chain.head,
      at: deps.clock.now(),
      invite: keys,
      device: { signPublic: device.signPublic, agreePublic: device.agreePublic },
    });
    await args.onUse(false);
    const appended = await call.append([entry]);
    if (appended === 'behind') continue;
    if (appended !== null) return failed(appended);
    return entered(read, entry, { stored, secrets, member: invite.member, familyName: invite.familyName });
  }
  return failed('refused');
}

/** Whether somebody has agreed meanwhile: null while nobody has answered. */
export async function comeIn(deps: { sockets: Calls; clock: Clock }, waiting: Waiting): Promise<Entrance | null> {
  const { record, stored, inviteSecret } = waiting;
  const { room } = record;
  const host = parseRelayHost(record.origin);
  if (host === null) return failed('bad-host');
  const keys = deriveInviteKeys(inviteSecret);
  const device = await openDevice(stored);
  const call = roomCalls(deps, { host, room, purpose: 'invite', keys });
  const read = await call.read(true);
  if (!read.ok) return read;
  const admitted = read.chain.devices.get(device.id);
  if (admitted === undefined) {
    const state = read.chain.invites.get(keys.id)?.state;
    return state === 'open' ? null : failed(state === 'used' ? 'invite-used' : 'invite-revoked');
  }
  if (admitted.removed !== null) return failed('removed');
  // A member who agreed sealed the secret to the device; who came in by itself had it from the invite.
  const secrets =
    (await secretsFor(read.chain, device.agreePublic, stored.agreeKey)) ??
    (await secretsFor(read.chain, keys.agreePublic, keys.agreeKeys));
  if (secrets === null) return failed('chain-problem');
  const { member = newId<MemberId>(), familyName } = record;
  const family = await recordOf({ room, member, stored, familyName, chain: read.entries, secrets });
  return { ok: true, parts: { record: family, stored, chain: read.chain, secrets } };
}

/** A family's chain as a backup file holds it. */
export interface BackupChain {
  readonly room: RoomId;
  readonly chain: readonly Uint8Array[];
}

/** By the recovery kit: from the relay, or from a backup where the relay has lost the family. */
export async function recover(
  deps: { sockets: Calls; clock: Clock },
  args: { secret: Uint8Array; room: RoomId | null; host: RelayHost; backup: BackupChain | null },
): Promise<(Entrance & { host?: RelayHost }) | { ok: false; error: CommandError }> {
  const { backup } = args;
  const keys = deriveRecoveryKeys(args.secret);
  let { host } = args;
  let room = args.room ?? backup?.room ?? null;
  if (room === null) {
    const pointed = await findPointer(deps, host, keys);
    if (!pointed.ok) return pointed;
    room = pointed.room;
    host = parseRelayHost(pointed.origin) ?? host;
  }
  // Another family's file would bring its values into this one for good.
  if (backup !== null && backup.room !== room) return failed('backup-damaged');
  const named = room;
  const call = roomCalls(deps, { host, room: named, purpose: 'recovery', keys });
  const stored = await createDeviceKeys();
  const device = await openDevice(stored);

  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    let read = await call.read();
    let isLost = false;
    if (!read.ok && backup !== null && read.error === 'invite-unknown') {
      const chain = readChain(backup.chain, named);
      if (!chain.ok) return failed('backup-damaged');
      read = { ok: true, chain: chain.state, entries: [...backup.chain] };
      isLost = true;
    }
    if (!read.ok) return read.error === 'invite-unknown' ? failed('recovery-not-found') : read;
    const { recovery } = read.chain;
    if (recovery === null || toBase64url(recovery.signPublic) !== toBase64url(keys.signPublic)) {
      return failed('recovery-replaced');
    }
    const secrets = await secretsFor(read.chain, keys.agreePublic, keys.agreeKeys);
    if (secrets === null) return failed('chain-problem');
    const entry = await makeReadmitEntry({
      previous: read.chain.head,
      at: deps.clock.now(),
      recovery: keys,
      device: { signPublic: device.signPublic, agreePublic: device.agreePublic },
    });
    const appended = await call.append(isLost ? [...read.entries, entry] : [entry]);
    if (appended === 'behind') continue;
    if (appended !== null) return failed(appended);
    const result = await entered(read, entry, { stored, secrets, member: undefined, familyName: '' });
    return result.ok ? { ...result, host } : result;
  }
  return failed('refused');
}

/** Leaves a pointer to the family under the kit's words. Answers what went wrong, or null. */
export async function leavePointer(
  deps: { sockets: Calls; clock: Clock },
  args: { secret: Uint8Array; room: RoomId; host: RelayHost; origin: string },
): Promise<CommandError | null> {
  const { host, room, origin } = args;
  const { pointer } = deriveRecoveryKeys(args.secret);
  const sealed = pointer.sealPointer({ room, origin });
  const key = makeKeyProof({
    purpose: 'pointer',
    room: pointer.room,
    authority: host.authority,
    keys: pointer,
    now: deps.clock.now(),
    payload: sealed,
  });
  const answer = await deps.sockets.call({
    host,
    room: pointer.room,
    call: { type: 'point', protocol: PROTOCOL, key: toBase64url(key), pointer: toBase64url(sealed) },
  });
  return problemOf(answer);
}

async function findPointer(
  deps: { sockets: Calls; clock: Clock },
  host: RelayHost,
  keys: RecoveryKeys,
): Promise<{ ok: true; room: RoomId; origin: string } | { ok: false; error: CommandError }> {
  const { pointer } = keys;
  const { room } = pointer;
  const key = makeKeyProof({
    purpose: 'pointer',
    room,
    authority: host.authority,
    keys: pointer,
    now: deps.clock.now(),
  });
  const answer = await deps.sockets.call({
    host,
    room,
    call: { type: 'find', protocol: PROTOCOL, key: toBase64url(key) },
  });
  const problem = problemOf(answer);
  if (problem !== null) return failed(problem === 'invite-unknown' ? 'recovery-not-found' : problem);
  const sealed = typeof answer === 'object' ? fromBase64url(answer.pointer ?? '') : null;
  const opened = sealed === null ? null : pointer.openPointer(sealed);
  return opened === null ? failed('recovery-not-found') : { ok: true, ...opened };
}

const PROTOCOL = String(RELAY_PROTOCOL);

interface ReadChain {
  readonly ok: true;
  readonly chain: ChainState;
  readonly entries: readonly Uint8Array[];
}

/** The calls of somebody who is no device of the family yet, with a fresh proof for each. */
function roomCalls(
  { sockets, clock }: { sockets: Calls; clock: Clock },
  args: { host: RelayHost; room: RoomId; purpose: KeyPurpose; keys: SignKeys },
) {
  const { host, room, purpose, keys } = args;
  const { authority } = host;
  const prove = (payload?: Uint8Array) =>
    makeKeyProof({ purpose, keys, room, authority, now: clock.now(), ...(payload === undefined ? {} : { payload }) });
  const send = (call: Call) => sockets.call({ host, room, call }) as Promise<Answer>;
  return {
    /** `isUsedBySelf`: the invite may have been used to let this very device in; then the chain comes as far as that. */
    async read(isUsedBySelf = false): Promise<ReadChain | { ok: false; error: CommandError }> {
      const answer = await send({ type: 'read', protocol: PROTOCOL, key: toBase64url(prove()) });
      const problem = problemOf(answer);
      const isUsed =
        isUsedBySelf && problem === 'invite-used' && typeof answer === 'object' && answer.tail !== undefined;
      if ((problem !== null && !isUsed) || typeof answer !== 'object') return failed(problem ?? 'refused');
      const entries = (answer.tail ?? []).map((text) => fromBase64url(text) ?? new Uint8Array(0));
      const chain = readChain(entries, room);
      // What the relay tells of the family does not hold.
      return chain.ok ? { ok: true, chain: chain.state, entries } : failed('chain-problem');
    },
    async knock(knock: Uint8Array): Promise<CommandError | null> {
      const key = toBase64url(prove(knock));
      return problemOf(await send({ type: 'knock', protocol: PROTOCOL, key, knock: toBase64url(knock) }));
    },
    /** Null: done. */
    async append(entries: readonly Uint8Array[]): Promise<CommandError | 'behind' | null> {
      const answer = await send({ type: 'append', protocol: PROTOCOL, entries: entries.map(toBase64url) });
      return typeof answer === 'object' && answer.reason === 'behind' ? 'behind' : problemOf(answer);
    },
  };
}

type Answer = GateAnswer | 'unreachable' | 'not-a-relay';

function problemOf(answer: Answer): CommandError | null {
  if (answer === 'unreachable') return 'offline';
  if (answer === 'not-a-relay') return 'refused';
  return answer.ok ? null : errorOf(answer.reason);
}

function errorOf(reason: RefusalReason | undefined): CommandError {
  switch (reason) {
    case 'invite-unknown':
    case 'invite-used':
    case 'invite-expired':
    case 'invite-revoked':
    case 'recovery-replaced':
      return reason;
    case 'nothing-found':
    case 'wrong-room':
      return 'invite-unknown';
    default:
      return 'refused';
  }
}

async function secretsFor(
  chain: ChainState,
  agreePublic: Uint8Array,
  recipient: Recipient,
): Promise<ReadonlyMap<number, Uint8Array> | null> {
  const found = envelopeFor(chain, agreePublic);
  if (found === null) return null;
  const secret = await openEnvelope({ room: chain.room, ...found, recipient });
  return secret === null ? null : unlockSecrets(chain, { epoch: found.epoch, secret });
}

async function entered(
  read: ReadChain,
  entry: Uint8Array,
  args: {
    stored: StoredDevice;
    secrets: ReadonlyMap<number, Uint8Array>;
    member: MemberId | undefined;
    familyName: string;
  },
): Promise<Entrance> {
  const { stored, secrets, member = newId<MemberId>(), familyName } = args;
  const extended = extendChain(read.chain, entry);
  if (!extended.ok) return failed('chain-problem');
  const { state: chain } = extended;
  const record = await recordOf({
    room: chain.room,
    member,
    stored,
    familyName,
    chain: [...read.entries, entry],
    secrets,
  });
  return { ok: true, parts: { record, stored, chain, secrets } };
}

function failed(error: CommandError): { ok: false; error: CommandError } {
  return { ok: false, error };
}
