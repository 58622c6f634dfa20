import type { MemberId } from '../protocol/ids.ts';

/** Something ticked in a shop: by whom, when, and where it stood. */
export interface AisleTick {
  readonly aisle: string;
  readonly by: MemberId | undefined;
  readonly at: number;
}

/** Longer without a tick, and the next one is of another time in the shop. */
const PAUSE_MS = 45 * 60_000;
/** Ticks that are looked at, the latest: shops are rebuilt. */
const MAX_TICKS = 500;

/** The latest ticks of a list, and what they say. */
export interface AisleTicks {
  /** False where it is not the latest: then they are to be collected anew. */
  add(tick: AisleTick): boolean;
  order(): readonly string[] | undefined;
}

/** Keeps the latest of `all`. */
export function createAisleTicks(all: Iterable<AisleTick>): AisleTicks {
  const ticks = latestOf(all);
  let order: readonly string[] | undefined;
  let isKnown = false;
  return {
    add(tick) {
      if (tick.at <= (ticks.at(-1)?.at ?? 0)) return false;
      ticks.push(tick);
      if (ticks.length > MAX_TICKS) ticks.shift();
      isKnown = false;
      return true;
    },
    order() {
      if (!isKnown) order = learnAisles(ticks);
      isKnown = true;
      return order;
    },
  };
}

function latestOf(all: Iterable<AisleTick>): AisleTick[] {
  return [...all].sort((a, b) => a.at - b.at || (a.aisle < b.aisle ? -1 : 1)).slice(-MAX_TICKS);
}

/**
 * The order in which a shop is walked through, as it shows in the order of ticking: each time that somebody ticks
 * things of two aisles in turn says that the one comes before the other. Worked out from the ticks alone, so that it is
 * the same on every device. Undefined while nothing says anything. What was ticked in one act says nothing.
 */
export function learnAisles(ticks: Iterable<AisleTick>): string[] | undefined {
  /** By how often the first was before the second, less the other way round. */
  const leads = new Map<string, Map<string, number>>();
  for (const walk of walksOf(latestOf(ticks))) {
    for (const [index, first] of walk.entries()) {
      for (const second of walk.slice(index + 1)) {
        if (first.at === second.at) continue;
        lead(leads, first.aisle, second.aisle, 1);
        lead(leads, second.aisle, first.aisle, -1);
      }
    }
  }
  if (leads.size === 0) return undefined;
  const score = (aisle: string) =>
    [...(leads.get(aisle)?.values() ?? [])].reduce((sum, by) => sum + Math.sign(by), 0) / (leads.get(aisle)?.size ?? 1);
  return [...leads.keys()].sort((a, b) => score(b) - score(a) || (a < b ? -1 : 1));
}

/** The aisles of each time somebody was in the shop, by their first tick there. */
function walksOf(ticks: readonly AisleTick[]): AisleTick[][] {
  const walks: AisleTick[][] = [];
  const current = new Map<MemberId | undefined, { walk: AisleTick[]; last: number }>();
  for (const tick of ticks) {
    let here = current.get(tick.by);
    if (!here || tick.at - here.last > PAUSE_MS) {
      here = { walk: [], last: tick.at };
      current.set(tick.by, here);
      walks.push(here.walk);
    }
    here.last = tick.at;
    if (!here.walk.some(({ aisle }) => aisle === tick.aisle)) here.walk.push(tick);
  }
  return walks;
}

function lead(leads: Map<string, Map<string, number>>, first: string, second: string, by: number): void {
  const of = leads.get(first) ?? new Map<string, number>();
  leads.set(first, of.set(second, (of.get(second) ?? 0) + by));
}
