import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { Inverse } from '../protocol/commands.ts';
import type { Outcome, WorkerClient } from './worker-client.ts';

/** How long an offer stands; people are promised 8 s, counted from when they last looked at it. */
export const OFFER_MS = 10_000;
/** How long it is said what came of an undo. */
const AFTERWORD_MS = 5_000;
/** How many of one's own last changes can be taken back, one after the other. */
export const UNDO_DEPTH = 20;

/** One change that can be taken back. */
export interface Offer {
  /** Names the change, in the language of the moment. */
  text(): string;
  /** Goes through `text` unless there is something to take back. */
  readonly canUndo: boolean;
}

/** What a change hands over so that it can be taken back. */
export interface Undoable {
  text(): string;
  /** The command's outcome: its inverse is what undo sends. */
  readonly outcome: Promise<Outcome>;
  /** Shows the change as taken back at once; called before the worker knows. Answers what to call when it does. */
  revert?(): { settle(): void; drop(): void } | undefined;
  /** Where the keyboard goes when the offer disappears. */
  readonly focus?: string;
}

/**
 * The person's own last changes in this page and the chance to take them back. One offer at a time: a new change replaces the one before it,
 * which can still be taken back after it.
 */
export interface Undo {
  readonly shown: ReadonlySignal<Offer | null>;
  offer(change: Undoable): void;
  /** Takes the last change that still stands back, on offer or not. Answers where the keyboard should go. */
  undo(): string | undefined;
  /** Stops the time while the person points at the offer or has the keyboard in it. */
  hold(): void;
  /** Starts the full time again. */
  release(): void;
}

export function createUndo(deps: {
  client: Pick<WorkerClient, 'run'>;
  clock: Clock;
  /** Said after an undo, and when it came too late. */
  texts: { undone(what: string): string; overtaken(): string };
  /** An undo that failed; said where the person is looking. */
  onProblem(error: Extract<Outcome, { ok: false }>['error']): void;
}): Undo {
  const { client, clock, texts } = deps;
  const shown = signal<Offer | null>(null);
  /** Of what is shown. */
  let current: Undoable | undefined;
  let changes: readonly Undoable[] = [];
  let cancel = () => {};

  function show(offer: Offer, ms: number): void {
    cancel();
    shown.value = offer;
    cancel = clock.after(ms, () => {
      shown.value = null;
      current = undefined;
    });
  }

  function say(text: () => string): void {
    current = undefined;
    show({ text, canUndo: false }, AFTERWORD_MS);
  }

  async function takeBack(change: Undoable): Promise<void> {
    const laid = change.revert?.();
    const done = await change.outcome;
    const inverse: Inverse | undefined = done.ok ? done.inverse : undefined;
    if (inverse === undefined) {
      laid?.drop();
      return;
    }
    const result = await client.run({ type: 'undo', inverse });
    if (!result.ok) {
      laid?.drop();
      deps.onProblem(result.error);
    } else if (result.isOvertaken) {
      laid?.drop();
      if (current === undefined) say(texts.overtaken);
    } else {
      laid?.settle();
    }
  }

  return {
    shown,
    offer(change) {
      current = change;
      changes = [...changes.slice(1 - UNDO_DEPTH), change];
      show({ text: change.text, canUndo: true }, OFFER_MS);
      void change.outcome.then((outcome) => {
        if (!outcome.ok || outcome.inverse === undefined) changes = changes.filter((other) => other !== change);
        if (current !== change) return;
        if (!outcome.ok) {
          cancel();
          shown.value = null;
          current = undefined;
        } else if (outcome.inverse === undefined) {
          say(change.text);
        }
      });
    },
    undo() {
      const change = changes.at(-1);
      if (change === undefined) return undefined;
      changes = changes.slice(0, -1);
      const what = change.text();
      say(() => texts.undone(what));
      void takeBack(change);
      return change.focus;
    },
    hold: () => cancel(),
    release() {
      const offer = shown.peek();
      if (offer !== null) show(offer, offer.canUndo ? OFFER_MS : AFTERWORD_MS);
    },
  };
}
