import type { Signal } from '@preact/signals';
import { MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import type { I18n } from '../lib/stores/i18n.ts';
import { useApp } from './app-context.ts';
import { TextField } from './text-field.tsx';

/** What is wrong with a name of one line; `missing` is the sentence where there is none. Undefined: nothing. */
export function nameProblem(t: I18n['t'], name: string, missing: string): string | undefined {
  const { length } = name.trim();
  if (length === 0) return missing;
  return length > MAX_LINE_LENGTH ? t('field.tooLong', { n: length, max: MAX_LINE_LENGTH }) : undefined;
}

/** The first field of a dialog that names something: it has the keyboard. */
export function NameField(props: { label: string; name: Signal<string>; problem?: string | undefined }) {
  const { label, name, problem } = props;
  return (
    <TextField
      label={label}
      problem={problem}
      autofocus
      value={name}
      onChange={(value) => {
        name.value = value;
      }}
    />
  );
}

/** Foot of a dialog with one thing to do. */
export function SubmitFoot({ label, onCancel }: { label: string; onCancel: () => void }) {
  const { t } = useApp().i18n;
  return (
    <>
      <button type="button" class="button push" onClick={onCancel}>
        {t('action.cancel')}
      </button>
      <button type="submit" class="button button-main">
        {label}
      </button>
    </>
  );
}
