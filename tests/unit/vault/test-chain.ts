import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { agreeKeysOf } from '../../../lib/vault/agree-keys.ts';
import { joinBytes } from '../../../lib/vault/byte-fields.ts';
import { roomIdOf } from '../../../lib/vault/chain.ts';
import { ENTRY_HASH_BYTES, signEntry } from '../../../lib/vault/chain-entry.ts';
import {
  makeAdmitEntry,
  makeEnterEntry,
  makeEpochEntry,
  makeInviteEntry,
  makeJoinEntry,
  makeLeaveEntry,
  makeReadmitEntry,
  makeRecoveryEntry,
  makeRevokeEntry,
} from '../../../lib/vault/chain-making.ts';
import { type ChainProblem, extendChain, foundChain } from '../../../lib/vault/chain-rules.ts';
import { type ChainState, recipientsOf } from '../../../lib/vault/chain-state.ts';
import type { Device } from '../../../lib/vault/device.ts';
import { deriveInviteKeys } from '../../../lib/vault/invite.ts';
import { deriveRecoveryKeys } from '../../../lib/vault/recovery.ts';
import { AT, seededDevice, seededFamily } from './test-family.ts';

/** Not a real envelope: the chain cannot look inside. */
export const ENVELOPE = new Uint8Array(80).fill(0xee);
export const WRAPPED = new Uint8Array(72).fill(0xdd);
/** A real key, since points of small order are refused. */
export const KNOCK_PUBLIC = agreeKeysOf(new Uint8Array(32).fill(0x77)).publicKey;
export const HOUR = 3_600_000;

export const seededInvite = (seed: number) => deriveInviteKeys(new Uint8Array(16).fill(seed));
export const seededRecovery = (seed: number) => deriveRecoveryKeys(new Uint8Array(16).fill(seed));

/** The first entry as protocol 1 made it: without flags. */
export async function legacyEntry(device: Device, accessPublic: Uint8Array, at = AT): Promise<Uint8Array> {
  const body = joinBytes(device.agreePublic, accessPublic, new Uint8Array(16).fill(5));
  return signEntry({ type: 'create', previous: new Uint8Array(ENTRY_HASH_BYTES), at, signer: device, body });
}

/** A chain that grows, whose entries go where and when it stands unless told otherwise. */
export class TestChain {
  state: ChainState;
  readonly entries: Uint8Array[];
  readonly founder: Device;
  readonly access: { signPublic: Uint8Array; sign(bytes: Uint8Array): Uint8Array };
  at = AT;

  private constructor(first: Uint8Array, founder: Device, access: TestChain['access']) {
    const founded = foundChain(first, roomIdOf(first));
    if (!founded.ok) throw new Error(founded.why);
    this.state = founded.state;
    this.entries = [first];
    this.founder = founder;
    this.access = access;
  }

  static async found({ seed = 1, isLegacy = false } = {}): Promise<TestChain> {
    const { device, keys, entry } = await seededFamily(seed);
    const first = isLegacy ? await legacyEntry(device, keys.accessPublic) : entry;
    return new TestChain(first, device, { signPublic: keys.accessPublic, sign: keys.signAccess });
  }

  /** Why the chain would not take this entry; 'accepted' where it would. */
  why(entry: Uint8Array): ChainProblem | 'accepted' {
    const result = extendChain(this.state, entry);
    return result.ok ? 'accepted' : result.why;
  }

  async add(entry: Uint8Array | Promise<Uint8Array>): Promise<this> {
    const bytes = await entry;
    const result = extendChain(this.state, bytes);
    if (!result.ok) throw new Error(`the entry is refused: ${result.why}`);
    this.state = result.state;
    this.entries.push(bytes);
    return this;
  }

  private get place() {
    this.at += 1_000;
    return { previous: this.state.head, at: this.at };
  }

  invite(seed: number, args: { by?: Device; expiresAt?: number; approval?: boolean; at?: number } = {}) {
    const { by = this.founder, expiresAt = this.at + 48 * HOUR, approval = false, ...rest } = args;
    const sealed = approval ? { knockPublic: KNOCK_PUBLIC } : { envelope: ENVELOPE };
    return makeInviteEntry({ ...this.place, device: by, invite: seededInvite(seed), expiresAt, ...sealed, ...rest });
  }

  revoke(seed: number, by: Device = this.founder) {
    return makeRevokeEntry({ ...this.place, device: by, invite: seededInvite(seed).id });
  }

  join(seed: number, device: Device, args: { at?: number } = {}) {
    return makeJoinEntry({ ...this.place, invite: seededInvite(seed), device, ...args });
  }

  admit(seed: number, admitted: Device, args: { by?: Device; at?: number } = {}) {
    const { by = this.founder, ...rest } = args;
    const invite = seededInvite(seed).id;
    return makeAdmitEntry({ ...this.place, device: by, invite, admitted, envelope: ENVELOPE, ...rest });
  }

  epoch(
    args: { by?: Device; removed?: DeviceId[]; at?: number; epoch?: number; recipients?: readonly Uint8Array[] } = {},
  ) {
    const { by = this.founder, removed = [], epoch = this.state.epoch + 1 } = args;
    const { previous, at } = { ...this.place, ...(args.at === undefined ? {} : { at: args.at }) };
    const recipients = args.recipients ?? recipientsOf(this.state, removed, at);
    const envelopes = recipients.map((agreePublic) => ({ agreePublic, envelope: ENVELOPE }));
    const body = { epoch, removed, wrapped: WRAPPED, knockPublic: KNOCK_PUBLIC, envelopes };
    return makeEpochEntry({ previous, at, device: by, ...body });
  }

  leave(device: Device) {
    return makeLeaveEntry({ ...this.place, device });
  }

  recovery(seed: number, by: Device = this.founder) {
    return makeRecoveryEntry({ ...this.place, device: by, recovery: seededRecovery(seed), envelope: ENVELOPE });
  }

  readmit(seed: number, device: Device) {
    return makeReadmitEntry({ ...this.place, recovery: seededRecovery(seed), device });
  }

  enter(device: Device) {
    return makeEnterEntry({ ...this.place, access: this.access, device });
  }

  /** Another device, come in by an invite that is used up. */
  async joined(seed: number): Promise<Device> {
    const device = seededDevice(seed);
    await this.add(this.invite(seed));
    await this.add(this.join(seed, device));
    return device;
  }
}
