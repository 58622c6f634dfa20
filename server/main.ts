import type {
  Connection,
  ConnectionContext,
  FetchLobby,
  Lobby,
  Request as PartyRequest,
  Room as PartyRoom,
  Server,
} from 'partykit/server';
import * as v from 'valibot';
import { type DeviceId, DeviceIdSchema } from '../lib/protocol/ids.ts';
import { PARTY } from '../lib/protocol/relay.ts';
import {
  gateAnswer,
  healthAnswer,
  notFoundAnswer,
  preflightAnswer,
  troubleAnswer,
  wrongMethodAnswer,
} from './answers.ts';
import { type Claim, createGate, type Gate, parseClaim, readClaim } from './gate.ts';
import { joinPage } from './join-page.ts';
import { createRoom, type Room } from './room.ts';

/** Between the edge and the room, on requests that the edge makes itself; what comes from outside is never passed on as it is. */
const CALL_HEADER = 'x-family-os-call';
const DEVICE_HEADER = 'x-family-os-device';
/** A handshake is about 1 KB; whatever is longer is none. */
const MAX_QUESTION_BYTES = 8_192;
const MAX_DRAINED_BYTES = 1_000_000;

/**
 * The PartyKit party: static methods run at the edge, without storage; an instance is one family's room. Wiring only: who may connect
 * is gate.ts, what happens inside is room.ts.
 */
export default class FamilyRoom implements Server {
  /** Idle sockets cost nothing: the room sleeps between messages and forgets everything but storage and the sockets' attachments. */
  readonly options = { hibernate: true };
  readonly #gate: Gate;
  readonly #room: Room;

  constructor(party: PartyRoom) {
    const connections = () => party.getConnections();
    this.#gate = createGate({ storage: party.storage, socketCount: () => [...connections()].length });
    this.#room = createRoom({ storage: party.storage, connections, now: Date.now });
  }

  static onFetch(request: PartyRequest, _lobby: FetchLobby): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method === 'OPTIONS') return preflightAnswer();
    if (pathname !== '/join' && pathname !== '/health') return notFoundAnswer();
    if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethodAnswer();
    return pathname === '/join' ? joinPage(request.headers.get('accept-language') ?? '') : healthAnswer();
  }

  /** A WebSocket handshake: refused here, before it is answered, or passed on with nothing left of what the client said. */
  static async onBeforeConnect(request: PartyRequest, lobby: Lobby): Promise<Response | PartyRequest> {
    try {
      const url = new URL(request.url);
      const handshake = Object.fromEntries(url.searchParams);
      const read = readClaim({ room: lobby.id, authority: authorityOf(request), handshake, now: Date.now() });
      if (!read.ok) return gateAnswer(read.refusal, 403);
      const answer = await callRoom(lobby, 'admit', read.claim);
      if (!answer.ok) return answer;
      // The address is kept with the socket, in 2 KiB: it must be short. The connection's id is ours, since PartyKit trips over ids
      // that are taken or too long.
      const target = `${url.origin}${url.pathname}?_pk=${crypto.randomUUID()}`;
      const headers = new Headers([...request.headers]);
      headers.set(DEVICE_HEADER, read.claim.device);
      return new Request(target, { method: 'GET', headers }) as unknown as PartyRequest;
    } catch (error) {
      console.error('handshake failed:', error instanceof Error ? error.message : error);
      return troubleAnswer();
    }
  }

  /** `POST`: would this handshake be let in? */
  static async onBeforeRequest(request: PartyRequest, lobby: Lobby): Promise<Response> {
    try {
      if (request.method === 'OPTIONS') return preflightAnswer();
      if (request.method !== 'POST') return wrongMethodAnswer();
      const handshake = await readJson(request);
      const read = readClaim({ room: lobby.id, authority: authorityOf(request), handshake, now: Date.now() });
      return read.ok ? await callRoom(lobby, 'ask', read.claim) : gateAnswer(read.refusal, 200);
    } catch (error) {
      console.error('question failed:', error instanceof Error ? error.message : error);
      return troubleAnswer();
    }
  }

  /** From the edge only: everything that comes from outside has gone through `onBeforeRequest`. */
  async onRequest(request: PartyRequest): Promise<Response> {
    try {
      const claim = parseClaim(await request.json());
      const now = Date.now();
      if (request.headers.get(CALL_HEADER) === 'ask') return gateAnswer(await this.#gate.ask(claim, now), 200);
      const refusal = await this.#gate.admit(claim, now);
      return gateAnswer(refusal, refusal === null ? 200 : 403);
    } catch (error) {
      console.error('gate failed:', error instanceof Error ? error.message : error);
      return troubleAnswer();
    }
  }

  getConnectionTags(_connection: Connection, { request }: ConnectionContext): string[] {
    return [deviceOf(request)];
  }

  onConnect(connection: Connection, { request }: ConnectionContext): Promise<void> {
    return this.#room.connected(connection, deviceOf(request));
  }

  onMessage(message: string | ArrayBuffer | ArrayBufferView, connection: Connection): Promise<void> {
    return this.#room.received(connection, message);
  }

  onClose(connection: Connection): Promise<void> {
    // The runtime leaves the answer to a client's close frame to us; without it the client waits, then sees 1006.
    connection.close();
    return this.#room.closed(connection);
  }

  onError(connection: Connection): Promise<void> {
    return this.#room.closed(connection);
  }
}

/** `host[:port]` as the client addressed the relay. A proxy in front must pass the Host header on unchanged. */
function authorityOf(request: PartyRequest): string {
  return (request.headers.get('host') ?? new URL(request.url).host).toLowerCase();
}

function deviceOf(request: { headers: { get(name: string): string | null } }): DeviceId {
  return v.parse(DeviceIdSchema, request.headers.get(DEVICE_HEADER));
}

async function callRoom(lobby: Lobby, call: 'ask' | 'admit', claim: Claim): Promise<Response> {
  const room = lobby.parties[PARTY]?.get(lobby.id);
  if (room === undefined) throw new Error('party is not configured');
  const answer = await room.fetch({ method: 'POST', headers: { [CALL_HEADER]: call }, body: JSON.stringify(claim) });
  return answer;
}

/** The body as JSON; undefined for anything else, or longer than a handshake can be. */
async function readJson(request: PartyRequest): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    // Read on for a while all the same: a body left unread costs the client its connection, and with it our answer.
    if (length > MAX_DRAINED_BYTES) break;
    if (length <= MAX_QUESTION_BYTES) chunks.push(chunk);
  }
  if (length > MAX_QUESTION_BYTES) return undefined;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
