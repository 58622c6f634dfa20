import type { ReadCalendarAnswer } from '../ports/web-calendars.ts';

/** Where the reader's script leaves what it has for whoever loaded it. */
const scope = globalThis as { familyOsReadCalendar?: ReadCalendarAnswer };

/** Called by the script itself. */
export function offerReader(read: ReadCalendarAnswer): void {
  scope.familyOsReadCalendar = read;
}

/** Undefined until the script was loaded. */
export function offeredReader(): ReadCalendarAnswer | undefined {
  return scope.familyOsReadCalendar;
}
