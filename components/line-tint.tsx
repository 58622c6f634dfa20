import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { stepBack, type TintedLine } from '../lib/stores/step-back.ts';

/**
 * The line once more behind the input, invisible but for the tint of what was understood: an input cannot colour a part of its own text. It
 * stands beside its input, must be set in the same type, and is scrolled along. Backspace at the end of the line is about readings first.
 */
export function LineTint({ line, marked }: { line: TintedLine; marked: Signal<string | null> }) {
  const tint = useRef<HTMLDivElement>(null);
  const text = line.text.value;

  useEffect(() => {
    const input = tint.current?.parentElement?.querySelector('input');
    if (!input) return undefined;
    const scrollAlong = () => {
      // The browser scrolls to the caret after the event that moved it.
      requestAnimationFrame(() => {
        if (tint.current !== null) tint.current.scrollLeft = input.scrollLeft;
      });
    };
    const unmark = () => {
      marked.value = null;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (isBackspaceAtEnd(event, input) && stepBack(line, marked)) event.preventDefault();
      else unmark();
    };
    input.addEventListener('keydown', onKeyDown);
    for (const type of ENDS) input.addEventListener(type, unmark);
    for (const type of SCROLLS) input.addEventListener(type, scrollAlong);
    scrollAlong();
    return () => {
      input.removeEventListener('keydown', onKeyDown);
      for (const type of ENDS) input.removeEventListener(type, unmark);
      for (const type of SCROLLS) input.removeEventListener(type, scrollAlong);
    };
  }, [line, marked]);

  const pieces = [];
  let at = 0;
  for (const { id, start, end } of line.reading.value?.parts ?? []) {
    pieces.push(
      text.slice(at, start),
      <mark key={start} class={id === marked.value ? 'marked' : undefined}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  return (
    <div class="add-tint" ref={tint} dir="auto" aria-hidden="true">
      {pieces}
      {text.slice(at)}
    </div>
  );
}

/** What is written without a key (by voice, pasted), and going elsewhere, ends the marking. */
const ENDS = ['input', 'pointerdown', 'blur'] as const;
/** After these the input may show another part of its line. */
const SCROLLS = ['scroll', 'input', 'keydown', 'keyup', 'select', 'pointermove', 'blur'] as const;

function isBackspaceAtEnd(event: KeyboardEvent, input: HTMLInputElement): boolean {
  const { selectionStart: start, selectionEnd: end, value } = input;
  const isPlain = !event.isComposing && !event.ctrlKey && !event.altKey && !event.metaKey;
  return event.key === 'Backspace' && isPlain && start === end && end === value.length;
}
