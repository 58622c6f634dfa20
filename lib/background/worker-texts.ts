import type { Settings } from '../protocol/queries.ts';

/** The few words the worker itself shows or writes; pages have their own catalogue. */
interface WorkerTexts {
  addTo(list: string): string;
  groceries: string;
  todo: string;
}

const TEXTS: Record<'en' | 'es', WorkerTexts> = {
  en: { addTo: (list) => `Add to ${list}`, groceries: 'Groceries', todo: 'To-do' },
  es: { addTo: (list) => `Añadir a ${list}`, groceries: 'Compra', todo: 'Tareas' },
};

/** `browserLanguage`: BCP 47, used where the person chose none. */
export function workerTexts(language: Settings['language'], browserLanguage: string): WorkerTexts {
  const wanted = language === 'auto' ? browserLanguage.toLowerCase().split('-')[0] : language;
  return wanted === 'es' ? TEXTS.es : TEXTS.en;
}
