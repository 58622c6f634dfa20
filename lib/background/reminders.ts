import { momentOn, spanOf } from '../calendar/reminder-times.ts';
import type { FamilyDocument } from '../model/family-document.ts';
import type { Alarms, CalendarPlace, Clock, KeyValue, Log, Note, Notifier } from '../ports/ports.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { EventId, ItemId, MemberId } from '../protocol/ids.ts';
import type { ReminderChoiceRow } from '../protocol/queries.ts';
import type { EntryRow } from '../protocol/values.ts';
import { hiddenMembers, isHidden } from './device-filter.ts';
import type { FamilyHost } from './family-host.ts';
import type { LocalDay } from './local-day.ts';
import { createObservable, type Observable } from './observable.ts';
import { createReminderMemory, type RememberedNote } from './reminder-memory.ts';
import { planReminders, type Reminder, type ReminderPlan, remindersOf } from './reminder-plan.ts';
import { createReminderTexts, type ReminderTexts } from './reminder-texts.ts';
import { mirrorRows, type RowMirror } from './row-mirror.ts';
import type { SettingsStore } from './settings-store.ts';

/** What is looked at as a whole; of what lies farther only what has a reminder in these days. */
const DAYS_AHEAD = 36;
const DAYS_BEHIND = 8;
const SNOOZE_MS = 10 * 60_000;
/** A browser may ring an alarm half a minute late that is set so shortly before; a timer is exact while the worker lives. */
const NEAR_MS = 60_000;
const ALARM = 'reminders';

/** Speaks up when something is about to begin or due: each reminder once on this device, whatever ends in between. */
export interface Reminders {
  start(): void;
  /** What was chosen for single events on this device; null until it is read. */
  readonly choices: Observable<readonly ReminderChoiceRow[] | null>;
  /** Whether this device reminds of an event, whatever it does for others; `auto` as for others. False where that cannot be stored. */
  choose(event: EventId, choice: 'auto' | 'on' | 'off'): Promise<boolean>;
  stop(): void;
}

interface Announcement {
  id: string;
  note: Note;
  remembered: RememberedNote;
}

export function createReminders(deps: {
  clock: Clock;
  alarms: Alarms;
  notifier: Notifier;
  keyValue: KeyValue;
  log: Log;
  family: FamilyHost;
  settings: SettingsStore;
  day: LocalDay;
  /** The browser's UI language, BCP 47. */
  language: string;
  /** The worker has read what it keeps. */
  ready(): Promise<void>;
  /** Ticks entries, also where the worker ends in between. */
  tick(items: ItemId[]): Promise<unknown>;
  openCalendar(place: CalendarPlace): void;
}): Reminders {
  const { clock, alarms, notifier, log, family, settings, day } = deps;
  const memory = createReminderMemory(deps.keyValue);
  const choices = createObservable<readonly ReminderChoiceRow[] | null>(null);
  let occurrences: RowMirror<OccurrenceRow> | null = null;
  /** What lies farther than those, and has reminders that do not. */
  let farther: RowMirror<OccurrenceRow> | null = null;
  let entries: RowMirror<EntryRow> | null = null;
  /** What the two answer for. */
  let asked: { document: FamilyDocument | null; date: string; zone: string } = { document: null, date: '', zone: '' };
  /** Refused by the browser in this life: tried again in the next. */
  const refused = new Set<string>();
  let hasRecovered = false;
  let morning: string | null = null;
  let cancelTimer = () => {};
  let looking: Promise<void> | null = null;
  let isLookWanted = false;
  let isStopped = false;

  function warn(event: string, problem: unknown): void {
    log.warn(event, { problem: problem instanceof Error ? problem.name : 'unknown' });
  }

  /** One look at a time; what changes meanwhile causes one more. */
  function look(): Promise<void> {
    isLookWanted = true;
    looking ??= (async () => {
      // Changes come from within transactions, and often several at once.
      await Promise.resolve();
      while (isLookWanted && !isStopped) {
        isLookWanted = false;
        await lookOnce().catch((problem: unknown) => warn('reminders', problem));
      }
    })().finally(() => {
      looking = null;
    });
    return looking;
  }

  /** Follows family, settings and day; starts queries anew only where they would answer something else. */
  function watch(): void {
    // A zone or a day that nobody has told of yet would make a time of the morning another moment.
    day.refresh();
    const chosen = settings.current.value;
    const document = family.current?.document ?? null;
    const { date, zone } = day.current.value;
    const isWanted = chosen !== null && (chosen.remind !== 'none' || chosen.morning !== '');
    const next = { document: isWanted ? document : null, date, zone };
    if (next.document !== asked.document || date !== asked.date || zone !== asked.zone) {
      asked = next;
      occurrences?.stop();
      farther?.stop();
      entries?.stop();
      occurrences = null;
      farther = null;
      entries = null;
      if (next.document !== null) {
        const shifted = (days: number) => Temporal.PlainDate.from(date).add({ days }).toString();
        const range = { from: shifted(-DAYS_BEHIND), to: shifted(DAYS_AHEAD), zone };
        occurrences = mirrorRows(next.document, { type: 'agenda', ...range }, () => void look());
        farther = mirrorRows(next.document, { type: 'remindedFrom', ...range }, () => void look());
        entries = mirrorRows(next.document, { type: 'due', date: shifted(1) }, () => void look());
      }
    }
    if (chosen !== null && chosen.morning !== morning) {
      // Whoever sets the summary to an hour that is over means tomorrow.
      if (morning !== null && chosen.morning !== '' && morningAt(chosen.morning) <= clock.now()) {
        memory.markShown([morningKey()]);
      }
      morning = chosen.morning;
    }
    void look();
  }

  const morningKey = () => `morning ${day.current.value.date}`;
  const morningAt = (time: string) => momentOn(day.current.value.date, time, day.current.value.zone);

  /** Whether something that is for these people is this device's to speak of. */
  function choiceOf(isEveryones: boolean): (who: readonly MemberId[]) => boolean {
    const hidden = hiddenMembers(family.current?.document, settings.current.value);
    const me = family.membership?.record.member;
    return (who) =>
      !isHidden(who, hidden) && (isEveryones || who.length === 0 || (me !== undefined && who.includes(me)));
  }

  async function lookOnce(): Promise<void> {
    const session = family.session.value;
    const chosen = settings.current.value;
    if (session === 'unknown' || chosen === null) return;
    if (session === 'none') return forget();
    day.refresh();
    await memory.load();
    if (choices.value === null) tellChoices();
    if (!hasRecovered) await recover();
    if (family.session.value !== session) return;
    const now = clock.now();
    memory.begin(now);
    const reminders =
      chosen.remind === 'none'
        ? []
        : remindersOf(
            {
              occurrences: [...(occurrences?.rows.values() ?? []), ...(farther?.rows.values() ?? [])],
              entries: entries?.rows.values() ?? [],
            },
            {
              zone: day.current.value.zone,
              isWanted: choiceOf(chosen.remind === 'all'),
              byEvent: memory.choices,
              remindsOfDays: chosen.morning === '',
            },
          );
    const plan = planReminders({
      reminders,
      shown: { has: (key) => memory.shown.has(key) || refused.has(key) },
      snoozed: memory.snoozed,
      since: memory.since ?? now,
      now,
    });
    tidy(reminders);
    const summary = sumUp(now);
    await announce([...announcements(plan), ...summary.announcements]);
    arm([plan.next, summary.next]);
  }

  /** What an earlier worker was about to show when it ended: on screen it counts, else it is still to be shown. */
  async function recover(): Promise<void> {
    const onScreen = new Set(await notifier.onScreen());
    hasRecovered = true;
    for (const [id, note] of [...memory.notes]) {
      if (!onScreen.has(id)) memory.drop(id);
      else if (!note.isShown) {
        memory.markShown(note.keys);
        memory.keep(id, { ...note, isShown: true });
      }
    }
  }

  function textsOf(): ReminderTexts {
    const document = family.current?.document;
    return createReminderTexts({
      // Only asked for once settings are read.
      settings: settings.current.value as NonNullable<typeof settings.current.value>,
      browserLanguage: deps.language,
      today: day.current.value.date,
      me: family.membership?.record.member,
      nameOf: (member) => document?.memberName(member) ?? null,
    });
  }

  function announcements(plan: ReminderPlan): Announcement[] {
    if (plan.single.length === 0 && plan.together === null) return [];
    const texts = textsOf();
    const { date } = day.current.value;
    const found = plan.single.map(({ reminder, keys }): Announcement => {
      const { about, subject } = reminder;
      const place = about.type === 'event' ? { date: about.row.firstDay, row: about.row.id } : { date };
      return {
        id: reminder.key,
        note: texts.one(reminder),
        remembered: {
          keys: [...keys],
          isShown: false,
          subject,
          place,
          ...(about.type === 'entry' ? { items: about.row.ids } : {}),
        },
      };
    });
    if (plan.together !== null) {
      const { reminders, keys, isMissed } = plan.together;
      found.push({
        id: `together ${keys.at(-1)} ${keys.length}`,
        note: texts.together(reminders, isMissed),
        remembered: { keys: [...keys], isShown: false, place: { date } },
      });
    }
    return found;
  }

  /** The morning's summary, where its hour has come and the day still holds something. */
  function sumUp(now: number): { announcements: Announcement[]; next: number | null } {
    const time = settings.current.value?.morning ?? '';
    if (time === '') return { announcements: [], next: null };
    const { date, zone } = day.current.value;
    const at = morningAt(time);
    if (at > now) return { announcements: [], next: at };
    const next = momentOn(Temporal.PlainDate.from(date).add({ days: 1 }).toString(), time, zone);
    const key = morningKey();
    if (memory.shown.has(key) || refused.has(key)) return { announcements: [], next };
    const isWanted = choiceOf(settings.current.value?.remind === 'all');
    const events = [...(occurrences?.rows.values() ?? [])]
      .filter((row) => row.firstDay <= date && row.lastDay >= date && isWanted(row.who))
      .filter((row) => (spanOf(row.when, zone)?.end ?? 0) > now)
      .sort((a, b) => compare(a.startsAt ?? '', b.startsAt ?? '') || compare(a.id, b.id));
    const due = [...(entries?.rows.values() ?? [])]
      .filter((row) => (row.due ?? '') <= date && isWanted(row.who))
      .sort((a, b) => compare(a.due ?? '', b.due ?? '') || compare(a.id, b.id));
    // A day without anything is not spoken of, also not where something comes in later: that has reminders of its own.
    if (events.length + due.length === 0) {
      memory.markShown([key]);
      return { announcements: [], next };
    }
    const remembered: RememberedNote = { keys: [key], isShown: false, place: { date } };
    return { announcements: [{ id: key, note: textsOf().morning(events, due), remembered }], next };
  }

  /** Noted, shown, noted: killed at any point, the next worker finds out on the screen how far this one came. */
  async function announce(all: readonly Announcement[]): Promise<void> {
    if (all.length > 0) {
      for (const { id, remembered } of all) memory.keep(id, remembered);
      await save();
    }
    for (const { id, note, remembered } of all) {
      try {
        await notifier.show(id, note);
        memory.markShown(remembered.keys);
        memory.keep(id, { ...remembered, isShown: true });
      } catch (problem) {
        warn('notification', problem);
        for (const key of remembered.keys) refused.add(key);
        memory.drop(id);
      }
    }
    await save();
  }

  /** Without storage, what was shown is known for as long as this worker lives. */
  function save(): Promise<void> {
    return memory.save().catch((problem: unknown) => warn('reminders not stored', problem));
  }

  /** Takes off the screen what is over: ticked, deleted, put elsewhere or no longer wanted here. */
  function tidy(reminders: readonly Reminder[]): void {
    const subjects = new Set(reminders.map(({ subject }) => subject));
    for (const [id, { subject }] of [...memory.notes]) {
      if (subject === undefined || subjects.has(subject)) continue;
      memory.drop(id);
      notifier.clear(id);
    }
  }

  function arm(moments: readonly (number | null)[]): void {
    const ahead = moments.filter((moment) => moment !== null);
    cancelTimer();
    cancelTimer = () => {};
    if (ahead.length === 0) {
      alarms.clear(ALARM);
      return;
    }
    const next = Math.min(...ahead);
    alarms.setAt(ALARM, next);
    const delay = next - clock.now();
    if (delay <= NEAR_MS) cancelTimer = clock.after(Math.max(0, delay), () => void look());
  }

  async function forget(): Promise<void> {
    cancelTimer();
    alarms.clear(ALARM);
    await memory.load();
    if (memory.since === null && memory.choices.size === 0) return;
    for (const id of memory.notes.keys()) notifier.clear(id);
    await memory.forget();
    tellChoices();
  }

  async function act(id: string, action: 'open' | 'done' | 'snooze'): Promise<void> {
    await deps.ready();
    await memory.load();
    const note = memory.notes.get(id);
    notifier.clear(id);
    memory.drop(id);
    if (note !== undefined) memory.markShown(note.keys);
    if (action === 'open') deps.openCalendar(note?.place ?? { date: day.current.value.date });
    if (note !== undefined && action === 'snooze') {
      for (const key of note.keys) memory.snooze(key, clock.now() + SNOOZE_MS);
    }
    if (note?.items !== undefined && action === 'done') await deps.tick(note.items);
    await save();
    await look();
  }

  function answer(id: string, action: 'open' | 'done' | 'snooze'): void {
    act(id, action).catch((problem: unknown) => warn('notification answered', problem));
  }

  function tellChoices(): void {
    choices.set([...memory.choices].map(([id, choice]) => ({ id, choice })));
  }

  alarms.onAlarm(() => void look());
  notifier.onClicked((id) => answer(id, 'open'));
  notifier.onButton((id, button) => answer(id, button === 0 ? 'done' : 'snooze'));
  notifier.onClosed((id) => {
    void memory.load().then(() => {
      const note = memory.notes.get(id);
      if (note === undefined) return;
      memory.markShown(note.keys);
      memory.drop(id);
      return save();
    });
  });

  return {
    start() {
      family.session.watch(watch);
      settings.current.watch(watch);
      day.current.watch(watch);
    },
    choices,
    async choose(event, choice) {
      try {
        await memory.load();
        memory.choose(event, choice);
        await memory.save();
      } catch (problem) {
        warn('reminders not stored', problem);
        return false;
      }
      tellChoices();
      void look();
      return true;
    },
    stop() {
      isStopped = true;
      cancelTimer();
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
