import { useSignal } from '@preact/signals';
import type { ProblemCode } from '../lib/stores/problems.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { exportFamily } from './export-family.ts';

/** What leaving means for this browser. */
export interface Standing {
  /** It was removed already: nobody notices. */
  readonly isRemoved: boolean;
  /** It is the family's only one. */
  readonly isLast: boolean;
  readonly hasKit: boolean;
}

/**
 * Asks before leaving. What nobody else has, or can ever have again, it names, and offers to keep it as a file. `onClose` gets what to say
 * once it is done.
 */
export function LeaveDialog(props: { name: string; standing: Standing; onClose: (done?: string) => void }) {
  const { isRemoved, isLast, hasKit } = props.standing;
  const app = useApp();
  const { client, sync, problems, i18n } = app;
  const { t } = i18n;
  /** The worker said that changes would be lost. A removed browser's never reach anybody. */
  const isWarned = useSignal((sync.peek()?.unsent ?? 0) > 0);
  const problem = useSignal<ProblemCode | null>(null);
  const isExported = useSignal<boolean>(false);
  const unsent = Math.max(1, sync.value?.unsent ?? 1);

  async function leave(): Promise<void> {
    const outcome = await client.run({ type: 'leaveFamily', evenUnsent: isWarned.peek() });
    if (outcome.ok) {
      // What could not be done in the family has no place outside of it.
      problems.dismiss();
      props.onClose(t(outcome.value?.isTold === false ? 'leave.leftUntold' : 'leave.left'));
    } else if (outcome.error === 'unsent-changes') isWarned.value = true;
    else problem.value = outcome.error;
  }

  async function keepFile(): Promise<void> {
    const outcome = await exportFamily(app);
    isExported.value = outcome === 'saved';
    problem.value = outcome === 'saved' ? null : outcome;
  }

  return (
    <Dialog
      title={t('leave.heading', { family: props.name })}
      onClose={() => props.onClose()}
      foot={
        <>
          <button type="button" class="button push" onClick={() => props.onClose()}>
            {t('action.cancel')}
          </button>
          <button type="button" class="button button-danger" onClick={() => void leave()}>
            {t(isWarned.value ? 'leave.anyway' : 'options.leave')}
          </button>
        </>
      }
    >
      <p>{t(isRemoved ? 'leave.lead.removed' : 'leave.lead')}</p>
      {isLast && !isRemoved && (
        <p class={hasKit ? undefined : 'error'}>{t(hasKit ? 'leave.last.kit' : 'leave.last')}</p>
      )}
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
