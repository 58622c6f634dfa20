import type { RoomSocketEnd, RoomSocketOutput } from './memory-room.ts';
import type { WireEnd, WireEvents } from './memory-web-socket.ts';

/** One socket between a browser and the relay, both ways. Nothing moves but by `deliver…`. */
export interface MemoryLink {
  readonly waitingForRelay: number;
  readonly waitingForMember: number;
  /** Hands the oldest frame over (the first is the handshake itself); answers whether there was one. */
  deliverToRelay(): boolean;
  deliverToMember(): boolean;
  /** What is under way is lost and nothing comes through any more; neither end knows, the member's for half a minute. */
  sever(): void;
  readonly isSevered: boolean;
  /** The relay finds out that the line is dead. */
  relayNotices(): void;
  /** The member's browser finds out. */
  memberNotices(): void;
  /** The member's worker is gone: what it sent still arrives, then the end of the connection. */
  abandon(): void;
  /** The relay's process is gone, and with it all it knew of this socket. */
  relayDied(): void;
  /** Both ends know that it is over. */
  readonly isOver: boolean;
}

/** The stock provider looks every 3 s and gives a socket up that has brought nothing for 30 s. */
const SILENCE_LIMIT_MS = 33_000;

type Frame =
  | { type: 'dial' }
  | { type: 'opened' }
  | { type: 'data'; data: string | ArrayBuffer }
  | { type: 'close'; code: number; reason: string };

const FAILED: Frame = { type: 'close', code: 1006, reason: '' };

/**
 * `dial` is the handshake at the relay: answers the relay's end, or null where it refuses; it may take its time, and never answers when the relay
 * dies meanwhile. `events` is the member's WebSocket, whose own end of the wire comes back beside the link.
 */
export function createMemoryLink(
  dial: (output: RoomSocketOutput, opened: () => void) => Promise<RoomSocketEnd | null>,
  events: WireEvents,
): { link: MemoryLink; wire: WireEnd } {
  const toRelay: Frame[] = [{ type: 'dial' }];
  const toMember: Frame[] = [];
  let relayEnd: RoomSocketEnd | null = null;
  let isDialling = false;
  let isOpen = false;
  let isSevered = false;
  let isBroken = false;
  let isMemberDone = false;

  const fromMember = (frame: Frame) => {
    if (!isSevered && !isBroken) toRelay.push(frame);
  };
  const fromRelay = (frame: Frame) => {
    if (!isSevered && !isBroken && !isMemberDone) toMember.push(frame);
  };

  async function shakeHands(): Promise<void> {
    isDialling = true;
    const end = await dial(
      {
        send: (data) => fromRelay({ type: 'data', data }),
        close: (code, reason) => fromRelay({ type: 'close', code, reason }),
        broke() {
          relayEnd = null;
          fromRelay(FAILED);
          isBroken = true;
          toRelay.length = 0;
        },
      },
      () => fromRelay({ type: 'opened' }),
    );
    isDialling = false;
    if (end === null) fromRelay(FAILED);
    else if (!isBroken) relayEnd = end;
  }

  function endRelay(how: (end: RoomSocketEnd) => void): void {
    const end = relayEnd;
    relayEnd = null;
    if (end !== null) how(end);
  }

  function endMember(code: number, reason: string): void {
    if (isMemberDone) return;
    isMemberDone = true;
    toMember.length = 0;
    events.closed(code, reason);
  }

  const link: MemoryLink = {
    get waitingForRelay() {
      return isDialling ? 0 : toRelay.length;
    },
    get waitingForMember() {
      return toMember.length;
    },
    get isSevered() {
      return isSevered;
    },
    get isOver() {
      return isMemberDone && !isDialling && relayEnd === null && toRelay.length === 0;
    },
    deliverToRelay() {
      // Nothing overtakes the handshake.
      const frame = isDialling ? undefined : toRelay.shift();
      if (frame === undefined) return false;
      if (frame.type === 'dial') void shakeHands();
      else if (frame.type === 'data') relayEnd?.receive(frame.data);
      else if (frame.type === 'close') endRelay((end) => end.closed());
      return true;
    },
    deliverToMember() {
      const frame = toMember.shift();
      if (frame === undefined) return false;
      if (frame.type === 'opened') {
        isOpen = true;
        events.opened();
      } else if (frame.type === 'data') {
        events.received(frame.data);
      } else if (frame.type === 'close') {
        // A browser answers the relay's close frame by itself.
        if (isOpen) fromMember(frame);
        endMember(frame.code, frame.reason);
      }
      return true;
    },
    sever() {
      if (!isSevered) setTimeout(() => link.memberNotices(), SILENCE_LIMIT_MS);
      isSevered = true;
      toRelay.length = 0;
      toMember.length = 0;
    },
    relayNotices: () => endRelay((end) => end.broke()),
    memberNotices: () => endMember(1006, ''),
    abandon() {
      isMemberDone = true;
      toMember.length = 0;
      fromMember({ type: 'close', code: 1001, reason: '' });
    },
    relayDied() {
      link.sever();
      isDialling = false;
      relayEnd = null;
    },
  };

  const wire: WireEnd = {
    send: (data) => fromMember({ type: 'data', data }),
    close(code, reason) {
      if (isOpen && !isSevered) return fromMember({ type: 'close', code, reason });
      // A socket that never opened, or whose line is dead, has no one to shake hands with: it fails, in a task of its own.
      link.sever();
      setTimeout(() => link.memberNotices(), 0);
    },
  };
  return { link, wire };
}
