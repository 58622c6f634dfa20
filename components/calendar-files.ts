import type { EventId } from '../lib/protocol/ids.ts';
import type { App } from '../lib/stores/app.ts';
import { type ExportChoice, writeCalendarFile } from '../lib/stores/calendar-export.ts';
import type { ProblemCode } from '../lib/stores/problems.ts';

type Exporter = Pick<App, 'client' | 'platform' | 'now'>;

/** Offers events as a calendar file. Answers how many are in it (with none, no file is offered), or why not. */
export async function exportCalendar(
  app: Exporter,
  choice: ExportChoice,
  name = `family-os-calendar-${app.now.today.peek()}`,
): Promise<number | ProblemCode> {
  const written = await writeCalendarFile(app.client, choice, app.now.zone);
  if (!written.ok) return written.error;
  if (written.count > 0) app.platform.saveFile(`${name}.ics`, 'text/calendar', written.text);
  return written.count;
}

/** Offers one event, a series whole, as a calendar file named for it. Answers `saved`, or why not. */
export async function exportEvent(app: Exporter, event: EventId, title: string): Promise<'saved' | ProblemCode> {
  const count = await exportCalendar(app, { event }, fileName(title));
  if (typeof count === 'string') return count;
  return count > 0 ? 'saved' : 'not-found';
}

/** What file systems take, of a title that people wrote. */
function fileName(title: string): string {
  const safe = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .trim()
    .replace(/\s+/g, '-')
    .slice(0, 60);
  return safe === '' ? 'event' : safe;
}
