import { momentOn, reminderAt, spanOf } from '../calendar/reminder-times.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';
import type { EntryRow } from '../protocol/values.ts';

const MINUTE_MS = 60_000;
/** A reminder that nobody saw for so long is no help any more: a weekend without this device is bridged. */
const MAX_LATE_MS = 72 * 60 * MINUTE_MS;
/** One that rings only after the event's end has this long. */
const AFTER_END_MS = 60 * MINUTE_MS;
/** When an entry that is due on a day without a time is reminded of. */
const DUE_TIME = '09:00';
/** Later than this is missed: the device slept, or no browser ran. */
const MISSED_AFTER_MS = 2 * MINUTE_MS;
/** More than these at once would hide each other. */
const MAX_SINGLE = 3;

/** One moment at which this device should speak of one occurrence or entry. */
export interface Reminder {
  /** The same for the same reminder on every look, whatever the zone; another one where what it reminds of was put elsewhere. */
  readonly key: string;
  /** What it is about: several reminders of one occurrence have one. */
  readonly subject: string;
  /** When it rings, and from when on it is too late for it; milliseconds since the epoch. */
  readonly at: number;
  readonly until: number;
  /** When it was added, as far as is known: nobody wants to hear of what was over by then. */
  readonly addedAt: number;
  readonly about:
    | { readonly type: 'event'; readonly row: OccurrenceRow }
    | { readonly type: 'entry'; readonly row: EntryRow };
}

/** What this device reminds of. */
export interface ReminderChoice {
  /** The viewer's IANA zone. */
  readonly zone: string;
  /** Whether things that are for these people are spoken of here; empty: for nobody in particular. */
  isWanted(who: readonly MemberId[]): boolean;
  /** By event, where this device was told otherwise. */
  readonly byEvent: ReadonlyMap<string, 'on' | 'off'>;
  /** Whether entries without a time ring by themselves; else the morning's summary tells of them. */
  readonly remindsOfDays: boolean;
}

/** Every reminder of these rows, whether or not its time has come. Pure. */
export function remindersOf(
  rows: { occurrences: Iterable<OccurrenceRow>; entries: Iterable<EntryRow> },
  choice: ReminderChoice,
): Reminder[] {
  const found: Reminder[] = [];
  for (const row of rows.occurrences) {
    const told = choice.byEvent.get(row.event);
    if (told === undefined ? choice.isWanted(row.who) : told === 'on')
      found.push(...remindersOfEvent(row, choice.zone));
  }
  for (const row of rows.entries) {
    if (row.due === undefined || row.done || !choice.isWanted(row.who)) continue;
    if (row.dueTime === undefined && !choice.remindsOfDays) continue;
    const at = momentOn(row.due, row.dueTime ?? DUE_TIME, choice.zone);
    const key = `${row.id} ${row.due} ${row.dueTime ?? ''}`;
    found.push({ key, subject: row.id, at, until: at + MAX_LATE_MS, addedAt: row.at, about: { type: 'entry', row } });
  }
  return found;
}

function remindersOfEvent(row: OccurrenceRow, zone: string): Reminder[] {
  const span = row.reminders?.length ? spanOf(row.when, zone) : undefined;
  if (span === undefined) return [];
  const start = row.when.allDay ? row.when.start : String(span.start);
  const found: Reminder[] = [];
  for (const minutes of new Set(row.reminders?.map((reminder) => reminder.minutes))) {
    const at = reminderAt(row.when, minutes, zone);
    if (at === undefined) continue;
    const tooLate = at < span.end ? span.end : at + AFTER_END_MS;
    found.push({
      key: `${row.id} ${start} ${minutes}`,
      subject: row.id,
      at,
      until: Math.min(tooLate, at + MAX_LATE_MS),
      addedAt: row.at,
      about: { type: 'event', row },
    });
  }
  return found;
}

/** What to do now. */
export interface ReminderPlan {
  /** To be shown one by one, each with the keys that it stands for: its own, and those of earlier reminders of the same thing. */
  readonly single: readonly { reminder: Reminder; keys: readonly string[] }[];
  /** To be shown as one. */
  readonly together: { isMissed: boolean; reminders: readonly Reminder[]; keys: readonly string[] } | null;
  /** When to look again, milliseconds since the epoch; null where nothing is ahead. */
  readonly next: number | null;
}

/**
 * `shown`: keys that this device has shown. `snoozed`: until when a key was put off. `since`: what rang before that is not this
 * device's. Pure.
 */
export function planReminders(args: {
  reminders: readonly Reminder[];
  shown: { has(key: string): boolean };
  snoozed: { get(key: string): number | undefined };
  since: number;
  now: number;
}): ReminderPlan {
  const { now } = args;
  let next: number | null = null;
  /** The latest of each thing, since the earlier ones say less. */
  const due = new Map<string, { reminder: Reminder; at: number; keys: string[] }>();
  for (const reminder of args.reminders) {
    const later = args.snoozed.get(reminder.key);
    if (later === undefined && args.shown.has(reminder.key)) continue;
    const at = later ?? reminder.at;
    // Whoever put it off wants it once more, whatever has ended meanwhile.
    const until = later === undefined ? reminder.until : Math.max(reminder.until, later + AFTER_END_MS);
    if (at > now) {
      if (next === null || at < next) next = at;
      continue;
    }
    if (until <= now || (later === undefined && at < firstMoment(reminder, args.since, now))) continue;
    const known = due.get(reminder.subject);
    if (known === undefined) due.set(reminder.subject, { reminder, at, keys: [reminder.key] });
    else {
      known.keys.push(reminder.key);
      if (at >= known.at) Object.assign(known, { reminder, at });
    }
  }
  const all = [...due.values()].sort((a, b) => a.at - b.at || (a.reminder.key < b.reminder.key ? -1 : 1));
  const missed = all.filter(({ at }) => now - at > MISSED_AFTER_MS);
  const isMissed = missed.length > 1;
  const grouped = isMissed ? missed : [];
  const rest = isMissed ? all.filter((one) => !grouped.includes(one)) : all;
  const isCrowd = rest.length > MAX_SINGLE;
  const together = isCrowd ? [...grouped, ...rest] : grouped;
  return {
    single: isCrowd ? [] : rest.map(({ reminder, keys }) => ({ reminder, keys })),
    together:
      together.length === 0
        ? null
        : {
            isMissed: !isCrowd,
            reminders: together.map(({ reminder }) => reminder),
            keys: together.flatMap(({ keys }) => keys),
          },
    next,
  };
}

/** Reminders that rang before this are not shown late. A moment in the future is a wrong clock's, and says nothing. */
function firstMoment({ addedAt }: Reminder, since: number, now: number): number {
  return Math.max(since, addedAt <= now ? addedAt : 0);
}
