import type { DeviceId, InviteId, MemberId, RoomId } from '../protocol/ids.ts';
import { type Handshake, type Knock, RELAY_PROTOCOL } from '../protocol/relay.ts';
import type { RelayHost } from '../protocol/relay-host.ts';
import { fromBase64url, toBase64url } from '../vault/base64url.ts';
import {
  makeAdmitEntry,
  makeEnterEntry,
  makeInviteEntry,
  makeLeaveEntry,
  makeRecoveryEntry,
  makeRevokeEntry,
} from '../vault/chain-making.ts';
import { extendChain } from '../vault/chain-rules.ts';
import { type ChainState, envelopeFor } from '../vault/chain-state.ts';
import { type Device, deviceIdOf } from '../vault/device.ts';
import { openDevice, type StoredDevice, wrapSecret } from '../vault/device-keys.ts';
import { openEnvelope, sealEnvelope } from '../vault/envelope.ts';
import { startEpoch } from '../vault/epoch-start.ts';
import type { InviteKeys } from '../vault/invite.ts';
import { createKeyring, deriveKnockKeys, type Keyring, unlockSecrets } from '../vault/keyring.ts';
import { openKnock } from '../vault/knock.ts';
import { makeProof } from '../vault/proof.ts';
import type { RecoveryKeys } from '../vault/recovery.ts';
import { createSealingCodec, type SealingCodec } from '../vault/sealing-codec.ts';
import { type FamilyRecord, wrapContext } from './family-record.ts';

/** Why entries that a relay served were not taken. `locked-out`: they hold, but no key of the new epoch for this device. */
export type ExtendProblem = 'tampered' | 'locked-out' | 'newer';

/** Somebody who waits, read. */
export interface OpenedKnock {
  readonly invite: InviteId;
  readonly at: number;
  readonly signPublic: Uint8Array;
  readonly agreePublic: Uint8Array;
  readonly name: string;
  readonly deviceName: string;
  /** The device that asks: who agrees to it must not let in another that has come in its place. */
  readonly device: DeviceId;
}

/**
 * This browser's membership with its keys in memory: the checked chain, the secrets of all epochs, and what this device may sign. The
 * secrets themselves stay inside.
 */
export interface Membership {
  readonly record: FamilyRecord;
  readonly chain: ChainState;
  /** Seals under the newest epoch known. Another object after each new epoch. */
  readonly codec: SealingCodec;
  readonly device: Pick<Device, 'id' | 'signPublic' | 'agreePublic'>;
  /** Whether the chain lets this device in. */
  readonly isActive: boolean;
  /** A handshake with a new proof for this relay, which names the chain's head, or its first entry. */
  makeHandshake(host: RelayHost, now: number, head?: 'first'): Promise<Handshake>;
  /**
   * Checks entries that follow the head, opens the keys they bring, keeps both, and only then makes them its own. All or
   * nothing; what it holds already may be repeated in front.
   */
  extend(entries: readonly string[]): Promise<{ ok: true; isNewEpoch: boolean } | { ok: false; why: ExtendProblem }>;
  /** Remembers how much of the chain a relay has shown. */
  noteShown(authority: string): Promise<void>;
  /** For a relay that is to be taken as new: what it has shown is forgotten. */
  forgetShown(authority: string): Promise<void>;
  /** Another member from now on: after a recovery that found out who it is. */
  becomeMember(member: MemberId): Promise<void>;
  /** Null where it does not open: damaged, or not for this family. */
  openKnock(knock: Knock): Promise<OpenedKnock | null>;
  /** Entries for the present head, signed by this device, made at `at`. */
  readonly entries: {
    invite(args: { keys: InviteKeys; expiresAt: number; needsApproval: boolean; at: number }): Promise<Uint8Array>;
    revoke(args: { invite: InviteId; at: number }): Promise<Uint8Array>;
    admit(args: { knock: OpenedKnock; at: number }): Promise<Uint8Array>;
    /** Removes devices (maybe none) and starts the next epoch. */
    epoch(args: { removed: readonly DeviceId[]; at: number }): Promise<Uint8Array>;
    leave(args: { at: number }): Promise<Uint8Array>;
    recovery(args: { keys: RecoveryKeys; at: number }): Promise<Uint8Array>;
    /** Of a family of the first version, whose members hold the secret and are not in the chain. */
    enter(args: { at: number }): Promise<Uint8Array>;
  };
}

/** Opens a membership over its record, its device and all its secrets. `isKept`: whether it is in storage already. */
export interface MembershipParts {
  readonly record: FamilyRecord;
  readonly stored: StoredDevice;
  readonly chain: ChainState;
  readonly secrets: ReadonlyMap<number, Uint8Array>;
}

/** Rejects where record, keys and chain do not belong together. `persist` is called with every later record. */
export async function openMembership(
  parts: MembershipParts,
  persist: (record: FamilyRecord) => Promise<void>,
): Promise<Membership> {
  const { stored } = parts;
  const device = await openDevice(stored);
  const { room } = parts.record;
  let { record, chain, secrets } = parts;
  let keyring: Keyring = createKeyring({ room, secrets });
  let codec = createSealingCodec(keyring.sealingKeys());

  let saving: Promise<unknown> = Promise.resolve();

  /** One after the other, each a change of what the one before left: none may take another's back. */
  function save(change: (record: FamilyRecord) => Partial<FamilyRecord>): Promise<void> {
    const turn = saving.then(async () => {
      const next = { ...record, ...change(record) };
      await persist(next);
      record = next;
    });
    saving = turn.catch(() => {});
    return turn;
  }

  /** Secrets of the epochs that `next` has brought, with all that were known; null where there is none for this device. */
  async function secretsOf(next: ChainState): Promise<ReadonlyMap<number, Uint8Array> | null> {
    const found = envelopeFor(next, device.agreePublic);
    if (found === null || found.epoch !== next.epoch) return null;
    const secret = await openEnvelope({ room, ...found, recipient: stored.agreeKey });
    // They follow from each other down to the first, so none that is held already can be another.
    return secret === null ? null : unlockSecrets(next, { epoch: next.epoch, secret });
  }

  const membership: Membership = {
    get record() {
      return record;
    },
    get chain() {
      return chain;
    },
    get codec() {
      return codec;
    },
    device,
    get isActive() {
      return chain.devices.get(device.id)?.removed === null;
    },
    async makeHandshake(host, now, head) {
      const proof = await makeProof({
        room,
        authority: host.authority,
        keys: keyring,
        device,
        now,
        chainHead: head === 'first' ? bytesOf(room) : chain.head,
      });
      return { protocol: String(RELAY_PROTOCOL), chain: record.chain[0] ?? '', proof: toBase64url(proof) };
    },
    async extend(entries) {
      let next = chain;
      const taken: string[] = [];
      for (const text of entries) {
        if (record.chain.includes(text)) continue;
        const bytes = fromBase64url(text);
        const extended = bytes === null ? null : extendChain(next, bytes);
        if (extended === null || !extended.ok) {
          return { ok: false, why: extended?.why === 'newer' ? 'newer' : 'tampered' };
        }
        next = extended.state;
        taken.push(text);
      }
      if (taken.length === 0) return { ok: true, isNewEpoch: false };
      const isNewEpoch = next.epoch > keyring.epoch && next.devices.get(device.id)?.removed === null;
      const held = isNewEpoch ? await secretsOf(next) : secrets;
      if (held === null) return { ok: false, why: 'locked-out' };
      const wrapped = await wrapAll(stored, room, held, record.secrets);
      await save((before) => ({ chain: [...before.chain, ...taken], secrets: wrapped }));
      chain = next;
      if (isNewEpoch) {
        secrets = held;
        keyring = createKeyring({ room, secrets });
        codec = createSealingCodec(keyring.sealingKeys());
      }
      return { ok: true, isNewEpoch };
    },
    async noteShown(authority) {
      if (record.shown[authority] === chain.length) return;
      await save(({ shown }) => ({ shown: { ...shown, [authority]: chain.length } }));
    },
    forgetShown: (authority) => save(({ shown: { [authority]: _, ...shown } }) => ({ shown })),
    becomeMember: (member) => save(() => ({ member })),
    async openKnock({ invite, knock, at }) {
      const made = chain.invites.get(invite as InviteId);
      const bytes = fromBase64url(knock);
      if (made === undefined || bytes === null) return null;
      const opened = await openKnock({ room, invite: made, knockKeysOf: keyring.knockKeysOf, knock: bytes });
      return opened === null ? null : { invite: made.id, at, device: deviceIdOf(opened.signPublic), ...opened };
    },
    entries: {
      async invite({ keys, expiresAt, needsApproval, at }) {
        const { signPublic, agreePublic } = keys;
        const base = { previous: chain.head, at, device, invite: { signPublic, agreePublic }, expiresAt };
        if (needsApproval) {
          return makeInviteEntry({ ...base, knockPublic: deriveKnockKeys(currentSecret()).publicKey });
        }
        return makeInviteEntry({ ...base, envelope: await sealCurrent(agreePublic) });
      },
      revoke: ({ invite, at }) => makeRevokeEntry({ previous: chain.head, at, device, invite }),
      async admit({ knock, at }) {
        const { signPublic, agreePublic, invite } = knock;
        const envelope = await sealCurrent(agreePublic);
        return makeAdmitEntry({
          previous: chain.head,
          at,
          device,
          invite,
          admitted: { signPublic, agreePublic },
          envelope,
        });
      },
      async epoch({ removed, at }) {
        const secret = currentSecret();
        return (await startEpoch({ state: chain, device, secret, removing: removed, at })).entry;
      },
      leave: ({ at }) => makeLeaveEntry({ previous: chain.head, at, device }),
      async recovery({ keys, at }) {
        const { signPublic, agreePublic } = keys;
        const envelope = await sealCurrent(agreePublic);
        return makeRecoveryEntry({ previous: chain.head, at, device, recovery: { signPublic, agreePublic }, envelope });
      },
      enter: ({ at }) =>
        makeEnterEntry({
          previous: chain.head,
          at,
          access: { signPublic: keyring.accessPublic, sign: keyring.signAccess },
          device,
        }),
    },
  };

  function currentSecret(): Uint8Array {
    const secret = keyring.secretOf(keyring.epoch);
    if (secret === null) throw new Error('no secret of the newest epoch');
    return secret;
  }

  function sealCurrent(recipientPublic: Uint8Array): Promise<Uint8Array> {
    return sealEnvelope({ room, epoch: keyring.epoch, recipientPublic, secret: currentSecret() });
  }

  return membership;
}

/** Makes a new record; nothing is stored. */
export async function recordOf(args: {
  room: RoomId;
  member: MemberId;
  stored: StoredDevice;
  familyName: string;
  chain: readonly Uint8Array[];
  secrets: ReadonlyMap<number, Uint8Array>;
}): Promise<FamilyRecord> {
  const { room, member, stored, familyName, chain, secrets } = args;
  return {
    version: 2,
    room,
    member,
    device: stored.id,
    familyName,
    chain: chain.map(toBase64url),
    secrets: await wrapAll(stored, room, secrets, []),
    shown: {},
  };
}

async function wrapAll(
  stored: StoredDevice,
  room: RoomId,
  secrets: ReadonlyMap<number, Uint8Array>,
  known: FamilyRecord['secrets'],
): Promise<FamilyRecord['secrets']> {
  const wrapped = [...known];
  for (const [epoch, secret] of secrets) {
    if (known.some((it) => it.epoch === epoch)) continue;
    wrapped.push({ epoch, wrapped: toBase64url(await wrapSecret(stored, secret, wrapContext(room, epoch))) });
  }
  return wrapped.sort((a, b) => a.epoch - b.epoch);
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === null) throw new Error('The record of this family is damaged');
  return bytes;
}
