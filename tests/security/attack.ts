import type { Device } from '../../lib/vault/device.ts';
import { createSeededRandom } from '../doubles/seeded-random.ts';
import { connectRaw, type RawMember } from '../server/raw-member.ts';
import { type ChainFamily, createChainFamily, type HandshakeParams } from './chain-family.ts';
import { updateIn, writersOf } from './delivered-frames.ts';
import { type CallMaterial, hostileFrame, realFrames } from './mutations.ts';
import { createStranger, type StrangerReport } from './stranger.ts';

/** Plain data, so that it can be handed to a thread. */
export interface AttackOrders {
  readonly authority: string;
  readonly seed: number;
  /** Frames to send as a member. */
  readonly frames: number;
  /** Handshakes and calls to try as a stranger. */
  readonly handshakes: number;
  /** The family that strangers attack: what they have seen of it. */
  readonly target: CallMaterial & {
    readonly room: string;
    /** Well made, and to get nothing all the same: used before, of removed devices, of devices never let in, too old, for another relay. */
    readonly excluded: readonly HandshakeParams[];
    /** Of members, who may ask why, but may not come in so: with a chain that is behind, or another. */
    readonly notNow: readonly HandshakeParams[];
  };
  /** The room of a family with members who attack it. */
  readonly insiderRoom: string;
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

/** Below what a room remembers of used proofs (500), and what a device may connect (60 at once). */
const SESSIONS_PER_DEVICE = 50;
const DEVICES_PER_ROOM = 8;
/** On average a session is closed after so many frames or fewer: how many rooms and devices are needed follows from it. */
const FRAMES_PER_SESSION = 3;
const SOCKETS_AT_ONCE = 3;
const REQUESTS_AT_ONCE = 3;
const MAX_FRAMES_PER_SESSION = 60;
/** The fifth of these closes any socket. */
const MEANINGLESS = new Uint8Array([0x7f]);
const KEEPALIVE = new Uint8Array([1, 1, 0]);
const CLOSE_LIMIT_MS = 5_000;

/** A room full of hostile members, and one who listens. */
interface HostileRoom {
  readonly room: string;
  handshake(): Promise<HandshakeParams | null>;
  /** Clients named in updates that its members sent and that can be read. */
  readonly writers: Set<number>;
  readonly listener: RawMember | null;
}

/** Attacks until everything ordered is done. */
export async function attack(orders: AttackOrders, { progress, insiderHandshake }: AttackSide): Promise<AttackReport> {
  const { authority } = orders;
  const random = createSeededRandom(orders.seed);
  const stranger = createStranger({ authority, random, ...orders.target });
  const rooms = await hostileRooms(orders, insiderHandshake);
  let frames = 0;
  let sessions = 0;
  let notClosed = 0;
  const closedBy: Record<string, number> = {};

  async function session(target: HostileRoom, params: HandshakeParams): Promise<void> {
    const member = await connectRaw(authority, target.room, params);
    if (member.isClosed) throw new Error('a member was not let in');
    sessions += 1;
    const real = realFrames(random);
    const note = (frame: Uint8Array) => {
      const update = updateIn(frame);
      const writers = typeof update === 'string' ? null : writersOf(update);
      for (const client of writers ?? []) target.writers.add(client);
    };
    // One in ten sends everything at once; the others wait for each frame's effect, so that every frame counts.
    const isBurst = random.chance(0.1);
    let sent = 0;
    for (; sent < MAX_FRAMES_PER_SESSION && member.socket.readyState === WebSocket.OPEN; sent++) {
      const frame = sent < MAX_FRAMES_PER_SESSION - 10 ? hostileFrame(random, real) : MEANINGLESS;
      if (typeof frame !== 'string') note(frame);
      member.send(frame);
      if (isBurst && sent % 8 !== 7) continue;
      frames += isBurst ? 1 : 0;
      if (!isBurst && (await answered(member))) frames += 1;
    }
    const ended = await Promise.race([member.closed, after(CLOSE_LIMIT_MS)]);
    if (ended === null) {
      // The close frame is here, which nobody but the relay sends; workerd may leave it to the client to end the connection itself.
      const isClosing = member.socket.readyState === WebSocket.CLOSING;
      notClosed += isClosing ? 0 : 1;
      member.socket.close();
      if (!isClosing) return;
    }
    // What was sent last is what closed it.
    frames += 1;
    const why = ended === null ? 'close frame alone' : ended.reason || String(ended.code);
    closedBy[why] = (closedBy[why] ?? 0) + 1;
  }

  async function attackAsMember(): Promise<void> {
    while (frames < orders.frames) {
      const target = random.pick(rooms);
      const params = await target.handshake();
      if (params === null) {
        rooms.splice(rooms.indexOf(target), 1);
        if (rooms.length === 0) throw new Error('not enough rooms for so many frames');
        continue;
      }
      await session(target, params);
      progress(frames + stranger.report().attempts);
    }
  }

  async function attackAsStranger(): Promise<void> {
    while (stranger.report().attempts < orders.handshakes) {
      await stranger.attempt();
      progress(frames + stranger.report().attempts);
    }
  }

  const all = [...rooms];
  await Promise.all([
    ...Array.from({ length: orders.frames > 0 ? SOCKETS_AT_ONCE : 0 }, attackAsMember),
    ...Array.from({ length: REQUESTS_AT_ONCE }, attackAsStranger),
  ]);
  const delivered = all.flatMap(({ listener, writers }) =>
    (listener?.frames ?? []).map((frame) => foreignIn(frame, writers)),
  );
  for (const { listener } of all) await listener?.close();
  await stranger.close();
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

/** What is wrong with a frame that a member got; null: nothing. */
function foreignIn(frame: Uint8Array, writers: ReadonlySet<number>): string | null {
  const update = updateIn(frame);
  if (update === 'none') return null;
  if (update === 'broken') return 'a frame that is none';
  const found = writersOf(update);
  if (found === null) return 'an update that cannot be read';
  return [...found].every((client) => writers.has(client)) ? null : 'an update of somebody who wrote none';
}

async function hostileRooms(
  orders: AttackOrders,
  insiderHandshake: AttackSide['insiderHandshake'],
): Promise<HostileRoom[]> {
  const { authority, insiderRoom } = orders;
  const rooms: HostileRoom[] = [{ room: insiderRoom, handshake: insiderHandshake, writers: new Set(), listener: null }];
  const perRoom = DEVICES_PER_ROOM * SESSIONS_PER_DEVICE;
  const count = Math.ceil(orders.frames / FRAMES_PER_SESSION / perRoom);
  for (let index = 0; index < count; index++) rooms.push(await hostileRoom(authority, await createChainFamily()));
  return rooms;
}

async function hostileRoom(authority: string, family: ChainFamily): Promise<HostileRoom> {
  const devices: Device[] = [];
  for (let index = 0; index < DEVICES_PER_ROOM; index++) devices.push(await family.admit());
  await family.publish(authority);
  const listener = await connectRaw(authority, family.room, await family.handshake(authority, family.founder));
  let used = 0;
  return {
    room: family.room,
    async handshake() {
      const device = devices[Math.floor(used / SESSIONS_PER_DEVICE)];
      used += 1;
      return device === undefined ? null : family.handshake(authority, device);
    },
    writers: new Set(),
    listener,
  };
}

/** A batch that was begun swallows the keep-alive; the frames that follow make it end. */
const ANSWER_LIMIT_MS = 300;

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
  if (member.socket.readyState === WebSocket.OPEN) member.send(KEEPALIVE);
  else if (member.isClosed) resolve(false);
  const isAlive = await Promise.race([promise, after(ANSWER_LIMIT_MS)]);
  member.socket.removeEventListener('message', onMessage);
  member.socket.removeEventListener('close', onClose);
  return isAlive === true;
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms).unref());
}
