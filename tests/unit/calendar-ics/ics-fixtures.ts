import { readFileSync } from 'node:fs';
import { expand } from '../../../lib/calendar/expand.ts';
import type { IcsEvent } from '../../../lib/calendar/ics-types.ts';

/** tests/fixtures/ics/expected.json; its README is in docs/CALENDAR_FORMATS.md. */
export interface ExpectedEvent {
  readonly uid: string | null;
  readonly index: number;
  readonly allDay: boolean;
  readonly floating?: boolean;
  readonly start: string;
  readonly end?: string;
  readonly timeZone?: string;
}

export interface ExpectedSeries {
  readonly uid: string | null;
  readonly index: number;
  readonly allDay: boolean;
  readonly timeZone?: string | null;
  readonly starts: string[];
  readonly complete: boolean;
  readonly dtstartOutsideRule?: boolean;
  readonly withOverrides?: string[];
  readonly withOverridesBefore?: string;
}

export interface ExpectedFile {
  readonly file: string;
  readonly import: 'all' | 'some' | 'reject';
  readonly storedMin: number;
  readonly storedMax: number;
  readonly message?: string;
  readonly warn?: string[];
  readonly titles?: string[];
  readonly events?: ExpectedEvent[];
  readonly recurring?: ExpectedSeries[];
}

const folder = new URL('../../fixtures/ics/', import.meta.url);

export const expectedFiles = (
  JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as { files: ExpectedFile[] }
).files;

export function readFixture(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, folder)));
}

/** A calendar file with this inside, lines ended as RFC 5545 has it. */
export function calendar(...lines: string[]): Uint8Array {
  return bytesOf(['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n'));
}

/** A VEVENT with these properties. */
export function vevent(...lines: string[]): string[] {
  return ['BEGIN:VEVENT', 'UID:one@test', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'];
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/**
 * The starts of a series, with the changes that the file has of it: moved ones at their new start, cancelled ones gone.
 */
export function startsWithChanges(master: IcsEvent, events: readonly IcsEvent[], limit: number): string[] {
  const changes = events.filter((event) => event.uid === master.uid && event.recurrenceId !== undefined);
  const starts = new Set(expand(master, { limit: limit + changes.length }));
  for (const { recurrenceId } of changes) if (recurrenceId !== undefined) starts.delete(recurrenceId);
  for (const change of changes) if (!change.cancelled) starts.add(change.start);
  return [...starts].sort().slice(0, limit);
}
