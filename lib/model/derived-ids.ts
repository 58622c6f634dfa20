import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { EventId, FeedId } from '../protocol/ids.ts';

/** UID of events that were made here, in files that this calendar writes. */
const OWN_UID = /^([A-Za-z0-9_-]{22})@family-os\.invalid$/;

/** The UID under which an event made here is exported. */
export function uidOf(id: EventId): string {
  return `${id}@family-os.invalid`;
}

/**
 * The id of an imported event: the same for everybody who imports a file with this UID, so that two members who do it
 * offline make one event. What was exported here is the event it was.
 */
export function importedEventId(uid: string): EventId {
  const own = OWN_UID.exec(uid)?.[1];
  return (own ?? derive(`ics\n${uid}`)) as EventId;
}

/** The id of a feed's event; another one in every feed, since removing a feed must not remove what was imported. */
export function feedEventId(feed: FeedId, uid: string): EventId {
  return derive(`feed\n${feed}\n${uid}`) as EventId;
}

/** 128 bits of SHA-256 as base64url, as random ids have them. */
function derive(text: string): string {
  const bytes = sha256(utf8ToBytes(text)).subarray(0, 16);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
