import * as v from 'valibot';
import type { Codec } from '../model/codec.ts';
import type { KeyStore, KeyValue } from '../ports/ports.ts';
import { DeviceIdSchema, type MemberId, MemberIdSchema, newId, type RoomId, RoomIdSchema } from '../protocol/ids.ts';
import { type Handshake, RELAY_PROTOCOL } from '../protocol/relay.ts';
import { type RelayHost, relayOrigin } from '../protocol/relay-host.ts';
import { fromBase64url, toBase64url } from '../vault/base64url.ts';
import { createFamilyEntry, roomIdOf } from '../vault/chain.ts';
import { createDeviceKeys, openDevice, readStoredDevice, unwrapSecret, wrapSecret } from '../vault/device-keys.ts';
import { deriveFamilyKeys, newFamilySecret } from '../vault/family-keys.ts';
import { type Invite, makeInviteLink } from '../vault/invite.ts';
import { makeProof } from '../vault/proof.ts';
import { createSealingCodec } from '../vault/sealing-codec.ts';

/** What storage.local keeps of a family: nothing of it opens anything without this browser's key store. */
const FamilyRecordSchema = v.object({
  version: v.literal(1),
  room: RoomIdSchema,
  member: MemberIdSchema,
  device: DeviceIdSchema,
  /** The family's first chain entry, base64url. */
  entry: v.string(),
  /** What the invite called the family: shown until the document has come. */
  familyName: v.string(),
  /** The family secret, wrapped by this device's non-extractable key, base64url. */
  wrappedSecret: v.string(),
});
export type FamilyRecord = v.InferOutput<typeof FamilyRecordSchema>;

const FAMILY_KEY = 'family';
const deviceKey = (room: string) => `device/${room}`;
const wrapContext = (room: string) => `family-os/family-secret/${room}`;

/** A membership with its keys in memory. The secret itself stays inside. */
export interface Membership {
  readonly record: FamilyRecord;
  readonly codec: Codec;
  /** A handshake with a new proof for this relay. */
  makeHandshake(host: RelayHost, now: number): Promise<Handshake>;
  /** An invite link that this relay serves. With `member`, for another device of that member. */
  makeInvite(host: RelayHost, familyName: string, member?: MemberId): string;
}

/** Makes, keeps and opens this browser's membership: keys in the key store, the record in storage.local. */
export interface Memberships {
  /** Null where this browser is in no family; rejects where the record is there but its keys are not. */
  load(): Promise<Membership | null>;
  /** Not kept yet: a browser that stops now is in no family. */
  create(familyName: string, now: number): Promise<Membership>;
  /** By an invite that was read and checked before. Not kept yet. */
  join(invite: Invite): Promise<Membership>;
  /** With it, and only with it, this browser is a member: to be called once the family's first values are stored. */
  keep(membership: Membership): Promise<void>;
  /** Forgets record and keys for good. */
  forget(room: RoomId): Promise<void>;
}

export function createMemberships({ keyStore, keyValue }: { keyStore: KeyStore; keyValue: KeyValue }): Memberships {
  async function open(record: FamilyRecord, secret: Uint8Array): Promise<Membership> {
    const stored = readStoredDevice(await keyStore.get(deviceKey(record.room)));
    if (stored === null) throw new Error('This device has lost its keys');
    const device = await openDevice(stored);
    const keys = deriveFamilyKeys(secret);
    const entry = bytesOf(record.entry);
    // Without later entries the head of the chain is the first entry, whose hash is the room id.
    const chainHead = bytesOf(record.room);
    return {
      record,
      codec: createSealingCodec({
        room: record.room,
        idKey: keys.idKey,
        contentKeys: new Map([[keys.epoch, keys.contentKey]]),
        epoch: keys.epoch,
      }),
      async makeHandshake(host, now) {
        const proof = await makeProof({
          room: record.room,
          authority: host.authority,
          keys,
          device,
          now,
          chainHead,
        });
        return { protocol: String(RELAY_PROTOCOL), chain: record.entry, proof: toBase64url(proof) };
      },
      makeInvite(host, familyName, member) {
        const relay = relayOrigin(host);
        return makeInviteLink({
          relayOrigin: relay,
          room: record.room,
          secret,
          entry,
          familyName,
          ...(member === undefined ? {} : { member }),
        });
      },
    };
  }

  async function begin(
    stored: Awaited<ReturnType<typeof createDeviceKeys>>,
    entry: Uint8Array,
    secret: Uint8Array,
    member: MemberId,
    familyName: string,
  ): Promise<Membership> {
    const room = roomIdOf(entry);
    const wrapped = await wrapSecret(stored, secret, wrapContext(room));
    const record: FamilyRecord = {
      version: 1,
      room,
      member,
      device: stored.id,
      entry: toBase64url(entry),
      familyName,
      wrappedSecret: toBase64url(wrapped),
    };
    await keyStore.set(deviceKey(room), stored);
    return open(record, secret);
  }

  return {
    async load() {
      const value = await keyValue.get(FAMILY_KEY);
      if (value === undefined) return null;
      const record = v.parse(FamilyRecordSchema, value);
      const stored = readStoredDevice(await keyStore.get(deviceKey(record.room)));
      if (stored === null) throw new Error('This device has lost its keys');
      const secret = await unwrapSecret(stored, bytesOf(record.wrappedSecret), wrapContext(record.room));
      return open(record, secret);
    },
    async create(familyName, now) {
      const stored = await createDeviceKeys();
      const secret = newFamilySecret();
      const { accessPublic } = deriveFamilyKeys(secret);
      const entry = await createFamilyEntry({ device: await openDevice(stored), accessPublic, at: now });
      return begin(stored, entry, secret, newId<MemberId>(), familyName);
    },
    async join(invite) {
      const member = invite.member ?? newId<MemberId>();
      return begin(await createDeviceKeys(), invite.entry, invite.secret, member, invite.familyName);
    },
    keep: ({ record }) => keyValue.set(FAMILY_KEY, record),
    async forget(room) {
      await keyValue.remove(FAMILY_KEY);
      await keyStore.remove(deviceKey(room));
    },
  };
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === null) throw new Error('The record of this family is damaged');
  return bytes;
}
