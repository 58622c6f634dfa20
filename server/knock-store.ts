import * as v from 'valibot';
import type { InviteId } from '../lib/protocol/ids.ts';
import type { Knock } from '../lib/protocol/relay.ts';
import type { ChainState } from '../lib/vault/chain-state.ts';
import type { GateStorage } from './chain-store.ts';
import type { Refusal } from './claim.ts';

/**
 * Who waits to be let in:
 *
 *   gate/knock/<invite>     { knock, at, madeAt }
 *
 * One for every open invite that needs approval, so at most as many as a family may have open; gone when the invite closes.
 */
export interface KnockStore {
  /** Reads them where they are not in memory. */
  open(): Promise<void>;
  /** Those whose invite is open now, by the chain and by the clock. Only after `open`. */
  waiting(chain: ChainState | null, now: number): Knock[];
  /** Durable before it resolves. Replaces the one before by the same invite; an older one than that is a replay. */
  put(knock: { invite: InviteId; knock: string; madeAt: number }, now: number): Promise<Refusal | null>;
  /** Deletes those whose invite has closed. */
  prune(chain: ChainState | null, now: number): Promise<void>;
}

const KNOCK_PREFIX = 'gate/knock/';
const StoredKnockSchema = v.object({
  knock: v.string(),
  /** When it came, by the relay's clock, ms. */
  at: v.number(),
  /** When it was made, by the clock of who knocks. */
  madeAt: v.number(),
});
type StoredKnock = v.InferOutput<typeof StoredKnockSchema>;

export function createKnockStore(storage: GateStorage): KnockStore {
  let memory: Map<InviteId, StoredKnock> | null = null;
  let loading: Promise<void> | null = null;

  const load = async () => {
    const stored = await storage.list({ prefix: KNOCK_PREFIX });
    const fresh = new Map<InviteId, StoredKnock>();
    for (const [key, value] of stored) {
      const parsed = v.safeParse(StoredKnockSchema, value);
      if (parsed.success) fresh.set(key.slice(KNOCK_PREFIX.length) as InviteId, parsed.output);
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
  const loaded = () => {
    if (memory === null) throw new Error('the knocks are not open');
    return memory;
  };

  return {
    open,
    waiting: (chain, now) =>
      [...loaded()]
        .filter(([invite]) => isWaitedAt(chain, invite, now))
        .map(([invite, { knock, at }]) => ({ invite, knock, at })),
    async put({ invite, knock, madeAt }, now) {
      await open();
      const known = loaded();
      if ((known.get(invite)?.madeAt ?? 0) > madeAt) return { reason: 'replayed' };
      const stored = { knock, at: now, madeAt };
      known.set(invite, stored);
      try {
        await storage.put(KNOCK_PREFIX + invite, stored);
        await storage.sync();
      } catch (error) {
        memory = null;
        throw error;
      }
      return null;
    },
    async prune(chain, now) {
      await open();
      const known = loaded();
      const closed = [...known.keys()].filter((invite) => !isWaitedAt(chain, invite, now));
      for (const invite of closed) known.delete(invite);
      if (closed.length > 0) await storage.delete(closed.map((invite) => KNOCK_PREFIX + invite));
    },
  };
}

/** Whether a member may still let someone in by this invite. */
function isWaitedAt(chain: ChainState | null, id: InviteId, now: number): boolean {
  const invite = chain?.invites.get(id);
  return invite !== undefined && invite.state === 'open' && invite.needsApproval && now <= invite.expiresAt;
}
