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
import { DeviceIdSchema } from '../lib/protocol/ids.ts';
import { PARTY } from '../lib/protocol/relay.ts';
import {
  callAnswer,
  healthAnswer,
  notFoundAnswer,
  preflightAnswer,
  refusalAnswer,
  troubleAnswer,
  wrongMethodAnswer,
} from './answers.ts';
import { CheckedCallSchema, readCall } from './call.ts';
import { readCallBody } from './call-body.ts';
import { createChainStore } from './chain-store.ts';
import { ClaimSchema, readClaim, type Shown } from './claim.ts';
import { createDesk, type Desk } from './desk.ts';
import { createGate, type Gate } from './gate.ts';
import { joinPage } from './join-page.ts';
import { createKnockStore } from './knock-store.ts';
import { type Admission, deviceOf } from './member-socket.ts';
import { createRoom, type Room, type RoomFamily } from './room.ts';
import { createRoomFamily } from './room-family.ts';
import { logTrouble } from './trouble.ts';

/** Between the edge and the room, on requests that the edge makes itself; what comes from outside is never passed on as it is. */
const CALL_HEADER = 'x-family-os-call';
const DEVICE_HEADER = 'x-family-os-device';
const EPOCH_HEADER = 'x-family-os-epoch';

/**
 * The PartyKit party: static methods run at the edge, without storage; an instance is one family's room. Wiring only: who may connect
 * is claim.ts and gate.ts, what else may be asked is call.ts and desk.ts, what happens inside is room.ts.
 */
export default class FamilyRoom implements Server {
  /** Idle sockets cost nothing: the room sleeps between messages and forgets everything but storage and the sockets' attachments. */
  readonly options = { hibernate: true };
  readonly #party: PartyRoom;
  readonly #family: RoomFamily;
  readonly #gate: Gate;
  readonly #desk: Desk;
  readonly #room: Room;

  constructor(party: PartyRoom) {
    const { storage } = party;
    const connections = () => party.getConnections();
    const knocks = createKnockStore(storage);
    const chain = createChainStore({
      storage,
      room: () => party.id,
      onTurning: (isLeaving) => this.#room.hold(isLeaving),
      onChanged: () => {
        this.#room.familyChanged();
        knocks
          .prune(chain.state, Date.now())
          .catch((error: unknown) => logTrouble('knocks', error, { room: party.id }));
      },
      onFailed: () => this.#room.failed(),
    });
    this.#party = party;
    this.#family = createRoomFamily({ chain, knocks, now: Date.now });
    this.#room = createRoom({ storage, family: this.#family, connections, now: Date.now });
    this.#gate = createGate({ storage, chain, socketCount: () => [...connections()].length });
    this.#desk = createDesk({ storage, chain, gate: this.#gate, knocks, room: this.#room });
  }

  static onFetch(request: PartyRequest, _lobby: FetchLobby): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method === 'OPTIONS') return preflightAnswer();
    if (pathname !== '/join' && pathname !== '/health') return notFoundAnswer();
    if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethodAnswer();
    return pathname === '/join' ? joinPage(request) : healthAnswer();
  }

  /** A WebSocket handshake: refused here, before it is answered, or passed on with nothing left of what the client said. */
  static async onBeforeConnect(request: PartyRequest, lobby: Lobby): Promise<Response | PartyRequest> {
    try {
      const url = new URL(request.url);
      const read = await readClaim(shownBy(request, lobby), Object.fromEntries(url.searchParams));
      if (!read.ok) return refusalAnswer(read.refusal, 403);
      const answer = await callRoom(lobby, 'admit', read.value);
      if (!answer.ok) return answer;
      const { device, epoch } = v.parse(AdmissionSchema, await answer.json());
      // The address is kept with the socket, in 2 KiB: it must be short. The connection's id is ours, since PartyKit trips over ids
      // that are taken or too long.
      const target = `${url.origin}${url.pathname}?_pk=${crypto.randomUUID()}`;
      const headers = new Headers([...request.headers]);
      headers.set(DEVICE_HEADER, device);
      headers.set(EPOCH_HEADER, String(epoch));
      return new Request(target, { method: 'GET', headers }) as unknown as PartyRequest;
    } catch (error) {
      logTrouble('handshake', error, { room: lobby.id });
      return troubleAnswer();
    }
  }

  /** `POST`: a call. */
  static async onBeforeRequest(request: PartyRequest, lobby: Lobby): Promise<Response> {
    try {
      if (request.method === 'OPTIONS') return preflightAnswer();
      if (request.method !== 'POST') return wrongMethodAnswer();
      const body = await readCallBody(request.body);
      const read = body.ok ? await readCall(shownBy(request, lobby), body.value) : body;
      return read.ok ? await callRoom(lobby, 'answer', read.value) : refusalAnswer(read.refusal, 200);
    } catch (error) {
      logTrouble('call', error, { room: lobby.id });
      return troubleAnswer();
    }
  }

  /** From the edge only: everything that comes from outside has gone through `onBeforeRequest` or `onBeforeConnect`. */
  async onRequest(request: PartyRequest): Promise<Response> {
    try {
      const body: unknown = await request.json();
      await this.#family.open();
      const now = Date.now();
      if (request.headers.get(CALL_HEADER) === 'answer') {
        return callAnswer(await this.#desk.answer(v.parse(CheckedCallSchema, body), now));
      }
      const admitted = await this.#gate.admit(v.parse(ClaimSchema, body), now);
      return admitted.ok ? Response.json(admitted.admission) : refusalAnswer(admitted.refusal, 403);
    } catch (error) {
      logTrouble('room', error, { room: this.#party.id });
      return troubleAnswer();
    }
  }

  getConnectionTags(_connection: Connection, { request }: ConnectionContext): string[] {
    return [admissionOf(request).device];
  }

  onConnect(connection: Connection, { request }: ConnectionContext): Promise<void> {
    return this.#room.connected(connection, admissionOf(request));
  }

  onMessage(message: string | ArrayBuffer | ArrayBufferView, connection: Connection): Promise<void> {
    return this.#room.received(connection, message);
  }

  async onClose(connection: Connection): Promise<void> {
    // The runtime leaves the answer to a client's close frame to us; without it the client waits, then sees 1006.
    connection.close();
    await this.#closed(connection);
  }

  onError(connection: Connection): Promise<void> {
    return this.#closed(connection);
  }

  async #closed(connection: Connection): Promise<void> {
    const device = deviceOf(connection);
    await this.#room.closed(connection);
    try {
      if (device !== undefined && !this.#room.socketsOf().has(device)) await this.#gate.left(device, Date.now());
    } catch (error) {
      logTrouble('room', error, { room: this.#party.id });
    }
  }
}

const AdmissionSchema = v.object({ device: DeviceIdSchema, epoch: v.number() });

/** Written by `onBeforeConnect`, over whatever the client may have sent under these names. */
function admissionOf(request: { headers: { get(name: string): string | null } }): Admission {
  return v.parse(AdmissionSchema, {
    device: request.headers.get(DEVICE_HEADER),
    epoch: Number(request.headers.get(EPOCH_HEADER) ?? Number.NaN),
  });
}

function shownBy(request: PartyRequest, lobby: Lobby): Shown {
  return { room: lobby.id, authority: authorityOf(request), now: Date.now() };
}

/** `host[:port]` as the client addressed the relay. A proxy in front must pass the Host header on unchanged. */
function authorityOf(request: PartyRequest): string {
  return (request.headers.get('host') ?? new URL(request.url).host).toLowerCase();
}

async function callRoom(lobby: Lobby, call: 'admit' | 'answer', content: object): Promise<Response> {
  const room = lobby.parties[PARTY]?.get(lobby.id);
  if (room === undefined) throw new Error('party is not configured');
  return room.fetch({ method: 'POST', headers: { [CALL_HEADER]: call }, body: JSON.stringify(content) });
}
