import type { DeviceId, InviteId, RoomId } from '../protocol/ids.ts';
import { toBase64url } from './base64url.ts';
import type { PublicKeys } from './chain-body.ts';
import type { HeadIndex } from './head-index.ts';
import { keyIdOf } from './key-id.ts';

/** A device that is or was in the family. */
export interface ChainDevice extends PublicKeys {
  readonly id: DeviceId;
  /** When it came in, by the clock of who signed; ms. */
  readonly at: number;
  readonly via: 'create' | 'join' | 'admit' | 'readmit' | 'enter';
  /** The device that admitted it, or made the invite it used; null where no device did. */
  readonly by: DeviceId | null;
  readonly invite?: InviteId;
  /** Null while it is active. `by`: itself where it left. */
  readonly removed: null | { readonly at: number; readonly by: DeviceId; readonly isLeave: boolean };
}

/** An invite of the family, whatever became of it. */
export interface ChainInvite extends PublicKeys {
  readonly id: InviteId;
  /** The device that made it. */
  readonly by: DeviceId;
  readonly at: number;
  /** A device may come in by it up to this moment; ms. */
  readonly expiresAt: number;
  readonly needsApproval: boolean;
  /** Whose secret `envelope` holds and `knockPublic` is of: where the invite is open, the current one. */
  readonly epoch: number;
  /** Without approval: the secret, for the invite's key. */
  readonly envelope: Uint8Array | null;
  /** With approval: what a knock is sealed to. */
  readonly knockPublic: Uint8Array | null;
  /**
   * `void`: its maker was removed or left, or an epoch began after it had expired. An open one may have expired meanwhile: look
   * at `expiresAt`.
   */
  readonly state: 'open' | 'used' | 'revoked' | 'void';
}

/** The recovery key in force. */
export interface ChainRecovery extends PublicKeys {
  readonly at: number;
  /** The device that made it. */
  readonly by: DeviceId;
  readonly epoch: number;
  readonly envelope: Uint8Array;
}

/** An epoch that an entry began: all but the first. */
export interface ChainEpoch {
  readonly epoch: number;
  readonly at: number;
  /** The device that started it. */
  readonly by: DeviceId;
  /** The secret of the epoch before, under this one's. */
  readonly wrapped: Uint8Array;
  /** X25519 key of this epoch's secret. */
  readonly knockPublic: Uint8Array;
}

/** What a chain of valid entries says. Immutable: `extendChain` makes another. */
export interface ChainState {
  readonly room: RoomId;
  /** Hash of the newest entry, 32 bytes. */
  readonly head: Uint8Array;
  /** The same, base64url. */
  readonly headText: string;
  /** Entries. */
  readonly length: number;
  /** Bytes of all entries. */
  readonly bytes: number;
  readonly firstEntry: Uint8Array;
  /** Ed25519 key of whoever holds the first secret. */
  readonly accessPublic: Uint8Array;
  /** Made by protocol 1. */
  readonly isLegacy: boolean;
  /** Number of the current epoch; the first is 1. */
  readonly epoch: number;
  /** Position of the entry that began it. */
  readonly epochStartIndex: number;
  /** All that ever were in it, in the order in which they came. */
  readonly devices: ReadonlyMap<DeviceId, ChainDevice>;
  /** All there ever were, oldest first. */
  readonly invites: ReadonlyMap<InviteId, ChainInvite>;
  readonly recovery: ChainRecovery | null;
  /** By number, from 2. */
  readonly epochs: ReadonlyMap<number, ChainEpoch>;
  /** The current epoch's secret for each who could open it since it began, by key id (base64url). */
  readonly envelopes: ReadonlyMap<string, Uint8Array>;
  /** Somebody for whom there is such an envelope, or a device that held the secret, is no longer entitled to it. */
  readonly hasOutsider: boolean;
  readonly heads: HeadIndex;
  /** Position (from 0) of the entry with this hash (base64url), or null where the chain has none. */
  indexOf(head: string): number | null;
}

/** The current epoch's secret as it was sealed to this X25519 key: a device's, an invite's or the recovery kit's. */
export function envelopeFor(
  state: ChainState,
  agreePublic: Uint8Array,
): { readonly epoch: number; readonly envelope: Uint8Array } | null {
  const envelope = state.envelopes.get(toBase64url(keyIdOf(agreePublic)));
  return envelope === undefined ? null : { epoch: state.epoch, envelope };
}

/** Those neither removed nor gone. */
export function activeDevices(state: ChainState): ChainDevice[] {
  return [...state.devices.values()].filter(({ removed }) => removed === null);
}

/** Those by which somebody may come in at `at` (ms): open and not expired. */
export function openInvites(state: ChainState, at: number): ChainInvite[] {
  return [...state.invites.values()].filter((invite) => invite.state === 'open' && at <= invite.expiresAt);
}

/**
 * The X25519 keys that an epoch beginning at `at`, which removes these devices, must be sealed to, each once: the remaining
 * devices', those of open invites that let in by themselves and were not made by a removed device, and the recovery kit's.
 * Whether an invite has expired goes by `at`, the epoch entry's own time, so that every verifier finds the same at any time.
 */
export function recipientsOf(state: ChainState, removing: readonly DeviceId[], at: number): Uint8Array[] {
  const gone = new Set(removing);
  const devices = activeDevices(state).filter(({ id }) => !gone.has(id));
  const invites = openInvites(state, at).filter(({ by, needsApproval }) => !needsApproval && !gone.has(by));
  const recovery = state.recovery === null ? [] : [state.recovery];
  const keys = [...devices, ...invites, ...recovery].map(({ agreePublic }) => agreePublic);
  return [...new Map(keys.map((key) => [toBase64url(key), key])).values()];
}

/**
 * Whether somebody can open the current secret who is no longer entitled to it: a device left; an invite that let in by itself
 * was used, revoked, voided, or has expired at `now` (ms); the recovery kit was replaced. A new epoch shuts them out.
 */
export function isEpochStale(state: ChainState, now: number): boolean {
  if (state.hasOutsider) return true;
  for (const invite of state.invites.values()) {
    if (invite.state === 'open' && !invite.needsApproval && now > invite.expiresAt) return true;
  }
  return false;
}
