import { type WrittenEntry, type WrittenList, writeCsv, writeMarkdown, writeText } from '../interchange/write-lists.ts';
import type { EntryRow, ListRow, MemberRow } from '../protocol/values.ts';
import { byOrder } from './overlay.ts';

export const EXPORT_FORMATS = ['markdown', 'csv', 'text'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** How files of a format are named and called. */
export const EXPORT_FILES: Record<ExportFormat, { readonly extension: string; readonly mediaType: string }> = {
  markdown: { extension: 'md', mediaType: 'text/markdown' },
  csv: { extension: 'csv', mediaType: 'text/csv' },
  text: { extension: 'txt', mediaType: 'text/plain' },
};

const WRITERS: Record<ExportFormat, (lists: readonly WrittenList[]) => string> = {
  markdown: writeMarkdown,
  csv: writeCsv,
  text: writeText,
};

/** The text of lists with their rows, in the order in which they are shown: open ones, then done ones where they are wanted. */
export function exportText(
  lists: readonly { readonly list: ListRow; readonly rows: readonly EntryRow[] }[],
  format: ExportFormat,
  deps: {
    withDone: boolean;
    members: ReadonlyMap<string, MemberRow>;
    categoryOf?: ((row: EntryRow) => string | undefined) | undefined;
  },
): string {
  const written = lists.map(({ list, rows }): WrittenList => {
    const wanted = rows.filter((row) => deps.withDone || row.done === null).toSorted(byShown);
    const parentOf = (row: EntryRow) =>
      row.parent === undefined ? undefined : wanted.find(({ ids }) => ids.some((id) => id === row.parent));
    const roots = wanted.filter((row) => parentOf(row) === undefined);
    const entries = roots.flatMap((root) => [
      writtenEntry(root, false, deps),
      ...wanted.filter((row) => parentOf(row) === root).map((part) => writtenEntry(part, true, deps)),
    ]);
    return { name: list.name, entries };
  });
  return WRITERS[format](written);
}

function byShown(a: EntryRow, b: EntryRow): number {
  return Number(a.done !== null) - Number(b.done !== null) || byOrder(a, b);
}

function writtenEntry(
  row: EntryRow,
  isPart: boolean,
  { members, categoryOf }: Parameters<typeof exportText>[2],
): WrittenEntry {
  return {
    title: row.title,
    quantities: row.quantities,
    note: row.note,
    link: row.link?.url,
    who: row.who.flatMap((id) => members.get(id)?.name ?? []),
    due: row.due,
    time: row.dueTime,
    category: categoryOf?.(row) ?? row.category,
    priority: row.priority,
    isDone: row.done !== null,
    isPart,
  };
}
