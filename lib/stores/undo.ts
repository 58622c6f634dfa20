import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { CommandId } from '../protocol/ids.ts';
import { UNDO_DEPTH } from '../protocol/own-changes.ts';
import type { Outcome, WorkerClient } from './worker-client.ts';

/** How long an offer stands; people are promised 8 s, counted from when they last looked at it. */
export const OFFER_MS = 10_000;
/** How long it is said what came of an undo. */
const AFTERWORD_MS = 5_000;

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
  /** The command, where it was sent with what it is called: then it can be taken back by later pages too. */
  readonly id?: CommandId;
  /** The command's outcome: its inverse is what undo sends. */
  readonly outcome: Promise<Outcome>;
  /** Shows the change as taken back at once; called before the worker knows. Answers what to call when it does. */
  revert?(): { settle(): void; drop(): void } | undefined;
  /** Where the keyboard goes when the offer disappears. */
  readonly focus?: string;
}

/** A change of this page, or one that the worker knows of another. */
export interface Change extends Undoable {
  readonly at: number;
  isAnswered: boolean;
}

/**
 * The person's own last changes in this browser and the chance to take them back. One offer at a time: a new change replaces the one before it,
 * which can still be taken back after it. Those of other pages come with own-changes.ts.
 */
export interface Undo {
  readonly shown: ReadonlySignal<Offer | null>;
  offer(change: Undoable): void;
  /** Takes the change on offer back, else the last that still stands. Answers where the keyboard should go. */
  undo(): string | undefined;
  /** Stops the time while the person points at the offer or has the keyboard in it. */
  hold(): void;
  /** Starts the full time again. */
  release(): void;
  /** Changes that this page has not made, given those that it has; none at first. */
  others: (own: readonly Change[]) => readonly Change[];
  /** Forgets changes of this page that nobody can take back any more. */
  forget(isGone: (change: Change) => boolean): void;
  /** Puts a change of another page on offer, unless something is shown. */
  offerAgain(change: Change): void;
}

export function createUndo(deps: {
  client: Pick<WorkerClient, 'run'>;
  clock: Clock;
  /** Said after an undo, with the change before it, which is offered next; and when it, or a change, came too late. */
  texts: { undone(what: string, before?: string): string; overtaken(): string };
  /** An undo that failed; said where the person is looking. */
  onProblem(error: Extract<Outcome, { ok: false }>['error']): void;
}): Undo {
  const { client, clock, texts } = deps;
  const shown = signal<Offer | null>(null);
  /** Of what is shown. */
  let current: Change | undefined;
  /** What is shown was just done, and not an older change that comes with the word on an undo. */
  let isNews = false;
  /** Of this page. */
  let changes: readonly Change[] = [];
  /** The worker's word that it is taken back comes a moment later. */
  const taken = new Set<CommandId | undefined>();
  let cancel = () => {};

  function show(offer: Offer, ms: number): void {
    cancel();
    shown.value = offer;
    cancel = clock.after(ms, hide);
  }

  function hide(): void {
    cancel();
    shown.value = null;
    current = undefined;
    isNews = false;
  }

  /** The last change that was not taken back, of this page or another one. */
  function last(): Change | undefined {
    const others = undo.others(changes).filter(({ id }) => !taken.has(id));
    return [...changes, ...others].sort((a, b) => a.at - b.at).at(-1);
  }

  function say(text: () => string, next?: Change): void {
    current = next;
    isNews = false;
    show({ text, canUndo: next !== undefined }, next === undefined ? AFTERWORD_MS : OFFER_MS);
  }

  async function takeBack(change: Change): Promise<void> {
    const laid = change.revert?.();
    const done = await change.outcome;
    const inverse = done.ok ? done.inverse : undefined;
    if (inverse === undefined) {
      laid?.drop();
      return;
    }
    const { id } = change;
    const result = await client.run(id === undefined ? { type: 'undo', inverse } : { type: 'takeBack', change: id });
    if (!result.ok) {
      laid?.drop();
      deps.onProblem(result.error);
    } else if (result.isOvertaken) {
      laid?.drop();
      if (!isNews) say(texts.overtaken);
    } else {
      laid?.settle();
    }
  }

  const undo: Undo = {
    shown,
    others: () => [],
    offer(undoable) {
      const change: Change = { ...undoable, at: clock.now(), isAnswered: false };
      current = change;
      isNews = true;
      changes = [...changes.slice(1 - UNDO_DEPTH), change];
      show({ text: change.text, canUndo: true }, OFFER_MS);
      void change.outcome.then((outcome) => {
        change.isAnswered = true;
        if (!outcome.ok || outcome.inverse === undefined) changes = changes.filter((other) => other !== change);
        if (current !== change) return;
        if (!outcome.ok) hide();
        else if (outcome.inverse === undefined) say(outcome.isOvertaken ? texts.overtaken : change.text);
      });
    },
    undo() {
      const change = current ?? last();
      if (change === undefined) return undefined;
      changes = changes.filter((other) => other !== change);
      taken.add(change.id);
      const what = change.text();
      const before = last();
      say(() => texts.undone(what, before?.text()), before);
      void takeBack(change);
      return change.focus;
    },
    hold: () => cancel(),
    release() {
      const offer = shown.peek();
      if (offer !== null) show(offer, offer.canUndo ? OFFER_MS : AFTERWORD_MS);
    },
    forget(isGone) {
      changes = changes.filter((change) => !isGone(change));
      if (current !== undefined && isGone(current)) hide();
    },
    offerAgain(change) {
      if (shown.peek() !== null || taken.has(change.id)) return;
      current = change;
      isNews = true;
      show({ text: change.text, canUndo: true }, OFFER_MS);
    },
  };
  return undo;
}
