import type { ChainStore } from './chain-store.ts';
import type { KnockStore } from './knock-store.ts';
import type { RoomFamily } from './room.ts';

/** The family as its room's sockets are judged by it. */
export function createRoomFamily(deps: { chain: ChainStore; knocks: KnockStore; now: () => number }): RoomFamily {
  const { chain, knocks, now } = deps;
  return {
    async open() {
      await Promise.all([chain.open(), knocks.open()]);
    },
    refusalOf({ device, epoch }) {
      const { state } = chain;
      if (state === null) return 'unknown-head';
      const known = state.devices.get(device);
      if (known === undefined) return 'not-a-member';
      if (known.removed !== null) return 'removed';
      return epoch === state.epoch ? null : 'behind';
    },
    news() {
      const { state } = chain;
      return state === null ? null : { head: state.headText, knocks: knocks.waiting(state, now()).length };
    },
  };
}
