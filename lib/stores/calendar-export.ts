import { exportedEvents } from '../calendar/export-events.ts';
import { exportIcs } from '../calendar/ics.ts';
import type { EventId } from '../protocol/ids.ts';
import type { ImportedEvent } from '../protocol/import-values.ts';
import type { ProblemCode } from './problems.ts';
import type { WorkerClient } from './worker-client.ts';

/** Which events: one, those that touch some days (inclusive), or all of the family's own. */
export type ExportChoice = { readonly event: EventId } | { readonly from: string; readonly to: string } | 'all';

/** What the worker answers. By hand: the schema of commands would come along to every page. */
function readAnswer(
  value: Record<string, unknown> | undefined,
): { events: ImportedEvent[]; next?: EventId } | undefined {
  const { events, next } = value ?? {};
  if (!Array.isArray(events) || !(next === undefined || typeof next === 'string')) return undefined;
  const areEvents = events.every(
    (one: unknown) => typeof one === 'object' && one !== null && 'uid' in one && 'when' in one,
  );
  if (!areEvents) return undefined;
  return { events: events as ImportedEvent[], ...(next !== undefined && { next: next as EventId }) };
}

/** Writes a calendar file of events, and counts them; or says why not. `zone`: where days are days. */
export async function writeCalendarFile(
  client: Pick<WorkerClient, 'run'>,
  choice: ExportChoice,
  zone: string,
): Promise<{ ok: true; text: string; count: number } | { ok: false; error: ProblemCode }> {
  const events: ImportedEvent[] = [];
  let after: EventId | undefined;
  do {
    const outcome = await client.run({
      type: 'exportEvents',
      ...(choice === 'all' ? {} : choice),
      zone,
      ...(after !== undefined && { after }),
    });
    if (!outcome.ok) return outcome;
    const part = readAnswer(outcome.value);
    if (part === undefined) return { ok: false, error: 'internal' };
    events.push(...part.events);
    after = part.next;
  } while (after !== undefined);
  return { ok: true, text: exportIcs(exportedEvents(events)), count: events.length };
}
