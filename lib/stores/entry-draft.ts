import type { ItemChange } from '../protocol/commands.ts';
import { type CategoryId, type ListId, type MemberId, newId } from '../protocol/ids.ts';
import type { EntryRow, Priority, Repeat } from '../protocol/values.ts';
import { parseQuantity, quantityText } from './quantity-text.ts';

/** How often a to-do comes back, as one chooses; `kept` is a rule that the choices do not have. */
export const REPEATS = {
  none: undefined,
  day: 'FREQ=DAILY',
  weekday: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  week: 'FREQ=WEEKLY',
  twoWeeks: 'FREQ=WEEKLY;INTERVAL=2',
  month: 'FREQ=MONTHLY',
  year: 'FREQ=YEARLY',
} as const;
export type RepeatChoice = keyof typeof REPEATS | 'kept';

/** The choice of a category that is yet to be made. */
export const NEW_CATEGORY = '+';

/** Everything about an entry while it is changed, as its fields hold it. */
export interface EntryDraft {
  readonly title: string;
  readonly quantity: string;
  readonly note: string;
  readonly list: ListId;
  /** With turns: all who take one, in their order. */
  readonly who: readonly MemberId[];
  readonly hasTurns: boolean;
  /** Whose turn it is; nobody's without turns. */
  readonly turn: MemberId | undefined;
  readonly due: string;
  readonly time: string;
  readonly repeat: RepeatChoice;
  readonly from: Repeat['from'];
  readonly priority: Priority | undefined;
  /** Empty: nobody says. */
  readonly category: string;
  /** Its name, where the category is `NEW_CATEGORY`. */
  readonly newCategory: string;
}

/** `category`: the one under which it stands. */
export function draftOf(row: EntryRow, locale: string, category: string | undefined): EntryDraft {
  const format = new Intl.NumberFormat(locale, { useGrouping: false });
  const hasTurns = (row.rotation?.length ?? 0) > 1;
  return {
    title: row.title,
    quantity: quantityText(row.quantities, (amount) => format.format(amount)),
    note: row.note ?? '',
    list: row.list,
    who: hasTurns ? (row.rotation ?? []) : row.who,
    hasTurns,
    turn: hasTurns ? row.who[0] : undefined,
    due: row.due ?? '',
    time: row.dueTime ?? '',
    repeat: repeatChoiceOf(row.repeat?.rrule),
    from: row.repeat?.from ?? 'due',
    priority: row.priority,
    category: category ?? '',
    newCategory: '',
  };
}

/** The choice that stands for a rule. */
export function repeatChoiceOf(rrule: string | undefined): RepeatChoice {
  if (rrule === undefined) return 'none';
  const plain = rrule.replace(/^RRULE:/i, '').toUpperCase();
  const found = Object.entries(REPEATS).find(([, rule]) => rule === plain);
  return (found?.[0] as RepeatChoice | undefined) ?? 'kept';
}

/**
 * Only what the person changed: the rest may have been changed by others since. A time is nothing without a date, turns are nothing without
 * two who take them.
 */
export function changeBetween(before: EntryDraft, after: EntryDraft): ItemChange {
  const quantity = after.quantity === before.quantity ? undefined : parseQuantity(after.quantity);
  const title = after.title.trim();
  const isSameRepeat = after.repeat === before.repeat && after.from === before.from;
  const rrule = after.repeat === 'kept' ? undefined : REPEATS[after.repeat];
  return {
    ...(title === before.title ? {} : { title }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(after.note === before.note ? {} : { note: after.note.trim() === '' ? null : after.note }),
    ...(after.list === before.list ? {} : { list: after.list }),
    ...peopleBetween(before, after),
    ...(after.due === before.due ? {} : { due: after.due === '' ? null : after.due }),
    ...(after.time === before.time || after.due === '' ? {} : { dueTime: after.time === '' ? null : after.time }),
    ...(isSameRepeat || after.repeat === 'kept'
      ? {}
      : { repeat: rrule === undefined ? null : { rrule, from: after.from } }),
    ...(after.priority === before.priority ? {} : { priority: after.priority ?? null }),
    ...categoryBetween(before, after),
  };
}

function categoryBetween(before: EntryDraft, { category, newCategory }: EntryDraft): ItemChange {
  if (category === before.category) return {};
  if (category === NEW_CATEGORY) return { newCategory: { id: newId<CategoryId>(), name: newCategory.trim() } };
  return { category: category === '' ? null : category };
}

function peopleBetween(before: EntryDraft, after: EntryDraft): ItemChange {
  const [were, are] = [peopleOf(before), peopleOf(after)];
  return {
    ...(were.who.join() === are.who.join() ? {} : { who: are.who }),
    ...(were.rotation.join() === are.rotation.join() ? {} : { rotation: are.rotation }),
  };
}

/** Whom an entry is for, and who takes turns. */
function peopleOf({ who, hasTurns, turn, repeat }: EntryDraft): { who: MemberId[]; rotation: MemberId[] } {
  if (!hasTurns || who.length < 2 || repeat === 'none') return { who: [...who], rotation: [] };
  const now = turn !== undefined && who.includes(turn) ? turn : who[0];
  return { who: now === undefined ? [] : [now], rotation: [...who] };
}
