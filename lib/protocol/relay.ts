import * as v from 'valibot';

/**
 * What client and relay agree on besides the Yjs sync protocol. The stock YPartyKitProvider carries binary frames;
 * everything here is either in the handshake, over HTTP, or in text frames, which that provider ignores.
 */

/** Goes up when an older client or relay could misread a newer one. */
export const RELAY_PROTOCOL = 1;
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
] as const;
export const RefusalReasonSchema = v.picklist(REFUSAL_REASONS);
export type RefusalReason = v.InferOutput<typeof RefusalReasonSchema>;

/** WebSocket close code for a refusal or an eviction after the handshake; the close reason is a RefusalReason. */
export const CLOSE_CODE_REFUSED = 4400;

/** Handshake query parameters of the WebSocket, and the JSON body of `POST /parties/main/<room>`, which answers why. */
export const HandshakeSchema = v.object({
  /** RELAY_PROTOCOL of the client, as decimal text. */
  protocol: v.pipe(v.string(), v.maxLength(4)),
  /** The family's first chain entry, base64url: its hash must be the room id. */
  chain: v.pipe(v.string(), v.maxLength(2_000)),
  /** The signed proof, base64url; made anew for every attempt. */
  proof: v.pipe(v.string(), v.maxLength(1_000)),
});
export type Handshake = v.InferOutput<typeof HandshakeSchema>;

/** Answer of `POST /parties/main/<room>`: whether this handshake would be let in. Asking does not use the proof up. */
export const GateAnswerSchema = v.object({
  relay: v.literal('family-os'),
  protocol: v.number(),
  ok: v.boolean(),
  reason: v.optional(RefusalReasonSchema),
  /** Relay clock minus device clock in milliseconds, where the reason is `clock`. */
  skewMs: v.optional(v.number()),
});
export type GateAnswer = v.InferOutput<typeof GateAnswerSchema>;

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
