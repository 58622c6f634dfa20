import type { DayEntry } from './agenda.ts';

/** A stretch of days that one event takes up in one week, drawn as one. */
export interface WeekBar {
  /** On the first of these days. */
  readonly entry: DayEntry;
  /** Column from 0, and how many. */
  readonly column: number;
  readonly span: number;
  /** Row among the bars, from 0. */
  readonly lane: number;
  /** Whether the event has days before this stretch, or after it. */
  readonly isContinued: boolean;
  readonly goesOn: boolean;
}

/** Some days side by side: the bars across them, and the rest, day by day. */
export interface WeekLayout {
  readonly bars: readonly WeekBar[];
  /** How many lanes the bars need on each day: no bar lies lower there. */
  readonly lanes: readonly number[];
  /** For each day what stands in no bar, in order. */
  readonly rest: readonly (readonly DayEntry[])[];
}

/** What is a bar in a month: whole days, and whatever goes on for several. */
export function isLong(entry: DayEntry): boolean {
  return entry.days > 1 || entry.row.startsAt === undefined;
}

/** What is a bar beside a clock: a day that the event goes on all through. */
export function isAllThrough(entry: DayEntry): boolean {
  return entry.startsAt === undefined && entry.endsAt === undefined;
}

/**
 * Lays out days that follow each other (a week, or fewer): what `isBar` becomes bars, longest first where they begin together, each in the first
 * lane that is free on all of its days; the rest stays with its day. Pure.
 */
export function layWeek(
  dates: readonly string[],
  byDay: ReadonlyMap<string, readonly DayEntry[]>,
  isBar: (entry: DayEntry) => boolean,
): WeekLayout {
  const rest: DayEntry[][] = dates.map(() => []);
  const stretches: { entry: DayEntry; column: number; span: number }[] = [];
  const open = new Map<string, (typeof stretches)[number]>();
  for (const [column, date] of dates.entries()) {
    for (const entry of byDay.get(date) ?? []) {
      if (!isBar(entry)) {
        rest[column]?.push(entry);
        continue;
      }
      const running = open.get(entry.row.id);
      if (running !== undefined && running.column + running.span === column) {
        running.span += 1;
        continue;
      }
      const begun = { entry, column, span: 1 };
      open.set(entry.row.id, begun);
      stretches.push(begun);
    }
  }
  stretches.sort((a, b) => a.column - b.column || b.span - a.span || b.entry.days - a.entry.days);

  /** Of each lane, the first column that is free again. */
  const free: number[] = [];
  const lanes = dates.map(() => 0);
  const bars = stretches.map(({ entry, column, span }): WeekBar => {
    const found = free.findIndex((end) => end <= column);
    const lane = found === -1 ? free.length : found;
    free[lane] = column + span;
    for (let at = column; at < column + span; at += 1) lanes[at] = Math.max(lanes[at] ?? 0, lane + 1);
    return {
      entry,
      column,
      span,
      lane,
      isContinued: entry.day > 1,
      goesOn: entry.day + span - 1 < entry.days,
    };
  });
  return { bars, lanes, rest };
}
