import { useSignal } from '@preact/signals';
import { MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';

/** The family's name, for everyone in it. */
export function FamilyNameDialog({ onClose }: { onClose: () => void }) {
  const { client, session, problems, i18n } = useApp();
  const { t } = i18n;
  const before = session.peek()?.family?.name ?? '';
  const name = useSignal(before);
  const problem = useSignal<string | undefined>(undefined);

  function save(): void {
    const text = name.peek().trim();
    if (text === '') problem.value = t('familyName.missing');
    else if (text.length > MAX_LINE_LENGTH) {
      problem.value = t('field.tooLong', { n: text.length, max: MAX_LINE_LENGTH });
    } else {
      if (text !== before) {
        void client.run({ type: 'renameFamily', name: text }).then((outcome) => {
          if (!outcome.ok) problems.tell(outcome.error);
        });
      }
      onClose();
    }
  }

  return (
    <Dialog
      title={t('family.rename')}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          <button type="button" class="button push" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button button-main">
            {t('action.save')}
          </button>
        </>
      }
    >
      <Field label={t('familyName.label')} problem={problem.value}>
        {(control) => (
          <input
            {...control}
            class="input"
            type="text"
            dir="auto"
            autoComplete="off"
            autofocus
            value={name}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
    </Dialog>
  );
}
