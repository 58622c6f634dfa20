import { MAX_APPEND_LENGTH } from '../lib/protocol/relay.ts';

/**
 * Every number that bounds what one room, one device or one socket can cost. Generous for a family, tight for whoever floods it.
 * docs/RELAY.md repeats them as a table; change both.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

// ---- sockets ------------------------------------------------------------------------------------------------------

/** Open sockets of one room; the next handshake is refused with `room-full`. */
export const MAX_SOCKETS_PER_ROOM = 100;
/** Open sockets of one device; the oldest makes room, since it is most likely one that died without saying so. */
export const MAX_SOCKETS_PER_DEVICE = 8;
/** Used proofs that are remembered at once; every one is forgotten when it would have expired anyway. */
export const MAX_USED_PROOFS = 500;
/** Handshakes of one device that are let in, so that none uses up what the room can remember. */
export const DEVICE_CONNECTIONS = { burst: 60, perSecond: 0.25 };
/** When a device was last here is kept in steps of so many milliseconds: nobody needs it finer. */
export const SEEN_STEP_MS = 60_000;
/** A device that leaves is written down if what is stored is older than this; otherwise the next handshake does it. */
export const SEEN_STALE_MS = 30 * 60_000;

// ---- calls ----------------------------------------------------------------------------------------------------------

/** Body of any call but `append`. A handshake has about 1 KB, a knock at most 4,000 characters. */
export const MAX_CALL_BYTES = 8 * KIB;
/** Body of `append`: the entries, their quotes and commas, and the rest of the call. */
export const MAX_APPEND_BYTES = MAX_APPEND_LENGTH + 16 * KIB;
/** Of a body that is too long, so much is read and dropped: left unread it costs the client its connection, and with it the answer. */
export const MAX_DRAINED_BYTES = 3 * MIB;

/**
 * Calls that reach the room, that is whose signatures hold. Everybody who is somebody in the family has an allowance of their own, all
 * strangers share one: whatever strangers do, members' calls are taken.
 */
export const DEVICE_CALLS = { burst: 120, perSecond: 2 };
/** A report reads the whole document. */
export const DEVICE_REPORTS = { burst: 6, perSecond: 0.05 };
/** Of one invite or recovery key: reading the chain, knocking. */
export const KEY_CALLS = { burst: 40, perSecond: 0.5 };
/** `append` by one signing key. */
export const SIGNER_APPENDS = { burst: 60, perSecond: 0.5 };
/** Entries in them, since each costs a signature to check. A call with more than the burst takes all of it. */
export const SIGNER_ENTRIES = { burst: 500, perSecond: 2 };
/** `append` in a room without a chain: of a new family, or one that moves here. */
export const FOUNDING_APPENDS = { burst: 6, perSecond: 0.05 };
export const STRANGER_CALLS = { burst: 60, perSecond: 1 };
/** A pointer's room: its key alone gets there. */
export const POINTER_CALLS = { burst: 20, perSecond: 0.1 };
/** Callers remembered before those with full allowances are forgotten. */
export const MAX_REMEMBERED_CALLERS = 1_000;

// ---- what a socket may send -----------------------------------------------------------------------------------------

/** One binary frame. The stock provider cuts what is longer than 1,000,000 bytes into a batch. */
export const MAX_FRAME_BYTES = MIB;
/** A batch marker is about 70 characters. */
export const MAX_TEXT_FRAME_LENGTH = 200;
/** Frames that mean nothing, after which the socket is closed. An update that cannot be read closes it at once. */
export const MAX_MALFORMED_FRAMES = 5;
/** A batch that is not complete by then closes its socket: 8 MiB at 1.1 Mbit/s. */
export const MAX_BATCH_MS = 60_000;
/** Bytes that all unfinished batches of a room may hold together. */
export const MAX_OPEN_BATCH_BYTES_PER_ROOM = 20 * MIB;

/** Allowance of one device, all its sockets together, refilled continuously. The burst takes a whole document at once. */
export const DEVICE_MESSAGES = { burst: 2_000, perSecond: 200 };
export const DEVICE_BYTES = { burst: 12 * MIB, perSecond: MIB };
/** State that a device may be sent on request: a five-byte question can be answered with the whole document. */
export const DEVICE_STATE_BYTES = { burst: 30 * MIB, perSecond: MIB };
/** Presence frames; what is beyond is dropped without a word, since the next one says the same. */
export const DEVICE_PRESENCE = { burst: 20, perSecond: 2 };
/** Allowance of the room. When it is used up, the device that used most of its own has to go. */
export const ROOM_MESSAGES = { burst: 10_000, perSecond: 1_000 };
export const ROOM_BYTES = { burst: 24 * MIB, perSecond: 4 * MIB };

// ---- what a socket is sent ------------------------------------------------------------------------------------------

/** Bytes of others' changes that a socket is sent ahead of what it has shown to have read. */
export const SEND_WINDOW_BYTES = MIB;
/** Changes of one batch that together are larger are not merged into one frame. */
export const MAX_MERGED_BYTES = 64 * KIB;
/** After so many bytes it is asked for a sign that it has read them. */
export const READ_PROBE_BYTES = 256 * KIB;
/** A socket that is behind, and reads nothing for so long, is dropped. */
export const READ_LIMIT_MS = 30_000;
/** A socket for which more than this waits is dropped: connecting again brings it the same in less. More than one device's burst. */
export const MAX_BACKLOG_BYTES = 16 * MIB;
/** Frames larger than the window go out only while the room's sockets together have less than this unread. */
export const MAX_UNREAD_BYTES_PER_ROOM = 32 * MIB;

// ---- the document -----------------------------------------------------------------------------------------------------

/** Encoded document up to which everything is taken: about 28,000 entries, and in memory about half of what a Durable Object has. */
export const MAX_DOCUMENT_BYTES = 6 * MIB;
/** Above MAX_DOCUMENT_BYTES, up to this, updates of at most SMALL_UPDATE_BYTES: ticks and (soft) deletions still work. */
export const MAX_DOCUMENT_BYTES_SMALL_UPDATES = 7 * MIB;
/** Above that, up to this, updates that only delete. */
export const MAX_DOCUMENT_BYTES_DELETIONS = 8 * MIB;
export const SMALL_UPDATE_BYTES = 16 * KIB;
/** Updates that wait for others that never came. Honest clients send causes first. */
export const MAX_PENDING_BYTES = MIB;
/** A batch carries at most a whole document and the message around it. */
export const MAX_BATCH_BYTES = MAX_DOCUMENT_BYTES_DELETIONS + 64 * KIB;

// ---- the journal ------------------------------------------------------------------------------------------------------

/** PartyKit stores values of up to 128 KiB, its own encoding included. */
export const MAX_STORED_BYTES = 120 * KIB;
/** Rows after which the journal is folded into a snapshot, whoever is connected. */
export const MAX_JOURNAL_ROWS = 500;
/** Bytes of rows after which it is folded, if the snapshot is not larger than that itself. */
export const MIN_COMPACTION_BYTES = 256 * KIB;
/** When the last member leaves, fewer rows than this stay as they are, unless they weigh a quarter of the snapshot. */
export const MIN_COMPACTION_ROWS_WHEN_EMPTY = 64;
