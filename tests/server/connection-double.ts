import type { Connection } from 'partykit/server';
import { newId } from '../../lib/protocol/ids.ts';

/** A PartyKit connection as a sleeping room's runtime keeps it: its attachment outlives the room object. */
export interface ConnectionDouble {
  readonly connection: Connection;
  readonly frames: Uint8Array[];
  readonly texts: string[];
  readonly closed: { code: number; reason: string } | null;
}

export function createConnectionDouble(): ConnectionDouble {
  const frames: Uint8Array[] = [];
  const texts: string[] = [];
  let closed: { code: number; reason: string } | null = null;
  let state: unknown = null;
  const connection = {
    id: newId<string>(),
    get readyState() {
      return closed === null ? 1 : 3;
    },
    get state() {
      return structuredClone(state);
    },
    setState(next: unknown) {
      state = structuredClone(next);
      return state;
    },
    send(data: string | Uint8Array) {
      if (closed !== null) throw new TypeError("Can't call send() after close()");
      if (typeof data === 'string') texts.push(data);
      else frames.push(data.slice());
    },
    close(code = 1005, reason = '') {
      closed ??= { code, reason };
    },
  };
  return {
    connection: connection as unknown as Connection,
    frames,
    texts,
    get closed() {
      return closed;
    },
  };
}
