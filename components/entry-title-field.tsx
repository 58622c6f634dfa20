import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type EntryRow, MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import { changeEntry } from '../lib/stores/entry-edits.ts';
import { useApp } from './app-context.ts';

/** The title of a row while it is changed in its place: Enter and leaving keep what was written, Escape does not. */
export function EntryTitleField({ row, onEnd }: { row: EntryRow; onEnd: (byKey: boolean) => void }) {
  const app = useApp();
  const { t } = app.i18n;
  const text = useSignal(row.title);
  const isOver = useRef<boolean>(false);
  const length = text.value.trim().length;
  const problem =
    length > MAX_LINE_LENGTH
      ? t('field.tooLong', { n: length, max: MAX_LINE_LENGTH })
      : length === 0
        ? t('field.title.missing')
        : undefined;

  function end(isKept: boolean, byKey: boolean): void {
    if (isOver.current) return;
    if (isKept && problem !== undefined && byKey) return;
    isOver.current = true;
    const title = text.peek().trim();
    if (isKept && problem === undefined && title !== row.title) changeEntry(app, row, { title });
    onEnd(byKey);
  }

  return (
    <>
      <input
        class="input entry-title"
        type="text"
        dir="auto"
        autoComplete="off"
        autofocus
        aria-label={t('field.title')}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={problem === undefined ? undefined : 'entry-title-problem'}
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
        <small class="error" id="entry-title-problem" role="alert">
          {problem}
        </small>
      )}
    </>
  );
}
