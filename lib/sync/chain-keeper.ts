import type { Clock, Log, RoomSocketFactory } from '../ports/ports.ts';
import type { CommandError } from '../protocol/commands.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { type GateAnswer, type Handshake, type Knock, RELAY_PROTOCOL, type RefusalReason } from '../protocol/relay.ts';
import type { RelayHost } from '../protocol/relay-host.ts';
import { fromBase64url, toBase64url } from '../vault/base64url.ts';
import { readChain } from '../vault/chain-rules.ts';
import { isEpochStale } from '../vault/chain-state.ts';
import type { ExtendProblem, Membership } from './family-membership.ts';

/** Why nothing of this relay's is believed. */
export type ChainProblem = 'tampered' | 'rollback' | 'fork';

/** What the relay's answer means for the connection. */
export type Verdict =
  /** Something was learned or repaired since the last handshake: connect anew, at once. */
  | { type: 'again' }
  /** It would let this device in, and has nothing new. */
  | { type: 'same' }
  | { type: 'offline' }
  | { type: 'refused'; reason: RefusalReason | 'not-a-relay' | 'chain-problem'; skewMs?: number };

export type AppendOutcome = { ok: true } | { ok: false; error: CommandError };

/**
 * Keeps this browser's copy of the chain and the relay's in step: learns what others appended, appends what this device signs, refuses
 * what does not hold, and starts a new epoch where the newest is open to somebody who should not have it. Everything it does is one
 * after the other.
 */
export interface ChainKeeper {
  readonly problem: ChainProblem | null;
  /** Who waits, and when devices were last connected: as the relay last said. */
  readonly knocks: readonly Knock[];
  readonly seen: ReadonlyMap<DeviceId, number>;
  /** For an attempt to connect: a handshake that names the head as it is now. */
  makeHandshake(host: RelayHost): Promise<Handshake>;
  /** Asks the relay what is new, and takes it over. Never rejects. */
  refresh(): Promise<Verdict>;
  /** The relay's hint. */
  news(head: string, knocks: number): void;
  /**
   * Appends an entry made for the present head; where somebody else was faster it is made again. `check` looks at the chain as
   * it is by then: an error, or `done` where nothing is left to do.
   */
  append(make: () => Promise<Uint8Array>, check?: () => CommandError | 'done' | null): Promise<AppendOutcome>;
  /** Starts a new epoch now if the newest one is stale. */
  rotateIfStale(): Promise<void>;
  /** The present relay is to be taken as one that has shown nothing yet: a person's decision. */
  takeAsNew(): Promise<void>;
  close(): void;
}

/** Members who are online at once do not all start the epoch. */
const ROTATION_SPREAD_MS = 4_000;
const MAX_APPEND_ATTEMPTS = 6;

export function createChainKeeper(deps: {
  clock: Clock;
  random: () => number;
  log: Log;
  sockets: Pick<RoomSocketFactory, 'call'>;
  membership: Membership;
  host(): RelayHost;
  /** Whether members of the first version may still have to come in by themselves. */
  isLegacyPending(): boolean;
  /** Keys or members changed. */
  onChain(change: { isNewEpoch: boolean }): void;
  /** Knocks, times or the problem changed. */
  onNews(): void;
}): ChainKeeper {
  const { clock, sockets, membership } = deps;
  let problem: ChainProblem | null = null;
  let knocks: readonly Knock[] = [];
  let seen: ReadonlyMap<DeviceId, number> = new Map();
  let isClosed = false;
  let cancelRotation: (() => void) | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  /** What the last attempt to connect knew. */
  let shownHead = '';

  /** One after the other: two that extend the same head would take each other for a fork. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = tail.then(work);
    tail = turn.catch(() => {});
    return turn;
  }

  function setProblem(next: ChainProblem | null): void {
    if (problem === next) return;
    problem = next;
    deps.onNews();
  }

  /** A storage that fails, mostly: the next attempt is another one. */
  function unexpected(fault: unknown): { type: 'offline' } {
    deps.log.warn('chain', { problem: fault instanceof Error ? fault.name : 'unknown' });
    return { type: 'offline' };
  }

  async function ask(host: RelayHost, head?: 'first'): Promise<GateAnswer | 'unreachable' | 'not-a-relay'> {
    const handshake = await membership.makeHandshake(host, clock.now(), head);
    return sockets.call({ host, room: membership.record.room, call: { type: 'ask', ...handshake } });
  }

  function post(host: RelayHost, entries: string[]): Promise<GateAnswer | 'unreachable' | 'not-a-relay'> {
    const { room } = membership.record;
    return sockets.call({ host, room, call: { type: 'append', protocol: String(RELAY_PROTOCOL), entries } });
  }

  async function extend(entries: readonly string[]): Promise<ExtendProblem | null> {
    const before = membership.chain.length;
    const extended = await membership.extend(entries);
    if (!extended.ok) return extended.why;
    if (membership.chain.length > before && !isClosed) deps.onChain({ isNewEpoch: extended.isNewEpoch });
    return null;
  }

  function refusedFor(why: ExtendProblem): Verdict {
    if (why === 'newer') return { type: 'refused', reason: 'older-protocol' };
    setProblem('tampered');
    return { type: 'refused', reason: 'chain-problem' };
  }

  async function refresh(): Promise<Verdict> {
    const host = deps.host();
    const answer = await ask(host);
    if (answer === 'unreachable') return { type: 'offline' };
    if (answer === 'not-a-relay') return { type: 'refused', reason: answer };
    const why = await extend(answer.tail ?? []);
    if (why !== null) return refusedFor(why);
    if (answer.reason === 'unknown-head') return reconcile(host);
    if (answer.reason === 'not-a-member' && membership.isActive) return reconcile(host);
    if (answer.reason === 'not-a-member' && canEnter()) return enter(host);
    if (answer.ok || answer.tail !== undefined) await membership.noteShown(host.authority);
    if (answer.ok) {
      setProblem(null);
      knocks = answer.knocks ?? [];
      seen = new Map(answer.seen ?? []);
      deps.onNews();
      scheduleRotation();
      return { type: shownHead === membership.chain.headText ? 'same' : 'again' };
    }
    if (answer.reason === 'behind' && membership.isActive && (answer.tail?.length ?? 0) > 0) return { type: 'again' };
    if (!membership.isActive) deps.onNews();
    return refusedBy(answer);
  }

  /** The relay does not know our head: it is new to the family, was set back, or tells another story. */
  async function reconcile(host: RelayHost): Promise<Verdict> {
    const own = membership.record.chain;
    const shown = membership.record.shown[host.authority];
    const answer = await ask(host, 'first');
    if (answer === 'unreachable') return { type: 'offline' };
    if (answer === 'not-a-relay') return { type: 'refused', reason: answer };
    // A relay that does not say what it has (too fast, a clock) has not forgotten it.
    const isSilent = answer.tail === undefined && answer.isNew !== true && answer.reason !== 'not-a-member';
    if (isSilent) return refusedBy(answer);
    const theirs = answer.tail === undefined ? [] : [own[0] ?? '', ...answer.tail];
    const split = theirs.findIndex((entry, index) => entry !== own[index]);
    if (split !== -1) {
      const read = readChain(
        theirs.map((text) => fromBase64url(text) ?? new Uint8Array(0)),
        membership.record.room,
      );
      setProblem(read.ok ? 'fork' : 'tampered');
      return { type: 'refused', reason: 'chain-problem' };
    }
    // One that has nothing at all misleads nobody: it gets the whole, with everybody who was removed from it.
    if (shown !== undefined && theirs.length < shown && answer.isNew !== true) {
      setProblem('rollback');
      return { type: 'refused', reason: 'chain-problem' };
    }
    const rest = own.slice(theirs.length);
    let posted = await post(host, rest);
    if (typeof posted === 'object' && posted.reason === 'clock') {
      // Entries of long ago count where a device that this relay knows vouches for them by a new one.
      const vouching = toBase64url(await membership.entries.epoch({ removed: [], at: clock.now() }));
      posted = await post(host, [...rest, vouching]);
      if (typeof posted === 'object' && posted.ok) {
        const why = await extend([vouching]);
        if (why !== null) return refusedFor(why);
      }
    }
    if (posted === 'unreachable') return { type: 'offline' };
    if (posted === 'not-a-relay') return { type: 'refused', reason: posted };
    if (posted.ok) {
      await membership.noteShown(host.authority);
      setProblem(null);
      return { type: 'again' };
    }
    // It has entries after all that it did not show.
    if (posted.reason === 'behind') setProblem('fork');
    return { type: 'refused', reason: posted.reason === 'behind' ? 'chain-problem' : (posted.reason ?? 'malformed') };
  }

  function canEnter(): boolean {
    const { chain } = membership;
    return chain.isLegacy && chain.epoch === 1 && !chain.devices.has(membership.device.id);
  }

  async function enter(host: RelayHost): Promise<Verdict> {
    const entry = toBase64url(await membership.entries.enter({ at: clock.now() }));
    const posted = await post(host, [entry]);
    if (posted === 'unreachable') return { type: 'offline' };
    if (posted === 'not-a-relay') return { type: 'refused', reason: posted };
    if (!posted.ok) return { type: 'refused', reason: posted.reason ?? 'malformed' };
    const why = await extend([entry]);
    return why === null ? { type: 'again' } : refusedFor(why);
  }

  async function append(
    make: () => Promise<Uint8Array>,
    check: () => CommandError | 'done' | null = () => null,
  ): Promise<AppendOutcome> {
    for (let attempt = 0; attempt < MAX_APPEND_ATTEMPTS; attempt++) {
      if (!membership.isActive) return { ok: false, error: 'removed' };
      if (problem !== null) return { ok: false, error: 'chain-problem' };
      const host = deps.host();
      const verdict = check();
      if (verdict === 'done') return { ok: true };
      if (verdict !== null) return { ok: false, error: verdict };
      const entry = toBase64url(await make());
      const isNewHere = membership.record.shown[host.authority] === undefined;
      const answer = await post(host, isNewHere ? [...membership.record.chain, entry] : [entry]);
      if (answer === 'unreachable') return { ok: false, error: 'offline' };
      if (answer === 'not-a-relay') return { ok: false, error: 'refused' };
      if (answer.ok) {
        if ((await extend([entry])) !== null) return { ok: false, error: 'internal' };
        await membership.noteShown(host.authority);
        return { ok: true };
      }
      if (answer.reason !== 'behind' && answer.reason !== 'bad-entry' && answer.reason !== 'unknown-head') {
        return { ok: false, error: errorOf(answer.reason) };
      }
      const learned = await refresh();
      if (learned.type === 'offline') return { ok: false, error: 'offline' };
      if (learned.type === 'refused') return { ok: false, error: problem === null ? 'refused' : 'chain-problem' };
    }
    return { ok: false, error: 'refused' };
  }

  function isRotationDue(): boolean {
    return (
      membership.isActive && problem === null && isEpochStale(membership.chain, clock.now()) && !deps.isLegacyPending()
    );
  }

  async function rotate(): Promise<void> {
    const outcome = await append(
      () => membership.entries.epoch({ removed: [], at: clock.now() }),
      () => (isRotationDue() ? null : 'done'),
    );
    if (!outcome.ok) deps.log.warn('no new epoch', { problem: outcome.error });
  }

  function scheduleRotation(): void {
    if (isClosed || cancelRotation !== null || !isRotationDue()) return;
    cancelRotation = clock.after(Math.round(deps.random() * ROTATION_SPREAD_MS), () => {
      cancelRotation = null;
      if (!isClosed) void inTurn(rotate).catch(unexpected);
    });
  }

  return {
    get problem() {
      return problem;
    },
    get knocks() {
      return knocks;
    },
    get seen() {
      return seen;
    },
    makeHandshake(host) {
      shownHead = membership.chain.headText;
      return membership.makeHandshake(host, clock.now());
    },
    refresh: () => inTurn(refresh).catch(unexpected),
    news(head, waiting) {
      // Of knocks the number says nothing: one may have come in another's place.
      if (head === membership.chain.headText && waiting === 0 && knocks.length === 0) {
        void inTurn(() => membership.noteShown(deps.host().authority)).catch(unexpected);
        return scheduleRotation();
      }
      void inTurn(refresh).catch(unexpected);
    },
    append: (make, check) => inTurn(() => append(make, check)),
    rotateIfStale: () => inTurn(rotate).catch((fault: unknown) => void unexpected(fault)),
    takeAsNew: () => inTurn(() => membership.forgetShown(deps.host().authority).then(() => setProblem(null))),
    close() {
      isClosed = true;
      cancelRotation?.();
    },
  };
}

function refusedBy({ reason = 'malformed', skewMs }: GateAnswer): Verdict {
  return { type: 'refused', reason, ...(skewMs === undefined ? {} : { skewMs }) };
}

function errorOf(reason: RefusalReason | undefined): CommandError {
  switch (reason) {
    case 'removed':
    case 'not-a-member':
      return 'removed';
    case 'invite-used':
    case 'invite-expired':
    case 'invite-revoked':
    case 'invite-unknown':
    case 'recovery-replaced':
      return reason;
    default:
      return 'refused';
  }
}
