import { dateValue } from '../calendar/ics-date-time.ts';
import { dateOf, wallOf } from '../calendar/local-time.ts';
import { continuedRule } from '../calendar/move-series.ts';
import { MAX_ZONE_SHIFT_MS, mayTouch, placeWhen, touches } from '../calendar/occurrences.ts';
import { DAY_MS } from '../calendar/rrule-days.ts';
import { withRuleParts } from '../calendar/rule-text.ts';
import type { ExceptionRow, OccurrenceRow, When } from '../protocol/event-values.ts';
import { digest } from './digest.ts';
import { findOccurrence, firstStart, nameOf, namesOf, runOf, startsWithin, whenAt } from './event-course.ts';
import { type ChangedOccurrence, type EventValues, type FamilyEvent, overrideFields, type Part } from './events.ts';
import { rowVersion, withOverrides } from './version.ts';

/** What an agenda asks for: days from `from` to `to`, both inclusive, as seen in `zone`. */
export interface AgendaRange {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

/**
 * The rows of one event on an agenda: none where it is deleted or on other days. Where `isAsked` says no to an occurrence, by its times and
 * the wall time of its start, no row is made: for who wants few of many.
 */
export function occurrenceRows(
  event: FamilyEvent,
  range: AgendaRange,
  isAsked: (when: When) => (wall: number) => boolean = () => () => true,
): OccurrenceRow[] {
  if (event.isDeleted) return [];
  const mayBeAsked = (when: When) => mayTouch(when, range.from, range.to) && isAsked(when)(wallOf(when.start));
  if (!isSeries(event)) {
    const row = mayBeAsked(event.when) ? singleRow(event, range.zone) : undefined;
    return row && touches(row, range.from, range.to) ? [row] : [];
  }
  const rows: OccurrenceRow[] = [];
  const hasExceptions = event.excluded.size + event.changed.size > 0;
  const add = (row: OccurrenceRow | undefined) => {
    if (row && touches(row, range.from, range.to)) rows.push(row);
  };
  for (const part of event.parts) {
    const length = wallOf(part.when.end) - wallOf(part.when.start);
    const from = wallOf(range.from) - MAX_ZONE_SHIFT_MS - length;
    const isWanted = isAsked(part.when);
    for (const wall of startsWithin(part, from, wallOf(range.to) + DAY_MS + MAX_ZONE_SHIFT_MS)) {
      if (!isWanted(wall)) continue;
      const names = hasExceptions ? namesOf(part, wall) : undefined;
      const changed = names && changeOf(event, names);
      if (changed?.when || (names && isExcluded(event, names))) continue;
      add(occurrenceRow(event, { part, wall, changed }, range.zone));
    }
  }
  for (const [name, changed] of event.changed) {
    if (!changed.when || !mayBeAsked(changed.when)) continue;
    const found = findOccurrence(event.parts, name);
    const names = found && namesOf(found.stretch, found.wall);
    if (!names || isExcluded(event, names) || changeOf(event, names) !== changed) continue;
    add(occurrenceRow(event, { part: found.stretch, wall: found.wall, changed }, range.zone));
  }
  return rows;
}

/** Whether the event repeats, as far as this version can read how. */
export function isSeries(event: FamilyEvent): boolean {
  return (
    event.parts.length > 1 || event.parts.some((part) => part.isLast) || event.parts.some((part) => repeats(part.when))
  );
}

function repeats(when: When): boolean {
  return (when.rrule !== undefined || when.rdates !== undefined) && runOf({ when, shift: 0 }).isSeries;
}

/** Whether an occurrence of one of these names was taken out. */
export function isExcluded(event: FamilyEvent, names: readonly string[]): boolean {
  return event.excluded.size > 0 && names.some((name) => event.excluded.has(name));
}

/** What was changed about the occurrence of these names. */
export function changeOf(event: FamilyEvent, names: readonly [string, string]): ChangedOccurrence | undefined {
  if (event.changed.size === 0) return undefined;
  return event.changed.get(names[0]) ?? event.changed.get(names[1]);
}

/** One occurrence: where in its series, and what was changed about it. */
export interface Occurrence {
  readonly part: Part;
  readonly wall: number;
  readonly changed: ChangedOccurrence | undefined;
}

function singleRow(event: FamilyEvent, zone: string): OccurrenceRow | undefined {
  const { rrule: _rule, rdates: _further, ...when } = event.when;
  const placement = placeWhen(when, zone);
  return placement && { id: `${event.id}/${when.start}`, event: event.id, when, ...placement, ...commonOf(event) };
}

/** A row of a series. Undefined where the times are not in any calendar. */
export function occurrenceRow(
  event: FamilyEvent,
  { part, wall, changed }: Occurrence,
  zone: string,
): OccurrenceRow | undefined {
  const when = changed?.when ? withoutRule(changed.when) : whenAt(part.when, wall);
  const placement = placeWhen(when, zone);
  if (!placement) return undefined;
  const occurrence = nameOf(part, wall);
  const common = commonOfPart(event, part);
  const isChanged = changed && (changed.when !== undefined || Object.keys(changed.fields).length > 0);
  const own = isChanged ? fieldsOfRow(overrideFields(part.fields, changed.fields)) : common.fields;
  return {
    id: `${event.id}/${occurrence}`,
    event: event.id,
    occurrence,
    when,
    ...placement,
    ...own,
    ...ageOf(event, own.birthday === true, when),
    ...common.rest,
    ...(isChanged && { isChanged }),
    version: isChanged ? withOverrides(common.version, '.', changed.registers) : common.version,
  };
}

interface Common {
  readonly fields: ReturnType<typeof fieldsOfRow>;
  readonly rest: Pick<OccurrenceRow, 'source' | 'by' | 'at' | 'series'>;
  readonly version: string;
}
/** What all rows of a part have in common; parts are made anew when anything of their event changes. */
const commons = new WeakMap<Part, Common>();

function commonOfPart(event: FamilyEvent, part: Part): Common {
  let common = commons.get(part);
  if (!common) {
    const series = seriesOf(part);
    const version = withOverrides(rowVersion([event.groups]), '+', part.overrides);
    common = {
      fields: fieldsOfRow(part.fields),
      rest: { ...originOf(event), ...(series && { series }) },
      // How a part runs depends on the splits around it, too.
      version: `${version}-~${digest(JSON.stringify(series ?? null))}`,
    };
    commons.set(part, common);
  }
  return common;
}

function commonOf(event: FamilyEvent) {
  const fields = fieldsOfRow(event.fields);
  return {
    ...fields,
    ...ageOf(event, fields.birthday === true, event.when),
    ...originOf(event),
    version: rowVersion([event.groups]),
  };
}

function originOf({ source, by, at }: FamilyEvent) {
  return { ...(source && { source }), ...(by && { by }), at };
}

/** A part as a series of its own: from its first start, with as many occurrences as are left for it. Undefined where it has none. */
export function seriesOf(part: Part): OccurrenceRow['series'] {
  const first = firstStart(part);
  if (first === undefined) return undefined;
  const { rrule, rdates } = part.when;
  const further = rdates?.filter((date) => wallOf(date) > first);
  const rule = rrule === undefined ? undefined : ruleFrom(part, rrule, first);
  const when: When = {
    ...whenAt(part.when, first),
    ...(rule !== undefined && { rrule: rule }),
    ...(further && further.length > 0 && { rdates: further }),
  };
  return { when, from: nameOf(part, first), ...(part.to !== undefined && !part.isLast && { to: part.to }) };
}

function ruleFrom(part: Part, rule: string, first: number): string {
  const left = ruleAt(part, rule, first);
  if (!part.isLast || part.to === undefined) return left;
  const last = lastStart(part);
  return last === undefined
    ? left
    : withRuleParts(left, { COUNT: undefined, UNTIL: dateValue(Math.floor(last / DAY_MS)) });
}

/** What the rule of a part says from an occurrence on. */
export function ruleAt(part: Part, rule: string, wall: number): string {
  const begun = wallOf(part.when.start);
  if (wall <= begun) return rule;
  const count = /(?:^|;)COUNT=\+?(\d+)/i.exec(rule)?.[1];
  return continuedRule(rule, begun, count === undefined ? undefined : Number(count) - runOf(part).countBefore(wall));
}

/** The last start of a part that ends for good. */
function lastStart(part: Part): number | undefined {
  const end = wallOf(part.to ?? '') + part.shift * 60_000;
  return runOf(part).previous(end);
}

function ageOf(event: FamilyEvent, isBirthday: boolean, when: When): { age?: number } {
  const born = Number(event.when.start.slice(0, 4));
  return isBirthday && born !== NO_YEAR ? { age: Number(when.start.slice(0, 4)) - born } : {};
}

/** A leap year that stands for a year of birth that nobody knows. */
const NO_YEAR = 1604;

function withoutRule({ rrule: _rule, rdates: _further, ...when }: When): When {
  return when;
}

/** The fields as a row carries them: what is not there is left out. */
function fieldsOfRow(fields: EventValues) {
  const { title, who, place, notes, category, link, reminders, needsSomeone, birthday } = fields;
  return {
    title,
    who: [...who],
    ...(place !== undefined && { place }),
    ...(notes !== undefined && { notes }),
    ...(category !== undefined && { category }),
    ...(link && { link }),
    ...(reminders && reminders.length > 0 && { reminders }),
    ...(needsSomeone === true && { needsSomeone }),
    ...(birthday === true && { birthday }),
  };
}

/** Agenda order: by first day, whole days before timed ones, by time, then by id. */
export function byStart(a: OccurrenceRow, b: OccurrenceRow): number {
  if (a.firstDay !== b.firstDay) return a.firstDay < b.firstDay ? -1 : 1;
  const [left, right] = [a.startsAt ?? '', b.startsAt ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** The first and the last day of a month `YYYY-MM`. */
export function daysOf(month: string): { from: string; to: string } {
  const from = `${month}-01`;
  const next = dateOf(wallOf(from) + 31 * DAY_MS).slice(0, 7);
  return { from, to: dateOf(wallOf(`${next}-01`) - DAY_MS) };
}

/** What was taken out of a series or changed by itself, by name of the occurrence. */
export function exceptionRows(event: FamilyEvent): ExceptionRow[] {
  const rows = new Map<string, ExceptionRow>();
  const add = (name: string, kind: ExceptionRow['kind'], when?: When) => {
    const found = findOccurrence(event.parts, name);
    const id = found ? nameOf(found.stretch, found.wall) : name;
    if (rows.has(id)) return;
    const date = found ? dateOf(found.wall) : name.slice(0, 10);
    const movedTo = when?.start.slice(0, 10);
    rows.set(id, {
      id,
      kind,
      date,
      ...(movedTo !== undefined && movedTo !== date && { movedTo }),
      ...(!found && { isLost: true }),
    });
  };
  for (const name of event.excluded) add(name, 'skipped');
  for (const [name, { when, fields }] of event.changed) {
    if (when || Object.keys(fields).length > 0) add(name, 'changed', when);
  }
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
