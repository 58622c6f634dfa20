import type { Settings } from '../protocol/queries.ts';

/** The few words the worker itself shows or writes; pages have their own catalogue. */
interface WorkerTexts {
  addTo(list: string): string;
  groceries: string;
  todo: string;
  done: string;
  snooze: string;
  today: string;
  tomorrow: string;
  allDay: string;
  dueToday: string;
  due(date: string): string;
  wasDue(date: string): string;
  missed(n: number): string;
  reminders(n: number): string;
  /** Title of the morning's summary. */
  morning(events: number, entries: number): string;
  /** A line about an entry among lines about events. */
  toDo(title: string): string;
  more(n: number): string;
}

const count = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`;

const TEXTS: Record<'en' | 'es', WorkerTexts> = {
  en: {
    addTo: (list) => `Add to ${list}`,
    groceries: 'Groceries',
    todo: 'To-do',
    done: 'Done',
    snooze: 'Snooze',
    today: 'Today',
    tomorrow: 'Tomorrow',
    allDay: 'All day',
    dueToday: 'Due today',
    due: (date) => `Due ${date}`,
    wasDue: (date) => `Was due ${date}`,
    missed: (n) => `You missed ${count(n, 'reminder', 'reminders')}`,
    reminders: (n) => count(n, 'reminder', 'reminders'),
    morning: (events, entries) =>
      `Today: ${[events > 0 && count(events, 'event', 'events'), entries > 0 && `${entries} to do`].filter(Boolean).join(', ')}`,
    toDo: (title) => `To do: ${title}`,
    more: (n) => `and ${n} more`,
  },
  es: {
    addTo: (list) => `Añadir a ${list}`,
    groceries: 'Compra',
    todo: 'Tareas',
    done: 'Hecho',
    snooze: 'Posponer',
    today: 'Hoy',
    tomorrow: 'Mañana',
    allDay: 'Todo el día',
    dueToday: 'Vence hoy',
    due: (date) => `Vence el ${date}`,
    wasDue: (date) => `Vencía el ${date}`,
    missed: (n) => `Te has perdido ${count(n, 'aviso', 'avisos')}`,
    reminders: (n) => count(n, 'aviso', 'avisos'),
    morning: (events, entries) =>
      `Hoy: ${[events > 0 && count(events, 'evento', 'eventos'), entries > 0 && `${entries} por hacer`].filter(Boolean).join(', ')}`,
    toDo: (title) => `Por hacer: ${title}`,
    more: (n) => `y ${n} más`,
  },
};

/** `browserLanguage`: BCP 47, used where the person chose none. */
export function workerTexts(language: Settings['language'], browserLanguage: string): WorkerTexts {
  return TEXTS[languageOf(language, browserLanguage)];
}

/** BCP 47 tag for dates and times: the browser's own region where it speaks the same language. */
export function workerLocale(language: Settings['language'], browserLanguage: string): string {
  const wanted = languageOf(language, browserLanguage);
  return browserLanguage.toLowerCase().split('-')[0] === wanted ? browserLanguage : wanted;
}

function languageOf(language: Settings['language'], browserLanguage: string): 'en' | 'es' {
  const wanted = language === 'auto' ? browserLanguage.toLowerCase().split('-')[0] : language;
  return wanted === 'es' ? 'es' : 'en';
}
