import type { Device } from '../../lib/vault/device.ts';
import { createSeededRandom } from '../doubles/seeded-random.ts';
import { connectRaw, type RawMember } from '../server/raw-member.ts';
import { type ChainFamily, createChainFamily, type HandshakeParams } from './chain-family.ts';
import { answerStateRequests, foreignIn, updateIn, writersOf } from './delivered-frames.ts';
import { type CallMaterial, hostileFrame, realFrames } from './mutations.ts';
import { createStranger, type StrangerReport } from './stranger.ts';

/** Whom to attack. Plain data, so that it can be handed to a thread. */
export interface AttackPlan {
  readonly authority: string;
  readonly seed: number;
  /** Families that the attacker founds, each with hostile members and one who listens. */
  readonly hostileFamilies: number;
  /** The room of a family, not the attacker's, with hostile members. */
  readonly insiderRoom: string;
}

/** What strangers have seen of the family that they attack. */
export interface Target extends CallMaterial {
  readonly room: string;
  /** Well made, and to get nothing all the same: used before, of removed devices, of devices never let in, too old, for another relay. */
  readonly excluded: readonly HandshakeParams[];
  /** Of members, who may ask why, but may not come in so: with a chain that is behind, or another. */
  readonly notNow: readonly HandshakeParams[];
}

export interface AttackOrder {
  /** Frames to send as a member. */
  readonly frames: number;
  /** Handshakes and calls to try as a stranger. */
  readonly handshakes: number;
  /** Frames, handshakes and calls per second, at most; infinite: as fast as the relay answers. */
  readonly rate: number;
  readonly target: Target;
}

/** What the attack needs from whoever ordered it. */
export interface AttackSide {
  /** Told how many frames, handshakes and calls there were so far. */
  progress(done: number): void;
  /** Of a hostile member of `insiderRoom`, for one connection; null: no more. */
  insiderHandshake(): Promise<HandshakeParams | null>;
}

export interface AttackReport {
  /** Frames that the relay had looked at, each confirmed by an answer to a frame behind it or by being closed. */
  readonly frames: number;
  readonly sessions: number;
  /** Sessions that the relay did not end by itself. */
  readonly notClosed: number;
  /** Sessions by the reason they were closed with. */
  readonly closedBy: Readonly<Record<string, number>>;
  readonly stranger: StrangerReport;
  /** Frames that members of attacked families got, and those among them that no member had sent. */
  readonly delivered: number;
  readonly foreign: readonly string[];
}

export interface Attack {
  /** Attacks until everything ordered is done, and leaves no connection open; the report is of this order alone. */
  run(order: AttackOrder): Promise<AttackReport>;
}

/** So many connect as often as a room allows: 500 proofs in four minutes. */
const DEVICES_PER_ROOM = 10;
const SOCKETS_AT_ONCE = 3;
const REQUESTS_AT_ONCE = 3;
const MAX_FRAMES_PER_SESSION = 60;
/** The fifth of these closes any socket. */
const MEANINGLESS = new Uint8Array([0x7f]);
const KEEPALIVE = new Uint8Array([1, 1, 0]);
const CLOSE_LIMIT_MS = 5_000;
/** A batch that was begun swallows the keep-alive; the frames that follow make it end. */
const ANSWER_LIMIT_MS = 300;
/** A room that was connected to too often is left alone for a while. */
const REST_MS = 5_000;

/** A room with hostile members. */
interface HostileRoom {
  readonly room: string;
  handshake(): Promise<HandshakeParams | null>;
  /** Clients named in updates that its members sent and that can be read. */
  readonly writers: Set<number>;
  /** Connects a member who listens; null: somebody else watches this room. */
  listen(): Promise<RawMember | null>;
  restsUntil: number;
}

export async function openAttack(plan: AttackPlan, { progress, insiderHandshake }: AttackSide): Promise<Attack> {
  const { authority } = plan;
  const random = createSeededRandom(plan.seed);
  const rooms: HostileRoom[] = [
    {
      room: plan.insiderRoom,
      handshake: insiderHandshake,
      writers: new Set(),
      listen: async () => null,
      restsUntil: 0,
    },
  ];
  for (let index = 0; index < plan.hostileFamilies; index++) {
    rooms.push(await hostileRoom(authority, await createChainFamily()));
  }

  async function run(order: AttackOrder): Promise<AttackReport> {
    const stranger = createStranger({ authority, random, ...order.target });
    const closedBy: Record<string, number> = {};
    let frames = 0;
    let sessions = 0;
    let notClosed = 0;
    const startedAt = performance.now();
    const listeners: [HostileRoom, RawMember | null][] = [];
    for (const room of rooms) listeners.push([room, await room.listen()]);

    /** Waits until so many of `total` are due. */
    async function isDue(done: number, total: number): Promise<void> {
      const share = total / (order.frames + order.handshakes);
      const dueAt = startedAt + (done / (order.rate * share)) * 1_000;
      const ms = dueAt - performance.now();
      if (ms > 1) await after(ms);
    }

    async function session(target: HostileRoom, params: HandshakeParams): Promise<void> {
      const member = await connectRaw(authority, target.room, params);
      if (member.isClosed) {
        const reason = await whyNot(authority, target.room, params);
        if (reason !== 'too-fast') throw new Error(`a member was not let in: ${reason}`);
        target.restsUntil = performance.now() + REST_MS;
        return;
      }
      sessions += 1;
      const real = realFrames(random);
      // One in ten sends everything at once; the others wait for each frame's effect, so that every frame counts.
      const isBurst = random.chance(0.1);
      for (let sent = 0; sent < MAX_FRAMES_PER_SESSION && isOpen(member); sent++) {
        const frame = sent < MAX_FRAMES_PER_SESSION - 10 ? hostileFrame(random, real) : MEANINGLESS;
        await isDue(frames, order.frames);
        if (typeof frame !== 'string') noteWriters(target, frame);
        member.send(frame);
        if (isBurst ? sent % 8 !== 7 : await answered(member)) frames += 1;
      }
      const ended = await Promise.race([member.closed, after(CLOSE_LIMIT_MS)]);
      // Closing: the close frame is here, which nobody but the relay sends; workerd may leave it to the client to end the connection itself.
      const wasClosed = ended !== null || member.socket.readyState === WebSocket.CLOSING;
      member.socket.close();
      if (!wasClosed) {
        notClosed += 1;
        return;
      }
      // What was sent last is what closed it.
      frames += 1;
      const why = ended === null ? 'close frame' : (/^[a-z-]+$/.exec(ended.reason)?.[0] ?? `code ${ended.code}`);
      closedBy[why] = (closedBy[why] ?? 0) + 1;
    }

    async function attackAsMember(): Promise<void> {
      while (frames < order.frames) {
        const ready = rooms.filter(({ restsUntil }) => restsUntil <= performance.now());
        if (ready.length === 0) await after(REST_MS / 10);
        else {
          const target = random.pick(ready);
          const params = await target.handshake();
          if (params === null) target.restsUntil = Number.POSITIVE_INFINITY;
          else await session(target, params);
        }
        progress(frames + stranger.report().attempts);
      }
    }

    async function attackAsStranger(): Promise<void> {
      while (stranger.report().attempts < order.handshakes) {
        await isDue(stranger.report().attempts, order.handshakes);
        await stranger.attempt();
        progress(frames + stranger.report().attempts);
      }
    }

    await Promise.all([
      ...Array.from({ length: SOCKETS_AT_ONCE }, attackAsMember),
      ...Array.from({ length: REQUESTS_AT_ONCE }, attackAsStranger),
    ]);
    await stranger.close();
    const delivered = listeners.flatMap(([{ writers }, listener]) =>
      (listener?.frames ?? []).map((frame) => foreignIn(frame, writers)),
    );
    for (const [, listener] of listeners) await listener?.close();
    return {
      frames,
      sessions,
      notClosed,
      closedBy,
      stranger: stranger.report(),
      delivered: delivered.length,
      foreign: delivered.filter((problem) => problem !== null),
    };
  }

  return { run };
}

function noteWriters({ writers }: HostileRoom, frame: Uint8Array): void {
  const update = updateIn(frame);
  for (const client of (typeof update === 'string' ? null : writersOf(update)) ?? []) writers.add(client);
}

async function hostileRoom(authority: string, family: ChainFamily): Promise<HostileRoom> {
  const devices: Device[] = [];
  for (let index = 0; index < DEVICES_PER_ROOM; index++) devices.push(await family.admit());
  await family.publish(authority);
  let turn = 0;
  return {
    room: family.room,
    async handshake() {
      const device = devices[turn++ % devices.length];
      return device === undefined ? null : family.handshake(authority, device);
    },
    writers: new Set(),
    async listen() {
      const listener = await connectRaw(authority, family.room, await family.handshake(authority, family.founder));
      answerStateRequests(listener);
      return listener;
    },
    restsUntil: 0,
  };
}

async function whyNot(authority: string, room: string, params: HandshakeParams): Promise<string> {
  const body = JSON.stringify({ type: 'ask', ...params });
  const response = await fetch(`http://${authority}/parties/main/${room}`, { method: 'POST', body });
  const { ok, reason } = (await response.json()) as { ok?: boolean; reason?: string };
  // What a device may connect is over sooner than what it may ask.
  return ok === true ? 'too-fast' : (reason ?? `nothing said, ${response.status}`);
}

const isOpen = (member: RawMember) => member.socket.readyState === WebSocket.OPEN;

/** Whether the relay has looked at everything sent so far: it answers every keep-alive, in order. False once it has closed, or where it waits for more. */
async function answered(member: RawMember): Promise<boolean> {
  const before = member.frames.length;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onMessage = () => {
    const isEcho = member.frames.slice(before).some((frame) => frame.length === 3 && frame[0] === 1);
    if (isEcho) resolve(true);
  };
  const onClose = () => resolve(false);
  member.socket.addEventListener('message', onMessage);
  member.socket.addEventListener('close', onClose);
  if (isOpen(member)) member.send(KEEPALIVE);
  else if (member.isClosed) resolve(false);
  const isAlive = await Promise.race([promise, after(ANSWER_LIMIT_MS)]);
  member.socket.removeEventListener('message', onMessage);
  member.socket.removeEventListener('close', onClose);
  return isAlive === true;
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
