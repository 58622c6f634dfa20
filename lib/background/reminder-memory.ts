import * as v from 'valibot';
import type { KeyValue } from '../ports/ports.ts';
import { type EventId, EventIdSchema, ItemIdSchema } from '../protocol/ids.ts';
import { DateSchema } from '../protocol/values.ts';

const MEMORY_KEY = 'reminders';
/** Far more than a family's reminders of the days in which one could ring again; the oldest are forgotten first, whatever the clock says. */
const MAX_SHOWN = 1_000;
const MAX_CHOICES = 2_000;
/** Notifications that the browser could still hold. */
const MAX_NOTES = 100;

const Key = v.pipe(v.string(), v.maxLength(200));
const NoteSchema = v.object({
  /** Reminders it stands for. */
  keys: v.array(Key),
  /** False from before it is handed to the browser until that is done: the worker may end in between. */
  isShown: v.boolean(),
  /** What it is about, where it is about one thing. */
  subject: v.optional(v.string()),
  /** Where pressing it leads: the day, and the occurrence on it. */
  place: v.object({ date: DateSchema, row: v.optional(v.string()) }),
  /** Entries that its `Done` ticks. */
  items: v.optional(v.array(ItemIdSchema)),
});
const MemorySchema = v.object({
  since: v.optional(v.nullable(v.number()), null),
  shown: v.optional(v.array(Key), []),
  /** Until when a key is put off, milliseconds since the epoch. */
  snoozed: v.optional(v.record(Key, v.number()), {}),
  notes: v.optional(v.record(v.string(), NoteSchema), {}),
  /** By event, what was chosen for it on this device. */
  choices: v.optional(v.record(EventIdSchema, v.picklist(['on', 'off'])), {}),
});

/** A notification as this device remembers it. */
export type RememberedNote = v.InferOutput<typeof NoteSchema>;

/** What this device has shown, puts off and holds on screen, and what was chosen for single events: kept in storage.local, whole. */
export interface ReminderMemory {
  /** From when on this device reminds at all, milliseconds since the epoch; null before that. What rang earlier is over. */
  readonly since: number | null;
  readonly shown: ReadonlySet<string>;
  readonly snoozed: ReadonlyMap<string, number>;
  readonly notes: ReadonlyMap<string, RememberedNote>;
  readonly choices: ReadonlyMap<EventId, 'on' | 'off'>;
  /** Reads what earlier workers kept; once. What cannot be read is as good as nothing. */
  load(): Promise<void>;
  /** Sets `since`, where there is none, or one that a wrong clock had put into the future. */
  begin(now: number): void;
  /** The browser is about to get it, or has put it on screen. */
  keep(id: string, note: RememberedNote): void;
  /** It is gone from the screen. */
  drop(id: string): void;
  markShown(keys: readonly string[]): void;
  snooze(key: string, until: number): void;
  choose(event: EventId, choice: 'auto' | 'on' | 'off'): void;
  /** Resolves once the state of now is stored, if it has changed. Rejects where it cannot be. */
  save(): Promise<void>;
  /** Forgets everything, stored or not. */
  forget(): Promise<void>;
}

export function createReminderMemory(keyValue: KeyValue): ReminderMemory {
  let since: number | null = null;
  const shown = new Set<string>();
  const snoozed = new Map<string, number>();
  const notes = new Map<string, RememberedNote>();
  const choices = new Map<EventId, 'on' | 'off'>();
  let loading: Promise<void> | null = null;
  let isChanged = false;
  let last: Promise<void> = Promise.resolve();

  /** Newest last, so that the oldest go first. */
  function put<K, T>(held: Map<K, T>, key: K, value: T, max: number): void {
    held.delete(key);
    held.set(key, value);
    trim(held, max);
    isChanged = true;
  }

  function trim<K>(held: Map<K, unknown> | Set<K>, max: number): void {
    for (const key of held.keys()) {
      if (held.size <= max) return;
      held.delete(key);
    }
  }

  async function read(): Promise<void> {
    const stored = v.safeParse(MemorySchema, await keyValue.get(MEMORY_KEY));
    if (!stored.success) return;
    since = stored.output.since;
    for (const key of stored.output.shown) shown.add(key);
    for (const [key, until] of Object.entries(stored.output.snoozed)) snoozed.set(key, until);
    for (const [id, note] of Object.entries(stored.output.notes)) notes.set(id, note);
    for (const [event, choice] of Object.entries(stored.output.choices)) choices.set(event as EventId, choice);
  }

  /** One write after the other, so that an older state never follows a newer one. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  }

  return {
    get since() {
      return since;
    },
    shown,
    snoozed,
    notes,
    choices,
    load() {
      loading ??= read().catch((problem: unknown) => {
        loading = null;
        throw problem;
      });
      return loading;
    },
    begin(now) {
      if (since !== null && since <= now) return;
      since = now;
      isChanged = true;
    },
    keep: (id, note) => put(notes, id, note, MAX_NOTES),
    drop(id) {
      if (notes.delete(id)) isChanged = true;
    },
    markShown(keys) {
      for (const key of keys) {
        snoozed.delete(key);
        shown.delete(key);
        shown.add(key);
      }
      trim(shown, MAX_SHOWN);
      isChanged = true;
    },
    snooze: (key, until) => put(snoozed, key, until, MAX_NOTES),
    choose(event, choice) {
      if (choice !== 'auto') return put(choices, event, choice, MAX_CHOICES);
      if (choices.delete(event)) isChanged = true;
    },
    save: () =>
      inTurn(async () => {
        if (!isChanged) return;
        isChanged = false;
        const state = {
          since,
          shown: [...shown],
          snoozed: Object.fromEntries(snoozed),
          notes: Object.fromEntries(notes),
          choices: Object.fromEntries(choices),
        };
        await keyValue.set(MEMORY_KEY, state).catch((problem: unknown) => {
          isChanged = true;
          throw problem;
        });
      }),
    forget() {
      since = null;
      for (const held of [shown, snoozed, notes, choices]) held.clear();
      isChanged = false;
      return inTurn(() => keyValue.remove(MEMORY_KEY));
    },
  };
}
