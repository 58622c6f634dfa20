import type { RoomSocketEvents, RoomSocketFactory } from '../../lib/ports/ports.ts';
import type { Call, GateAnswer } from '../../lib/protocol/relay.ts';

/** One attempt as a test sees it. */
export interface ScriptedSocket {
  params: Record<string, string>;
  authority: string;
  events: RoomSocketEvents;
  isClosedByClient: boolean;
  /** Presence frames that were sent. */
  presence: Uint8Array[];
}

/** RoomSocketFactory that a test plays by hand: `attempts` lists every connect, `calls` every call; `answer` is what the relay says over HTTP. */
export function createScriptedRoomSockets(): RoomSocketFactory & {
  attempts: ScriptedSocket[];
  calls: Call[];
  answer: GateAnswer | 'unreachable' | 'not-a-relay';
} {
  const attempts: ScriptedSocket[] = [];
  const calls: Call[] = [];
  return {
    attempts,
    calls,
    answer: 'unreachable',
    connect({ host, params, events }) {
      const socket: ScriptedSocket = {
        params,
        authority: host.authority,
        events,
        isClosedByClient: false,
        presence: [],
      };
      attempts.push(socket);
      return {
        close() {
          socket.isClosedByClient = true;
        },
        sendPresence: (frame) => socket.presence.push(frame),
      };
    },
    async call({ call }) {
      calls.push(call);
      return this.answer;
    },
  };
}
