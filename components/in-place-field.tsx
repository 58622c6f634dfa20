import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';

/** A line of text while it is changed in its place: Enter and leaving keep what was written, Escape does not. */
export function InPlaceField(props: {
  label: string;
  text: string;
  /** What is wrong with it, if anything is: then Enter does not keep it, and leaving gives it up. */
  problemOf: (text: string) => string | undefined;
  /** Called with the text, trimmed, where it is another. */
  onKeep: (text: string) => void;
  onEnd: (byKey: boolean) => void;
}) {
  const text = useSignal(props.text);
  const isOver = useRef<boolean>(false);
  const problemId = useId();
  const problem = props.problemOf(text.value.trim());

  function end(isKept: boolean, byKey: boolean): void {
    if (isOver.current) return;
    if (isKept && problem !== undefined && byKey) return;
    isOver.current = true;
    const written = text.peek().trim();
    if (isKept && problem === undefined && written !== props.text) props.onKeep(written);
    props.onEnd(byKey);
  }

  return (
    <>
      <input
        class="input in-place"
        type="text"
        dir="auto"
        autoComplete="off"
        autofocus
        aria-label={props.label}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={problem === undefined ? undefined : problemId}
        ref={(input) => {
          if (input === null || input === document.activeElement) return;
          input.focus();
          input.select();
        }}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          // Enter that takes a candidate of an input method is no Enter.
          if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
          event.preventDefault();
          end(event.key === 'Enter', true);
        }}
        onBlur={() => end(true, false)}
      />
      {problem !== undefined && (
        <small class="error" id={problemId} role="alert">
          {problem}
        </small>
      )}
    </>
  );
}
