import { readAlarms } from './ics-alarms.ts';
import type { EventClock } from './ics-clock.ts';
import { type Property, unescapeList, unescapeText, withoutControls } from './ics-content-line.ts';
import { dateTimeValue } from './ics-date-time.ts';
import { endOf } from './ics-end.ts';
import { extraLines } from './ics-extra.ts';
import { type RawEvent, recurrenceKey } from './ics-raw.ts';
import { readSeries } from './ics-series.ts';
import type { IcsEvent } from './ics-types.ts';
import { excerpt } from './ics-warnings.ts';

/** Interpreted by this importer; everything else is kept as it is. */
const READ = new Set(
  'UID DTSTAMP SEQUENCE SUMMARY DTSTART DTEND DURATION RRULE EXRULE EXDATE RDATE RECURRENCE-ID DESCRIPTION LOCATION URL CATEGORIES X-MICROSOFT-CDO-ALLDAYEVENT'.split(
    ' ',
  ),
);
/**
 * May stand once only (RFC 5545 section 3.6.1). DTSTART and RECURRENCE-ID are seen to where they are read, RRULE with
 * the series.
 */
const ONCE = new Set(
  'UID DTSTAMP SEQUENCE SUMMARY DTEND DURATION DESCRIPTION LOCATION URL STATUS CLASS CREATED GEO LAST-MODIFIED ORGANIZER PRIORITY TRANSP'.split(
    ' ',
  ),
);

/**
 * Makes an event of what was read. `master`: the series that a changed occurrence belongs to, where the file has it.
 */
export function buildEvent(raw: RawEvent, master: RawEvent | undefined): IcsEvent {
  const { component, context, title } = raw;
  const { warnings, zones, userZone } = context;
  const properties = withoutRepeats(raw);
  const textOf = (name: string) => properties.find((one) => one.name === name)?.value ?? '';
  const { clock, rrule, exdates, rdates, unsupported } = readSeries(raw);
  const end = endOf(raw, clock, master);
  const alarms = readAlarms(component, title, zones, userZone, warnings);
  const isCancelled = context.isCancelled || /^\s*CANCELL?ED\s*$/i.test(textOf('STATUS'));
  const others = properties.filter(({ name }) => !READ.has(name) && !(name === 'STATUS' && isCancelled));
  const inner = component.components.filter(({ name }) => name !== 'VALARM');
  const extra = extraLines([...others, ...unsupported], inner, zones, warnings);
  const description = unescapeText(textOf('DESCRIPTION')).trim();
  const location = unescapeText(textOf('LOCATION')).trim();
  // No text (section 3.3.13), but commas and semicolons are often escaped as there. A run is taken whole, so that a long one costs its length.
  const url = withoutControls(textOf('URL').replace(/\\+([,;]?)/g, (run, mark: string) => mark || run)).trim();
  const categories = properties.flatMap((one) => (one.name === 'CATEGORIES' ? unescapeList(one.value) : []));
  return {
    uid: raw.uid,
    ...recurrenceFields(raw, master),
    title,
    allDay: clock.kind === 'date',
    ...(clock.kind === 'floating' && { floating: true }),
    start: clock.textOf(clock.startKey),
    end: clock.textOf(end),
    timeZone: clock.tzid,
    dtstart: dtstartOf(clock),
    tzid: clock.tzid,
    ...(rrule !== undefined && { rrule }),
    ...(exdates.length > 0 && { exdates }),
    ...(rdates.length > 0 && { rdates }),
    ...(isCancelled && { cancelled: true }),
    ...(raw.sequence !== undefined && { sequence: raw.sequence }),
    ...(description !== '' && { description }),
    ...(location !== '' && { location }),
    ...(url !== '' && { url }),
    ...(categories.length > 0 && { categories }),
    ...(alarms.length > 0 && { alarms }),
    ...(extra.length > 0 && { extra }),
  };
}

/** As written, even where clocks skip it. */
function dtstartOf(clock: EventClock): string {
  return clock.kind === 'date' ? clock.icsOf(clock.startKey) : dateTimeValue(clock.startWall);
}

function recurrenceFields(
  raw: RawEvent,
  master: RawEvent | undefined,
): Pick<IcsEvent, 'recurrenceId' | 'thisAndFuture'> {
  if (!raw.recurrence) return {};
  const [key, clock] = recurrenceKey(raw, raw.recurrence, master);
  const property = raw.component.properties.find(({ name }) => name === 'RECURRENCE-ID');
  const isForLater = property?.params.get('RANGE')?.toUpperCase() === 'THISANDFUTURE';
  return { recurrenceId: clock.textOf(key), ...(isForLater && { thisAndFuture: true }) };
}

function withoutRepeats(raw: RawEvent): Property[] {
  const seen = new Set<string>();
  return raw.component.properties.filter((property) => {
    if (property.name === '') return false;
    if (!ONCE.has(property.name) || !seen.has(property.name)) {
      seen.add(property.name);
      return true;
    }
    raw.context.warnings.add('bad-line', property.line, `a second ${property.name}: ${excerpt(property.text)}`);
    return false;
  });
}
