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
    if (row.needsSomeone === true && row.who.length === 0) add(row, { type: 'unclaimed' });
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

/** Events of the same people at the time of one that is not there yet, or is being changed (`except`). */
export function clashesWith(
  plan: { readonly when: When; readonly who: readonly MemberId[]; readonly except?: string | undefined },
  rows: Iterable<OccurrenceRow>,
  zone: string,
): { readonly row: OccurrenceRow; readonly who: readonly MemberId[] }[] {
  const own = spanOfWhen(plan.when, zone);
  if (plan.when.allDay || own === undefined || plan.who.length === 0) return [];
  const found: { row: OccurrenceRow; who: MemberId[]; start: number }[] = [];
  for (const row of rows) {
    if (row.event === plan.except || row.when.allDay) continue;
    const who = row.who.filter((member) => plan.who.includes(member));
    const span = who.length === 0 ? undefined : spanOf(row, zone);
    if (span === undefined || span.start === span.end || own.start === own.end) continue;
    if (span.start < own.end && span.end > own.start) found.push({ row, who, start: span.start });
  }
  return found.sort((a, b) => a.start - b.start).map(({ row, who }) => ({ row, who }));
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
