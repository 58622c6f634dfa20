import type { Reach } from '../protocol/event-commands.ts';
import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import type { EventChange } from './event-fields.ts';
import { withWhen } from './occurrence-row.ts';

/** Whether somebody has to be asked: one of a series, and not a birthday, which is one event however often it comes. */
export function isOneOfMany(row: OccurrenceRow): boolean {
  return row.occurrence !== undefined && row.birthday !== true;
}

/** Whether a change of `acted` that goes as far as `reach` goes to `row`. */
export function isReached(row: OccurrenceRow, acted: OccurrenceRow, reach: Reach): boolean {
  if (row.event !== acted.event) return false;
  if (row.id === acted.id || reach === 'all') return true;
  return reach === 'following' && (row.occurrence ?? '') >= (acted.occurrence ?? '');
}

/**
 * How a row looks once a change of `acted` is made, until the worker says so. Others of the series move by as much as `acted` does; what was
 * changed by itself, and dates that a new rule makes, wait for the worker.
 */
export function changedRow(
  row: OccurrenceRow,
  args: { acted: OccurrenceRow; change: EventChange; reach: Reach; zone: string },
): OccurrenceRow {
  const { acted, change, reach, zone } = args;
  if (!isReached(row, acted, reach)) return row;
  if (row.id !== acted.id && row.isChanged === true) return row;
  const { when, ...fields } = change;
  const next = withFields(row, fields);
  if (when === undefined) return next;
  const { rrule: _rule, rdates: _further, ...time } = when;
  const isBirth = row.birthday === true || change.birthday === true;
  const moved = row.id === acted.id && !isBirth ? time : shifted(row.when, acted.when, time);
  return moved === undefined ? next : withWhen(next, moved, zone);
}

function withFields(row: OccurrenceRow, change: Omit<EventChange, 'when'>): OccurrenceRow {
  const next: Record<string, unknown> = { ...row };
  for (const [field, value] of Object.entries(change)) {
    if (value === null) delete next[field];
    else if (value !== undefined) next[field] = value;
  }
  // Every field is one of the row's, with the row's own values.
  return next as OccurrenceRow;
}

/** `when` moved as `from` was moved to `to`; undefined where days became hours or hours days. */
function shifted(when: When, from: When, to: When): When | undefined {
  if (when.allDay && from.allDay && to.allDay) {
    const [start, end] = [daysBetween(from.start, to.start), daysBetween(from.end, to.end)];
    return { allDay: true, start: laterDay(when.start, start), end: laterDay(when.end, end) };
  }
  if (when.allDay || from.allDay || to.allDay) return undefined;
  return {
    allDay: false,
    start: later(when.start, from.start, to.start),
    end: later(when.end, from.end, to.end),
    zone: to.zone,
  };
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to).days;
}

function laterDay(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

function later(moment: string, from: string, to: string): string {
  const by = Temporal.PlainDateTime.from(from).until(to);
  return Temporal.PlainDateTime.from(moment).add(by).toString({ smallestUnit: 'minute' });
}
