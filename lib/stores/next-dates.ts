import { expand, type Series } from '../calendar/expand.ts';
import type { When } from '../protocol/event-values.ts';

/**
 * The next starts of a series from `from` (`YYYY-MM-DD`) on, at most `limit`: dates in the event's own zone. Empty for a rule that cannot be read,
 * or one that is over.
 */
export function nextDates(when: When, from: string, limit: number): string[] {
  const value = (text: string) => text.replace(/[-:]/g, '');
  const zone = when.allDay ? null : when.zone;
  const tzid = zone === null || zone === 'floating' ? null : zone;
  const series: Series = {
    dtstart: value(when.start) + (when.allDay ? '' : '00'),
    tzid,
    allDay: when.allDay,
    rrule: when.rrule,
    rdates: when.rdates?.map(value),
  };
  try {
    const starts = expand(series, { from: when.allDay ? from : `${from}T00:00:00`, limit });
    return starts.map((start) =>
      tzid === null
        ? start.slice(0, 10)
        : Temporal.Instant.from(start).toZonedDateTimeISO(tzid).toPlainDate().toString(),
    );
  } catch {
    return [];
  }
}
