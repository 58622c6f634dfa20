import type { CommandBody } from '../protocol/commands.ts';
import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../protocol/values.ts';
import { shiftDate } from './agenda.ts';

/** Longest name of a place, as the command takes it. */
export const MAX_PLACE_LENGTH = 500;

/** The event dialog's fields as they stand in it. `endsOn` is the last day, inclusive, as people say it. */
export interface EventDraft {
  readonly title: string;
  readonly allDay: boolean;
  readonly startsOn: string;
  readonly startsAt: string;
  readonly endsOn: string;
  readonly endsAt: string;
  readonly zone: string;
  readonly who: readonly MemberId[];
  readonly place: string;
  readonly notes: string;
}

/** What the worker is told of an event. */
export type EventFields = Omit<Extract<CommandBody, { type: 'addEvent' }>, 'type' | 'id'>;

/** What is wrong with a field. */
export type DraftProblem = 'missing' | 'too-long' | 'end-before-start';
export type DraftProblems = Partial<Record<keyof EventDraft, DraftProblem>>;

/** Where in the calendar a new event was begun, in the viewer's zone: a day, a stretch of whole days, or a stretch of one day. */
export interface EventPlace {
  readonly day: string;
  /** Last of several whole days; with it and without `from` the event is all day. */
  readonly lastDay?: string;
  /** `HH:MM`; `to` of `00:00` is the midnight after it. */
  readonly from?: string;
  readonly to?: string;
}

/** The next full hour, for an hour; on another day the same hour there; or just where the person pointed. */
export function newEventDraft(now: Temporal.PlainDateTime, zone: string, at?: EventPlace): EventDraft {
  const nextHour = now.round({ smallestUnit: 'hour', roundingMode: 'ceil' });
  const day = at === undefined ? nextHour.toPlainDate() : Temporal.PlainDate.from(at.day);
  const start = day.toPlainDateTime(at?.from === undefined ? nextHour.toPlainTime() : Temporal.PlainTime.from(at.from));
  const drawn = at?.to === undefined ? start.add({ hours: 1 }) : day.toPlainDateTime(Temporal.PlainTime.from(at.to));
  const end = Temporal.PlainDateTime.compare(drawn, start) < 0 ? drawn.add({ days: 1 }) : drawn;
  const isAllDay = at?.lastDay !== undefined && at.from === undefined;
  return {
    title: '',
    allDay: isAllDay,
    ...startOf(start),
    ...endOf(end),
    ...(isAllDay ? { endsOn: at.lastDay ?? at.day } : {}),
    zone,
    who: [],
    place: '',
    notes: '',
  };
}

/** The draft of an event that is there. An all-day event offers the next full hour should it become a timed one. */
export function draftOfEvent(row: OccurrenceRow, now: Temporal.PlainDateTime, zone: string): EventDraft {
  const { when } = row;
  const rest = { title: row.title, who: row.who, place: row.place ?? '', notes: row.notes ?? '' };
  if (!when.allDay) {
    return {
      ...rest,
      allDay: false,
      ...startOf(Temporal.PlainDateTime.from(when.start)),
      ...endOf(Temporal.PlainDateTime.from(when.end)),
      zone: when.zone,
    };
  }
  const hours = newEventDraft(now, zone, { day: when.start });
  return { ...hours, ...rest, allDay: true, startsOn: when.start, endsOn: shiftDate(when.end, -1) };
}

/** Moves the start; the end moves along, so that the event stays as long as it was. */
export function withStart(draft: EventDraft, change: { startsOn?: string; startsAt?: string }): EventDraft {
  const next = { ...draft, ...change };
  const [before, after] = [startMoment(draft), startMoment(next)];
  const end = endMoment(draft);
  if (before === null || after === null || end === null || Temporal.PlainDateTime.compare(end, before) < 0) return next;
  return { ...next, ...endOf(end.add(before.until(after))) };
}

/**
 * Sets the time of the end. Where the day of the end has only ever moved along with the start (`isDayChosen` false), it comes back to the
 * start's own day if the event then ends after it starts there.
 */
export function withEndTime(draft: EventDraft, endsAt: string, isDayChosen: boolean): EventDraft {
  const isOnDay = !isDayChosen && isDate(draft.startsOn) && isTime(endsAt) && endsAt >= draft.startsAt;
  return { ...draft, endsAt, ...(isOnDay ? { endsOn: draft.startsOn } : {}) };
}

/** Everything that keeps the draft from being saved, by field. */
export function problemsOf(draft: EventDraft): DraftProblems {
  const found: DraftProblems = {};
  if (draft.title.trim() === '') found.title = 'missing';
  else if (draft.title.trim().length > MAX_LINE_LENGTH) found.title = 'too-long';
  if (!isDate(draft.startsOn)) found.startsOn = 'missing';
  if (!isDate(draft.endsOn)) found.endsOn = 'missing';
  if (!draft.allDay && !isTime(draft.startsAt)) found.startsAt = 'missing';
  if (!draft.allDay && !isTime(draft.endsAt)) found.endsAt = 'missing';
  if (draft.place.trim().length > MAX_PLACE_LENGTH) found.place = 'too-long';
  if (draft.notes.length > MAX_TEXT_LENGTH) found.notes = 'too-long';
  const isDated = !found.startsOn && !found.endsOn && !found.startsAt && !found.endsAt;
  if (isDated && draft.endsOn < draft.startsOn) found.endsOn = 'end-before-start';
  else if (isDated && !draft.allDay && draft.endsOn === draft.startsOn && draft.endsAt < draft.startsAt) {
    found.endsAt = 'end-before-start';
  }
  return found;
}

/** What to send for a draft without problems. */
export function fieldsOf(draft: EventDraft): EventFields {
  const when: When = draft.allDay
    ? { allDay: true, start: draft.startsOn, end: shiftDate(draft.endsOn, 1) }
    : {
        allDay: false,
        start: `${draft.startsOn}T${draft.startsAt}`,
        end: `${draft.endsOn}T${draft.endsAt}`,
        zone: draft.zone,
      };
  return {
    title: draft.title.trim(),
    when,
    who: [...draft.who],
    place: draft.place.trim() === '' ? null : draft.place.trim(),
    notes: draft.notes.trim() === '' ? null : draft.notes,
  };
}

/** Only the fields that differ from what was there. */
export function changedFields(before: EventFields, after: EventFields): Partial<EventFields> {
  const isSame = (key: keyof EventFields) => JSON.stringify(before[key]) === JSON.stringify(after[key]);
  const keys = (['title', 'when', 'who', 'place', 'notes'] as const).filter((key) => !isSame(key));
  return Object.fromEntries(keys.map((key) => [key, after[key]]));
}

function startMoment(draft: EventDraft): Temporal.PlainDateTime | null {
  return momentOf(draft.startsOn, draft.startsAt);
}

function endMoment(draft: EventDraft): Temporal.PlainDateTime | null {
  return momentOf(draft.endsOn, draft.endsAt);
}

function momentOf(date: string, time: string): Temporal.PlainDateTime | null {
  if (!isDate(date)) return null;
  return Temporal.PlainDateTime.from(`${date}T${isTime(time) ? time : '00:00'}`);
}

function startOf(moment: Temporal.PlainDateTime): Pick<EventDraft, 'startsOn' | 'startsAt'> {
  return { startsOn: dateOf(moment), startsAt: timeOf(moment) };
}

function endOf(moment: Temporal.PlainDateTime): Pick<EventDraft, 'endsOn' | 'endsAt'> {
  return { endsOn: dateOf(moment), endsAt: timeOf(moment) };
}

function dateOf(moment: Temporal.PlainDateTime): string {
  return moment.toPlainDate().toString();
}

function timeOf(moment: Temporal.PlainDateTime): string {
  return moment.toPlainTime().toString({ smallestUnit: 'minute' });
}

// Native inputs give an empty text for anything incomplete; years past 9999 are theirs, not ours.
function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function isTime(text: string): boolean {
  return /^\d{2}:\d{2}$/.test(text);
}
