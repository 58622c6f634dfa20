import { useSignal } from '@preact/signals';
import type { FamilyView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { exportFamily } from './export-family.ts';
import { lazy } from './lazy.tsx';

const LeaveDialog = lazy(async () => [(await import('./leave-dialog.tsx')).LeaveDialog]);

const ExportListsDialog = lazy(async () => {
  const code = await import('./export-lists-dialog.tsx');
  return [code.ExportAllListsDialog, ...code.texts];
});

/** Which family this browser is in; its readable copy as a file; leaving. */
export function FamilyOptions({ family }: { family: FamilyView }) {
  const app = useApp();
  const { session, problems, i18n } = app;
  const { t } = i18n;
  const isLeaving = useSignal<boolean>(false);
  const isExporting = useSignal<boolean>(false);
  const said = useSignal('');
  const row = session.value;
  const name = row?.family?.name;
  const isWaiting = row?.state === 'waiting';
  const isIn = name !== undefined && !isWaiting;

  return (
    <section class="card" aria-labelledby="family-heading">
      <h2 id="family-heading">{t('options.family')}</h2>
      <p>
        {isWaiting
          ? t('options.family.waiting')
          : name === undefined
            ? t('options.family.none')
            : t('options.family.in', { family: name })}
      </p>
      {isIn && (
        <>
          <p class="hint">{t('options.export.hint')}</p>
          <div class="row-actions">
            <button
              type="button"
              class="button"
              onClick={() =>
                void exportFamily(app).then((outcome) => {
                  if (outcome === 'saved') said.value = t('options.exported');
                  else problems.tell(outcome);
                })
              }
            >
              {t('options.export')}
            </button>
            <button
              type="button"
              class="button"
              aria-haspopup="dialog"
              onClick={() => {
                isExporting.value = true;
              }}
            >
              {t('options.exportLists')}
            </button>
            <button
              type="button"
              class="button button-danger"
              aria-haspopup="dialog"
              onClick={() => {
                isLeaving.value = true;
              }}
            >
              {t('options.leave')}
            </button>
          </div>
        </>
      )}
      <p class="hint" role="status">
        {said.value}
      </p>
      {isExporting.value && isIn && (
        <ExportListsDialog
          onClose={() => {
            isExporting.value = false;
          }}
        />
      )}
      {isLeaving.value && isIn && (
        <LeaveDialog
          name={name}
          standing={{
            isRemoved: !family.isMember.value,
            isLast: family.isLastDevice.value,
            hasKit: family.recovery.value !== null,
          }}
          onClose={(text) => {
            isLeaving.value = false;
            if (text !== undefined) said.value = text;
          }}
        />
      )}
    </section>
  );
}
