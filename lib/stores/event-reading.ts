import type { MemberRow } from '../protocol/values.ts';
import type { Draft } from '../quick-add/draft.ts';
import { loadParser } from '../quick-add/load-parser.ts';
import { quickAddLocale } from '../quick-add/quick-add-locale.ts';
import { shiftDate } from './agenda.ts';
import { type EventDraft, newEventDraft } from './event-draft.ts';
import { type EventFields, fieldsOf } from './event-fields.ts';
import type { ReadPart } from './line-reading.ts';
import { repeatOf } from './repeat-draft.ts';

/** What is read where the person's own language says nothing. */
const SECOND_LANGUAGE = 'en';

/** A line as the event that it will be. */
export interface EventReading {
  readonly draft: EventDraft;
  /** The same as it is sent. */
  readonly fields: EventFields;
  /** What was understood, in the order of the line; of one reading there may be several. */
  readonly parts: readonly ReadPart[];
  /** Whether it says when: without that the dialog has to ask. */
  readonly hasWhen: boolean;
}

/** The family and the moment around the line. */
export interface EventSurroundings {
  /** Wall clock of the viewer's zone, and its name. */
  readonly local: Temporal.PlainDateTime;
  readonly zone: string;
  readonly members: readonly MemberRow[];
  /** Ids of parts that the person took back. */
  readonly dropped: ReadonlySet<string>;
}

/** Reads a line as an event. */
export type ReadEvent = (line: string, around: EventSurroundings) => EventReading;

/** Loads the person's language and English; rejects if a chunk cannot be loaded. `language` is a BCP 47 tag. */
export async function loadEventReading(language: string): Promise<ReadEvent> {
  const tags = [...new Set([quickAddLocale(language), SECOND_LANGUAGE])];
  const parsers = await Promise.all(tags.map(loadParser));
  return (line, around) => {
    const members = around.members.filter(({ isRemoved }) => !isRemoved);
    const context = {
      target: 'calendar',
      now: `${around.local.toString()}[${around.zone}]`,
      members: members.map(({ name }) => name),
      lists: [],
      dropped: around.dropped,
    } as const;
    // The next language reads only where the one before found nothing but names.
    let read: Draft | undefined;
    for (const parser of parsers) {
      const found = parser.parse(line, context);
      read ??= found;
      if (found.tokens.every(({ kind }) => kind === 'person')) continue;
      read = found;
      break;
    }
    return readingOf(read ?? { title: line.trim(), tokens: [] }, around, members);
  };
}

function readingOf(read: Draft, around: EventSurroundings, members: readonly MemberRow[]): EventReading {
  const hasWhen = read.date !== undefined || read.time !== undefined;
  const names = read.assignees ?? [];
  const who = members.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  const timed = { ...whenOf(read, around), title: read.title, who };
  const start = timed.allDay ? timed.startsOn : `${timed.startsOn}T${timed.startsAt}`;
  const repeat = repeatOf(read.rrule, { start, zone: timed.allDay ? undefined : timed.zone });
  const draft = { ...timed, repeat };
  return { draft, fields: fieldsOf(draft), parts: read.tokens, hasWhen };
}

function whenOf({ date, endDate, time, endTime }: Draft, { local, zone }: EventSurroundings): EventDraft {
  const day = date ?? local.toPlainDate().toString();
  if (time === undefined) {
    return date === undefined
      ? newEventDraft(local, zone)
      : newEventDraft(local, zone, { day, lastDay: endDate ?? day });
  }
  if (endTime === undefined) return newEventDraft(local, zone, { day, from: time });
  const lastDay = endDate ?? (endTime > time ? day : shiftDate(day, 1));
  return newEventDraft(local, zone, { day, lastDay, from: time, to: endTime });
}
