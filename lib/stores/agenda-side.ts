import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { type AgendaBlock, cutBlocks, endOf, startOf } from './agenda-blocks.ts';

/** Rows that a frame paints beside what else it has to do. */
const ROWS_PER_FRAME = 8;

/**
 * One side of the agenda, which takes days in a few rows at a time, from the chosen day outwards. What comes to a day that is there comes at once:
 * nothing that one sees is cut away again.
 */
export interface AgendaSide {
  readonly blocks: ReadonlySignal<readonly AgendaBlock[]>;
  /** Whether rows are there that are not among the blocks yet. */
  readonly isCut: ReadonlySignal<boolean>;
  /** Takes in as many of them as a frame paints. */
  reveal(): void;
  /** Begins anew, with as many rows as at first. */
  reset(): void;
  close(): void;
}

/** `all`: every block of the side, in order, without holes. `outwards`: to which side it goes. */
export function createAgendaSide(deps: {
  all: ReadonlySignal<readonly AgendaBlock[]>;
  outwards: 'earlier' | 'later';
  /** Rows that come without being asked for. */
  firstRows: number;
  /** Whether `all` is what the worker says. */
  isLive: ReadonlySignal<boolean>;
}): AgendaSide {
  const { all, outwards, firstRows, isLive } = deps;
  const isLater = outwards === 'later';
  /** The outermost day that is there whole, and how many rows there are beyond it. */
  const whole = signal<string | null>(null);
  const limit = signal(firstRows);

  const cut = computed(() => {
    const edge = whole.value;
    const isWhole = (block: AgendaBlock) => edge !== null && (isLater ? startOf(block) <= edge : endOf(block) >= edge);
    const beyond = all.value.filter((block) => !isWhole(block));
    const taken = cutBlocks(beyond, limit.value, isLater ? 'start' : 'end');
    if (taken === beyond) return { blocks: all.value, isCut: false };
    const there = all.value.filter(isWhole);
    return { blocks: isLater ? [...there, ...taken] : [...taken, ...there], isCut: true };
  });
  const isCut = computed(() => cut.value.isCut);

  // A side that has all its rows is whole: what comes beyond it is counted from none.
  const stop = effect(() => {
    const outermost = all.value.at(isLater ? -1 : 0);
    if (isCut.value || !isLive.value) return;
    untracked(() =>
      batch(() => {
        limit.value = 0;
        if (outermost !== undefined) whole.value = isLater ? endOf(outermost) : startOf(outermost);
      }),
    );
  });

  return {
    blocks: computed(() => cut.value.blocks),
    isCut,
    reveal() {
      if (isCut.peek()) limit.value += ROWS_PER_FRAME;
    },
    reset() {
      batch(() => {
        whole.value = null;
        limit.value = firstRows;
      });
    },
    close: stop,
  };
}
