import { MAX_BACKLOG_BYTES, READ_LIMIT_MS, READ_PROBE_BYTES, SEND_WINDOW_BYTES } from './limits.ts';

/**
 * What one socket is sent of other members' changes, at the pace at which it reads. The runtime buffers whatever is sent without
 * telling; so after some bytes the client is asked for its state, which every Yjs client answers once it has read up to there. A socket that is
 * behind waits with its frames here, where all sockets share the same bytes; one that stays behind is dropped and catches up, in
 * less, by connecting again.
 */
export interface SendWindow {
  /** Sends now, or once the client has read what it was sent before. */
  relay(frame: Uint8Array): void;
  /** Sends now or never: for what the next one replaces. */
  offer(frame: Uint8Array): void;
  /** Asks the client for its state, for the sake of the state. Also a sign of reading, once answered. */
  probe(): void;
  /** The client answered the oldest open state request. */
  answered(): void;
  /** Sends what waits, as far as it may. */
  flush(): void;
  /** Bytes sent that the client has not shown to have read. */
  readonly unreadBytes: number;
  readonly isWaiting: boolean;
  /** Forgets what waits. Idempotent. */
  dispose(): void;
}

export interface SendWindowDeps {
  send(frame: Uint8Array): void;
  /** A state request, or null while there is nothing to ask about. */
  probeFrame(): Uint8Array | null;
  /** Whether the room's sockets together can take another large frame. */
  hasSpaceFor(bytes: number): boolean;
  /** The client does not read; called at most once, never after `dispose`. */
  onStuck(): void;
}

export function createSendWindow({ send, probeFrame, hasSpaceFor, onStuck }: SendWindowDeps): SendWindow {
  let sent = 0;
  let read = 0;
  /** Of every open state request, what had been sent before it. */
  const probes: number[] = [];
  let lastProbe = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const dispose = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    waiting = [];
    waitingBytes = 0;
  };
  const giveUp = () => {
    dispose();
    onStuck();
  };
  const probe = () => {
    const frame = probeFrame();
    if (frame === null) return;
    probes.push(sent);
    lastProbe = sent;
    send(frame);
  };
  const maySend = (frame: Uint8Array) => sent - read < SEND_WINDOW_BYTES && hasSpaceFor(frame.length);
  const sendNow = (frame: Uint8Array) => {
    sent += frame.length;
    send(frame);
    if (sent - lastProbe >= READ_PROBE_BYTES) probe();
  };
  const flush = () => {
    let frame = waiting[0];
    while (frame !== undefined && maySend(frame)) {
      waiting.shift();
      waitingBytes -= frame.length;
      sendNow(frame);
      frame = waiting[0];
    }
    if (waiting.length === 0 && timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
  };

  return {
    relay(frame) {
      if (waiting.length === 0 && maySend(frame)) {
        sendNow(frame);
        return;
      }
      waiting.push(frame);
      waitingBytes += frame.length;
      // The timer also keeps the room awake, which would forget in its sleep that a socket still has to be sent something.
      timer ??= setTimeout(giveUp, READ_LIMIT_MS);
      if (waitingBytes > MAX_BACKLOG_BYTES) giveUp();
    },
    offer(frame) {
      if (waiting.length === 0 && maySend(frame)) sendNow(frame);
    },
    probe,
    answered() {
      const position = probes.shift();
      if (position === undefined) return;
      read = position;
      if (timer !== null) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, READ_LIMIT_MS);
      }
      flush();
    },
    flush,
    get unreadBytes() {
      return sent - read;
    },
    get isWaiting() {
      return waiting.length > 0;
    },
    dispose,
  };
}
