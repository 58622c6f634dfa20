import type { FeedProblem } from '../protocol/feed-values.ts';
import type { ImportedEvent } from '../protocol/import-values.ts';

/** What came of asking for a calendar on the web. `unchanged`: it is what it was when these validators came with it. */
export type WebCalendarAnswer =
  | { readonly state: 'read'; readonly bytes: Uint8Array; readonly validators: CalendarValidators }
  | { readonly state: 'unchanged' }
  | { readonly state: 'failed'; readonly problem: FeedProblem };

/** What a server says about a version of a file, to ask later whether there is a newer one (RFC 9110). */
export interface CalendarValidators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/**
 * What the answer of a calendar's address holds. `name`: how the calendar calls itself. `left`: events that there was no
 * room for, those farthest from now.
 */
export type ReadCalendar =
  | { readonly ok: true; readonly name?: string; readonly events: readonly ImportedEvent[]; readonly left: number }
  | { readonly ok: false; readonly problem: FeedProblem };

/** Reads such an answer. `zone` is this device's, for times in zones that nobody knows; `now`: milliseconds since the epoch. */
export type ReadCalendarAnswer = (
  bytes: Uint8Array,
  about: { readonly zone: string; readonly now: number },
) => Promise<ReadCalendar>;

/** Calendars on the web, as the worker may read them. */
export interface WebCalendars {
  /** Whether the person has let this browser read that site. */
  isAllowed(url: string): Promise<boolean>;
  /** Never rejects, takes a bounded time and a bounded size. */
  ask(url: string, validators: CalendarValidators): Promise<WebCalendarAnswer>;
  /** The public holidays that ship with the extension, as its file has them; rejects where it cannot be read. */
  holidays(): Promise<unknown>;
  /** Code that is loaded when it is first needed: few starts of the worker have anything to read. */
  read: ReadCalendarAnswer;
}
