import type { RoomId } from '../../lib/protocol/ids.ts';
import { RELAY_PROTOCOL } from '../../lib/protocol/relay.ts';
import { fromBase64url, toBase64url } from '../../lib/vault/base64url.ts';
import { createFamilyEntry, roomIdOf } from '../../lib/vault/chain.ts';
import type { Device } from '../../lib/vault/device.ts';
import { createDeviceKeys, openDevice } from '../../lib/vault/device-keys.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../lib/vault/family-keys.ts';
import { makeProof } from '../../lib/vault/proof.ts';

/** The handshake's query parameters. */
export type Params = { protocol: string; chain: string; proof: string };

/** A family with real keys, as a browser would make it. */
export interface TestFamily {
  readonly room: RoomId;
  /** The first chain entry. */
  readonly entry: Uint8Array;
  readonly founder: Device;
  newDevice(): Promise<Device>;
  /** What a device shows at a relay; made for one attempt. `at` is the device's clock. */
  handshake(
    authority: string,
    options?: { device?: Device; at?: number; room?: RoomId; entry?: Uint8Array },
  ): Promise<Params>;
}

export async function createTestFamily(): Promise<TestFamily> {
  const newDevice = async () => openDevice(await createDeviceKeys());
  const founder = await newDevice();
  const keys = deriveFamilyKeys(newFamilySecret());
  const entry = await createFamilyEntry({ device: founder, accessPublic: keys.accessPublic, at: Date.now() });
  const room = roomIdOf(entry);
  return {
    room,
    entry,
    founder,
    newDevice,
    async handshake(authority, options = {}) {
      const { device = founder, at = Date.now() } = options;
      const proofRoom = options.room ?? room;
      const chainHead = fromBase64url(proofRoom) ?? new Uint8Array();
      const proof = await makeProof({ room: proofRoom, authority, keys, device, now: at, chainHead });
      return {
        protocol: String(RELAY_PROTOCOL),
        chain: toBase64url(options.entry ?? entry),
        proof: toBase64url(proof),
      };
    },
  };
}
