import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import type { ListId } from '../protocol/ids.ts';
import { MAX_LINE_LENGTH, type PageLink } from '../protocol/values.ts';
import type { EntryActions } from './entry-actions.ts';

/** The line being written. It survives the popup: written to the cache with every letter. */
export interface AddDraft {
  readonly text: ReadonlySignal<string>;
  /** Set where the line is longer than an entry holds; its length. */
  readonly tooLong: ReadonlySignal<number | null>;
  write(text: string): void;
  /**
   * Adds the line (or the page's title where there is none), and clears it once it cannot be lost. What was typed in the meantime
   * stays. False where there is nothing to add or it is too long.
   */
  submit(list: ListId, link?: PageLink): Promise<boolean>;
}

/** `page` keeps what is written in the popup and in the side panel apart: both may be open. */
export function createAddDraft(deps: {
  cache: PagePlatform['cache'];
  entries: Pick<EntryActions, 'add'>;
  page: 'popup' | 'sidepanel';
}): AddDraft {
  const key = `add/draft/${deps.page}`;
  const stored = deps.cache.read(key);
  const text = signal(typeof stored === 'string' ? stored : '');
  /** Lines that are on their way, oldest first. They still stand at the beginning of the text, until they cannot be lost. */
  let sending: { readonly line: string; isKept: boolean }[] = [];
  const length = computed(() => text.value.trim().length);

  function write(next: string): void {
    text.value = next;
    deps.cache.write(key, next);
  }

  /** What is written behind the lines that are on their way. */
  function unsent(): string {
    const sent = sending.map(({ line }) => line).join('');
    const now = text.peek();
    return now.startsWith(sent) ? now.slice(sent.length) : now;
  }

  function clearKept(): void {
    while (sending[0]?.isKept) {
      const { line } = sending[0];
      sending = sending.slice(1);
      const now = text.peek();
      if (now.startsWith(line)) write(now.slice(line.length));
    }
  }

  return {
    text,
    tooLong: computed(() => (length.value > MAX_LINE_LENGTH ? length.value : null)),
    write,
    async submit(list, link) {
      const line = unsent();
      // With a line on its way, nothing more to send is a key held down, not a wish for the page alone.
      const title = line.trim() || (sending.length === 0 ? (link?.title.trim() ?? '') : '');
      if (title === '' || title.length > MAX_LINE_LENGTH) return false;
      const entry = { line, isKept: false };
      sending = [...sending, entry];
      await deps.entries.add(list, title, link);
      entry.isKept = true;
      clearKept();
      return true;
    },
  };
}
