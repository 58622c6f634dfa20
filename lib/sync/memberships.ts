import type { KeyStore, KeyValue } from '../ports/ports.ts';
import type { RoomId } from '../protocol/ids.ts';
import { fromBase64url, toBase64url } from '../vault/base64url.ts';
import { readChain } from '../vault/chain-rules.ts';
import { readStoredDevice, type StoredDevice, unwrapSecret, wrapSecret } from '../vault/device-keys.ts';
import { type Membership, type MembershipParts, openMembership } from './family-membership.ts';
import {
  deviceKey,
  FAMILY_KEY,
  inviteWrapContext,
  readFamilyRecord,
  readWaitingRecord,
  WAITING_KEY,
  type WaitingRecord,
  wrapContext,
} from './family-record.ts';

/** A browser on its way in, with the keys it comes in with. */
export interface Waiting {
  readonly record: WaitingRecord;
  readonly stored: StoredDevice;
  readonly inviteSecret: Uint8Array;
}

/** Keeps and opens this browser's membership: keys in the key store, the record in storage.local. */
export interface Memberships {
  /** Null where this browser is in no family; rejects where the record is there but its keys are not. */
  load(): Promise<Membership | null>;
  /** New, with its device keys stored. Not kept yet: a browser that stops now is in no family. */
  begin(parts: MembershipParts): Promise<Membership>;
  /** With it, and only with it, this browser is a member: to be called once the family's first values are stored. */
  keep(membership: Membership): Promise<void>;
  /** Forgets record and keys for good; the keys of a browser that is still on its way in stay. */
  forget(room: RoomId): Promise<void>;
  loadWaiting(): Promise<Waiting | null>;
  keepWaiting(waiting: Omit<Waiting, 'record'> & { record: Omit<WaitingRecord, 'wrappedInvite'> }): Promise<Waiting>;
  /** Forgets having asked; the device keys too, unless they have become a member's. */
  forgetWaiting(isMember: boolean): Promise<void>;
}

export function createMemberships({ keyStore, keyValue }: { keyStore: KeyStore; keyValue: KeyValue }): Memberships {
  /** Rooms whose record is in storage: only there later changes are written. */
  const kept = new Set<RoomId>();

  const open = (parts: MembershipParts) =>
    openMembership(parts, async (record) => {
      if (kept.has(record.room)) await keyValue.set(FAMILY_KEY, record);
    });

  async function storedDevice(room: RoomId): Promise<StoredDevice> {
    const stored = readStoredDevice(await keyStore.get(deviceKey(room)));
    if (stored === null) throw new Error('This device has lost its keys');
    return stored;
  }

  return {
    async load() {
      const value = await keyValue.get(FAMILY_KEY);
      if (value === undefined) return null;
      const record = readFamilyRecord(value);
      const { room } = record;
      const stored = await storedDevice(room);
      const secrets = new Map(
        await Promise.all(
          record.secrets.map(async ({ epoch, wrapped }) => {
            const secret = await unwrapSecret(stored, bytesOf(wrapped), wrapContext(room, epoch));
            return [epoch, secret] as const;
          }),
        ),
      );
      // Every entry was checked before it was kept; signatures of a long chain would delay every start of the worker.
      const chain = readChain(record.chain.map(bytesOf), room, { areSignaturesKnown: true });
      if (!chain.ok) throw new Error('The record of this family is damaged');
      kept.add(room);
      return open({ record, stored, chain: chain.state, secrets });
    },
    async begin(parts) {
      await keyStore.set(deviceKey(parts.record.room), parts.stored);
      return open(parts);
    },
    async keep({ record }) {
      await keyValue.set(FAMILY_KEY, record);
      kept.add(record.room);
    },
    async forget(room) {
      kept.delete(room);
      await keyValue.remove(FAMILY_KEY);
      const waiting = readWaitingRecord(await keyValue.get(WAITING_KEY));
      if (waiting?.room !== room) await keyStore.remove(deviceKey(room));
    },
    async loadWaiting() {
      const record = readWaitingRecord(await keyValue.get(WAITING_KEY));
      if (record === null) return null;
      const stored = await storedDevice(record.room);
      const inviteSecret = await unwrapSecret(stored, bytesOf(record.wrappedInvite), inviteWrapContext(record.room));
      return { record, stored, inviteSecret };
    },
    async keepWaiting({ record, stored, inviteSecret }) {
      const { room } = record;
      const wrappedInvite = toBase64url(await wrapSecret(stored, inviteSecret, inviteWrapContext(room)));
      const waiting = { record: { ...record, wrappedInvite }, stored, inviteSecret };
      await keyStore.set(deviceKey(room), stored);
      await keyValue.set(WAITING_KEY, waiting.record);
      return waiting;
    },
    async forgetWaiting(isMember) {
      const record = readWaitingRecord(await keyValue.get(WAITING_KEY));
      await keyValue.remove(WAITING_KEY);
      if (record !== null && !isMember) await keyStore.remove(deviceKey(record.room));
    },
  };
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === null) throw new Error('The record of this family is damaged');
  return bytes;
}
