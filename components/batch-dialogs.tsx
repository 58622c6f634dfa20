import { useSignal } from '@preact/signals';
import type { MemberId } from '../lib/protocol/ids.ts';
import type { EntryRow } from '../lib/protocol/values.ts';
import { changeEntries } from '../lib/stores/entry-edits.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { SubmitFoot } from './name-field.tsx';
import { DateField } from './text-field.tsx';
import { WhoField } from './who-field.tsx';

/** Whom several entries are for, or when they are due; what they have in common is filled in. */
export function BatchDialog(props: { what: 'who' | 'due'; rows: readonly EntryRow[]; onClose: () => void }) {
  const { what, rows, onClose } = props;
  const app = useApp();
  const { t } = app.i18n;
  const n = rows.length;
  const [first] = rows;
  const due = useSignal(rows.every((row) => row.due === first?.due) ? (first?.due ?? '') : '');
  const sameWho = rows.every((row) => row.who.join() === first?.who.join());
  const who = useSignal<readonly MemberId[]>(sameWho ? (first?.who ?? []) : []);

  function save(): void {
    const change = what === 'who' ? { who: [...who.peek()] } : { due: due.peek() === '' ? null : due.peek() };
    changeEntries(app, rows, change, () => t('undo.changedMany', { n }));
    onClose();
  }

  return (
    <Dialog
      title={t(what === 'who' ? 'select.who.heading' : 'select.due.heading', { n })}
      onClose={onClose}
      onSubmit={save}
      foot={<SubmitFoot label={t('action.save')} onCancel={onClose} />}
    >
      {what === 'who' ? (
        <WhoField
          who={who.value}
          onChange={(next) => {
            who.value = next;
          }}
        />
      ) : (
        <DateField
          label={t('field.due')}
          autofocus
          value={due}
          onChange={(value) => {
            due.value = value;
          }}
        />
      )}
    </Dialog>
  );
}
