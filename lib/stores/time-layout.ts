import { type DayEntry, minutesOf } from './agenda.ts';

/** An event is drawn at least this long, in minutes, so that its title can be read; what it would cover moves aside. */
export const MIN_SHOWN_MINUTES = 30;
const DAY_MINUTES = 24 * 60;

/** Where an event stands in the column of its day. */
export interface PlacedEntry {
  readonly entry: DayEntry;
  /** Minutes since midnight; `to` may be drawn later than the event ends, never after midnight. */
  readonly from: number;
  readonly to: number;
  /** Lane from 0, of how many side by side, and over how many of them it reaches. */
  readonly lane: number;
  readonly lanes: number;
  readonly span: number;
}

/**
 * Puts the timed entries of one day side by side where they overlap: each into the first lane that is free, then as wide as the lanes beside
 * it are free for as long as it lasts. Only events that overlap, directly or through others, share the width. Pure.
 */
export function placeInDay(entries: readonly DayEntry[]): PlacedEntry[] {
  const drawn = entries
    .map((entry) => ({ entry, ...minutesIn(entry) }))
    .sort((a, b) => a.from - b.from || b.to - a.to || (a.entry.key < b.entry.key ? -1 : 1));
  const placed: PlacedEntry[] = [];
  let group: ((typeof drawn)[number] & { lane: number })[] = [];
  /** Minute at which each lane of the group is free again. */
  let free: number[] = [];
  const finish = () => {
    for (const one of group) placed.push({ ...one, lanes: free.length, span: spanOf(one, group, free.length) });
    group = [];
    free = [];
  };
  for (const one of drawn) {
    if (free.every((end) => end <= one.from)) finish();
    const first = free.findIndex((end) => end <= one.from);
    const lane = first === -1 ? free.length : first;
    free[lane] = one.to;
    group.push({ ...one, lane });
  }
  finish();
  return placed;
}

/** Events that there is no room for: how many, from the first one's start to the last one's end, and how many would stand side by side. */
export interface Crowd {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly lanes: number;
}

/**
 * Of the events of a day, what can be read where `room` stand side by side. Where there are more, the last lane is for those that are left out, counted
 * where they are. `isKept`: shown in any case, over those. Pure.
 */
export function fitIn(
  placed: readonly PlacedEntry[],
  room: number,
  isKept: (entry: DayEntry) => boolean,
): { shown: PlacedEntry[]; crowds: Crowd[] } {
  const shown: PlacedEntry[] = [];
  const crowds: Crowd[] = [];
  const last = room - 1;
  for (const one of placed) {
    const { from, to, lane, lanes, span } = one;
    const crowd = crowds.at(-1);
    if (lanes <= room) shown.push(one);
    else if (lane < last) shown.push({ ...one, lanes: room, span: Math.min(span, last - lane) });
    else if (isKept(one.entry)) shown.push({ ...one, lane: last, lanes: room, span: 1 });
    else if (crowd !== undefined && from < crowd.to) {
      crowds[crowds.length - 1] = { ...crowd, to: Math.max(to, crowd.to), count: crowd.count + 1 };
    } else crowds.push({ from, to, count: 1, lanes });
  }
  return { shown, crowds };
}

/** What runs on from the day before begins at midnight, and what runs into the next ends there. */
function minutesIn(entry: DayEntry): { from: number; to: number } {
  const from = entry.startsAt === undefined ? 0 : minutesOf(entry.startsAt);
  const end = entry.endsAt === undefined ? DAY_MINUTES : minutesOf(entry.endsAt);
  // `00:00` as the end of what begins on this day is the midnight after it; an earlier end than start comes of clocks set back.
  const to = end === 0 && from > 0 ? DAY_MINUTES : end;
  const start = Math.min(from, DAY_MINUTES - MIN_SHOWN_MINUTES);
  return { from: start, to: Math.min(DAY_MINUTES, Math.max(to, start + MIN_SHOWN_MINUTES)) };
}

function spanOf(
  one: { from: number; to: number; lane: number },
  group: readonly { from: number; to: number; lane: number }[],
  lanes: number,
): number {
  const blocked = group.filter((other) => other.lane > one.lane && other.from < one.to && one.from < other.to);
  return Math.min(lanes, ...blocked.map((other) => other.lane)) - one.lane;
}
