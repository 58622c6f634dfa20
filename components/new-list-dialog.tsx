import { useSignal } from '@preact/signals';
import { type ListId, newId } from '../lib/protocol/ids.ts';
import type { ListKind } from '../lib/protocol/values.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { NameField, nameProblem, SubmitFoot } from './name-field.tsx';

const KINDS: readonly ListKind[] = ['todo', 'groceries', 'plain'];

/** Name and kind of a new list; it is in front once it is there. */
export function NewListDialog({ lists, onClose }: { lists: ShownList; onClose: () => void }) {
  const { client, undo, problems, i18n } = useApp();
  const { t } = i18n;
  const name = useSignal('');
  const kind = useSignal<ListKind>('todo');
  const problem = useSignal<string | undefined>(undefined);

  function save(): void {
    const title = name.peek().trim();
    problem.value = nameProblem(t, title, t('newList.name.missing'));
    if (problem.peek() === undefined) {
      const id = newId<ListId>();
      const { outcome } = client.send({ type: 'addList', id, name: title, kind: kind.peek() });
      undo.offer({ text: () => t('undo.listAdded', { title }), outcome });
      void outcome.then((result) => {
        if (result.ok) lists.show(id);
        else problems.tell(result.error);
      });
      onClose();
    }
  }

  return (
    <Dialog
      title={t('newList.heading')}
      onClose={onClose}
      onSubmit={save}
      foot={<SubmitFoot label={t('newList.create')} onCancel={onClose} />}
    >
      <NameField label={t('newList.name')} name={name} problem={problem.value} />
      <Field label={t('newList.kind')}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={kind}
            onChange={(event) => {
              kind.value = event.currentTarget.value as ListKind;
            }}
          >
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {t(`newList.kind.${each}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Dialog>
  );
}
