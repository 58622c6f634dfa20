import type { Connection } from 'partykit/server';
import * as v from 'valibot';
import { type DeviceId, DeviceIdSchema } from '../lib/protocol/ids.ts';
import { ACK_PREFIX, CLOSE_CODE_REFUSED, type RefusalReason } from '../lib/protocol/relay.ts';
import { createFrameReader, type FrameReader } from './intake.ts';
import { MAX_BATCH_MS } from './limits.ts';
import { createSendWindow, type SendWindow, type SendWindowDeps } from './send-window.ts';

/** What must outlive the room's sleep, kept in the socket's attachment (at most 2 KiB). */
const AttachmentSchema = v.object({
  device: DeviceIdSchema,
  /** When it connected, by the relay's clock. */
  since: v.number(),
  /** The family's epoch when it was admitted. */
  epoch: v.number(),
  /** Update-bearing messages received so far: what `ack` counts. */
  updates: v.number(),
  /** Whether it has sent presence, and is therefore sent that of others. */
  isPresent: v.boolean(),
});
type Attachment = v.InferOutput<typeof AttachmentSchema>;

/**
 * One admitted socket of a member's device: its receipts, what it has read, what it did wrong. The room may be put to sleep between
 * two messages; then only the attachment lives on, which is why everything else may be forgotten in a moment of silence.
 */
export interface MemberSocket {
  readonly id: string;
  readonly device: DeviceId;
  readonly since: number;
  readonly epoch: number;
  readonly isPresent: boolean;
  markPresent(): void;
  readonly frames: FrameReader;
  /** Frames that meant nothing. */
  malformed: number;
  /**
   * Gives an unfinished batch its time limit. The timer also keeps the room awake, which would forget the batch in its sleep: on a slow
   * line more than the ten seconds until then can pass between two chunks.
   */
  limitBatchTime(): void;
  readonly isClosed: boolean;
  /** Counts an update-bearing message; the number goes into `acknowledge` once it is durable. */
  countUpdate(): number;
  acknowledge(updates: number): void;
  send(frame: Uint8Array | string): void;
  /** Others' changes go through here, at the pace at which the client reads. */
  readonly window: SendWindow;
  /** Closes with the code and reason a client shows to the person. Idempotent. */
  refuse(reason: RefusalReason): void;
  /** Closes because the relay itself is in trouble: the client tries again later. */
  fail(): void;
  /** Lets go of what it holds. Idempotent. */
  dispose(): void;
}

/** Ends of the relay itself, RFC 6455. */
const CLOSE_CODE_INTERNAL_ERROR = 1011;
const READY_STATE_OPEN = 1;

/** What a socket needs to know of its room. */
export type SocketSurroundings = Pick<SendWindowDeps, 'probeFrame' | 'hasSpaceFor'>;

/** Whom the gate let in. */
export interface Admission {
  readonly device: DeviceId;
  /** The family's epoch at that moment: a socket is of use for that one only. */
  readonly epoch: number;
}

/** Marks a connection as one that the gate let in. */
export function markAdmitted(connection: Connection, { device, epoch }: Admission, now: number): void {
  connection.setState({ device, since: now, epoch, updates: 0, isPresent: false } satisfies Attachment);
}

/** Whose connection it is; undefined for one that is accepted but not admitted yet. */
export function deviceOf(connection: Connection): DeviceId | undefined {
  const attached = v.safeParse(AttachmentSchema, connection.state);
  return attached.success ? attached.output.device : undefined;
}

/** For a connection that was admitted, be it before the room slept. Throws where it was not. */
export function createMemberSocket(connection: Connection, surroundings: SocketSurroundings): MemberSocket {
  const attached = v.parse(AttachmentSchema, connection.state);
  let { updates, isPresent } = attached;
  let isClosed = connection.readyState !== READY_STATE_OPEN;
  let batchTimer: ReturnType<typeof setTimeout> | null = null;
  const frames = createFrameReader();

  const send = (data: string | Uint8Array) => {
    if (isClosed) return;
    try {
      connection.send(data);
    } catch {
      // Gone without a close event so far; one will follow.
      isClosed = true;
    }
  };
  const window = createSendWindow({ ...surroundings, send, onStuck: () => close(CLOSE_CODE_REFUSED, 'too-fast') });
  const attach = () => connection.setState({ ...attached, updates, isPresent } satisfies Attachment);
  const stopBatchTimer = () => {
    if (batchTimer !== null) clearTimeout(batchTimer);
    batchTimer = null;
  };
  const dispose = () => {
    window.dispose();
    stopBatchTimer();
    frames.drop();
  };
  const close = (code: number, reason: string) => {
    dispose();
    if (isClosed) return;
    isClosed = true;
    try {
      connection.close(code, reason);
    } catch {
      // It was faster.
    }
  };

  return {
    id: connection.id,
    device: attached.device,
    since: attached.since,
    epoch: attached.epoch,
    get isPresent() {
      return isPresent;
    },
    markPresent() {
      if (isPresent || isClosed) return;
      isPresent = true;
      attach();
    },
    frames,
    malformed: 0,
    limitBatchTime() {
      if (frames.isBatchOpen) {
        batchTimer ??= setTimeout(() => close(CLOSE_CODE_REFUSED, 'too-large'), MAX_BATCH_MS);
      } else {
        stopBatchTimer();
      }
    },
    get isClosed() {
      return isClosed;
    },
    countUpdate: () => ++updates,
    acknowledge(count) {
      if (isClosed) return;
      attach();
      send(`${ACK_PREFIX}${count}`);
    },
    send,
    window,
    refuse: (reason) => close(CLOSE_CODE_REFUSED, reason),
    fail: () => close(CLOSE_CODE_INTERNAL_ERROR, 'the relay has a problem'),
    dispose,
  };
}
