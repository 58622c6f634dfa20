import { expand } from '../calendar/expand.ts';
import { parseRule } from '../calendar/rrule-parse.ts';
import type { Repeat } from '../protocol/values.ts';

/** Whether this version understands the rule. */
export function isRule(rrule: string): boolean {
  try {
    parseRule(rrule);
    return true;
  } catch {
    return false;
  }
}

/**
 * The date a repeating to-do is due next, once the one due on `due` is done on the day `today`; null where that was the
 * last, or the rule cannot be read. From the due date: the first after it that is not past, so that one left for weeks
 * comes back once. From completion, and where nothing was due: the first after today. `steps` have been done before.
 */
export function nextDue(
  { rrule, from }: Repeat,
  { due, today, steps }: { due: string | undefined; today: string; steps: number },
): string | null {
  try {
    const { count } = parseRule(rrule);
    if (count !== undefined && steps + 1 >= count) return null;
    const start = from === 'due' && due !== undefined ? due : today;
    const after = dayAfter(start);
    const [next] = expand(
      // COUNT counts from the first due date, which `steps` does here.
      { dtstart: compact(start), tzid: null, allDay: true, rrule: rrule.replace(/;?COUNT=\d+/iu, '') },
      { from: compact(after > today ? after : today), limit: 1 },
    );
    return next ?? null;
  } catch {
    return null;
  }
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function compact(date: string): string {
  return date.replaceAll('-', '');
}
