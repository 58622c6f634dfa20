import * as v from 'valibot';
import { DeviceIdSchema } from './ids.ts';

/**
 * What client and relay agree on besides the Yjs sync protocol. The stock YPartyKitProvider carries binary frames;
 * everything here is either in the handshake, over HTTP, or in text frames, which that provider ignores.
 */

/** Goes up when an older client or relay could misread a newer one. */
export const RELAY_PROTOCOL = 2;
/** PartyKit party that holds the rooms: `/parties/main/<room id>`. */
export const PARTY = 'main';

/** Largest clock difference between device and relay that a proof may show, in milliseconds. */
export const PROOF_TOLERANCE_MS = 120_000;

/** Why the relay did not let a device in, or let it go. Machine-readable; pages turn each into a sentence. */
export const REFUSAL_REASONS = [
  'no-proof',
  'bad-proof',
  'wrong-room',
  'replayed',
  'clock',
  'newer-protocol',
  'older-protocol',
  'room-full',
  'too-fast',
  'too-large',
  'malformed',
  'family-full',
  'removed',
  /** The device was never admitted to the family. */
  'not-a-member',
  /** A newer epoch has begun than the head that the proof names knows: read the tail first. */
  'behind',
  /** This room's chain does not hold the head that the proof names: it is shorter, or another. */
  'unknown-head',
  /** An entry that does not extend the family's chain. */
  'bad-entry',
  /** The chain is at its size limit. */
  'chain-full',
  'invite-unknown',
  'invite-used',
  'invite-expired',
  'invite-revoked',
  /** A recovery key that is not, or no longer, the family's. */
  'recovery-replaced',
  /** Nothing lies under this recovery phrase here. */
  'nothing-found',
] as const;
export const RefusalReasonSchema = v.picklist(REFUSAL_REASONS);
export type RefusalReason = v.InferOutput<typeof RefusalReasonSchema>;

/** WebSocket close code for a refusal or an eviction after the handshake; the close reason is a RefusalReason. */
export const CLOSE_CODE_REFUSED = 4400;

const ProtocolText = v.pipe(v.string(), v.maxLength(4));
const Base64url = (maxLength: number) => v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/), v.maxLength(maxLength));
/** One chain entry, base64url. An epoch of 100 recipients has about 10 KB. */
export const EntryTextSchema = Base64url(24_000);

/** Apart from its schema: reading `.entries` of that would count as an effect, and keep all of valibot in every page. */
const HandshakeFields = {
  /** RELAY_PROTOCOL of the client, as decimal text. */
  protocol: ProtocolText,
  /** The family's first chain entry, base64url: its hash must be the room id. */
  chain: v.pipe(v.string(), v.maxLength(2_000)),
  /** The signed proof, base64url; made anew for every attempt. */
  proof: v.pipe(v.string(), v.maxLength(1_000)),
};
/** Handshake query parameters of the WebSocket, and part of the questions that a member asks over HTTP. */
export const HandshakeSchema = v.object(HandshakeFields);
export type Handshake = v.InferOutput<typeof HandshakeSchema>;

/** Largest total of what `append` brings at once, in characters: a whole chain that moves to another relay. */
export const MAX_APPEND_LENGTH = 1_500_000;

/**
 * JSON body of `POST /parties/main/<room>`. Without `type` it is `ask`, as in protocol 1. `key`: a key proof
 * (lib/vault/key-proof.ts), base64url.
 */
export const CallSchema = v.variant('type', [
  /** Would this handshake be let in? Uses nothing up. Answers GateAnswer, with what is new for a member. */
  v.object({ type: v.literal('ask'), ...HandshakeFields }),
  /**
   * Extends the chain, all entries or none. Each signs itself and names its predecessor. In a room without a chain the
   * first must be the one that founds it.
   */
  v.object({
    type: v.literal('append'),
    protocol: ProtocolText,
    entries: v.pipe(v.array(EntryTextSchema), v.minLength(1), v.maxLength(2_000)),
  }),
  /** The whole chain, for whoever holds an open invite's key or the recovery key. Answers GateAnswer with `tail`. */
  v.object({ type: v.literal('read'), protocol: ProtocolText, key: Base64url(400) }),
  /** Asks to be let in by an invite that needs approval. Again: replaces it. The key proof covers `knock`. */
  v.object({ type: v.literal('knock'), protocol: ProtocolText, key: Base64url(400), knock: Base64url(4_000) }),
  /** What this room stores, for a member. Answers ServerReport. */
  v.object({ type: v.literal('report'), ...HandshakeFields }),
  /** Leaves a sealed pointer to a family under a key of its recovery phrase. The room is named after that key. */
  v.object({ type: v.literal('point'), protocol: ProtocolText, key: Base64url(400), pointer: Base64url(1_000) }),
  /** Finds it again. Answers GateAnswer with `pointer`. */
  v.object({ type: v.literal('find'), protocol: ProtocolText, key: Base64url(400) }),
]);
export type Call = v.InferOutput<typeof CallSchema>;

/** Somebody who waits to be let in: the invite it came by (its id), and the knock (device keys and a sealed name). */
export const KnockSchema = v.object({
  invite: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  knock: Base64url(4_000),
  /** When it came, by the relay's clock, ms. */
  at: v.number(),
});
export type Knock = v.InferOutput<typeof KnockSchema>;

/** Answer to every call but `report`. Fields beyond `reason` and `skewMs` only for whoever has shown the right proof. */
export const GateAnswerSchema = v.object({
  relay: v.literal('family-os'),
  protocol: v.number(),
  ok: v.boolean(),
  reason: v.optional(RefusalReasonSchema),
  /** Relay clock minus device clock in milliseconds, where the reason is `clock`. */
  skewMs: v.optional(v.number()),
  /**
   * Chain entries after the head that the proof names, oldest first; with `read` the whole chain. Also where the reason
   * is `behind` or `removed`, so that the client sees for itself who removed it.
   */
  tail: v.optional(v.array(EntryTextSchema)),
  /** There is no family in this room, and never was as far as the relay knows. */
  isNew: v.optional(v.boolean()),
  knocks: v.optional(v.array(KnockSchema)),
  /** When each device was last connected, by the relay's clock, ms. */
  seen: v.optional(v.array(v.tuple([DeviceIdSchema, v.number()]))),
  pointer: v.optional(Base64url(1_000)),
});
export type GateAnswer = v.InferOutput<typeof GateAnswerSchema>;

const Count = v.pipe(v.number(), v.minValue(0));
/** What the room holds about this family: everything, as it lies there. */
export const ServerReportSchema = v.object({
  relay: v.literal('family-os'),
  protocol: v.number(),
  ok: v.literal(true),
  /** Relay's clock, ms. */
  at: v.number(),
  /** Bytes in storage: chain, document (snapshot and rows), the rest. */
  bytes: v.object({ chain: Count, document: Count, other: Count }),
  /** Chain entries with the moment each came. */
  chain: v.array(v.object({ entry: EntryTextSchema, receivedAt: v.optional(v.number()) })),
  devices: v.array(v.object({ id: DeviceIdSchema, lastConnectedAt: v.optional(v.number()), sockets: Count })),
  knocks: v.array(KnockSchema),
  /** Ids of used proofs that are remembered. */
  usedProofs: Count,
  document: v.object({
    /** Values by key, of which `samples` shows some whole. */
    values: Count,
    /** Yjs clients that wrote, with how many operations each. */
    writers: v.array(v.object({ client: v.number(), operations: Count })),
    /** How many values there are of which size, bytes. */
    sizes: v.array(v.object({ bytes: Count, values: Count })),
    snapshotBytes: Count,
    rows: Count,
    samples: v.array(v.object({ key: v.string(), sealed: Base64url(400), bytes: Count })),
  }),
});
export type ServerReport = v.InferOutput<typeof ServerReportSchema>;

/**
 * `ack <n>`: the first n update-bearing sync messages (y-protocols SyncStep2 and Update; a chunked batch counts once) that
 * this socket sent are durable on the relay. Sent as a text frame after the storage write is confirmed.
 */
export const ACK_PREFIX = 'ack ';

/**
 * Keep-alive in both directions: an awareness message that carries no client (y-protocols: type 1, length 1, zero clients). The relay
 * echoes it to the sender alone. Binary, since the provider counts only binary frames as life (it closes after 30 s without).
 */
export const KEEPALIVE_FRAME: Uint8Array = new Uint8Array([1, 1, 0]);
/** Below both the provider's 30 s and Chrome's 30 s for an idle worker. */
export const KEEPALIVE_INTERVAL_MS = 20_000;

/**
 * `news <head> <knocks>`: text frame from the relay after a socket opened and whenever chain or knocks changed. Head: hash of the
 * newest chain entry, base64url; knocks: how many wait. A hint: the client asks over HTTP and checks what it gets.
 */
export const NEWS_PREFIX = 'news ';
/** `left <device id>`: text frame, after the last socket of a device closed. A hint for presence. */
export const LEFT_PREFIX = 'left ';

/**
 * First byte of a presence frame (binary), which is sealed and which the relay passes on as it is to the room's other sockets that
 * have sent one themselves; never stored. The stock provider neither sends nor gets it.
 */
export const PRESENCE_FRAME = 100;
/** Bytes of a presence frame, its first byte included. */
export const MAX_PRESENCE_BYTES = 600;
