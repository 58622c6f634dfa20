import type { RoomSocketEvents, RoomSocketFactory } from '../../lib/ports/ports.ts';
import type { GateAnswer } from '../../lib/protocol/relay.ts';

/** One attempt as a test sees it. */
export interface ScriptedSocket {
  params: Record<string, string>;
  authority: string;
  events: RoomSocketEvents;
  isClosedByClient: boolean;
}

/** RoomSocketFactory that a test plays by hand: `attempts` lists every connect; `answer` is what the relay says over HTTP. */
export function createScriptedRoomSockets(): RoomSocketFactory & {
  attempts: ScriptedSocket[];
  answer: GateAnswer | 'unreachable' | 'not-a-relay';
} {
  const attempts: ScriptedSocket[] = [];
  return {
    attempts,
    answer: 'unreachable',
    connect({ host, params, events }) {
      const socket: ScriptedSocket = { params, authority: host.authority, events, isClosedByClient: false };
      attempts.push(socket);
      return {
        close() {
          socket.isClosedByClient = true;
        },
      };
    },
    async ask() {
      return this.answer;
    },
  };
}
