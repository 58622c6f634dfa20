import type { DeviceId, InviteId } from '../protocol/ids.ts';
import { fromBase64url } from './base64url.ts';
import { compareBytes } from './byte-compare.ts';
import { joinBytes, timeBytes, varintBytes } from './byte-fields.ts';
import { ENVELOPE_BYTES, NEEDS_APPROVAL, type PublicKeys, WRAPPED_SECRET_BYTES } from './chain-body.ts';
import { type EntrySigner, signEntry } from './chain-entry.ts';
import type { Device } from './device.ts';
import { PUBLIC_KEY_BYTES } from './ed25519-signature.ts';
import { KEY_ID_BYTES, keyIdOf } from './key-id.ts';

/**
 * Makers of every entry but the first (`createFamilyEntry`). They put together and sign; whether the chain takes an entry is
 * for `extendChain` to say. All reject with RangeError for a part of a wrong size.
 */

/** Where an entry goes and when: the head of the chain (32 bytes), and milliseconds since the epoch. */
interface Place {
  readonly previous: Uint8Array;
  readonly at: number;
}

/** A secret sealed to one: by envelope.ts. */
export interface AddressedEnvelope {
  /** X25519 key of who can open it. */
  readonly agreePublic: Uint8Array;
  readonly envelope: Uint8Array;
}

/**
 * Invites by a one-use key. With `envelope` (the current secret for the invite's key) whoever has the link comes in by
 * itself; with `knockPublic` (of the current secret) it has to ask.
 */
export function makeInviteEntry(
  args: Place & { device: Device; invite: PublicKeys; expiresAt: number } & (
      | { envelope: Uint8Array; knockPublic?: undefined }
      | { knockPublic: Uint8Array; envelope?: undefined }
    ),
): Promise<Uint8Array> {
  const { device, invite, expiresAt, envelope, knockPublic } = args;
  return sign(args, 'invite', device, () => [
    ...keysBytes(invite),
    timeBytes(expiresAt),
    ...(knockPublic === undefined
      ? [Uint8Array.of(0), sized(envelope, ENVELOPE_BYTES)]
      : [Uint8Array.of(NEEDS_APPROVAL), sized(knockPublic, PUBLIC_KEY_BYTES)]),
  ]);
}

/** Takes an open invite back. */
export function makeRevokeEntry(args: Place & { device: Device; invite: InviteId }): Promise<Uint8Array> {
  return sign(args, 'revoke', args.device, () => [idBytes(args.invite)]);
}

/** Comes in by an invite without approval, whose key signs. */
export function makeJoinEntry(args: Place & { invite: EntrySigner; device: PublicKeys }): Promise<Uint8Array> {
  return sign(args, 'join', args.invite, () => keysBytes(args.device));
}

/** Lets in a device that knocked by an invite with approval. `envelope`: the current secret for it. */
export function makeAdmitEntry(
  args: Place & { device: Device; invite: InviteId; admitted: PublicKeys; envelope: Uint8Array },
): Promise<Uint8Array> {
  const { device, invite, admitted, envelope } = args;
  return sign(args, 'admit', device, () => [idBytes(invite), ...keysBytes(admitted), sized(envelope, ENVELOPE_BYTES)]);
}

/**
 * Starts an epoch, and with it removes devices. `wrapped`: the secret before, under the new one; `knockPublic`: of the new
 * one; `envelopes`: the new one for each of `recipientsOf`. epoch-start.ts puts it all together.
 */
export function makeEpochEntry(
  args: Place & {
    device: Device;
    epoch: number;
    removed: readonly DeviceId[];
    wrapped: Uint8Array;
    knockPublic: Uint8Array;
    envelopes: readonly AddressedEnvelope[];
  },
): Promise<Uint8Array> {
  return sign(args, 'epoch', args.device, () => {
    const removed = args.removed.map(idBytes).sort(compareBytes);
    const envelopes = args.envelopes
      .map(({ agreePublic, envelope }) => joinBytes(keyIdOf(agreePublic), sized(envelope, ENVELOPE_BYTES)))
      .sort(compareBytes);
    return [
      varintBytes(args.epoch),
      varintBytes(removed.length),
      ...removed,
      sized(args.wrapped, WRAPPED_SECRET_BYTES),
      sized(args.knockPublic, PUBLIC_KEY_BYTES),
      varintBytes(envelopes.length),
      ...envelopes,
    ];
  });
}

/** Leaves the family. */
export function makeLeaveEntry(args: Place & { device: Device }): Promise<Uint8Array> {
  return sign(args, 'leave', args.device, () => []);
}

/** Sets the family's recovery key; the one before no longer works. `envelope`: the current secret for it. */
export function makeRecoveryEntry(
  args: Place & { device: Device; recovery: PublicKeys; envelope: Uint8Array },
): Promise<Uint8Array> {
  const { device, recovery, envelope } = args;
  return sign(args, 'recovery', device, () => [...keysBytes(recovery), sized(envelope, ENVELOPE_BYTES)]);
}

/** Brings a new device in by the recovery key, which signs. */
export function makeReadmitEntry(args: Place & { recovery: EntrySigner; device: PublicKeys }): Promise<Uint8Array> {
  return sign(args, 'readmit', args.recovery, () => keysBytes(args.device));
}

/** Brings a device of protocol 1 into the chain by the family's access key, which signs. */
export function makeEnterEntry(args: Place & { access: EntrySigner; device: PublicKeys }): Promise<Uint8Array> {
  return sign(args, 'enter', args.access, () => keysBytes(args.device));
}

async function sign(
  { previous, at }: Place,
  type: Parameters<typeof signEntry>[0]['type'],
  signer: EntrySigner,
  parts: () => Uint8Array[],
): Promise<Uint8Array> {
  return signEntry({ type, previous, at, signer, body: joinBytes(...parts()) });
}

const keysBytes = ({ signPublic, agreePublic }: PublicKeys) => [
  sized(signPublic, PUBLIC_KEY_BYTES),
  sized(agreePublic, PUBLIC_KEY_BYTES),
];

function idBytes(id: string): Uint8Array {
  return sized(fromBase64url(id) ?? new Uint8Array(0), KEY_ID_BYTES);
}

function sized(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`a part of the entry has not ${length} bytes`);
  return bytes;
}
