import type { DeviceId, RoomId } from '../../lib/protocol/ids.ts';
import { RELAY_PROTOCOL } from '../../lib/protocol/relay.ts';
import { toBase64url } from '../../lib/vault/base64url.ts';
import { createFamilyEntry, roomIdOf } from '../../lib/vault/chain.ts';
import { makeInviteEntry, makeJoinEntry } from '../../lib/vault/chain-making.ts';
import { extendChain, foundChain } from '../../lib/vault/chain-rules.ts';
import type { ChainState } from '../../lib/vault/chain-state.ts';
import type { Device } from '../../lib/vault/device.ts';
import { createDeviceKeys, openDevice } from '../../lib/vault/device-keys.ts';
import { sealEnvelope } from '../../lib/vault/envelope.ts';
import { startEpoch } from '../../lib/vault/epoch-start.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../lib/vault/family-keys.ts';
import { deriveInviteKeys, newInviteSecret } from '../../lib/vault/invite.ts';
import { makeProof } from '../../lib/vault/proof.ts';

/** What a handshake shows, as query parameters or in a call. */
export type HandshakeParams = { protocol: string; chain: string; proof: string };

/**
 * A family made by hand on the vault, whose devices need no browser: what an attacker works with, too. Its chain is here first; `publish`
 * brings a relay up to date.
 */
export interface ChainFamily {
  readonly room: RoomId;
  readonly founder: Device;
  readonly chain: ChainState;
  /** All entries, base64url, oldest first. */
  readonly entries: readonly string[];
  /** A device that nobody has admitted; it may all the same hold the family's secret. */
  newDevice(): Promise<Device>;
  /** A new device, let in by an invite. */
  admit(): Promise<Device>;
  /** Starts an epoch without these. */
  remove(...devices: DeviceId[]): Promise<void>;
  /** Appends what a relay does not have yet; throws where it is not taken. */
  publish(authority: string): Promise<void>;
  /** A fresh handshake of a device that holds the first secret. `at`: its clock; `head`: what it knows, else the newest. */
  handshake(
    authority: string,
    device: Device,
    options?: { at?: number; head?: Uint8Array; room?: RoomId },
  ): Promise<HandshakeParams>;
}

const DAY_MS = 86_400_000;

export async function createChainFamily(): Promise<ChainFamily> {
  const newDevice = async () => openDevice(await createDeviceKeys());
  const founder = await newDevice();
  let secret = newFamilySecret();
  const keys = deriveFamilyKeys(secret);
  const first = await createFamilyEntry({ device: founder, accessPublic: keys.accessPublic, at: Date.now() });
  const room = roomIdOf(first);
  const entries = [toBase64url(first)];
  let chain = holding(foundChain(first, room));
  const published = new Map<string, number>();

  function extend(entry: Uint8Array): void {
    chain = holding(extendChain(chain, entry));
    entries.push(toBase64url(entry));
  }

  return {
    room,
    founder,
    get chain() {
      return chain;
    },
    entries,
    newDevice,
    async admit() {
      const invite = deriveInviteKeys(newInviteSecret());
      const now = Date.now();
      const { epoch } = chain;
      extend(
        await makeInviteEntry({
          device: founder,
          previous: chain.head,
          at: now,
          invite,
          expiresAt: now + DAY_MS,
          envelope: await sealEnvelope({ room, epoch, recipientPublic: invite.agreePublic, secret }),
        }),
      );
      const device = await newDevice();
      extend(await makeJoinEntry({ previous: chain.head, at: now, invite, device }));
      return device;
    },
    async remove(...removing) {
      const started = await startEpoch({ state: chain, device: founder, secret, removing, at: Date.now() });
      extend(started.entry);
      secret = started.secret;
    },
    async publish(authority) {
      const known = published.get(authority) ?? 0;
      const call = { type: 'append', protocol: String(RELAY_PROTOCOL), entries: entries.slice(known) };
      const response = await fetch(`http://${authority}/parties/main/${room}`, {
        method: 'POST',
        body: JSON.stringify(call),
      });
      const answer = (await response.json()) as { ok?: boolean; reason?: string };
      if (answer.ok !== true) throw new Error(`the relay does not take the chain: ${answer.reason}`);
      published.set(authority, entries.length);
    },
    async handshake(authority, device, { at = Date.now(), head = chain.head, room: proofRoom = room } = {}) {
      const proof = await makeProof({ room: proofRoom, authority, keys, device, now: at, chainHead: head });
      return { protocol: String(RELAY_PROTOCOL), chain: entries[0] ?? '', proof: toBase64url(proof) };
    },
  };
}

function holding(result: { ok: true; state: ChainState } | { ok: false; why: string }): ChainState {
  if (!result.ok) throw new Error(`the chain does not hold: ${result.why}`);
  return result.state;
}
