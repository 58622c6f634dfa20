import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ReadPart } from './line-reading.ts';

/** A line of which parts are understood. */
export interface TintedLine {
  readonly text: ReadonlySignal<string>;
  /** `parts` in the order of the line; null where nothing reads it yet. */
  readonly reading: ReadonlySignal<{ readonly parts: readonly ReadPart[] } | null>;
  /** Takes a reading back: its words are text from then on. */
  drop(id: string): void;
}

/**
 * Backspace at the end of the line: marks the reading that ends there, then takes it back. False where none ends there: then a letter is to be
 * deleted. `marked` is the id of the reading that one more Backspace takes back, or null; whoever goes on with anything else sets it to null.
 */
export function stepBack(line: TintedLine, marked: Signal<string | null>): boolean {
  const last = line.reading.peek()?.parts.at(-1);
  if (last?.end !== line.text.peek().length) return false;
  const isMarked = marked.peek() === last.id;
  marked.value = isMarked ? null : last.id;
  if (isMarked) line.drop(last.id);
  return true;
}
