/**
 * Why nothing of a file came in. `empty-file`: nothing but white space. `not-a-calendar`: no calendar in it (a web
 * page, a picture). `no-events`: a calendar without events. `no-usable-events`: events, none of which has a readable
 * start. `too-large`: more than MAX_ICS_BYTES, not read at all.
 */
export type IcsRejection = 'empty-file' | 'not-a-calendar' | 'no-events' | 'no-usable-events' | 'too-large';

/**
 * What an import went on in spite of. `unknown-zone`: a zone nobody knows, read as the person's. `own-zone`: the file's
 * own rules for a zone agree with no zone of the world; its occurrences are kept one by one as far as they were worked
 * out. `bad-line`: a line that is no property, stands where none may, or repeats one that may stand once. `bad-value`:
 * a value that cannot be read or cannot be meant. `unsupported`: understood, but not kept by this calendar. `skipped`:
 * an event left out. `too-long`: a line or an event cut for its size. `more`: further warnings not listed.
 */
export type IcsWarningCode =
  | 'unknown-zone'
  | 'own-zone'
  | 'bad-line'
  | 'bad-value'
  | 'unsupported'
  | 'skipped'
  | 'too-long'
  | 'more';

export interface IcsWarning {
  readonly code: IcsWarningCode;
  /** Line of the file, from 1. */
  readonly line?: number;
  /** What and where, in English, with an excerpt; the UI puts its own sentence for the code before it. */
  readonly text: string;
}

/** VALARM. */
export interface IcsAlarm {
  /** `DISPLAY`, `AUDIO`, `EMAIL` or what the file says. */
  readonly action: string;
  /** A duration from the start (`-PT15M`), or an instant (`2026-12-03T14:15:00Z`). */
  readonly trigger: string;
  /** The duration counts from the end. */
  readonly relatedTo?: 'end';
  /** Absent where it says no more than the event's title. */
  readonly description?: string;
  /** Other properties of the alarm, as whole lines. */
  readonly extra?: readonly string[];
}

/**
 * VEVENT: a single event, the master of a series, or (with `recurrenceId`) one changed occurrence. Absent and empty are
 * the same: no field is empty.
 */
export interface IcsEvent {
  /** The file's, or one derived from the content where it has none: the same content gives the same again. */
  readonly uid: string;
  /** Which occurrence of the series this replaces, in the form that `expand` gives for the series. */
  readonly recurrenceId?: string;
  /** The change holds for all later occurrences too (RANGE=THISANDFUTURE). */
  readonly thisAndFuture?: true;
  /** Unescaped and trimmed; may be empty. */
  readonly title: string;
  readonly allDay: boolean;
  /** The same wall time everywhere: no zone. */
  readonly floating?: true;
  /** Date, instant in UTC, or local time where it floats. */
  readonly start: string;
  /**
   * Exclusive; form as `start`. One day after the start of a whole day, or the start itself, where the file has no
   * usable end.
   */
  readonly end: string;
  /** IANA name or fixed offset (`+11:00`); null for whole days and floating times. */
  readonly timeZone: string | null;
  /** As `expand` takes them. */
  readonly dtstart: string;
  readonly tzid: string | null;
  readonly rrule?: string;
  readonly exdates?: readonly string[];
  readonly rdates?: readonly string[];
  readonly cancelled?: true;
  /** SEQUENCE: which revision this is. */
  readonly sequence?: number;
  readonly description?: string;
  readonly location?: string;
  readonly url?: string;
  readonly categories?: readonly string[];
  readonly alarms?: readonly IcsAlarm[];
  /** Every other property, as whole unfolded lines, and components inside the event line by line. */
  readonly extra?: readonly string[];
}

export interface IcsImport {
  readonly rejected?: IcsRejection;
  /** How the calendar calls itself, where it does (NAME, RFC 7986, or X-WR-CALNAME). */
  readonly name?: string;
  readonly warnings: readonly IcsWarning[];
  /** Events left out because nothing can be made of them. */
  readonly skipped: number;
  /** In the order of the file; of several versions of one event only the newest. */
  readonly events: readonly IcsEvent[];
}
