import { useSignal } from '@preact/signals';
import type { FamilyView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { exportBackup } from './export-family.ts';
import { lazy } from './lazy.tsx';

const KitDialog = lazy(async () => {
  const [code, texts] = await Promise.all([import('./kit-dialog.tsx'), import('../locales/en-recovery.ts')]);
  return [code.KitDialog, texts.enRecovery];
});
const RestoreDialog = lazy(async () => {
  const [code, recovery, start] = await Promise.all([
    import('./restore-dialog.tsx'),
    import('../locales/en-recovery.ts'),
    import('../locales/en-start.ts'),
  ]);
  return [code.RestoreDialog, recovery.enRecovery, start.enStart];
});

/** What brings the family back when every browser is lost: the recovery kit, and a sealed file for when the server is lost as well. */
export function BackupOptions({ family }: { family: FamilyView }) {
  const app = useApp();
  const { session, problems, i18n } = app;
  const { t } = i18n;
  const opened = useSignal<'kit' | 'restore' | null>(null);
  const said = useSignal('');
  const hasFamily = session.value?.state === 'ready';
  const close = () => {
    opened.value = null;
  };
  return (
    <section class="card" aria-labelledby="backup-heading">
      <h2 id="backup-heading">{t('backup.heading')}</h2>
      {hasFamily && family.isMember.value && (
        <>
          <p class="hint">{t('backup.kit.hint')}</p>
          <KitState family={family} />
          <div class="row-actions">
            <button
              type="button"
              class={family.needsKit.value ? 'button button-main' : 'button'}
              aria-haspopup="dialog"
              onClick={() => {
                opened.value = 'kit';
              }}
            >
              {t('kit.heading')}
            </button>
          </div>
        </>
      )}
      <p class="hint">{t('backup.file.hint')}</p>
      <div class="row-actions">
        {hasFamily && (
          <button
            type="button"
            class="button"
            onClick={() =>
              void exportBackup(app).then((outcome) => {
                if (outcome === 'saved') said.value = t('backup.exported');
                else problems.tell(outcome);
              })
            }
          >
            {t('backup.export')}
          </button>
        )}
        <button
          type="button"
          class="button"
          aria-haspopup="dialog"
          onClick={() => {
            opened.value = 'restore';
          }}
        >
          {t('backup.restore')}
        </button>
      </div>
      <p class="hint" role="status">
        {said.value}
      </p>
      {opened.value === 'kit' && <KitDialog family={family} onClose={close} />}
      {opened.value === 'restore' && <RestoreDialog onClose={close} />}
    </section>
  );
}

/** Whether there is a kit, and since when. */
function KitState({ family }: { family: FamilyView }) {
  const { t } = useApp().i18n;
  const kit = family.recovery.value;
  if (kit === undefined) return null;
  if (kit === null) return <p class={family.needsKit.value ? 'nudge' : undefined}>{t('kit.none')}</p>;
  const when = family.moments.value.day(kit.at);
  const by = family.memberOf(kit.by);
  return <p>{by === undefined ? t('kit.made', { when }) : t('kit.madeBy', { when, name: by.name })}</p>;
}
