import * as v from 'valibot';

/**
 * Branded identifiers. Ids are random (128 bits, base64url) and made by whoever creates the thing, so that
 * two members can create at once without asking anyone. The room id alone is derived: the hash of the
 * family's first chain entry.
 */

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));

/** 32-byte SHA-256 as base64url: 43 characters. Names the family everywhere, the relay's room included. */
export const RoomIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/), v.brand('RoomId'));
export const MemberIdSchema = v.pipe(id, v.brand('MemberId'));
export const DeviceIdSchema = v.pipe(id, v.brand('DeviceId'));
export const ListIdSchema = v.pipe(id, v.brand('ListId'));
export const ItemIdSchema = v.pipe(id, v.brand('ItemId'));
export const CategoryIdSchema = v.pipe(id, v.brand('CategoryId'));
export const EventIdSchema = v.pipe(id, v.brand('EventId'));
/** A calendar elsewhere that the family follows. */
export const FeedIdSchema = v.pipe(id, v.brand('FeedId'));
/** First 16 bytes of the SHA-256 of an invite's signing key. */
export const InviteIdSchema = v.pipe(id, v.brand('InviteId'));
export const CommandIdSchema = v.pipe(id, v.brand('CommandId'));

export type RoomId = v.InferOutput<typeof RoomIdSchema>;
export type MemberId = v.InferOutput<typeof MemberIdSchema>;
export type DeviceId = v.InferOutput<typeof DeviceIdSchema>;
export type ListId = v.InferOutput<typeof ListIdSchema>;
export type ItemId = v.InferOutput<typeof ItemIdSchema>;
export type CategoryId = v.InferOutput<typeof CategoryIdSchema>;
export type EventId = v.InferOutput<typeof EventIdSchema>;
export type FeedId = v.InferOutput<typeof FeedIdSchema>;
export type InviteId = v.InferOutput<typeof InviteIdSchema>;
export type CommandId = v.InferOutput<typeof CommandIdSchema>;

/** A fresh random id; the caller says which brand it needs. */
export function newId<Id extends string>(): Id {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '') as Id;
}
