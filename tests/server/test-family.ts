import type { DeviceId, RoomId } from '../../lib/protocol/ids.ts';
import { type GateAnswer, PARTY, RELAY_PROTOCOL } from '../../lib/protocol/relay.ts';
import { fromBase64url, toBase64url } from '../../lib/vault/base64url.ts';
import { joinBytes } from '../../lib/vault/byte-fields.ts';
import { createFamilyEntry, roomIdOf } from '../../lib/vault/chain.ts';
import { signEntry } from '../../lib/vault/chain-entry.ts';
import {
  makeAdmitEntry,
  makeEnterEntry,
  makeInviteEntry,
  makeJoinEntry,
  makeLeaveEntry,
  makeReadmitEntry,
  makeRecoveryEntry,
  makeRevokeEntry,
} from '../../lib/vault/chain-making.ts';
import { extendChain, foundChain } from '../../lib/vault/chain-rules.ts';
import type { ChainState } from '../../lib/vault/chain-state.ts';
import type { Device } from '../../lib/vault/device.ts';
import { createDeviceKeys, openDevice } from '../../lib/vault/device-keys.ts';
import { startEpoch } from '../../lib/vault/epoch-start.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../lib/vault/family-keys.ts';
import { deriveInviteKeys, type InviteKeys, newInviteSecret } from '../../lib/vault/invite.ts';
import { deriveKnockKeys } from '../../lib/vault/keyring.ts';
import { makeProof } from '../../lib/vault/proof.ts';
import { deriveRecoveryKeys, newRecoverySecret, type RecoveryKeys } from '../../lib/vault/recovery.ts';

/** The handshake's query parameters. */
export type Params = { protocol: string; chain: string; proof: string };

/** Sends a call's body to a room of a relay, and answers its answer. */
export type Post = (authority: string, room: RoomId, body: object) => Promise<unknown>;

/** A family with real keys and a real chain, as browsers would make them. */
export interface TestFamily {
  readonly room: RoomId;
  /** The first chain entry. */
  readonly entry: Uint8Array;
  readonly founder: Device;
  /** The chain as the family knows it; relays are told when somebody connects. */
  readonly chain: ChainState;
  readonly entries: readonly Uint8Array[];
  /** A device that joined by an invite of the founder's. */
  newDevice(): Promise<Device>;
  /** A device that is in no chain. */
  strangeDevice(): Promise<Device>;
  /** Takes an entry into the chain; throws where it does not extend it. */
  add(entry: Uint8Array): void;
  /**
   * Entries that would come next, by `make`; they are in the chain only once they are added. `at` by default now.
   */
  readonly make: EntryMaker;
  /** Gives the relay every entry it was not given yet. */
  bring(authority: string): Promise<void>;
  /**
   * What a device shows at a relay, which is brought up to date first; made for one attempt. `at` is the device's clock, `head` the
   * newest entry it knows (hash, 32 bytes).
   */
  handshake(
    authority: string,
    options?: { device?: Device; at?: number; room?: RoomId; entry?: Uint8Array; head?: Uint8Array },
  ): Promise<Params>;
}

interface EntryOptions {
  at?: number;
  by?: Device;
  /** Hash of the entry before; by default the chain's head. */
  previous?: Uint8Array;
}

export interface EntryMaker {
  invite(
    options?: EntryOptions & { expiresAt?: number; needsApproval?: boolean },
  ): Promise<{ entry: Uint8Array; keys: InviteKeys }>;
  revoke(keys: InviteKeys, options?: EntryOptions): Promise<Uint8Array>;
  join(keys: InviteKeys, device: Device, options?: EntryOptions): Promise<Uint8Array>;
  admit(keys: InviteKeys, device: Device, options?: EntryOptions): Promise<Uint8Array>;
  /** Starts an epoch without these devices. */
  epoch(removing: readonly DeviceId[], options?: EntryOptions): Promise<Uint8Array>;
  leave(device: Device, options?: EntryOptions): Promise<Uint8Array>;
  recovery(options?: EntryOptions): Promise<{ entry: Uint8Array; keys: RecoveryKeys }>;
  readmit(keys: RecoveryKeys, device: Device, options?: EntryOptions): Promise<Uint8Array>;
  enter(device: Device, options?: EntryOptions): Promise<Uint8Array>;
}

const HOUR_MS = 3_600_000;
/** The relay knows the size of an envelope, and cannot tell what is in it. */
const ENVELOPE = new Uint8Array(80).fill(7);

const overFetch: Post = async (authority, room, body) => {
  const answer = await fetch(`http://${authority}/parties/${PARTY}/${room}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return answer.json();
};

/** `post`: how relays are reached, where that is not over the network. `isLegacy`: as protocol 1 made families. */
export async function createTestFamily(options: { post?: Post; isLegacy?: boolean } = {}): Promise<TestFamily> {
  const { post = overFetch, isLegacy = false } = options;
  const strangeDevice = async () => openDevice(await createDeviceKeys());
  const founder = await strangeDevice();
  const firstSecret = newFamilySecret();
  let secret = firstSecret;
  const keys = deriveFamilyKeys(firstSecret);
  const foundation = { device: founder, accessPublic: keys.accessPublic, at: Date.now() };
  const entry = await (isLegacy ? createLegacyEntry(foundation) : createFamilyEntry(foundation));
  const room = roomIdOf(entry);
  const founded = foundChain(entry, room);
  if (!founded.ok) throw new Error(founded.why);
  let chain = founded.state;
  const entries = [entry];
  /** How many entries each relay has; the first comes with the founder's first handshake. */
  const brought = new Map<string, number>();

  const placeOf = ({ at = Date.now(), previous = chain.head }: EntryOptions) => ({ at, previous });

  const make: EntryMaker = {
    async invite(options = {}) {
      const { by = founder, expiresAt = Date.now() + HOUR_MS, needsApproval = false } = options;
      const invite = deriveInviteKeys(newInviteSecret());
      const sealed = needsApproval ? { knockPublic: deriveKnockKeys(secret).publicKey } : { envelope: ENVELOPE };
      return {
        keys: invite,
        entry: await makeInviteEntry({ ...placeOf(options), device: by, invite, expiresAt, ...sealed }),
      };
    },
    revoke: ({ id }, options = {}) =>
      makeRevokeEntry({ ...placeOf(options), device: options.by ?? founder, invite: id }),
    join: (invite, device, options = {}) => makeJoinEntry({ ...placeOf(options), invite, device }),
    admit: ({ id }, admitted, options = {}) =>
      makeAdmitEntry({
        ...placeOf(options),
        device: options.by ?? founder,
        invite: id,
        admitted,
        envelope: ENVELOPE,
      }),
    async epoch(removing, options = {}) {
      const { at = Date.now(), by = founder } = options;
      const started = await startEpoch({ state: chain, device: by, secret, removing, at });
      secret = started.secret;
      return started.entry;
    },
    leave: (device, options = {}) => makeLeaveEntry({ ...placeOf(options), device }),
    async recovery(options = {}) {
      const recovery = deriveRecoveryKeys(newRecoverySecret());
      const place = { ...placeOf(options), device: options.by ?? founder };
      return { keys: recovery, entry: await makeRecoveryEntry({ ...place, recovery, envelope: ENVELOPE }) };
    },
    readmit: (recovery, device, options = {}) => makeReadmitEntry({ ...placeOf(options), recovery, device }),
    enter: (device, options = {}) =>
      makeEnterEntry({
        ...placeOf(options),
        access: { signPublic: keys.accessPublic, sign: (bytes) => keys.signAccess(bytes) },
        device,
      }),
  };

  const add = (next: Uint8Array) => {
    const extended = extendChain(chain, next);
    if (!extended.ok) throw new Error(`no entry of this chain: ${extended.why}`);
    chain = extended.state;
    entries.push(next);
  };

  const bring = async (authority: string) => {
    const missing = entries.slice(brought.get(authority) ?? 0);
    if (missing.length === 0) return;
    const answer = (await post(authority, room, {
      type: 'append',
      protocol: String(RELAY_PROTOCOL),
      entries: missing.map(toBase64url),
    })) as GateAnswer;
    if (!answer.ok) throw new Error(`the relay does not take the chain: ${answer.reason}`);
    brought.set(authority, entries.length);
  };

  return {
    room,
    entry,
    founder,
    get chain() {
      return chain;
    },
    entries,
    async newDevice() {
      const device = await strangeDevice();
      const { entry: invite, keys: inviteKeys } = await make.invite();
      add(invite);
      add(await make.join(inviteKeys, device));
      return device;
    },
    strangeDevice,
    add,
    make,
    bring,
    async handshake(authority, options = {}) {
      const { device = founder, at = Date.now() } = options;
      const proofRoom = options.room ?? room;
      // Names that are nobody's (RFC 2606) stand for relays that are elsewhere.
      if (entries.length > 1 && !authority.endsWith('.example')) await bring(authority);
      const chainHead =
        options.head ?? (proofRoom === room ? chain.head : (fromBase64url(proofRoom) ?? new Uint8Array()));
      const proof = await makeProof({ room: proofRoom, authority, keys, device, now: at, chainHead });
      return {
        protocol: String(RELAY_PROTOCOL),
        chain: toBase64url(options.entry ?? entry),
        proof: toBase64url(proof),
      };
    },
  };
}

/** Without flags. */
function createLegacyEntry(args: { device: Device; accessPublic: Uint8Array; at: number }): Promise<Uint8Array> {
  const { device, accessPublic, at } = args;
  const body = joinBytes(device.agreePublic, accessPublic, crypto.getRandomValues(new Uint8Array(16)));
  return signEntry({ type: 'create', previous: new Uint8Array(32), at, signer: device, body });
}
