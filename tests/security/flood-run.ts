import { Worker } from 'node:worker_threads';
import type { Device } from '../../lib/vault/device.ts';
import { connectRaw } from '../server/raw-member.ts';
import { type RelayFolder, startRelayInFolder } from '../server/relay-folder.ts';
import type { AttackOrder, AttackPlan, AttackReport, Target } from './attack.ts';
import type { FromAttack, ToAttack } from './attack-thread.ts';
import { createChainFamily, type HandshakeParams } from './chain-family.ts';
import { createPingPair, median, type PingPair, quantile } from './ping-pair.ts';
import { relayMemory, settledMemory } from './relay-memory.ts';

export interface FloodOptions {
  readonly seed: number;
  /** Frames, handshakes and calls altogether; three of five are frames. */
  readonly count: number;
  /** Per second, at most; as fast as the relay answers where it is left out. */
  readonly rate?: number;
  /**
   * Of an attack before, as fast as it goes, which lets the relay's runtime grow to its working size: it takes some ten thousand connections until
   * its allocator has that, whatever code it runs (connection-memory.ts).
   */
  readonly warmUp: number;
  /** Whether memory is measured: that waits until the relay has given back what it does not need. */
  readonly isSettled?: boolean;
  readonly onProgress?: (text: string) => void;
}

/** Milliseconds. */
export interface Latency {
  readonly before: number;
  readonly during: number;
  readonly ratio: number;
  readonly p95Before: number;
  readonly p95During: number;
  readonly pings: number;
}

export interface FloodReport {
  readonly seconds: number;
  readonly attack: AttackReport;
  /** Two members of a family that only strangers attack. */
  readonly strangers: { latency: Latency; frames: number; foreign: string[]; isConnected: boolean };
  /** Two members of a family that one of its own attacks. */
  readonly insider: { latency: Latency; isConnected: boolean };
  /** Resident memory of the relay's runtime, bytes. */
  readonly memory: { readonly fresh: number; readonly before: number; readonly after: number };
  /** What the relay wrote to standard error. */
  readonly log: string;
}

const PING_INTERVAL_MS = 40;
const PINGS_BEFORE = 250;
const FEW_PINGS = 20;
/** Handshakes that are made in advance carry the time at which they will be of use. */
const PREPARED_FOR_MS = 600_000;
const PREPARED = 240;
/** Enough for 100,000 in a few minutes, at 500 connections of a room in four minutes. */
const MAX_HOSTILE_FAMILIES = 20;
const INSIDERS = 6;
const SESSIONS_PER_INSIDER = 50;

/** Starts a relay, floods it, measures what its members see of that, and cleans up. */
export async function runFlood(options: FloodOptions): Promise<FloodReport> {
  const folder = await startRelayInFolder();
  try {
    return await floodRelay(folder, options);
  } catch (cause) {
    throw new Error(`The flood broke off. The relay said: ${folder.relay.log.slice(-2_000) || 'nothing'}`, { cause });
  } finally {
    await folder.remove();
  }
}

async function floodRelay(folder: RelayFolder, options: FloodOptions): Promise<FloodReport> {
  const { seed, count, warmUp, rate = Number.POSITIVE_INFINITY, isSettled = true, onProgress = () => {} } = options;
  const { authority, relay } = folder;
  const victim = await createVictim(authority);
  const besieged = await createBesieged(authority);
  const pairs = [victim.pair, besieged.pair] as const;
  const attacker = await startAttacker({
    plan: {
      authority,
      seed,
      hostileFamilies: Math.max(2, Math.min(MAX_HOSTILE_FAMILIES, Math.round(count / 2_000))),
      insiderRoom: besieged.room,
    },
    insiderHandshake: besieged.handshake,
    onProgress: (done) => onProgress(`${done} of ${count}`),
  });
  const attack = async (total: number, perSecond: number) =>
    attacker.run({
      frames: Math.round(total * 0.6),
      handshakes: Math.round(total * 0.4),
      rate: perSecond,
      target: await victim.target(),
    });
  const memory = () => {
    if (!isSettled) return relayMemory(relay.pid);
    return settledMemory(relay.pid, async () => {
      for (const pair of pairs) await pair.ping();
    });
  };

  const memoryFresh = await relayMemory(relay.pid);
  if (warmUp > 0) await attack(warmUp, Number.POSITIVE_INFINITY);
  onProgress('settling');
  const memoryBefore = await memory();
  const pings = isSettled ? PINGS_BEFORE : FEW_PINGS;
  const before = [await pingTimes(victim.pair, pings), await pingTimes(besieged.pair, pings)];

  const startedAt = performance.now();
  let isOver = false;
  const attacking = attack(count, rate).finally(() => {
    isOver = true;
  });
  // Where the pings below fail first, they say why.
  attacking.catch(() => undefined);
  const during: number[][] = [[], []];
  while (!isOver) {
    for (const [index, pair] of pairs.entries()) during[index]?.push(await pair.ping());
    await pause(PING_INTERVAL_MS);
  }
  const report = await attacking;
  const seconds = (performance.now() - startedAt) / 1_000;
  onProgress('settling');
  const memoryAfter = await memory();
  await attacker.end();
  const { frames, foreign } = victim.pair.report();
  const { log } = relay;
  const result: FloodReport = {
    seconds,
    attack: report,
    strangers: { latency: latencyOf(before[0], during[0]), frames, foreign, isConnected: victim.pair.isConnected },
    insider: { latency: latencyOf(before[1], during[1]), isConnected: besieged.pair.isConnected },
    memory: { fresh: memoryFresh, before: memoryBefore, after: memoryAfter },
    log,
  };
  for (const pair of pairs) await pair.close();
  return result;
}

/** A family that strangers attack: with somebody it removed, and somebody it never let in who has its secret all the same. */
async function createVictim(authority: string) {
  const family = await createChainFamily();
  const [ben, mateo] = [await family.admit(), await family.admit()];
  await family.publish(authority);
  const headBefore = family.chain.head;
  await family.remove(mateo.id);
  await family.publish(authority);
  const pair = await createPingPair(authority, family, ben);
  const stranger = await family.newDevice();

  return {
    pair,
    async target(): Promise<Target> {
      const used = await family.handshake(authority, ben);
      await (await connectRaw(authority, family.room, used)).close();
      const soon = (index: number) => Date.now() + (index / PREPARED) * PREPARED_FOR_MS;
      const excluded: HandshakeParams[] = [used];
      for (let index = 0; index < PREPARED; index++) {
        const at = soon(index);
        excluded.push(
          await family.handshake(authority, mateo, { at }),
          await family.handshake(authority, mateo, { at, head: headBefore }),
          await family.handshake(authority, stranger, { at }),
        );
      }
      excluded.push(
        await family.handshake(authority, ben, { at: Date.now() - 3_600_000 }),
        await family.handshake('relay.example', ben),
      );
      const notNow = [
        await family.handshake(authority, ben, { head: crypto.getRandomValues(new Uint8Array(32)) }),
        await family.handshake(authority, ben, { head: headBefore }),
      ];
      return { room: family.room, handshake: used, entries: family.entries, excluded, notNow };
    },
  };
}

/** A family with hostile devices among its own. */
async function createBesieged(authority: string) {
  const family = await createChainFamily();
  const ben = await family.admit();
  const hostile: Device[] = [];
  for (let index = 0; index < INSIDERS; index++) hostile.push(await family.admit());
  await family.publish(authority);
  const pair = await createPingPair(authority, family, ben);
  let used = 0;
  return {
    room: family.room,
    pair,
    /** Of the next hostile device; null once they have used up what they may. */
    async handshake(): Promise<HandshakeParams | null> {
      const device = hostile[used++ % INSIDERS];
      return device === undefined || used > INSIDERS * SESSIONS_PER_INSIDER
        ? null
        : family.handshake(authority, device);
    },
  };
}

/** The attack, in a thread of its own: what it computes must not delay what is measured here. */
async function startAttacker(args: {
  plan: AttackPlan;
  insiderHandshake: () => Promise<HandshakeParams | null>;
  onProgress: (done: number) => void;
}): Promise<{ run(order: AttackOrder): Promise<AttackReport>; end(): Promise<void> }> {
  const thread = new Worker(new URL('./attack-thread.ts', import.meta.url), { workerData: args.plan });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const ready = Promise.withResolvers<void>();
  let reported = Promise.withResolvers<AttackReport>();
  const tell = (message: ToAttack) => thread.postMessage(message);
  thread.on('message', (message: FromAttack) => {
    if ('isReady' in message) ready.resolve();
    else if ('done' in message) args.onProgress(message.done);
    else if ('report' in message) reported.resolve(message.report);
    else if ('failed' in message) failed.reject(new Error(message.failed));
    else args.insiderHandshake().then((handshake) => tell({ handshake }), failed.reject);
  });
  thread.on('error', failed.reject);
  thread.on('exit', (code) => failed.reject(new Error(`the attack ended with ${code}`)));
  await Promise.race([ready.promise, failed.promise]);
  return {
    run(order) {
      reported = Promise.withResolvers<AttackReport>();
      tell({ order });
      return Promise.race([reported.promise, failed.promise]);
    },
    async end() {
      await thread.terminate();
    },
  };
}

async function pingTimes(pair: PingPair, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    times.push(await pair.ping());
    await pause(PING_INTERVAL_MS);
  }
  return times;
}

function latencyOf(before: readonly number[] = [], during: readonly number[] = []): Latency {
  return {
    before: median(before),
    during: median(during),
    ratio: median(during) / median(before),
    p95Before: quantile(before, 0.95),
    p95During: quantile(during, 0.95),
    pings: during.length,
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
