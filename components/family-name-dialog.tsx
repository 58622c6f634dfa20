import { useSignal } from '@preact/signals';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { NameField, nameProblem, SubmitFoot } from './name-field.tsx';

/** The family's name, for everyone in it. */
export function FamilyNameDialog({ onClose }: { onClose: () => void }) {
  const { client, session, problems, i18n } = useApp();
  const { t } = i18n;
  // As the person saw it: what somebody else changes meanwhile is not taken back by saving.
  const before = useSignal(session.peek()?.family?.name ?? '');
  const name = useSignal(before.peek());
  const problem = useSignal<string | undefined>(undefined);

  function save(): void {
    const text = name.peek().trim();
    problem.value = nameProblem(t, text, t('familyName.missing'));
    if (problem.peek() === undefined) {
      if (text !== before.peek()) {
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
      foot={<SubmitFoot label={t('action.save')} onCancel={onClose} />}
    >
      <NameField label={t('familyName.label')} name={name} problem={problem.value} />
    </Dialog>
  );
}
