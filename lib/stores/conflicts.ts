import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';

/** What is wrong with a plan: somebody has two things at once, or something that must be done is nobody's. */
export type Conflict =
  | {
      readonly type: 'overlap';
      /** The other event, and who is wanted at both. */
      readonly other: OccurrenceRow;
      readonly who: readonly MemberId[];
    }
  | { readonly type: 'unclaimed' };

/** A stretch of time that people are taken up by, in milliseconds since the epoch. `end` is exclusive. */
interface Span {
  readonly row: OccurrenceRow;
  readonly start: number;
  readonly end: number;
}

/**
 * What conflicts, by row id. People overlap with themselves only in timed events that name them: whole days (birthdays, holidays) take nobody
 * up, and what is for everyone is for nobody in particular. Events that only touch do not overlap. `zone` is the viewer's, for events without
 * a zone of their own. What ended before `from` (milliseconds since the epoch) needs nobody any more.
 */
export function findConflicts(
  rows: Iterable<OccurrenceRow>,
  zone: string,
  from = Number.NEGATIVE_INFINITY,
): ReadonlyMap<string, readonly Conflict[]> {
  const found = new Map<string, Conflict[]>();
  const add = (row: OccurrenceRow, conflict: Conflict) => {
    const list = found.get(row.id);
    if (list === undefined) found.set(row.id, [conflict]);
    else list.push(conflict);
  };
  const spans: Span[] = [];
  for (const row of rows) {
    const span = spanOf(row, zone);
    if (span === undefined || span.end < from) continue;
    // Nobody here can take on what stands in a calendar from elsewhere.
    const isOurs = row.source === undefined;
    if (isOurs && row.needsSomeone === true && row.who.length === 0) add(row, { type: 'unclaimed' });
    if (!row.when.allDay && row.who.length > 0) spans.push(span);
  }
  spans.sort((a, b) => a.start - b.start || a.end - b.end);
  /** Those that may still run when the next one starts. */
  let running: Span[] = [];
  for (const span of spans) {
    running = running.filter((other) => other.end > span.start);
    for (const other of running) {
      const who = span.row.who.filter((member) => other.row.who.includes(member));
      if (who.length === 0 || span.end === span.start) continue;
      add(other.row, { type: 'overlap', other: span.row, who });
      add(span.row, { type: 'overlap', other: other.row, who });
    }
    running.push(span);
  }
  return found;
}

/**
 * Of these, what still matters at `now` (wall time in the zone that the rows were placed in): not what is over, nor an overlap with what is over.
 */
export function conflictsAhead(
  row: OccurrenceRow,
  conflicts: readonly Conflict[] | undefined,
  now: Temporal.PlainDateTime,
): readonly Conflict[] {
  if (conflicts === undefined || isOver(row, now)) return [];
  return conflicts.filter((conflict) => conflict.type === 'unclaimed' || !isOver(conflict.other, now));
}

function isOver({ lastDay, endsAt }: OccurrenceRow, now: Temporal.PlainDateTime): boolean {
  const today = now.toPlainDate().toString();
  if (lastDay !== today) return lastDay < today;
  // What ends at midnight ends with its last day.
  return endsAt !== undefined && endsAt !== '00:00' && endsAt <= now.toPlainTime().toString({ smallestUnit: 'minute' });
}

const spans = new WeakMap<OccurrenceRow, { zone: string; span: Span | undefined }>();

/** Remembered by row: an agenda asks again with every change of anything in it. */
function spanOf(row: OccurrenceRow, zone: string): Span | undefined {
  const known = spans.get(row);
  if (known?.zone === zone) return known.span;
  const times = spanOfWhen(row.when, zone);
  const span = times && { row, ...times };
  spans.set(row, { zone, span });
  return span;
}

function spanOfWhen(when: When, viewerZone: string): { start: number; end: number } | undefined {
  const instant = (moment: string, zone: string) =>
    Temporal.PlainDateTime.from(moment).toZonedDateTime(zone).epochMilliseconds;
  const zone = when.allDay ? viewerZone : when.zone;
  try {
    return { start: instant(when.start, zone), end: instant(when.end, zone) };
  } catch {
    return zone === viewerZone ? undefined : spanOfWhen({ ...when, zone: viewerZone } as When, viewerZone);
  }
}
