import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import type { ListId } from '../protocol/ids.ts';
import { MAX_LINE_LENGTH, type PageLink } from '../protocol/values.ts';
import type { EntryActions } from './entry-actions.ts';

const DRAFT_KEY = 'add/draft';

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

export function createAddDraft(deps: { cache: PagePlatform['cache']; entries: Pick<EntryActions, 'add'> }): AddDraft {
  const stored = deps.cache.read(DRAFT_KEY);
  const text = signal(typeof stored === 'string' ? stored : '');
  const isSubmitted = signal<boolean>(false);
  const length = computed(() => text.value.trim().length);

  function write(next: string): void {
    text.value = next;
    deps.cache.write(DRAFT_KEY, next);
  }

  return {
    text,
    tooLong: computed(() => (length.value > MAX_LINE_LENGTH ? length.value : null)),
    write,
    async submit(list, link) {
      const line = text.peek();
      const title = line.trim() || (link?.title.trim() ?? '');
      // The same line again while the first is on its way is a key held down, not a second wish.
      if (title === '' || title.length > MAX_LINE_LENGTH || isSubmitted.peek()) return false;
      isSubmitted.value = true;
      try {
        await deps.entries.add(list, title, link);
      } finally {
        isSubmitted.value = false;
      }
      const now = text.peek();
      write(now.startsWith(line) ? now.slice(line.length) : now);
      return true;
    },
  };
}
