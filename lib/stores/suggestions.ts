import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Suggestion } from '../protocol/entry-commands.ts';
import type { ListId } from '../protocol/ids.ts';
import type { AddDraft } from './add-draft.ts';
import type { WorkerClient } from './worker-client.ts';

/** Rows below the line: more would push the list away. */
const MAX_SUGGESTIONS = 6;
/** Offered after an add. */
const MAX_TOGETHER = 3;

/** What the family has added before, offered while a line is written and after it was added. Answers that come late are dropped. */
export interface Suggestions {
  /** Empty where there is nothing to offer, or the person has put the list away. */
  readonly shown: ReadonlySignal<readonly Suggestion[]>;
  /** Index of the one that Enter would add; -1: Enter adds what is typed. */
  readonly chosen: ReadonlySignal<number>;
  /** What was often added with what was added last; empty while a line is written. */
  readonly together: ReadonlySignal<{
    readonly title: string;
    readonly list: ListId;
    readonly all: readonly Suggestion[];
  } | null>;
  /** The person has written: asks for what begins so. */
  refresh(): void;
  /** Moves the choice, round through the line itself. */
  move(step: 1 | -1): void;
  /** Puts the list away until the next letter. */
  hide(): void;
  /** No longer offers this one after the last add. */
  took(title: string): void;
  close(): void;
}

/** `list`: where the line goes if it names none. */
export function createSuggestions(deps: {
  client: Pick<WorkerClient, 'run'>;
  draft: Pick<AddDraft, 'text' | 'reading' | 'added'>;
  list: ReadonlySignal<{ readonly id: ListId } | undefined>;
}): Suggestions {
  const { client, draft } = deps;
  const shown = signal<readonly Suggestion[]>([]);
  const chosen = signal(-1);
  const together = signal<Suggestions['together']['value']>(null);
  let asked = 0;

  function show(next: readonly Suggestion[]): void {
    shown.value = next;
    chosen.value = -1;
  }
  function hide(): void {
    asked += 1;
    show([]);
  }

  async function ask(): Promise<void> {
    asked += 1;
    const mine = asked;
    const { title, list } = draft.reading.peek();
    const target = list?.id ?? deps.list.peek()?.id;
    if (title === '' || target === undefined) {
      show([]);
      return;
    }
    const text = title.slice(0, 500);
    const outcome = await client.run({ type: 'suggest', list: target, text, limit: MAX_SUGGESTIONS });
    if (mine !== asked) return;
    // What is typed already is no suggestion, unless it knows more of it.
    show(suggestionsOf(outcome).filter((each) => each.title !== title || each.quantity !== undefined));
  }

  const stop = effect(() => {
    const added = draft.added.value;
    together.value = null;
    if (added === null) return;
    hide();
    const { list, title } = added;
    void client.run({ type: 'together', list, title, limit: MAX_TOGETHER }).then((outcome) => {
      if (draft.added.peek() !== added || draft.text.peek().trim() !== '') return;
      const all = suggestionsOf(outcome);
      together.value = all.length === 0 ? null : { title, list, all };
    });
  });

  return {
    shown,
    chosen,
    together: computed(() => (draft.text.value.trim() === '' ? together.value : null)),
    refresh: () => void ask(),
    move(step) {
      const places = shown.peek().length + 1;
      chosen.value = ((chosen.peek() + 1 + step + places) % places) - 1;
    },
    hide,
    took(title) {
      const now = together.peek();
      if (now === null) return;
      const all = now.all.filter((each) => each.title !== title);
      together.value = all.length === 0 ? null : { ...now, all };
    },
    close() {
      asked += 1;
      stop();
    },
  };
}

function suggestionsOf(outcome: Awaited<ReturnType<WorkerClient['run']>>): readonly Suggestion[] {
  // The worker's own word: pages check only its envelopes.
  return outcome.ok ? ((outcome.value?.suggestions ?? []) as readonly Suggestion[]) : [];
}

/** Where the words of a title begin as the typed text does, whatever accents and case: the part to show as matching. */
export function matchOf(title: string, typed: string): { start: number; end: number } | null {
  const [folded, wanted] = [foldKeepingLength(title), foldKeepingLength(typed.trim())];
  if (wanted === '') return null;
  for (let start = folded.indexOf(wanted); start !== -1; start = folded.indexOf(wanted, start + 1)) {
    if (start === 0 || !/[\p{L}\p{N}]/u.test(folded[start - 1] ?? '')) return { start, end: start + wanted.length };
  }
  return null;
}

/** Letter by letter, so that offsets hold in the text itself. */
function foldKeepingLength(text: string): string {
  return [...text.normalize('NFC')]
    .map((letter) => {
      const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
      return plain.length === letter.length ? plain : letter;
    })
    .join('');
}
