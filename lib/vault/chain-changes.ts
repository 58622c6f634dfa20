import { x25519 } from '@noble/curves/ed25519.js';
import type { DeviceId, InviteId } from '../protocol/ids.ts';
import { toBase64url } from './base64url.ts';
import { areSameBytes } from './byte-compare.ts';
import type { EntryBody, PublicKeys } from './chain-body.ts';
import type { ChainEntry } from './chain-entry.ts';
import {
  activeDevices,
  type ChainDevice,
  type ChainInvite,
  type ChainState,
  openInvites,
  recipientsOf,
} from './chain-state.ts';
import { deviceIdOf } from './device.ts';
import { inviteIdOf, keyIdOf } from './key-id.ts';

export const MAX_ACTIVE_DEVICES = 100;
export const MAX_OPEN_INVITES = 50;

/** `not-entitled`: who signs may not do this (any more). `too-large`: the family would have too many devices or open invites. */
export type ChangeProblem =
  | 'malformed'
  | 'not-next'
  | 'not-entitled'
  | 'invite-unknown'
  | 'invite-used'
  | 'invite-expired'
  | 'invite-revoked'
  | 'recovery-replaced'
  | 'device-known'
  | 'bad-epoch'
  | 'bad-recipients'
  | 'too-large';

type Change = Partial<ChainState>;

/** Whether a secret can be sealed to a key; what takes the time besides the signature. */
type AgreeKeyCheck = (publicKey: Uint8Array) => boolean;

/**
 * What a valid entry, rightly signed by somebody who is known, changes; or why it may not. `isAgreeKey` decides whether keys that come
 * in can be sealed to.
 */
export function changeOf(state: ChainState, entry: ChainEntry, isAgreeKey: AgreeKeyCheck): Change | ChangeProblem {
  const { at, body } = entry;
  const by = deviceIdOf(entry.signPublic);
  switch (body.type) {
    case 'create':
      return 'not-next';
    case 'invite':
      return inviteChange(state, body, { at, by }, isAgreeKey);
    case 'revoke': {
      const invite = state.invites.get(body.invite);
      if (invite === undefined) return 'invite-unknown';
      return problemOfState(invite) ?? closeInvite(state, invite, 'revoked');
    }
    case 'join': {
      const invite = state.invites.get(inviteIdOf(entry.signPublic));
      if (invite === undefined) return 'invite-unknown';
      if (invite.needsApproval) return 'not-entitled';
      return admitBy(state, invite, body, { at, via: 'join', by: invite.by, invite: invite.id }, isAgreeKey);
    }
    case 'admit': {
      const invite = state.invites.get(body.invite);
      if (invite === undefined) return 'invite-unknown';
      if (!invite.needsApproval) return 'not-entitled';
      const change = admitBy(state, invite, body, { at, via: 'admit', by, invite: invite.id }, isAgreeKey);
      return typeof change === 'string' ? change : { ...change, envelopes: withEnvelope(state, body) };
    }
    case 'epoch':
      return epochChange(state, body, { at, by }, isAgreeKey);
    case 'leave':
      return {
        devices: withRemoved(state, [by], { at, by, isLeave: true }),
        invites: withVoid(state, ({ by: maker }) => maker === by),
        hasOutsider: true,
      };
    case 'recovery': {
      if (!isAgreeKey(body.agreePublic)) return 'malformed';
      const { signPublic, agreePublic, envelope } = body;
      const isReplaced = state.recovery !== null && !areSameBytes(state.recovery.agreePublic, agreePublic);
      return {
        recovery: { signPublic, agreePublic, at, by, epoch: state.epoch, envelope },
        envelopes: withEnvelope(state, body),
        hasOutsider: state.hasOutsider || isReplaced,
      };
    }
    case 'readmit':
      return withDevice(state, body, { at, via: 'readmit', by: null }, isAgreeKey);
    case 'enter':
      if (!state.isLegacy || state.epoch !== 1) return 'not-entitled';
      return withDevice(state, body, { at, via: 'enter', by: null }, isAgreeKey);
  }
}

type By = { readonly at: number; readonly by: DeviceId };
type Body<Type extends EntryBody['type']> = Extract<EntryBody, { type: Type }>;

function inviteChange(
  state: ChainState,
  body: Body<'invite'>,
  { at, by }: By,
  isAgreeKey: AgreeKeyCheck,
): Change | ChangeProblem {
  const { signPublic, agreePublic, expiresAt, needsApproval, sealed } = body;
  const id = inviteIdOf(signPublic);
  if (state.invites.has(id)) return 'invite-used';
  if (openInvites(state, at).length >= MAX_OPEN_INVITES) return 'too-large';
  if (!isAgreeKey(agreePublic) || (needsApproval && !isAgreeKey(sealed))) return 'malformed';
  const sealedTo = needsApproval ? { envelope: null, knockPublic: sealed } : { envelope: sealed, knockPublic: null };
  const invite: ChainInvite = {
    id,
    signPublic,
    agreePublic,
    by,
    at,
    expiresAt,
    needsApproval,
    epoch: state.epoch,
    ...sealedTo,
    state: 'open',
  };
  const invites = new Map(state.invites).set(id, invite);
  return needsApproval ? { invites } : { invites, envelopes: withEnvelope(state, { agreePublic, envelope: sealed }) };
}

function epochChange(
  state: ChainState,
  body: Body<'epoch'>,
  { at, by }: By,
  isAgreeKey: AgreeKeyCheck,
): Change | ChangeProblem {
  const { epoch, removed, wrapped, knockPublic, envelopes } = body;
  if (epoch !== state.epoch + 1) return 'bad-epoch';
  if (!isAgreeKey(knockPublic)) return 'malformed';
  if (removed.some((id) => id === by || state.devices.get(id)?.removed !== null)) return 'bad-recipients';
  const recipients = recipientsOf(state, removed, at).map((key) => toBase64url(keyIdOf(key)));
  if (recipients.length !== envelopes.size || recipients.some((id) => !envelopes.has(id))) return 'bad-recipients';
  const envelopeOf = ({ agreePublic }: PublicKeys) => envelopes.get(toBase64url(keyIdOf(agreePublic))) ?? NOTHING;
  const gone = new Set(removed);
  const invites = withVoid(state, ({ by: maker, expiresAt }) => gone.has(maker) || at > expiresAt);
  for (const [id, invite] of invites) {
    if (invite.state !== 'open') continue;
    invites.set(
      id,
      invite.needsApproval ? { ...invite, epoch, knockPublic } : { ...invite, epoch, envelope: envelopeOf(invite) },
    );
  }
  return {
    epoch,
    epochStartIndex: state.length,
    epochs: new Map(state.epochs).set(epoch, { epoch, at, by, wrapped, knockPublic }),
    devices: withRemoved(state, removed, { at, by, isLeave: false }),
    invites,
    recovery: state.recovery && { ...state.recovery, epoch, envelope: envelopeOf(state.recovery) },
    envelopes,
    hasOutsider: false,
  };
}

const NOTHING = new Uint8Array(0);

/** Uses an invite up for the device that the entry brings. */
function admitBy(
  state: ChainState,
  invite: ChainInvite,
  keys: PublicKeys,
  how: Pick<ChainDevice, 'at' | 'via' | 'by'> & { invite: InviteId },
  isAgreeKey: AgreeKeyCheck,
): Change | ChangeProblem {
  const isOver = invite.state === 'used' || invite.state === 'revoked';
  if (!isOver && how.at > invite.expiresAt) return 'invite-expired';
  const problem = problemOfState(invite);
  if (problem !== null) return problem;
  const change = withDevice(state, keys, how, isAgreeKey);
  return typeof change === 'string' ? change : { ...change, ...closeInvite(state, invite, 'used') };
}

function problemOfState({ state }: ChainInvite): ChangeProblem | null {
  if (state === 'open') return null;
  return state === 'used' ? 'invite-used' : 'invite-revoked';
}

function closeInvite(state: ChainState, invite: ChainInvite, to: 'used' | 'revoked'): Change {
  return {
    invites: new Map(state.invites).set(invite.id, { ...invite, state: to }),
    // Whoever has its link can open the envelope that was made for it.
    hasOutsider: state.hasOutsider || !invite.needsApproval,
  };
}

function withDevice(
  state: ChainState,
  { signPublic, agreePublic }: PublicKeys,
  how: Omit<ChainDevice, keyof PublicKeys | 'id' | 'removed'>,
  isAgreeKey: AgreeKeyCheck,
): Change | ChangeProblem {
  const id = deviceIdOf(signPublic);
  if (state.devices.has(id)) return 'device-known';
  if (activeDevices(state).length >= MAX_ACTIVE_DEVICES) return 'too-large';
  if (!isAgreeKey(agreePublic)) return 'malformed';
  const device: ChainDevice = { id, signPublic, agreePublic, ...how, removed: null };
  return { devices: new Map(state.devices).set(id, device) };
}

function withRemoved(state: ChainState, ids: readonly DeviceId[], removed: NonNullable<ChainDevice['removed']>) {
  const devices = new Map(state.devices);
  for (const id of ids) {
    const device = devices.get(id);
    if (device !== undefined) devices.set(id, { ...device, removed });
  }
  return devices;
}

function withVoid(state: ChainState, isVoid: (invite: ChainInvite) => boolean): Map<InviteId, ChainInvite> {
  const invites = new Map(state.invites);
  for (const [id, invite] of invites) {
    if (invite.state === 'open' && isVoid(invite)) invites.set(id, { ...invite, state: 'void' });
  }
  return invites;
}

function withEnvelope(state: ChainState, to: { agreePublic: Uint8Array; envelope: Uint8Array }) {
  return new Map(state.envelopes).set(toBase64url(keyIdOf(to.agreePublic)), to.envelope);
}

const PROBE = new Uint8Array(32).fill(1);

/**
 * Whether a secret can be sealed to this X25519 key. With a point of small order it cannot, and one such recipient would keep the
 * family from ever starting an epoch.
 */
export function isAgreeKey(publicKey: Uint8Array): boolean {
  try {
    x25519.getSharedSecret(PROBE, publicKey);
    return true;
  } catch {
    return false;
  }
}
