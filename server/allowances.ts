import type { DeviceId } from '../lib/protocol/ids.ts';
import {
  DEVICE_BYTES,
  DEVICE_MESSAGES,
  DEVICE_PRESENCE,
  DEVICE_STATE_BYTES,
  ROOM_BYTES,
  ROOM_MESSAGES,
} from './limits.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/**
 * How much and how often. Counted per device, not per socket: connecting again must not fill an allowance up. In memory only, since
 * a room sleeps at the earliest after seconds of silence, and then every allowance is full again anyway.
 */
export interface Allowances {
  /** Takes a frame of `bytes` from the device's allowance, then from the room's. Otherwise answers whose is used up. */
  takeFrame(device: DeviceId, bytes: number, now: number): 'taken' | 'device' | 'room';
  /** Takes `bytes` of state that the device is to be sent. */
  takeState(device: DeviceId, bytes: number, now: number): boolean;
  /** Takes one presence frame to pass on. */
  takePresence(device: DeviceId, now: number): boolean;
  /** Of these devices the one that has used most of its allowance. */
  greediest(devices: Iterable<DeviceId>, now: number): DeviceId | undefined;
}

/** Devices remembered before those with full allowances are forgotten. */
const MAX_REMEMBERED_DEVICES = 1_000;

interface DeviceAllowance {
  messages: TokenBucket;
  bytes: TokenBucket;
  state: TokenBucket;
  presence: TokenBucket;
}

export function createAllowances(startedAt: number): Allowances {
  const roomMessages = createTokenBucket(ROOM_MESSAGES, startedAt);
  const roomBytes = createTokenBucket(ROOM_BYTES, startedAt);
  const devices = new Map<DeviceId, DeviceAllowance>();

  const allowanceOf = (device: DeviceId, now: number) => {
    let allowance = devices.get(device);
    if (allowance === undefined) {
      if (devices.size >= MAX_REMEMBERED_DEVICES) {
        for (const [id, it] of devices) if (levelOf(it, now) === 1) devices.delete(id);
      }
      allowance = {
        messages: createTokenBucket(DEVICE_MESSAGES, now),
        bytes: createTokenBucket(DEVICE_BYTES, now),
        state: createTokenBucket(DEVICE_STATE_BYTES, now),
        presence: createTokenBucket(DEVICE_PRESENCE, now),
      };
      devices.set(device, allowance);
    }
    return allowance;
  };

  return {
    takeFrame(device, bytes, now) {
      const own = allowanceOf(device, now);
      if (!own.messages.take(1, now) || !own.bytes.take(bytes, now)) return 'device';
      return roomMessages.take(1, now) && roomBytes.take(bytes, now) ? 'taken' : 'room';
    },
    takeState: (device, bytes, now) => allowanceOf(device, now).state.take(bytes, now),
    takePresence: (device, now) => allowanceOf(device, now).presence.take(1, now),
    greediest(candidates, now) {
      let lowest = Number.POSITIVE_INFINITY;
      let found: DeviceId | undefined;
      for (const device of candidates) {
        const level = levelOf(allowanceOf(device, now), now);
        if (level >= lowest) continue;
        lowest = level;
        found = device;
      }
      return found;
    },
  };
}

const levelOf = (allowance: DeviceAllowance, now: number) =>
  Math.min(allowance.messages.level(now), allowance.bytes.level(now));
