import * as v from 'valibot';
import { type DeviceId, DeviceIdSchema } from '../lib/protocol/ids.ts';
import { PROOF_TOLERANCE_MS } from '../lib/protocol/relay.ts';
import { fromBase64url } from '../lib/vault/base64url.ts';
import type { ChainState } from '../lib/vault/chain-state.ts';
import { createCallerAllowances } from './caller-allowances.ts';
import type { ChainStore, GateStorage } from './chain-store.ts';
import type { Claim, Refusal } from './claim.ts';
import { DEVICE_CONNECTIONS, MAX_SOCKETS_PER_ROOM, MAX_USED_PROOFS, SEEN_STALE_MS, SEEN_STEP_MS } from './limits.ts';
import type { Admission } from './member-socket.ts';

/**
 * Who may connect, as the room sees it: judges claims that `readClaim` made against the family's chain and what was used before.
 * Nothing outside this file and claim.ts knows what makes a claim good.
 */
export interface Gate {
  /** Reads what it remembers where that is not in memory; the chain too. */
  open(): Promise<void>;
  /** Whether `admit` would let this claim in; changes nothing. Null: it would. Only after `open`. */
  judge(claim: Claim, now: number): Refusal | null;
  /** Whether its proof has let somebody in already: whoever shows it now may have it from a log. Only after `open`. */
  isUsed(claim: Claim): boolean;
  /** Whether this is a device of the family, and one whose chain is this one; not whether it may connect now. Null: it is. */
  judgeMembership(claim: Claim): Refusal | null;
  /**
   * Lets the claim in and uses its proof up, durably before it resolves, so that the proof is of no use to anyone who saw it, not even
   * after the relay was killed. The founder's first claim leaves the family's first entry in storage.
   */
  admit(claim: Claim, now: number): Promise<{ ok: true; admission: Admission } | { ok: false; refusal: Refusal }>;
  /** When each device of the family was last let in, or left; ms. */
  seen(): ReadonlyMap<DeviceId, number>;
  /** The device's last socket has closed. */
  left(device: DeviceId, now: number): Promise<void>;
  /** Proofs that are remembered as used. */
  usedProofs(now: number): number;
}

const USED_KEY = 'gate/used-proofs';

const UsedProofsSchema = v.array(v.tuple([v.string(), v.number()]));
const StoredSchema = v.union([
  // As protocol 1 stored it.
  v.pipe(
    UsedProofsSchema,
    v.transform((used) => ({ used, seen: [] as [DeviceId, number][] })),
  ),
  v.object({ used: UsedProofsSchema, seen: v.array(v.tuple([DeviceIdSchema, v.number()])) }),
]);

interface Memory {
  /** Nonces of proofs that were used, each with the time (relay clock, ms) from which it would be refused for its age anyway. */
  used: Map<string, number>;
  seen: Map<DeviceId, number>;
}

/**
 * Used proofs and when devices were last here are one stored value, pruned at every admission: an admission costs one small write, a
 * room that nobody connects to costs nothing, and there is nothing to clean up. It is bounded by MAX_USED_PROOFS and the devices of a family.
 */
export function createGate(deps: { storage: GateStorage; chain: ChainStore; socketCount: () => number }): Gate {
  const { storage, chain, socketCount } = deps;
  /** Of devices of the family: others do not get so far. */
  const connections = createCallerAllowances();
  let memory: Memory | null = null;
  let loading: Promise<void> | null = null;

  const load = async () => {
    const stored = v.parse(v.optional(StoredSchema), await storage.get(USED_KEY));
    memory = { used: new Map(stored?.used), seen: new Map(stored?.seen) };
  };
  const open = async () => {
    await chain.open();
    if (memory !== null) return;
    // A failed read is not remembered: the next claim tries again.
    loading ??= load().finally(() => {
      loading = null;
    });
    await loading;
  };
  const loaded = (): Memory => {
    if (memory === null) throw new Error('the gate is not open');
    return memory;
  };

  const write = async ({ used, seen }: Memory) => {
    try {
      await storage.put(USED_KEY, { used: [...used], seen: [...seen] });
      await storage.sync();
    } catch (error) {
      memory = null;
      throw error;
    }
  };

  const judgeMembership = (claim: Claim): Refusal | null => {
    const { state } = chain;
    if (state === null) {
      // Of a new family its founder knows all there is to know: the first entry.
      if (claim.head !== claim.room) return { reason: 'unknown-head' };
      return claim.isFounder ? null : { reason: 'not-a-member' };
    }
    const device = state.devices.get(claim.device);
    if (device === undefined) return { reason: 'not-a-member' };
    if (device.removed !== null) return { reason: 'removed' };
    const head = state.indexOf(claim.head);
    if (head === null) return { reason: 'unknown-head' };
    return head < state.epochStartIndex ? { reason: 'behind' } : null;
  };

  const judge = (claim: Claim, now: number): Refusal | null => {
    const stranger = judgeMembership(claim);
    if (stranger !== null) return stranger;
    const { used } = loaded();
    if (used.has(claim.nonce)) return { reason: 'replayed' };
    if (socketCount() >= MAX_SOCKETS_PER_ROOM) return { reason: 'room-full' };
    const isTooFast =
      countFrom(used, now) >= MAX_USED_PROOFS || !connections.has(claim.device, DEVICE_CONNECTIONS, now);
    if (isTooFast) return { reason: 'too-fast' };
    return null;
  };

  const rememberSeen = ({ seen }: Memory, device: DeviceId, now: number, state: ChainState) => {
    seen.set(device, now - (now % SEEN_STEP_MS));
    for (const id of seen.keys()) if (state.devices.get(id)?.removed !== null) seen.delete(id);
  };

  return {
    open,
    judge,
    judgeMembership,
    isUsed: ({ nonce }) => loaded().used.has(nonce),
    async admit(claim, now) {
      await open();
      if (chain.state === null && judgeMembership(claim) === null) {
        const entry = fromBase64url(claim.entry);
        const refusal = entry === null ? { reason: 'bad-proof' as const } : await chain.append([entry], now);
        if (refusal !== null) return { ok: false, refusal };
        await open();
      }
      const refusal = judge(claim, now);
      const { state } = chain;
      if (refusal !== null || state === null) return { ok: false, refusal: refusal ?? { reason: 'unknown-head' } };
      // From here to the write nothing is awaited, so that of two equal claims at once the second finds the first.
      const known = loaded();
      const { epoch } = state;
      connections.take(claim.device, DEVICE_CONNECTIONS, now);
      for (const [nonce, until] of known.used) if (until < now) known.used.delete(nonce);
      known.used.set(claim.nonce, claim.at + PROOF_TOLERANCE_MS);
      rememberSeen(known, claim.device, now, state);
      await write(known);
      return { ok: true, admission: { device: claim.device, epoch } };
    },
    seen: () => loaded().seen,
    async left(device, now) {
      await open();
      const known = loaded();
      const { state } = chain;
      if (state === null || state.devices.get(device)?.removed !== null) return;
      const isStale = now - (known.seen.get(device) ?? 0) > SEEN_STALE_MS;
      rememberSeen(known, device, now, state);
      // The next admission writes it down anyway.
      if (isStale) await write(known);
    },
    usedProofs: (now) => countFrom(loaded().used, now),
  };
}

function countFrom(used: ReadonlyMap<string, number>, now: number): number {
  let count = 0;
  for (const until of used.values()) if (until >= now) count++;
  return count;
}
