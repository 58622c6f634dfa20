import { dateTimeValue } from './ics-date-time.ts';
import { readIcs } from './ics-read.ts';
import type { IcsEvent, IcsImport } from './ics-types.ts';
import { writeIcs } from './ics-write.ts';

/**
 * Reads a calendar file: what real programs write, not only what RFC 5545 allows. Takes what can be understood and says
 * what it left out; nothing of the content is executed or fetched. Never throws for what is in the file; see
 * IcsRejection for files of which nothing can be made. `zone` is the person's IANA zone, for times whose zone nobody
 * knows. Reading the same bytes twice gives the same twice. Linear in the size of the file.
 */
export function importIcs(bytes: Uint8Array, { zone }: { readonly zone: string }): Promise<IcsImport> {
  return readIcs(bytes, zone);
}

/**
 * Writes a calendar file: UTF-8 text, lines ended with CRLF and folded at 75 octets, a VTIMEZONE for every zone used.
 * `importIcs` reads back the same events. `stamp` is when it is written (an instant; now, if absent). Throws RangeError
 * for an event whose dates or zone cannot be read.
 */
export function exportIcs(events: readonly IcsEvent[], { stamp }: { readonly stamp?: string } = {}): string {
  const instant = stamp === undefined ? Temporal.Now.instant() : Temporal.Instant.from(stamp);
  return writeIcs(events, `${dateTimeValue(Math.floor(instant.epochMilliseconds / 1_000) * 1_000)}Z`);
}
