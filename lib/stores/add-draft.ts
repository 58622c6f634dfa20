import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import type { ListId } from '../protocol/ids.ts';
import { MAX_LINE_LENGTH, type PageLink } from '../protocol/values.ts';
import type { AddedItem, EntryActions } from './entry-actions.ts';
import { itemOfReading } from './line-item.ts';
import { type LineReader, plainReading } from './line-reader.ts';
import type { LineReading } from './line-reading.ts';

/** The page that goes with an entry, and what was selected on it. */
export interface Attachment {
  readonly link: PageLink;
  readonly note?: string;
}

/** The line being written. It survives the popup: written to the cache with every letter. */
export interface AddDraft {
  readonly text: ReadonlySignal<string>;
  /** The line as it will be added: what stands behind lines that are on their way, with offsets into `text`. */
  readonly reading: ReadonlySignal<LineReading>;
  /** Set where the line is longer than an entry holds; its length. */
  readonly tooLong: ReadonlySignal<number | null>;
  /** Fetches what reads the line, ahead of the first letter. */
  prepare(): void;
  write(text: string): void;
  /** Takes a reading back: its words are text until the line is cleared. */
  drop(id: string): void;
  /**
   * Adds the line (or the page's title where there is none), and clears it once it cannot be lost. What was typed in the meantime
   * stays. `chosen` takes the place of the line's own title, and of a quantity that it does not name. False where there is nothing to add or it is too long. A line that names a list goes there.
   */
  submit(
    list: ListId,
    attached?: Attachment,
    chosen?: Pick<AddedItem, 'title' | 'quantity' | 'category'>,
  ): Promise<boolean>;
  /** The last entry that was added; null before the first. */
  readonly added: ReadonlySignal<{ readonly list: ListId; readonly title: string } | null>;
}

/** `page` keeps what is written in the popup and in the side panel apart: both may be open. */
export function createAddDraft(deps: {
  cache: PagePlatform['cache'];
  entries: Pick<EntryActions, 'add'>;
  reader: LineReader;
  page: 'popup' | 'sidepanel';
}): AddDraft {
  const { cache, reader } = deps;
  const key = `add/draft/${deps.page}`;
  const droppedKey = `add/dropped/${deps.page}`;
  const text = signal(readText(cache.read(key)));
  const dropped = signal<ReadonlySet<string>>(readIds(cache.read(droppedKey)));
  const added = signal<AddDraft['added']['value']>(null);
  /** Lines that are on their way, oldest first. They still stand at the beginning of the text, until they cannot be lost. */
  const sending = signal<readonly { readonly line: string; isKept: boolean }[]>([]);
  const length = computed(() => text.value.trim().length);
  /** What is written behind the lines that are on their way. */
  const unsent = computed(() => {
    const sent = sending.value.map(({ line }) => line).join('');
    return text.value.startsWith(sent) ? text.value.slice(sent.length) : text.value;
  });
  const own = computed(() => {
    const line = unsent.value;
    return line.length > MAX_LINE_LENGTH ? plainReading(line) : reader.read(line, dropped.value);
  });

  function write(next: string): void {
    text.value = next;
    cache.write(key, next);
    if (unsent.peek().trim() === '') setDropped(new Set());
  }

  function setDropped(ids: ReadonlySet<string>): void {
    if (ids.size === 0 && dropped.peek().size === 0) return;
    dropped.value = ids;
    cache.write(droppedKey, [...ids]);
  }

  function clearKept(): void {
    while (sending.peek()[0]?.isKept) {
      const [first, ...rest] = sending.peek();
      sending.value = rest;
      const now = text.peek();
      if (first !== undefined && now.startsWith(first.line)) write(now.slice(first.line.length));
    }
  }

  return {
    added,
    text,
    reading: computed(() => {
      const shift = text.value.length - unsent.value.length;
      if (shift === 0) return own.value;
      const parts = own.value.parts.map((part) => ({ ...part, start: part.start + shift, end: part.end + shift }));
      return { ...own.value, parts };
    }),
    tooLong: computed(() => (length.value > MAX_LINE_LENGTH ? length.value : null)),
    prepare: () => reader.prepare(),
    write(next) {
      reader.prepare();
      write(next);
    },
    drop: (id) => setDropped(new Set([...dropped.peek(), id])),
    async submit(list, attached, chosen) {
      const line = unsent.peek();
      // With a line on its way, nothing more to send is a key held down, not a wish for the page alone.
      const title = line.trim() || (sending.peek().length === 0 ? (attached?.link.title.trim() ?? '') : '');
      if (title === '' || title.length > MAX_LINE_LENGTH) return false;
      const entry = { line, isKept: false };
      const ids = dropped.peek();
      sending.value = [...sending.peek(), entry];
      setDropped(new Set());
      // Enter before the parser is there must not decide what is added.
      const readable = reader.whenReady();
      if (readable !== undefined && line.trim() !== '') await readable;
      const read = line.trim() === '' ? plainReading(title) : reader.read(line, ids);
      const item = itemOfReading(read);
      const target = read.list?.id ?? list;
      await deps.entries.add(
        target,
        [
          {
            ...item,
            ...chosen,
            ...(item.quantity && { quantity: item.quantity }),
            ...(attached && attachmentOf(attached)),
          },
        ],
        target === list ? undefined : read.list?.name,
      );
      entry.isKept = true;
      clearKept();
      added.value = { list: target, title: chosen?.title ?? item.title };
      return true;
    },
  };
}

function attachmentOf({ link, note }: Attachment) {
  return { link, ...(note !== undefined && { note }) };
}

function readText(stored: unknown): string {
  return typeof stored === 'string' ? stored : '';
}

function readIds(stored: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(stored) ? stored.map(String) : []);
}
