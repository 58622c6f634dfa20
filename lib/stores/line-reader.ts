import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { ListRow, MemberRow } from '../protocol/values.ts';
import { quickAddLocale } from '../quick-add/quick-add-locale.ts';
import type { LineReading, LineSurroundings, ReadLine } from './line-reading.ts';

/** How long Enter waits for the parser: it comes from the extension itself, so longer means that it does not come. */
export const PARSER_WAIT_MS = 300;
/** What is read where the person's own language says nothing. */
const SECOND_LANGUAGE = 'en';

/** Loads a language; rejects if it cannot be loaded, and is asked again then. */
export type LoadReading = (language: string) => Promise<ReadLine>;

/** A line that nobody reads: its text is its title. */
export function plainReading(line: string): LineReading {
  return { title: line.trim(), parts: [] };
}

/** Reads the line in the person's language, as the family is at this moment. Before a language is loaded every line is plain text. */
export interface LineReader {
  /** Fetches languages ahead of need; harmless to repeat. A language that cannot be loaded is left out, and tried again next time. */
  prepare(): void;
  /** Resolves once lines are read, or after PARSER_WAIT_MS. Undefined where there is nothing to wait for. */
  whenReady(): Promise<void> | undefined;
  /** Follows every signal that the reading depends on. */
  read(line: string, dropped: ReadonlySet<string>): LineReading;
}

export function createLineReader(deps: {
  load: LoadReading;
  clock: Clock;
  /** BCP 47 tag of the language that people write in. */
  language: ReadonlySignal<string>;
  /** Wall clock of the viewer's zone, and its name. */
  local: ReadonlySignal<Temporal.PlainDateTime>;
  zone: string;
  members: ReadonlySignal<ReadonlyMap<string, MemberRow>>;
  lists: ReadonlySignal<readonly ListRow[]>;
  shown: ReadonlySignal<ListRow | undefined>;
}): LineReader {
  const { clock, language } = deps;
  /** `null` while a language is being loaded. */
  const languages = signal<ReadonlyMap<string, ReadLine | null>>(new Map());
  const tags = computed(() => [...new Set([quickAddLocale(language.value), SECOND_LANGUAGE])]);
  const ready = computed(() => tags.value.flatMap((tag) => languages.value.get(tag) ?? []));

  async function load(tag: string): Promise<void> {
    if (languages.peek().has(tag)) return;
    languages.value = new Map(languages.peek()).set(tag, null);
    try {
      const read = await deps.load(tag);
      languages.value = new Map(languages.peek()).set(tag, read);
    } catch {
      const without = new Map(languages.peek());
      without.delete(tag);
      languages.value = without;
    }
  }

  const isReady = () => ready.peek().length === tags.peek().length;
  let loading: Promise<unknown> | undefined;

  function prepare(): Promise<unknown> {
    loading = Promise.all([loading, ...tags.peek().map(load)]);
    return loading;
  }

  return {
    prepare() {
      if (!isReady()) void prepare();
    },
    whenReady() {
      if (isReady()) return undefined;
      return new Promise((resolve) => {
        const cancel = clock.after(PARSER_WAIT_MS, resolve);
        void prepare().then(() => {
          cancel();
          resolve();
        });
      });
    },
    read(line, dropped) {
      const around: LineSurroundings = {
        now: `${deps.local.value.toString()}[${deps.zone}]`,
        members: [...deps.members.value.values()].filter(({ isRemoved }) => !isRemoved),
        lists: deps.lists.value,
        shown: deps.shown.value,
        dropped,
      };
      // The next language reads only where the one before found nothing but names.
      let reading = plainReading(line);
      for (const readLine of ready.value) {
        const found = readLine(line, around);
        reading = found.reading;
        if (found.hasFound) break;
      }
      return reading;
    },
  };
}
