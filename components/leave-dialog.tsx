import { useSignal } from '@preact/signals';
import type { ProblemCode } from '../lib/stores/problems.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { exportFamily } from './export-family.ts';

/** Asks before leaving; with changes that nobody else has yet it says so, and offers to keep them as a file. */
export function LeaveDialog({ family, onClose }: { family: string; onClose: (hasLeft: boolean) => void }) {
  const app = useApp();
  const { client, sync, i18n } = app;
  const { t } = i18n;
  /** The worker said that changes would be lost. */
  const isWarned = useSignal((sync.peek()?.unsent ?? 0) > 0);
  const problem = useSignal<ProblemCode | null>(null);
  const isExported = useSignal<boolean>(false);
  const unsent = Math.max(1, sync.value?.unsent ?? 1);

  async function leave(): Promise<void> {
    const outcome = await client.run({ type: 'leaveFamily', evenUnsent: isWarned.peek() });
    if (outcome.ok) onClose(true);
    else if (outcome.error === 'unsent-changes') isWarned.value = true;
    else problem.value = outcome.error;
  }

  async function keepFile(): Promise<void> {
    const outcome = await exportFamily(app);
    isExported.value = outcome === 'saved';
    problem.value = outcome === 'saved' ? null : outcome;
  }

  return (
    <Dialog
      title={t('leave.heading', { family })}
      onClose={() => onClose(false)}
      foot={
        <>
          <button type="button" class="button push" onClick={() => onClose(false)}>
            {t('action.cancel')}
          </button>
          <button type="button" class="button button-danger" onClick={() => void leave()}>
            {t(isWarned.value ? 'leave.anyway' : 'options.leave')}
          </button>
        </>
      }
    >
      <p>{t('leave.lead')}</p>
      {isWarned.value && (
        <p class="error" role="alert">
          {t('leave.unsent', { n: unsent })}
        </p>
      )}
      <div>
        <button type="button" class="button" onClick={() => void keepFile()}>
          {t('leave.export')}
        </button>
      </div>
      <p class="hint" role="status">
        {isExported.value ? t('options.exported') : ''}
      </p>
      {problem.value !== null && (
        <p class="error" role="alert">
          {t(`error.${problem.value}`)}
        </p>
      )}
    </Dialog>
  );
}
