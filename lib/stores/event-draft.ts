import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH, type PageLink } from '../protocol/values.ts';
import { shiftDate } from './agenda.ts';
import { movedTo, NO_REPEAT, type RepeatDraft, type RepeatProblems, repeatOf, repeatProblems } from './repeat-draft.ts';

/** Longest name of a place and of a category, as the command takes them. */
export const MAX_PLACE_LENGTH = 500;
export const MAX_CATEGORY_LENGTH = 60;
/** The most reminders that an event has. */
export const MAX_REMINDERS = 5;
/** Stands for the year of a date of birth that nobody knows; a leap year, so that it has every day. */
const UNKNOWN_YEAR = '1604';

/** The event dialog's fields as they stand in it. `endsOn` is the last day, inclusive, as people say it. */
export interface EventDraft {
  readonly title: string;
  readonly allDay: boolean;
  readonly startsOn: string;
  readonly startsAt: string;
  readonly endsOn: string;
  readonly endsAt: string;
  readonly zone: string;
  readonly repeat: RepeatDraft;
  readonly who: readonly MemberId[];
  readonly place: string;
  readonly notes: string;
  readonly category: string;
  /** Minutes before the start, as the command has them. */
  readonly reminders: readonly number[];
  readonly needsSomeone: boolean;
  /** The start is a date of birth. */
  readonly birthday: boolean;
  /** False where only day and month of the birth are known. */
  readonly isYearKnown: boolean;
  readonly link: PageLink | null;
}

/** Where a new event is to be, in the viewer's zone. Without `from` it is all day where a `lastDay` is given, else at the next full hour. */
export interface EventPlace {
  readonly day: string;
  readonly lastDay?: string;
  /** `HH:MM` */
  readonly from?: string;
  readonly to?: string;
}

/** What is wrong with a field. */
export type DraftProblem = 'missing' | 'too-long' | 'end-before-start';
export type DraftProblems = Partial<Record<Exclude<keyof EventDraft, 'repeat'>, DraftProblem>> & {
  readonly repeat?: RepeatProblems;
};

/** The next full hour, for an hour; at another place the same hour there, or what the place says. */
export function newEventDraft(now: Temporal.PlainDateTime, zone: string, at?: EventPlace): EventDraft {
  const nextHour = now.round({ smallestUnit: 'hour', roundingMode: 'ceil' });
  const start =
    at === undefined ? nextHour : Temporal.PlainDate.from(at.day).toPlainDateTime(at.from ?? nextHour.toPlainTime());
  const draft: EventDraft = {
    title: '',
    allDay: at?.lastDay !== undefined && at.from === undefined,
    ...startOf(start),
    ...endOf(start.add({ hours: 1 })),
    zone,
    repeat: NO_REPEAT,
    who: [],
    place: '',
    notes: '',
    category: '',
    reminders: [],
    needsSomeone: false,
    birthday: false,
    isYearKnown: true,
    link: null,
  };
  if (at === undefined) return draft;
  if (draft.allDay) return { ...draft, endsOn: at.lastDay ?? at.day };
  return at.to === undefined ? draft : { ...draft, endsAt: at.to, endsOn: at.lastDay ?? endDay(draft, at.to) };
}

/** What a draft is made from: an event of the family, or one that a page offers. */
export type DraftSource = Pick<
  OccurrenceRow,
  | 'title'
  | 'when'
  | 'who'
  | 'series'
  | 'place'
  | 'notes'
  | 'category'
  | 'reminders'
  | 'needsSomeone'
  | 'birthday'
  | 'link'
>;

/**
 * The draft of an event that is there. An all-day event offers the next full hour should it become a timed one. A birthday shows the day of
 * birth, not the one of this year.
 */
export function draftOfEvent(row: DraftSource, now: Temporal.PlainDateTime, zone: string): EventDraft {
  const first = row.series?.when ?? row.when;
  const when = row.birthday === true ? first : row.when;
  const isYearKnown = !first.start.startsWith(UNKNOWN_YEAR);
  const rest = {
    title: row.title,
    repeat: repeatOf(first.rrule, { start: first.start, zone: first.allDay ? undefined : first.zone }),
    who: row.who,
    place: row.place ?? '',
    notes: row.notes ?? '',
    category: row.category ?? '',
    reminders: row.reminders?.map(({ minutes }) => minutes) ?? [],
    needsSomeone: row.needsSomeone === true,
    birthday: row.birthday === true,
    isYearKnown,
    link: row.link ?? null,
  };
  if (!when.allDay) {
    return {
      ...rest,
      allDay: false,
      ...startOf(Temporal.PlainDateTime.from(when.start)),
      ...endOf(Temporal.PlainDateTime.from(when.end)),
      zone: when.zone,
    };
  }
  const days = Temporal.PlainDate.from(when.start).until(when.end).days;
  const startsOn = row.birthday && !isYearKnown ? inYear(when.start, now.year) : when.start;
  const hours = newEventDraft(now, zone, { day: startsOn });
  return { ...hours, ...rest, allDay: true, startsOn, endsOn: shiftDate(startsOn, days - 1) };
}

/** The start as it is stored: the year of a birth that nobody knows stands for itself. */
export function storedStart(draft: EventDraft): string {
  return draft.birthday && !draft.isYearKnown ? `${UNKNOWN_YEAR}${draft.startsOn.slice(4)}` : draft.startsOn;
}

/** A birthday is a whole day, every year; what it was before comes back with its hours. */
export function withBirthday(draft: EventDraft, birthday: boolean): EventDraft {
  if (!birthday) return { ...draft, birthday, repeat: NO_REPEAT };
  return { ...draft, birthday, allDay: true, endsOn: draft.startsOn, repeat: { ...NO_REPEAT, unit: 'year' } };
}

/** How old somebody becomes, and in which year, at the next birthday from `today` on. Undefined before the birth. */
export function ageOf(birth: string, today: string): { years: number; year: number } | undefined {
  if (!isDate(birth) || birth > today) return undefined;
  const thisYear = Number(today.slice(0, 4));
  const year = birth.slice(5) >= today.slice(5) ? thisYear : thisYear + 1;
  return { years: year - Number(birth.slice(0, 4)), year };
}

/** Whole days, or times again. What ends at midnight does not touch the day that begins then: that is no whole day of it. */
export function withAllDay(draft: EventDraft, allDay: boolean): EventDraft {
  const isUntilMidnight = draft.endsAt === '00:00' && isDate(draft.endsOn) && draft.endsOn > draft.startsOn;
  if (allDay && isUntilMidnight) return { ...draft, allDay, endsOn: shiftDate(draft.endsOn, -1) };
  // Back again: the end that was taken from is after the start anew.
  const isBefore = draft.endsAt === '00:00' && draft.endsOn === draft.startsOn && draft.startsAt > draft.endsAt;
  return { ...draft, allDay, ...(!allDay && isBefore ? { endsOn: shiftDate(draft.endsOn, 1) } : {}) };
}

/** Moves the start; the end moves along, so that the event stays as long as it was. */
export function withStart(draft: EventDraft, change: { startsOn?: string; startsAt?: string }): EventDraft {
  const next = { ...draft, ...change };
  const [before, after] = [startMoment(draft), startMoment(next)];
  const end = endMoment(draft);
  if (before === null || after === null) return next;
  const moved = { ...next, repeat: movedTo(draft.repeat, draft.startsOn, next.startsOn) };
  if (end === null || Temporal.PlainDateTime.compare(end, before) < 0) return moved;
  return { ...moved, ...endOf(end.add(before.until(after))) };
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
  const found: { -readonly [K in keyof DraftProblems]: DraftProblems[K] } = {};
  if (draft.title.trim() === '') found.title = 'missing';
  else if (draft.title.trim().length > MAX_LINE_LENGTH) found.title = 'too-long';
  if (!isDate(draft.startsOn)) found.startsOn = 'missing';
  if (!isDate(draft.endsOn)) found.endsOn = 'missing';
  if (!draft.allDay && !isTime(draft.startsAt)) found.startsAt = 'missing';
  if (!draft.allDay && !isTime(draft.endsAt)) found.endsAt = 'missing';
  if (draft.place.trim().length > MAX_PLACE_LENGTH) found.place = 'too-long';
  if (draft.notes.length > MAX_TEXT_LENGTH) found.notes = 'too-long';
  if (draft.category.trim().length > MAX_CATEGORY_LENGTH) found.category = 'too-long';
  const repeat = repeatProblems(draft.repeat, draft.startsOn);
  if (Object.keys(repeat).length > 0) found.repeat = repeat;
  const isDated = !found.startsOn && !found.endsOn && !found.startsAt && !found.endsAt;
  if (isDated && draft.endsOn < draft.startsOn) found.endsOn = 'end-before-start';
  else if (isDated && !draft.allDay && draft.endsOn === draft.startsOn && draft.endsAt < draft.startsAt) {
    found.endsAt = 'end-before-start';
  }
  return found;
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

function endDay(draft: EventDraft, to: string): string {
  return to > draft.startsAt ? draft.startsOn : shiftDate(draft.startsOn, 1);
}

/** The same day of the year before or in `year` that has it. */
function inYear(date: string, year: number): string {
  const month = Temporal.PlainMonthDay.from(date.slice(5));
  let other = month.toPlainDate({ year });
  while (other.day !== month.day) other = month.toPlainDate({ year: other.year - 1 });
  return other.toString();
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
