import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { RecoverForm } from './recover-form.tsx';

/** Restoring from a backup file: the same as coming back with the kit. In a family there is nothing to restore, and it says so. */
export function RestoreDialog({ onClose }: { onClose: () => void }) {
  const { session, i18n } = useApp();
  const { t } = i18n;
  const kit = useSignal('');
  const name = useSignal('');
  const state = session.value?.state;
  const wasWithout = useSignal(state === 'none');

  // It has worked.
  useEffect(() => {
    if (wasWithout.peek() && state === 'ready') onClose();
  }, [state]);

  return (
    <Dialog title={t('backup.restore')} onClose={onClose}>
      {state === 'none' ? (
        <div class="start">
          <p>{t('recover.restore')}</p>
          <RecoverForm kit={kit} name={name} />
        </div>
      ) : (
        <p>{t('recover.inFamily')}</p>
      )}
    </Dialog>
  );
}
