import * as v from 'valibot';
import type { DeviceId, InviteId } from '../lib/protocol/ids.ts';
import { PROOF_TOLERANCE_MS, type RefusalReason } from '../lib/protocol/relay.ts';
import { fromBase64url, toBase64url } from '../lib/vault/base64url.ts';
import { type ChainEntry, entryHashOf, readEntry } from '../lib/vault/chain-entry.ts';
import { type ChainProblem, type ChainResult, extendChain, foundChain } from '../lib/vault/chain-rules.ts';
import type { ChainState } from '../lib/vault/chain-state.ts';
import { deviceIdOf } from '../lib/vault/device.ts';
import { inviteIdOf } from '../lib/vault/key-id.ts';
import type { Refusal } from './claim.ts';

/**
 * The family's chain as this room keeps it:
 *
 *   gate/chain/<number>     { entry, receivedAt }; of protocol 1, the entry alone
 *
 * Checks every entry that comes with the code that clients check it with, stores it, and only then lets anyone know.
 */

/** The part of PartyKit's room storage that the gate uses. */
export interface GateStorage {
  get(key: string): Promise<unknown>;
  list(options: { prefix: string }): Promise<Map<string, unknown>>;
  put(key: string, value: unknown): Promise<void>;
  delete(keys: string[]): Promise<number>;
  /** Resolves once every write so far would survive the process. */
  sync(): Promise<void>;
}

export interface StoredEntry {
  /** Base64url. */
  readonly entry: string;
  /** By the relay's clock, ms; entries stored by protocol 1 have none. */
  readonly receivedAt?: number;
}

export interface ChainStore {
  /** Reads the chain where it is not in memory. A failure is not remembered. */
  open(): Promise<void>;
  /** What the chain says; null for a room without one. Only after `open`. */
  readonly state: ChainState | null;
  /** All entries, oldest first. */
  readonly entries: readonly StoredEntry[];
  /** Position of the entry by which this device was removed or left. */
  departureOf(device: DeviceId): number | undefined;
  /** Position of the entry that used this invite. */
  useOf(invite: InviteId): number | undefined;
  /**
   * Adds these entries, all or none; durable before it resolves. One after the other where several come at once. What is in the chain
   * already, at the front, is passed over, so that a call whose answer was lost can be made again. Null: done.
   */
  append(entries: readonly Uint8Array[], now: number): Promise<Refusal | null>;
}

export interface ChainStoreDeps {
  storage: GateStorage;
  /** The room's name: read late, since the platform knows it late. */
  room(): string;
  /** Entries are about to be written after which these devices may no longer send under the epoch that was. */
  onTurning(isLeaving: (device: DeviceId) => boolean): void;
  /** They are durable. */
  onChanged(): void;
  /** They could not be written, and what is stored is not known. */
  onFailed(): void;
}

const CHAIN_PREFIX = 'gate/chain/';
const keyOf = (index: number) => `${CHAIN_PREFIX}${String(index).padStart(5, '0')}`;
const StoredEntrySchema = v.union([
  v.pipe(
    v.string(),
    v.transform((entry): StoredEntry => ({ entry })),
  ),
  v.object({ entry: v.string(), receivedAt: v.number() }),
]);

/** Checking one entry takes some milliseconds: after so many, others have their turn. */
const ENTRIES_AT_ONCE = 32;

interface Memory {
  state: ChainState | null;
  entries: StoredEntry[];
  departures: Map<DeviceId, number>;
  uses: Map<InviteId, number>;
}

/** What is stored does not read: damaged, or made by a newer relay. Nothing is written over it. */
export class ChainUnreadable extends Error {
  override name = 'ChainUnreadable';
}

export function createChainStore(deps: ChainStoreDeps): ChainStore {
  const { storage, room, onTurning, onChanged, onFailed } = deps;
  let memory: Memory | null = null;
  let loading: Promise<void> | null = null;
  let appending: Promise<unknown> = Promise.resolve();

  const load = async () => {
    const stored = await storage.list({ prefix: CHAIN_PREFIX });
    const fresh: Memory = { state: null, entries: [], departures: new Map(), uses: new Map() };
    for (const [key, value] of stored) {
      const parsed = v.safeParse(StoredEntrySchema, value);
      const bytes = parsed.success ? fromBase64url(parsed.output.entry) : null;
      if (!parsed.success || bytes === null || key !== keyOf(fresh.entries.length)) {
        throw new ChainUnreadable(`chain entry ${fresh.entries.length} is damaged`);
      }
      // It was checked when it came; whoever can change what is stored here can leave the check out, too.
      const result: ChainResult =
        fresh.state === null ? foundChain(bytes, room()) : extendChain(fresh.state, bytes, true);
      if (!result.ok) throw new ChainUnreadable(`chain entry ${fresh.entries.length}: ${result.why}`);
      note(fresh, bytes);
      fresh.entries.push(parsed.output);
      fresh.state = result.state;
    }
    memory = fresh;
  };

  const open = () => {
    if (memory !== null) return Promise.resolve();
    loading ??= load().finally(() => {
      loading = null;
    });
    return loading;
  };

  const loaded = (): Memory => {
    if (memory === null) throw new Error('the chain is not open');
    return memory;
  };

  const write = async (before: Memory, state: ChainState, entries: readonly Uint8Array[], receivedAt: number) => {
    const isNewEpoch = before.state !== null && before.state.epoch !== state.epoch;
    onTurning((device) => isNewEpoch || state.devices.get(device)?.removed !== null);
    const added = entries.map((entry) => ({ entry: toBase64url(entry), receivedAt }));
    try {
      // In one turn: they reach the disk together or not at all.
      await Promise.all(added.map((it, index) => storage.put(keyOf(before.entries.length + index), it)));
      await storage.sync();
    } catch (error) {
      memory = null;
      onFailed();
      throw error;
    }
    for (const [index, bytes] of entries.entries()) {
      note(before, bytes);
      const it = added[index];
      if (it !== undefined) before.entries.push(it);
    }
    before.state = state;
    onChanged();
  };

  const append = async (entries: readonly Uint8Array[], now: number): Promise<Refusal | null> => {
    await open();
    const known = loaded();
    const fresh = withoutKnown(known.state, entries);
    if (fresh.length === 0) return null;
    const checked = await check(known.state, room(), fresh, now);
    if ('reason' in checked) return checked;
    await write(known, checked.state, fresh, now);
    return null;
  };

  return {
    open,
    get state() {
      return loaded().state;
    },
    get entries() {
      return loaded().entries;
    },
    departureOf: (device) => loaded().departures.get(device),
    useOf: (invite) => loaded().uses.get(invite),
    append(entries, now) {
      const turn = appending.then(() => append(entries, now));
      appending = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Where devices went and invites were used: what the state does not say. Before the entry is added. */
function note({ entries, departures, uses }: Memory, bytes: Uint8Array): void {
  const read = readEntry(bytes);
  if (!read.ok) return;
  const index = entries.length;
  const { body, signPublic } = read.entry;
  if (body.type === 'epoch') for (const id of body.removed) departures.set(id, index);
  if (body.type === 'leave') departures.set(deviceIdOf(signPublic), index);
  if (body.type === 'join') uses.set(inviteIdOf(signPublic), index);
  if (body.type === 'admit') uses.set(body.invite, index);
}

function withoutKnown(state: ChainState | null, entries: readonly Uint8Array[]): readonly Uint8Array[] {
  let next: number | null = null;
  for (const [position, entry] of entries.entries()) {
    const index = state?.indexOf(toBase64url(entryHashOf(entry))) ?? null;
    if (index === null || (next !== null && index !== next)) return entries.slice(position);
    next = index + 1;
  }
  return [];
}

async function check(
  before: ChainState | null,
  room: string,
  entries: readonly Uint8Array[],
  now: number,
): Promise<{ state: ChainState } | Refusal> {
  let state = before;
  const read: ChainEntry[] = [];
  for (const [index, bytes] of entries.entries()) {
    if (index % ENTRIES_AT_ONCE === ENTRIES_AT_ONCE - 1) await new Promise((resolve) => setTimeout(resolve, 0));
    const result: ChainResult = state === null ? foundChain(bytes, room) : extendChain(state, bytes);
    if (!result.ok)
      return { reason: index === 0 ? reasonOfFirst(result.why, state, bytes) : reasonOf(result.why, state, bytes) };
    const entry = readEntry(bytes);
    if (entry.ok) read.push(entry.entry);
    state = result.state;
  }
  if (state === null) return { reason: 'bad-entry' };
  return (before === null ? null : lateness(before, state, read, now)) ?? { state };
}

/**
 * Whether entries come late, or early, by the relay's clock. An entry may be as far off as a proof; and who comes in by an invite must
 * come before it expires, whatever the entry says of its time. One exception: a family that was at another relay meanwhile brings what
 * was added there. For that a device must vouch that this relay knows: its signature covers the entry, be it as the entry's own or as
 * one that comes later.
 */
function lateness(before: ChainState, after: ChainState, entries: readonly ChainEntry[], now: number): Refusal | null {
  const vouched = entries.findLastIndex(({ signPublic, body }) => {
    const device = before.devices.get(deviceIdOf(signPublic));
    return body.type !== 'join' && body.type !== 'readmit' && body.type !== 'enter' && device?.removed === null;
  });
  for (const [index, { at, body, signPublic }] of entries.entries()) {
    const skewMs = now - at;
    if (-skewMs > PROOF_TOLERANCE_MS) return { reason: 'clock', skewMs };
    if (skewMs > PROOF_TOLERANCE_MS && index > vouched) return { reason: 'clock', skewMs };
    if (index < vouched) continue;
    const used = body.type === 'join' ? inviteIdOf(signPublic) : body.type === 'admit' ? body.invite : null;
    const invite = used === null ? undefined : after.invites.get(used);
    if (invite !== undefined && now > invite.expiresAt) return { reason: 'invite-expired' };
  }
  return null;
}

/** The first of what came says what its maker took for the newest entry. */
function reasonOfFirst(why: ChainProblem, state: ChainState | null, bytes: Uint8Array): RefusalReason {
  const read = readEntry(bytes);
  const isFounding = read.ok && read.entry.body.type === 'create';
  if (state === null && read.ok && !isFounding) return 'unknown-head';
  if (why !== 'not-next' || state === null || !read.ok || isFounding) return reasonOf(why, state, bytes);
  return state.indexOf(toBase64url(read.entry.previous)) === null ? 'unknown-head' : 'behind';
}

function reasonOf(why: ChainProblem, state: ChainState | null, bytes: Uint8Array): RefusalReason {
  switch (why) {
    case 'not-entitled': {
      const read = readEntry(bytes);
      const device = read.ok ? state?.devices.get(deviceIdOf(read.entry.signPublic)) : undefined;
      return device !== undefined && device.removed !== null ? 'removed' : 'bad-entry';
    }
    case 'invite-unknown':
    case 'invite-used':
    case 'invite-expired':
    case 'invite-revoked':
    case 'recovery-replaced':
    case 'chain-full':
    case 'too-large':
    case 'wrong-room':
      return why;
    case 'newer':
      return 'newer-protocol';
    default:
      return 'bad-entry';
  }
}
