import * as v from 'valibot';
import type { Clock } from '../ports/ports.ts';
import { type DeviceId, DeviceIdSchema, type MemberId, MemberIdSchema } from '../protocol/ids.ts';
import { PRESENCE_FRAME } from '../protocol/relay.ts';
import { fromBase64url, toBase64url } from '../vault/base64url.ts';
import { joinBytes } from '../vault/byte-fields.ts';
import type { SealingCodec } from '../vault/sealing-codec.ts';

/** What a device tells the others about itself, sealed. Small: it goes out often. */
const PresenceSchema = v.object({
  device: DeviceIdSchema,
  member: MemberIdSchema,
  /** The device's clock, ms: an old frame that a relay plays again is no presence. */
  at: v.number(),
  /** Wants to hear from the others in turn. */
  asks: v.boolean(),
  /** Digest of what the device has merged, and hash of the content it got from it; only while nothing of its own is unsent. */
  copy: v.optional(v.object({ state: v.string(), content: v.string() })),
});
type Presence = v.InferOutput<typeof PresenceSchema>;
export type CopyDigest = NonNullable<Presence['copy']>;

/** Who else is connected now, and whether their copy is the same. */
export interface PresenceBoard {
  /** Other devices that are here. */
  readonly here: ReadonlySet<DeviceId>;
  /** When other devices were last heard of, by this device's clock, ms. */
  readonly heard: ReadonlyMap<DeviceId, number>;
  /** A device with the same history and other content; null while there is none. */
  readonly differing: DeviceId | null;
  /** The socket has the relay's whole state. */
  connected(): void;
  disconnected(): void;
  received(frame: Uint8Array): void;
  left(device: DeviceId): void;
  /** The document changed, or everything has been sent: tells the others, once it is quiet. */
  changed(): void;
  close(): void;
}

const KEY_BYTES = 16;
/** Clocks of a family's devices may differ by twice what the relay tolerates. */
const MAX_AGE_MS = 300_000;
const HEARTBEAT_MS = 60_000;
/** Without a sign for so long, and none of leaving either, a device is gone. */
const GONE_AFTER_MS = 150_000;
const QUIET_MS = 3_000;

const pathOf = (device: DeviceId) => `presence/${device}/now`;

export function createPresenceBoard(deps: {
  clock: Clock;
  device: DeviceId;
  member(): MemberId;
  codec(): SealingCodec;
  /** Of this device's copy; null while something is unsent or does not open. */
  copy(): CopyDigest | null;
  /** Devices that the family has admitted. */
  isMember(device: DeviceId): boolean;
  send(frame: Uint8Array): void;
  onChange(): void;
}): PresenceBoard {
  const { clock } = deps;
  const here = new Map<DeviceId, { member: MemberId; until: () => void; copy: CopyDigest | undefined }>();
  const heard = new Map<DeviceId, number>();
  let differing: DeviceId | null = null;
  let isConnected = false;
  let cancelBeat = () => {};
  let cancelQuiet: (() => void) | null = null;

  function tell(asks: boolean): void {
    if (!isConnected) return;
    const copy = here.size > 0 ? deps.copy() : null;
    const presence: Presence = {
      device: deps.device,
      member: deps.member(),
      at: clock.now(),
      asks,
      ...(copy === null ? {} : { copy }),
    };
    const codec = deps.codec();
    const path = pathOf(deps.device);
    const sealed = codec.seal(path, new TextEncoder().encode(JSON.stringify(presence)));
    const key = fromBase64url(codec.keyOf(path)) ?? new Uint8Array(KEY_BYTES);
    deps.send(joinBytes(Uint8Array.of(PRESENCE_FRAME), key, sealed));
  }

  function beat(): void {
    cancelBeat();
    cancelBeat = clock.after(HEARTBEAT_MS, () => {
      // Alone, there is nobody to keep informed: who comes asks.
      if (here.size > 0) tell(false);
      beat();
    });
  }

  function read(frame: Uint8Array): Presence | null {
    const key = toBase64url(frame.subarray(1, 1 + KEY_BYTES));
    const opened = deps.codec().open(key, frame.subarray(1 + KEY_BYTES));
    if (!opened.ok) return null;
    try {
      const parsed = v.safeParse(PresenceSchema, JSON.parse(new TextDecoder().decode(opened.plain)));
      if (!parsed.success || opened.path !== pathOf(parsed.output.device)) return null;
      return Math.abs(clock.now() - parsed.output.at) > MAX_AGE_MS ? null : parsed.output;
    } catch {
      return null;
    }
  }

  function forget(device: DeviceId): void {
    const gone = here.get(device);
    if (gone === undefined) return;
    gone.until();
    here.delete(device);
    heard.set(device, clock.now());
    if (differing === device) differing = null;
    deps.onChange();
  }

  function compare(): void {
    const own = here.size > 0 ? deps.copy() : null;
    let next: DeviceId | null = differing !== null && own === null ? differing : null;
    if (own !== null) {
      for (const [device, { copy }] of here) {
        if (copy !== undefined && copy.state === own.state && copy.content !== own.content) next = device;
        // One that has moved on says nothing about what was found.
        else if (device === differing && copy?.state !== own.state) next ??= device;
      }
    }
    if (next === differing) return;
    differing = next;
    deps.onChange();
  }

  return {
    get here() {
      return new Set(here.keys());
    },
    heard,
    get differing() {
      return differing;
    },
    connected() {
      isConnected = true;
      tell(true);
      beat();
    },
    disconnected() {
      if (!isConnected) return;
      isConnected = false;
      cancelBeat();
      cancelQuiet?.();
      cancelQuiet = null;
      for (const [device, { until }] of here) {
        until();
        heard.set(device, clock.now());
      }
      here.clear();
      deps.onChange();
    },
    received(frame) {
      const presence = read(frame);
      if (presence === null || presence.device === deps.device || !deps.isMember(presence.device)) return;
      const { device, member, copy, asks } = presence;
      const known = here.get(device);
      known?.until();
      here.set(device, { member, copy, until: clock.after(GONE_AFTER_MS, () => forget(device)) });
      heard.set(device, clock.now());
      if (asks) tell(false);
      // Whoever it is has not heard of this copy yet.
      else if (known === undefined) this.changed();
      compare();
      if (known === undefined) deps.onChange();
    },
    left: forget,
    changed() {
      if (!isConnected || here.size === 0) return;
      cancelQuiet?.();
      cancelQuiet = clock.after(QUIET_MS, () => {
        cancelQuiet = null;
        tell(false);
        compare();
      });
    },
    close() {
      isConnected = false;
      cancelBeat();
      cancelQuiet?.();
      for (const { until } of here.values()) until();
      here.clear();
    },
  };
}
