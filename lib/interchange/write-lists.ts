import type { Quantity } from '../protocol/values.ts';

/** An entry as it is written for people and for other programs: names instead of ids. */
export interface WrittenEntry {
  readonly title: string;
  readonly quantities: readonly Quantity[];
  readonly note?: string | undefined;
  readonly link?: string | undefined;
  readonly who: readonly string[];
  /** `YYYY-MM-DD` */
  readonly due?: string | undefined;
  /** `HH:MM` */
  readonly time?: string | undefined;
  readonly category?: string | undefined;
  readonly priority?: number | undefined;
  readonly isDone: boolean;
  /** It is a part of the entry before it that is none. */
  readonly isPart: boolean;
}

export interface WrittenList {
  readonly name: string;
  readonly entries: readonly WrittenEntry[];
}

/** Titles of the columns of a table, in its order. */
export const COLUMNS = [
  'List',
  'Title',
  'Quantity',
  'Unit',
  'Note',
  'Category',
  'For',
  'Due',
  'Time',
  'Priority',
  'Done',
  'Link',
] as const;

/** Lists of checkboxes below a heading each; what is Markdown in a title stays text. */
export function writeMarkdown(lists: readonly WrittenList[]): string {
  const parts = lists.map(({ name, entries }) => {
    const lines = entries.map((entry) => {
      const title = entry.link === undefined ? escaped(entry.title) : `[${escaped(entry.title)}](<${entry.link}>)`;
      const indent = entry.isPart ? '  ' : '';
      const notes =
        entry.note === undefined ? [] : entry.note.split(/\r?\n/).map((line) => `${indent}  ${escaped(line)}`);
      return [`${indent}- [${entry.isDone ? 'x' : ' '}] ${[title, ...detailsOf(entry)].join(' · ')}`, ...notes].join(
        '\n',
      );
    });
    return [`## ${escaped(name)}`, '', ...lines].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

/** A line per entry, as one would write it in a message. */
export function writeText(lists: readonly WrittenList[]): string {
  const parts = lists.map(({ name, entries }) => {
    const lines = entries.map((entry) => {
      const parts = [entry.title, ...detailsOf(entry), ...(entry.link === undefined ? [] : [entry.link])];
      return `${entry.isPart ? '  ' : ''}${entry.isDone ? '✓' : '-'} ${parts.join(' · ').replace(/\s*\r?\n\s*/g, ' ')}`;
    });
    return [name, ...lines].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

/** A table as RFC 4180 has it, in UTF-8 with a mark for spreadsheets. No cell is a formula to them. */
export function writeCsv(lists: readonly WrittenList[]): string {
  const rows = lists.flatMap(({ name, entries }) =>
    entries.map((entry) => {
      const [quantity] = entry.quantities;
      // More than one unit fits no column of numbers: then the words stand in one cell.
      const isOne = entry.quantities.length <= 1;
      return [
        name,
        entry.title,
        isOne ? (quantity?.amount.toString() ?? '') : quantitiesText(entry),
        isOne ? (quantity?.unit ?? '') : '',
        entry.note ?? '',
        entry.category ?? '',
        entry.who.join(', '),
        entry.due ?? '',
        entry.time ?? '',
        entry.priority?.toString() ?? '',
        entry.isDone ? 'yes' : '',
        entry.link ?? '',
      ];
    }),
  );
  return `\ufeff${[[...COLUMNS], ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function detailsOf(entry: WrittenEntry): string[] {
  return [
    quantitiesText(entry),
    entry.who.length === 0 ? '' : entry.who.map((name) => `@${name}`).join(' '),
    [entry.due, entry.time].filter(Boolean).join(' '),
  ].filter(Boolean);
}

function quantitiesText({ quantities }: WrittenEntry): string {
  return quantities.map(({ amount, unit }) => (unit === undefined ? `${amount}` : `${amount} ${unit}`)).join(' + ');
}

function cell(text: string): string {
  // Spreadsheets run what begins so; an apostrophe makes it text to them.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function escaped(text: string): string {
  return text
    .replace(/\s*\r?\n\s*/g, ' ')
    .replace(/[\\`*_[\]<>]/g, '\\$&')
    .replace(/^(#|[-+] |\d+[.)] )/, '\\$1');
}
