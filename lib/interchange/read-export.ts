import { csvRows } from './csv-rows.ts';

/** An entry as another program wrote it. */
export interface ReadEntry {
  readonly title: string;
  readonly note?: string;
  /** `YYYY-MM-DD` */
  readonly due?: string;
  /** 1 is the most urgent. */
  readonly priority?: 1 | 2 | 3;
  /** It is a part of the entry before it that is none. */
  readonly isPart?: boolean;
}

/** Why something is left out. */
export type LeftOutReason = 'done' | 'trashed' | 'empty' | 'comment';

/** What a file of another program holds. */
export interface ReadExport {
  readonly entries: readonly ReadEntry[];
  /** What is not taken, by its beginning, and why. */
  readonly leftOut: readonly { readonly what: string; readonly why: LeftOutReason }[];
}

/** The most rows or notes that are looked at. */
const MAX_READ = 20_000;
const BRIEF_LENGTH = 80;

/**
 * Todoist's CSV of a project: tasks with their description, priority and indentation. A date that is no calendar date stays in the note, where it is seen.
 * Undefined where the text is no such file.
 */
export function readTodoistCsv(text: string): ReadExport | undefined {
  const [head, ...rows] = csvRows(text, MAX_READ);
  const columns = head?.map((name) => name.trim().toUpperCase()) ?? [];
  if (!columns.includes('TYPE') || !columns.includes('CONTENT')) return undefined;
  const entries: ReadEntry[] = [];
  const leftOut: { what: string; why: LeftOutReason }[] = [];
  for (const row of rows) {
    const cell = (name: string) => row[columns.indexOf(name)]?.trim() ?? '';
    const what = cell('CONTENT');
    const type = cell('TYPE').toLowerCase();
    if (type === 'section') continue;
    if (type === 'note') {
      leftOut.push({ what: brief(what), why: 'comment' });
      continue;
    }
    if (what === '') {
      leftOut.push({ what: brief(cell('DESCRIPTION')), why: 'empty' });
      continue;
    }
    const date = cell('DATE');
    const isDate = isCalendarDate(date.slice(0, 10));
    const note = [cell('DESCRIPTION'), isDate ? '' : date].filter(Boolean).join('\n');
    // Their 4 is none.
    const priority = ([1, 2, 3] as const).find((each) => `${each}` === cell('PRIORITY'));
    entries.push({
      title: what,
      ...(note !== '' && { note }),
      ...(isDate && { due: date.slice(0, 10) }),
      ...(priority !== undefined && { priority }),
      ...(Number(cell('INDENT')) > 1 && entries.length > 0 && { isPart: true }),
    });
  }
  return { entries, leftOut };
}

/** What of a note of Google Keep counts; null where it is none. Read by hand: schemas would weigh on every page. */
function keepNote(json: unknown) {
  if (typeof json !== 'object' || json === null) return null;
  const { title = '', textContent, listContent, isTrashed = false } = json as Record<string, unknown>;
  const isText = textContent === undefined || typeof textContent === 'string';
  if (typeof title !== 'string' || !isText || typeof isTrashed !== 'boolean') return null;
  if (listContent === undefined) return textContent === undefined ? null : { title, textContent, isTrashed };
  if (!Array.isArray(listContent)) return null;
  const lines = listContent.slice(0, MAX_READ).map((line: unknown) => {
    const { text, isChecked } = Object(line) as Record<string, unknown>;
    return typeof text === 'string' ? { text, isChecked: isChecked === true } : null;
  });
  if (lines.includes(null)) return null;
  return { title, textContent: textContent ?? '', lines: lines.filter((line) => line !== null), isTrashed };
}

function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * A note of Google Keep as Takeout has it, or several in an array: a list gives an entry per line, a text one entry. Undefined where the
 * text is no such file.
 */
export function readKeepNotes(text: string): ReadExport | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  const notes = (Array.isArray(json) ? json.slice(0, MAX_READ) : [json]).map(keepNote);
  if (notes.length === 0 || notes.includes(null)) return undefined;
  const entries: ReadEntry[] = [];
  const leftOut: { what: string; why: LeftOutReason }[] = [];
  for (const { title, textContent, lines, isTrashed } of notes.filter((note) => note !== null)) {
    if (isTrashed) {
      leftOut.push({ what: brief(title || textContent), why: 'trashed' });
      continue;
    }
    for (const { text: line, isChecked } of lines ?? []) {
      if (line.trim() === '') continue;
      if (isChecked) leftOut.push({ what: brief(line), why: 'done' });
      else entries.push({ title: line.trim() });
    }
    if (lines === undefined) {
      const [first = '', ...rest] = [title, ...textContent.split(/\r?\n/)].filter((line) => line.trim() !== '');
      if (first === '') leftOut.push({ what: '', why: 'empty' });
      else entries.push({ title: first.trim(), ...(rest.length > 0 && { note: rest.join('\n') }) });
    }
  }
  return { entries, leftOut };
}

function brief(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > BRIEF_LENGTH ? `${line.slice(0, BRIEF_LENGTH)}…` : line;
}
