import * as v from 'valibot';
import { DeviceIdSchema, MemberIdSchema, type RoomId, RoomIdSchema } from '../protocol/ids.ts';
import { EntryTextSchema } from '../protocol/relay.ts';

/** A family secret, wrapped by this device's non-extractable key, base64url. */
const WrappedSecretSchema = v.object({ epoch: v.pipe(v.number(), v.integer(), v.minValue(1)), wrapped: v.string() });

/**
 * What storage.local keeps of a family, as one value, so that chain and secrets are never of different times. Nothing of it
 * opens anything without this browser's key store.
 */
const FamilyRecordSchema = v.object({
  version: v.literal(2),
  room: RoomIdSchema,
  member: MemberIdSchema,
  device: DeviceIdSchema,
  /** What the invite called the family: shown until the document has come. */
  familyName: v.string(),
  /** The family's chain as far as this browser knows and has checked it: entries, base64url, oldest first. */
  chain: v.pipe(v.array(EntryTextSchema), v.minLength(1)),
  secrets: v.pipe(v.array(WrappedSecretSchema), v.minLength(1)),
  /** Of each relay (`host[:port]`), how many entries of the chain it has shown: one that knows fewer has been rolled back. */
  shown: v.record(v.string(), v.number()),
});
export type FamilyRecord = v.InferOutput<typeof FamilyRecordSchema>;

/** Of the version before epochs: one entry, one secret. */
const FirstRecordSchema = v.object({
  version: v.literal(1),
  room: RoomIdSchema,
  member: MemberIdSchema,
  device: DeviceIdSchema,
  entry: EntryTextSchema,
  familyName: v.string(),
  wrappedSecret: v.string(),
});

/** A browser that is on its way in: it asked, or is about to use its invite, and must not lose it by ending in between. */
const WaitingRecordSchema = v.object({
  version: v.literal(1),
  room: RoomIdSchema,
  device: DeviceIdSchema,
  /** Waits until a member agrees; otherwise it comes in by itself. */
  isKnock: v.boolean(),
  familyName: v.string(),
  yourName: v.string(),
  /** The relay the invite names, `https://host[:port]`. */
  origin: v.string(),
  member: v.optional(MemberIdSchema),
  /** The invite's secret, wrapped by this device's key, base64url. */
  wrappedInvite: v.string(),
  since: v.number(),
});
export type WaitingRecord = v.InferOutput<typeof WaitingRecordSchema>;

/** Where the record of this browser's family lies in storage.local. */
export const FAMILY_KEY = 'family';
export const WAITING_KEY = 'waiting';
/** Where a family's device keys lie in the key store. */
export const deviceKey = (room: RoomId) => `device/${room}`;
/** What a wrapped secret is for; authenticated with it. The first epoch's is that of the first version. */
export const wrapContext = (room: RoomId, epoch: number) =>
  epoch === 1 ? `family-os/family-secret/${room}` : `family-os/family-secret/${room}/epoch/${epoch}`;
export const inviteWrapContext = (room: RoomId) => `family-os/invite-secret/${room}`;

/** Reads a record of this or an earlier version; throws where it is neither. */
export function readFamilyRecord(value: unknown): FamilyRecord {
  const first = v.safeParse(FirstRecordSchema, value);
  if (!first.success) return v.parse(FamilyRecordSchema, value);
  const { room, member, device, entry, familyName, wrappedSecret } = first.output;
  return {
    version: 2,
    room,
    member,
    device,
    familyName,
    chain: [entry],
    secrets: [{ epoch: 1, wrapped: wrappedSecret }],
    shown: {},
  };
}

/** Null where it is none. */
export function readWaitingRecord(value: unknown): WaitingRecord | null {
  const parsed = v.safeParse(WaitingRecordSchema, value);
  return parsed.success ? parsed.output : null;
}
