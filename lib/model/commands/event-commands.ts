import { wallOf } from '../../calendar/local-time.ts';
import { parseRule } from '../../calendar/rrule-parse.ts';
import { seriesRun } from '../../calendar/series-run.ts';
import type { EventId } from '../../protocol/ids.ts';
import type { DocumentCommand } from '../document-messages.ts';
import { findOccurrence, firstStart, nameOf, namesOf } from '../event-course.ts';
import { EVENT_FIELDS, type EventField } from '../event-groups.ts';
import { changeOf, isSeries } from '../event-rows.ts';
import { type FamilyEvent, readEvent } from '../events.ts';
import { pathOf } from '../groups.ts';
import { createEventWrites, type FieldChanges, isNothing, isSameValue } from './event-writes.ts';
import { planPlainWhen } from './plain-event.ts';
import { emptyPlan, isThisCommands, type Plan, type Planned, type PlanningScope, stampOf } from './plan.ts';
import { planSeriesFields, planSeriesTimes, reachOf } from './series-changes.ts';
import { type Place, planOccurrenceFields, planOccurrenceWhen } from './single-changes.ts';

type Command<T extends DocumentCommand['type']> = DocumentCommand & { type: T };

/** Adds a whole event. An id that is there already is left as it is, whatever became of it. */
export function planAddEvent(body: Command<'addEvent'>, scope: PlanningScope): Planned {
  const plan = emptyPlan();
  const stamp = stampOf(scope);
  const core = pathOf('event', body.id, 'core');
  if (scope.registers.isFromNewer(core)) return { error: 'from-newer' };
  if (!isReadableRule(body.when.rrule) || !isSomeDay(body.when)) return { error: 'bad-input' };
  if (!scope.registers.at(core)) {
    const { type: _type, id: _id, ...fields } = body;
    const given = Object.entries({ ...fields, title: fields.title.trim() }).filter(([, value]) => !isNothing(value));
    plan.writes.push({ path: core, value: { who: fields.who, ...Object.fromEntries(given), ...stamp } });
  }
  if (!scope.registers.at(pathOf('event', body.id, 'life'))) {
    plan.inverse.push({ path: pathOf('event', body.id, 'life'), expect: '', value: { deleted: true, ...stamp } });
  }
  return plan;
}

/** Changes the fields given, each a register of its own; dates, times and rule are one. Of a feed's events only the reminders are the family's. */
export function planChangeEvent(body: Command<'changeEvent' | 'previewChange'>, scope: PlanningScope): Planned {
  const { when } = body.change;
  if (!isReadableRule(when?.rrule)) return { error: 'bad-input' };
  const fields = fieldsOf(body.change);
  return planForEvent(body.id, scope, (plan, event) => {
    if (event.source && (when || fields.keys().some((field) => field !== 'reminders'))) return 'from-feed';
    const writes = createEventWrites(plan, scope, event, body.seen);
    if (!isSeries(event)) {
      for (const [field, value] of fields) {
        if (!isSameValue(event.fields[field], value)) writes.write(field, { [field]: value });
      }
      if (when && !isSomeDay({ ...when, rrule: when.rrule ?? undefined, rdates: when.rdates ?? undefined })) {
        return 'bad-input';
      }
      if (when) planPlainWhen(writes, event, when);
      return undefined;
    }
    const place = placeOf(event, body.occurrence);
    if (!place) return 'not-found';
    const reach = body.occurrence === undefined ? 'all' : reachOf(place, body.reach ?? 'this');
    if (reach === 'this') {
      planOccurrenceFields(writes, place, fields);
      if (when) planOccurrenceWhen(writes, place, when);
      return undefined;
    }
    planSeriesFields(writes, place, reach, fields);
    if (when) {
      const changed = planSeriesTimes(writes, place, reach, when);
      if (changed === 'bad-input') return changed;
      const { lost, isDayKept } = changed;
      if (lost.length > 0 || isDayKept) plan.value = { lost, ...(isDayKept && { isDayKept }) };
    }
    return undefined;
  });
}

/** What a change would answer. */
export function planPreview(body: Command<'previewChange'>, scope: PlanningScope): Planned {
  const planned = planChangeEvent(body, scope);
  return 'error' in planned ? planned : { ...emptyPlan(), value: { lost: [], ...planned.value } };
}

/** Deletes softly: the event, an occurrence of it, or the series from one on. */
export function planDeleteEvent(body: Command<'deleteEvent'>, scope: PlanningScope): Planned {
  return planForEvent(body.id, scope, (plan, event) => {
    const writes = createEventWrites(plan, scope, event, undefined);
    const { occurrence } = body;
    const reach = body.reach ?? 'this';
    if (occurrence === undefined || reach === 'all' || !isSeries(event)) {
      writes.write('life', { deleted: true });
      return undefined;
    }
    const place = placeOf(event, occurrence);
    if (!place) {
      // Ended there already: by this very command, if its answer got lost.
      const isEnd = event.course.splits.some((split) => split.isEnd && split.occurrence <= occurrence);
      if (!isEnd) return 'not-found';
      if (reach === 'following') writes.write(`split:${occurrence}:life`, { deleted: true });
      return undefined;
    }
    const reached = reachOf(place, reach);
    if (reached === 'all') writes.write('life', { deleted: true });
    else if (reached === 'this') writes.write(`ex:${place.name}`, { excluded: true });
    else {
      writes.split(place.name);
      writes.write(`split:${place.name}:life`, { deleted: true });
    }
    return undefined;
  });
}

/** Brings back an occurrence that was taken out; one that was changed becomes as its series is. What a feed skips or changes stays so. */
export function planRestoreOccurrence(body: Command<'restoreOccurrence'>, scope: PlanningScope): Planned {
  return planForEvent(body.id, scope, (plan, event) => {
    if (event.source) return 'from-feed';
    const writes = createEventWrites(plan, scope, event, undefined);
    const found = findOccurrence(event.parts, body.occurrence);
    const names = found ? namesOf(found.stretch, found.wall) : [body.occurrence];
    const excluded = names.filter((name) => event.excluded.has(name));
    for (const name of excluded) writes.write(`ex:${name}`, { excluded: false });
    // What this very command brought back before its answer got lost is not made as in the series, too.
    const isDone = names.some((name) =>
      isThisCommands(scope, scope.registers.at(pathOf('event', event.id, `ex:${name}`))),
    );
    if (excluded.length > 0 || isDone) return undefined;
    for (const name of names) {
      const own = event.changed.get(name)?.registers;
      for (const field of [...EVENT_FIELDS, 'when'] as const) writes.inherit(`occ:${name}`, field, own);
    }
    return undefined;
  });
}

/** Where an occurrence stands; without one, the first of the series. */
function placeOf(event: FamilyEvent, occurrence: string | undefined): Place | undefined {
  const [first] = event.parts;
  const begun = first && firstStart(first);
  const name = occurrence ?? nameOf(event.course, begun ?? wallOf(event.when.start));
  const found = findOccurrence(event.parts, name);
  if (!found) return undefined;
  const { stretch: part, wall } = found;
  const names = namesOf(part, wall);
  // Registers stay under the name that they were first written with.
  const known = names.find((other) => event.changed.has(other) || event.excluded.has(other));
  return { event, part, wall, name: known ?? names[0], changed: changeOf(event, names) };
}

function fieldsOf(change: Command<'changeEvent'>['change']): FieldChanges {
  const fields = new Map<EventField, unknown>();
  for (const field of EVENT_FIELDS) {
    const given = field === 'title' ? change.title?.trim() : change[field];
    if (given !== undefined) fields.set(field, field !== 'who' && isNothing(given) ? null : given);
  }
  return fields;
}

/** A rule that nobody can read would put events on no day or wrong ones. */
function isReadableRule(rule: string | null | undefined): boolean {
  if (rule === null || rule === undefined) return true;
  try {
    parseRule(rule);
    return true;
  } catch {
    return false;
  }
}

/** Whether an event is ever: a rule can end before it begins. */
function isSomeDay(when: Parameters<typeof seriesRun>[0]): boolean {
  return seriesRun(when).next(Number.NEGATIVE_INFINITY) !== undefined;
}

function planForEvent(
  id: EventId,
  scope: PlanningScope,
  fill: (plan: Plan, event: FamilyEvent) => 'not-found' | 'bad-input' | 'from-feed' | undefined,
): Planned {
  const event = readEvent(scope.registers, id);
  if (!event) return { error: scope.registers.isFromNewer(pathOf('event', id, 'core')) ? 'from-newer' : 'not-found' };
  const plan = emptyPlan();
  const error = fill(plan, event);
  return error ? { error } : plan;
}
