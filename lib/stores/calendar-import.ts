import { importIcs } from '../calendar/ics.ts';
import type { IcsRejection, IcsWarning } from '../calendar/ics-types.ts';
import { importedEvents } from '../calendar/import-events.ts';
import type { Inverse } from '../protocol/commands.ts';
import type { MemberId } from '../protocol/ids.ts';
import { type ImportedEvent, MAX_IMPORTED_EVENTS } from '../protocol/import-values.ts';
import type { Outcome, WorkerClient } from './worker-client.ts';

/** A calendar file or pasted text, not read yet. */
export interface CalendarSource {
  /** The file's name; empty for what was pasted. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A line of a file that could not be taken as it is. */
export interface ImportProblem extends IcsWarning {
  readonly file: string;
}

/** What files hold, before anything is changed. */
export interface ImportPreview {
  readonly events: readonly ImportedEvent[];
  /** Of these, how many repeat; how many single occurrences of them differ or are cancelled. */
  readonly series: number;
  readonly changes: number;
  /** Events that the file calls off: they take away what is here. */
  readonly cancelled: number;
  /** Times without zone, the same wherever somebody is. */
  readonly floating: number;
  /** Titles of events that were cut for their length. */
  readonly cut: readonly string[];
  /** Events of which nothing can be made. */
  readonly unreadable: number;
  readonly problems: readonly ImportProblem[];
  /** Files of which nothing came in, and why. */
  readonly rejected: readonly { readonly file: string; readonly why: IcsRejection }[];
}

/** What an import came to. */
export interface ImportOutcome {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  /** Set where it ended early: what came before stays, and can be taken back. */
  readonly error?: Extract<Outcome, { ok: false }>['error'];
  /** What takes the whole import back, last part first. */
  readonly inverses: readonly Inverse[];
}

/** Characters in one command, so that a part is quickly stored and sent. */
const MAX_PART_LENGTH = 300_000;
const MAX_PART_EVENTS = Math.min(200, MAX_IMPORTED_EVENTS);

/** Reads files in the person's zone. Of one event in several files the last counts. Never rejects for what is in them. */
export async function previewImport(sources: readonly CalendarSource[], zone: string): Promise<ImportPreview> {
  const byUid = new Map<string, ImportedEvent>();
  const total = { series: 0, changes: 0, floating: 0, unreadable: 0 };
  const cut: string[] = [];
  const problems: ImportProblem[] = [];
  const rejected: { file: string; why: IcsRejection }[] = [];
  for (const { name, bytes } of sources) {
    const read = await importIcs(bytes, { zone });
    problems.push(...read.warnings.map((warning) => ({ ...warning, file: name })));
    total.unreadable += read.skipped;
    if (read.rejected) {
      rejected.push({ file: name, why: read.rejected });
      continue;
    }
    const found = importedEvents(read.events);
    for (const event of found.events) byUid.set(event.uid, event);
    cut.push(...found.cut);
    total.series += found.series;
    total.changes += found.changes;
    total.floating += found.floating;
  }
  const events = [...byUid.values()];
  return {
    ...total,
    events,
    cut,
    problems,
    rejected,
    cancelled: events.filter(({ isCancelled }) => isCancelled).length,
  };
}

/**
 * Hands the events to the worker in parts, one after the other; `onProgress` is told how many are done. Importing the
 * same again changes nothing, so an import that was cut short is simply started again.
 */
export async function runImport(
  client: Pick<WorkerClient, 'run'>,
  events: readonly ImportedEvent[],
  who: readonly MemberId[],
  onProgress: (done: number) => void,
): Promise<ImportOutcome> {
  const counts = { added: 0, changed: 0, same: 0 };
  const inverses: Inverse[] = [];
  let done = 0;
  for (const part of partsOf(events)) {
    const outcome = await client.run({ type: 'importEvents', events: part, who: [...who] });
    if (!outcome.ok) return { ...counts, error: outcome.error, inverses };
    for (const name of ['added', 'changed', 'same'] as const) {
      const count = outcome.value?.[name];
      counts[name] += typeof count === 'number' ? count : 0;
    }
    if (outcome.inverse) inverses.unshift(outcome.inverse);
    done += part.length;
    onProgress(done);
  }
  return { ...counts, inverses };
}

/** Takes a whole import back. Answers why not, where a part could not be. */
export async function undoImport(
  client: Pick<WorkerClient, 'run'>,
  inverses: readonly Inverse[],
): Promise<Extract<Outcome, { ok: false }>['error'] | undefined> {
  for (const inverse of inverses) {
    const outcome = await client.run({ type: 'undo', inverse });
    if (!outcome.ok) return outcome.error;
  }
  return undefined;
}

function* partsOf(events: readonly ImportedEvent[]): Iterable<ImportedEvent[]> {
  let part: ImportedEvent[] = [];
  let length = 0;
  for (const event of events) {
    const own = JSON.stringify(event).length;
    if (part.length > 0 && (part.length >= MAX_PART_EVENTS || length + own > MAX_PART_LENGTH)) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(event);
    length += own;
  }
  if (part.length > 0) yield part;
}
