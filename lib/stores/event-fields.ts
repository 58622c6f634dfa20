import type { CommandBody } from '../protocol/commands.ts';
import type { When } from '../protocol/event-values.ts';
import { shiftDate } from './agenda.ts';
import { type EventDraft, storedStart } from './event-draft.ts';
import { ruleOf } from './repeat-draft.ts';

/** What the worker is told of an event. */
export type EventFields = Omit<Extract<CommandBody, { type: 'addEvent' }>, 'type' | 'id'>;
/** What the worker is told of a change. */
export type EventChange = Extract<CommandBody, { type: 'changeEvent' }>['change'];

/** What to send for a draft without problems. */
export function fieldsOf(draft: EventDraft): EventFields {
  const time = timeOf(draft);
  const rrule = ruleOf(draft.repeat, { start: time.start, zone: time.allDay ? undefined : time.zone });
  return {
    title: draft.title.trim(),
    when: { ...time, ...(rrule === undefined ? {} : { rrule }) },
    who: [...draft.who],
    place: textOf(draft.place),
    notes: draft.notes.trim() === '' ? null : draft.notes,
    ...given('category', textOf(draft.category)),
    ...given('link', draft.link),
    ...given('reminders', draft.reminders.length === 0 ? null : draft.reminders.map((minutes) => ({ minutes }))),
    ...given('needsSomeone', draft.needsSomeone || null),
    ...given('birthday', draft.birthday || null),
  };
}

/**
 * Only what differs between two drafts of one event. A rule that the person left alone is not sent, so that the worker carries it along with
 * the time; null takes it away.
 */
export function changeBetween(before: EventDraft, after: EventDraft): EventChange {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const change: EventChange = {};
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  const isRuleSame = isSame(before.repeat, after.repeat);
  const [oldTime, time] = [timeOf(before), timeOf(after)];
  if (!isSame(oldTime, time) || !isRuleSame) {
    change.when = { ...time, ...(isRuleSame ? {} : { rrule: now.when.rrule ?? null }) };
  }
  const fields = [
    'title',
    'who',
    'place',
    'notes',
    'category',
    'link',
    'reminders',
    'needsSomeone',
    'birthday',
  ] as const;
  for (const field of fields) {
    if (!isSame(old[field], now[field])) Object.assign(change, { [field]: now[field] ?? null });
  }
  return change;
}

function timeOf(draft: EventDraft): When {
  if (draft.allDay) {
    const start = storedStart(draft);
    const days = Temporal.PlainDate.from(draft.startsOn).until(draft.endsOn).days;
    return { allDay: true, start, end: shiftDate(start, days + 1) };
  }
  const { startsOn, startsAt, endsOn, endsAt, zone } = draft;
  return { allDay: false, start: `${startsOn}T${startsAt}`, end: `${endsOn}T${endsAt}`, zone };
}

function textOf(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** A field that is only named where there is something to say. */
function given<K extends string, V>(key: K, value: V | null): Partial<Record<K, V>> {
  return value === null ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}
