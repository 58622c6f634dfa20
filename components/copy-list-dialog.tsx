import { useSignal } from '@preact/signals';
import type { ListRow } from '../lib/protocol/values.ts';
import { duplicateList } from '../lib/stores/list-changes.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { NameField, nameProblem, SubmitFoot } from './name-field.tsx';

/** Names the copy of a list, which is in front once it is there, or the template made of it. */
export function CopyListDialog(props: { list: ListRow; asTemplate: boolean; lists: ShownList; onClose: () => void }) {
  const { list, asTemplate, lists, onClose } = props;
  const app = useApp();
  const { t } = app.i18n;
  const name = useSignal(asTemplate ? list.name : t('list.copyOf', { list: list.name }));
  const onlyOpen = useSignal<boolean>(false);
  const problem = useSignal<string | undefined>(undefined);

  function save(): void {
    const title = name.peek().trim();
    problem.value = nameProblem(t, title, t('newList.name.missing'));
    if (problem.peek() !== undefined) return;
    void duplicateList(app, list, { name: title, asTemplate, onlyOpen: onlyOpen.peek() }).then((id) => {
      if (id !== undefined && !asTemplate) lists.show(id);
    });
    onClose();
  }

  return (
    <Dialog
      title={t(asTemplate ? 'list.saveTemplate' : 'list.duplicate')}
      onClose={onClose}
      onSubmit={save}
      foot={<SubmitFoot label={t('action.save')} onCancel={onClose} />}
    >
      {asTemplate && <p class="hint">{t('list.saveTemplate.hint')}</p>}
      <NameField label={t('newList.name')} name={name} problem={problem.value} />
      <label class="check">
        <input
          type="checkbox"
          checked={onlyOpen.value}
          onChange={(event) => {
            onlyOpen.value = event.currentTarget.checked;
          }}
        />
        {t('list.onlyOpen')}
      </label>
    </Dialog>
  );
}
