import { useComputed, useSignal } from '@preact/signals';
import { type EntryRow, MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import { addStep } from '../lib/stores/entry-edits.ts';
import type { ListView } from '../lib/stores/list-view.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';

/** What an entry consists of: its sub-entries, to be ticked here too, and one more. */
export function EntrySteps({ row, view, onOpen }: { row: EntryRow; view: ListView; onOpen: (id: string) => void }) {
  const app = useApp();
  const { entries, i18n } = app;
  const { t } = i18n;
  const title = useSignal('');
  const steps = useComputed(() =>
    [...view.open.value, ...view.done.value].flatMap((id) => {
      const step = view.row(id).value;
      return step?.parent !== undefined && row.ids.includes(step.parent) ? [step] : [];
    }),
  ).value;
  const isTooLong = title.value.trim().length > MAX_LINE_LENGTH;

  function add(): void {
    const text = title.peek().trim();
    if (text === '' || isTooLong) return;
    addStep(app, row, text);
    title.value = '';
  }

  return (
    <div class="field">
      <span class="field-label" id="steps-label">
        {t('field.steps')}
      </span>
      {steps.length > 0 && (
        <ul class="steps-list" aria-labelledby="steps-label">
          {steps.map((step) => (
            <li key={step.id} class={step.done === null ? 'entry' : 'entry entry-done'}>
              <input
                type="checkbox"
                class="tick"
                aria-label={step.title}
                checked={step.done !== null}
                onChange={(event) => entries.setDone(step, event.currentTarget.checked)}
              />
              <button type="button" class="entry-text" onClick={() => onOpen(step.id)}>
                <bdi>{step.title}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="with-button">
        <input
          class="input"
          type="text"
          dir="auto"
          autoComplete="off"
          aria-label={t('steps.new')}
          aria-invalid={isTooLong ? 'true' : undefined}
          placeholder={t('steps.new')}
          value={title}
          onInput={(event) => {
            title.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing || title.peek().trim() === '') return;
            // Enter adds a step; only in an empty field it saves the dialog.
            event.preventDefault();
            add();
          }}
        />
        <button type="button" class="icon-button" aria-label={t('steps.add')} title={t('steps.add')} onClick={add}>
          <Icon name="add" />
        </button>
      </div>
    </div>
  );
}
