import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import { MAX_LINE_LENGTH, type MemberRow } from '../protocol/values.ts';
import type { EventActions } from './event-actions.ts';
import type { EventDraft } from './event-draft.ts';
import type { EventReading, ReadEvent } from './event-reading.ts';

const TEXT_KEY = 'event/line';

/** The line in which an event is written as it is said. It survives the page. */
export interface EventLine {
  readonly text: ReadonlySignal<string>;
  /** Null before the line can be read, and where there is nothing to read. */
  readonly reading: ReadonlySignal<EventReading | null>;
  readonly tooLong: ReadonlySignal<number | null>;
  /** Fetches what reads the line, ahead of the first letter. */
  prepare(): void;
  write(text: string): void;
  /** Takes a reading back: its words are text until the line is cleared. */
  drop(id: string): void;
  /**
   * Adds the event and clears the line, or answers the draft that the dialog has to complete, where the line does not say when. Null where
   * there was nothing to do or it was done.
   */
  submit(): Promise<Partial<EventDraft> | null>;
  clear(): void;
}

export function createEventLine(deps: {
  cache: Pick<PagePlatform['cache'], 'read' | 'write'>;
  events: Pick<EventActions, 'add'>;
  load: (language: string) => Promise<ReadEvent>;
  /** BCP 47 tag of the language that people write in. */
  language: ReadonlySignal<string>;
  local: ReadonlySignal<Temporal.PlainDateTime>;
  zone: string;
  members: ReadonlySignal<ReadonlyMap<string, MemberRow>>;
}): EventLine {
  const { cache } = deps;
  const stored = cache.read(TEXT_KEY);
  const text = signal(typeof stored === 'string' ? stored : '');
  const dropped = signal<ReadonlySet<string>>(new Set());
  const reader = signal<{ language: string; read: ReadEvent } | null>(null);
  let loading: { language: string; done: Promise<void> } | undefined;
  const length = computed(() => text.value.trim().length);
  const reading = computed(() => {
    const line = text.value;
    if (reader.value === null || line.trim() === '' || length.value > MAX_LINE_LENGTH) return null;
    return reader.value.read(line, {
      local: deps.local.value,
      zone: deps.zone,
      members: [...deps.members.value.values()],
      dropped: dropped.value,
    });
  });

  /** Resolves when lines are read, or when they cannot be: then a line is its title. */
  function prepare(): Promise<void> {
    const language = deps.language.peek();
    if (reader.peek()?.language === language) return Promise.resolve();
    if (loading?.language === language) return loading.done;
    const done = deps.load(language).then(
      (read) => {
        reader.value = { language, read };
      },
      () => {
        loading = undefined;
      },
    );
    loading = { language, done };
    return done;
  }

  function write(next: string): void {
    text.value = next;
    cache.write(TEXT_KEY, next);
    if (next.trim() === '') dropped.value = new Set();
  }

  let isSending = false;
  return {
    text,
    reading,
    tooLong: computed(() => (length.value > MAX_LINE_LENGTH ? length.value : null)),
    prepare: () => void prepare(),
    write(next) {
      void prepare();
      write(next);
    },
    drop(id) {
      dropped.value = new Set([...dropped.peek(), id]);
    },
    async submit() {
      const line = text.peek();
      if (isSending || line.trim() === '' || length.peek() > MAX_LINE_LENGTH) return null;
      isSending = true;
      try {
        // Enter before the parser is there must not decide what is added.
        await prepare();
        const read = reading.peek();
        if (read === null) return { title: line.trim() };
        if (!read.hasWhen || read.draft.title === '') return read.draft;
        await deps.events.add(read.fields);
        // What was typed in the meantime stays.
        const now = text.peek();
        write(now.startsWith(line) ? now.slice(line.length) : now);
        return null;
      } finally {
        isSending = false;
      }
    },
    clear: () => write(''),
  };
}
