import type { When } from '../protocol/event-values.ts';
import type { ChangedOccurrence, ImportedEvent, Kept, Reminders } from '../protocol/import-values.ts';
import { dateTimeValue, dateValue } from './ics-date-time.ts';
import { alarmOf, remindersOf } from './ics-reminders.ts';
import { dateForm, type IcsTimes, timeForm, timesOf } from './ics-times.ts';
import type { IcsAlarm, IcsEvent } from './ics-types.ts';
import { BIRTHDAY_LINE, isSeries, NEEDS_SOMEONE_LINE } from './import-events.ts';
import { DAY_MS } from './rrule-days.ts';
import { parseRule } from './rrule-parse.ts';
import { zoneOffsets } from './zones.ts';

/**
 * Events of the family as a calendar file has them: the way back from `importedEvents`. Skipped and changed occurrences
 * are named by their local start in the series as it is now; where that is only a date, they are at the time of the
 * series. A zone that nobody knows makes floating times, which mean the same (E5).
 */
export function exportedEvents(events: readonly ImportedEvent[]): IcsEvent[] {
  return events.flatMap((event) => {
    const master = masterOf(event);
    return [master, ...event.occ.map((one) => changeOf(event, one, master))];
  });
}

function masterOf(event: ImportedEvent): IcsEvent {
  const { when } = event;
  const time = timesOf(when);
  const startOf = (occurrence: string) =>
    when.allDay ? dateForm(occurrence) : timeForm(localStartOf(occurrence, when));
  return {
    uid: event.uid,
    ...time,
    ...saidBy(event, { ...time, ...(isSeries(when) && { rrule: 'FREQ=DAILY' }) }),
    ...(when.rrule !== undefined && { rrule: withFittingUntil(when.rrule, time) }),
    ...(when.rdates?.length && { rdates: when.rdates.map(startOf).sort() }),
    ...(event.ex.length > 0 && { exdates: event.ex.map(startOf).sort() }),
  };
}

function changeOf(event: ImportedEvent, { occurrence, change, kept }: ChangedOccurrence, master: IcsEvent): IcsEvent {
  const { birthday: _birthday, needsSomeone: _needsSomeone, kept: _kept, ...series } = event;
  const moved = timesOf(change.when ?? whenAt(event.when, occurrence));
  const original = timesOf(whenAt(event.when, occurrence)).start;
  return {
    uid: event.uid,
    recurrenceId: original,
    ...moved,
    ...saidBy({ ...series, ...withoutAbsent(change), ...(kept && { kept }) }, moved),
    ...(master.sequence !== undefined && kept?.sequence === undefined && { sequence: master.sequence }),
  };
}

/** Only what is said; a field that is there with nothing in it would count as said. */
function withoutAbsent(change: ChangedOccurrence['change']): Partial<Pick<ImportedEvent, keyof typeof change>> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** When an occurrence would be were it not changed. */
function whenAt(when: When, occurrence: string): When {
  if (when.allDay) {
    const days = Temporal.PlainDate.from(when.start).until(when.end).days;
    const start = occurrence.slice(0, 10);
    return { allDay: true, start, end: Temporal.PlainDate.from(start).add({ days }).toString() };
  }
  const start = localStartOf(occurrence, when);
  const length = Temporal.PlainDateTime.from(when.start).until(when.end);
  const end = Temporal.PlainDateTime.from(start).add(length).toString({ smallestUnit: 'minute' });
  return { allDay: false, start, end, zone: when.zone };
}

function localStartOf(occurrence: string, when: When): string {
  return occurrence.includes('T') ? occurrence : `${occurrence}T${when.start.slice(11)}`;
}

/** Everything of an event but when it is. */
function saidBy(
  event: Pick<ImportedEvent, 'title' | 'place' | 'notes' | 'category' | 'link' | 'reminders'> &
    Partial<Pick<ImportedEvent, 'birthday' | 'needsSomeone' | 'kept'>>,
  times: IcsTimes & { rrule?: string },
): Partial<IcsEvent> & { title: string } {
  const { kept } = event;
  const categories = categoriesOf(event.category, kept);
  const alarms = alarmsOf(event.reminders, kept, times);
  const url = event.link?.url ?? kept?.url;
  const extra = [
    ...(kept?.extra ?? []),
    ...(event.birthday ? [BIRTHDAY_LINE] : []),
    ...(event.needsSomeone ? [NEEDS_SOMEONE_LINE] : []),
  ];
  return {
    title: event.title,
    ...(kept?.sequence !== undefined && { sequence: kept.sequence }),
    ...(event.notes && { description: event.notes }),
    ...(event.place && { location: event.place }),
    ...(url !== undefined && { url }),
    ...(categories.length > 0 && { categories }),
    ...(alarms.length > 0 && { alarms }),
    ...(extra.length > 0 && { extra }),
  };
}

/** All of the file's, as long as the family has not chosen another one. */
function categoriesOf(category: string | null, kept: Kept | undefined): readonly string[] {
  if (category === null) return [];
  return kept?.categories?.[0]?.trim().startsWith(category) ? kept.categories : [category];
}

/** The file's own, as long as they still say what the reminders say. */
function alarmsOf(
  reminders: Reminders | null,
  kept: Kept | undefined,
  times: IcsTimes & { rrule?: string },
): readonly IcsAlarm[] {
  const now = reminders ?? [];
  const alarms = kept?.alarms as readonly IcsAlarm[] | undefined;
  if (!alarms) return now.map(alarmOf);
  const said = (some: readonly IcsAlarm[]) => remindersOf({ uid: '', title: '', ...times, alarms: some });
  if (JSON.stringify(said(alarms)) === JSON.stringify(now)) return alarms;
  return [...now.map(alarmOf), ...alarms.filter((alarm) => said([alarm]).length === 0)];
}

/**
 * UNTIL as RFC 5545 section 3.3.10 wants it: a date beside dates, local beside local, UTC beside a zone. A date means
 * that whole day.
 */
function withFittingUntil(rule: string, { allDay, tzid }: IcsTimes): string {
  const { until } = parseRule(rule);
  if (!until) return rule;
  const endOfDay = until.isDate ? until.wall + DAY_MS - 1_000 : until.wall;
  let value: string;
  if (allDay) value = dateValue(Math.floor(until.wall / DAY_MS));
  else if (tzid === null) value = dateTimeValue(endOfDay);
  else value = `${dateTimeValue(until.isUtc ? until.wall : zoneOffsets(tzid).explicitInstantOf(endOfDay))}Z`;
  return rule.replace(/UNTIL\s*=[^;]*/i, `UNTIL=${value}`);
}
