import type { Signal } from '@preact/signals';
import type { AddDraft } from './add-draft.ts';

/**
 * Backspace at the end of the line: marks the reading that ends there, then takes it back. False where none ends there: then a letter is to be
 * deleted. `marked` is the id of the reading that one more Backspace takes back, or null; whoever goes on with anything else sets it to null.
 */
export function stepBack(draft: Pick<AddDraft, 'text' | 'reading' | 'drop'>, marked: Signal<string | null>): boolean {
  const last = draft.reading.peek().parts.at(-1);
  if (last?.end !== draft.text.peek().length) return false;
  const isMarked = marked.peek() === last.id;
  marked.value = isMarked ? null : last.id;
  if (isMarked) draft.drop(last.id);
  return true;
}
