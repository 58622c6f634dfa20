import { useSignal } from '@preact/signals';
import type { FamilyView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { lazy } from './lazy.tsx';

const ReportDetails = lazy(async () => {
  const [code, texts] = await Promise.all([import('./report-details.tsx'), import('../locales/en-report.ts')]);
  return [code.ReportDetails, texts.enReport];
});

/** What the server knows of this family, asked of the server itself. */
export function ServerReportSection({ family }: { family: FamilyView }) {
  const { session, i18n } = useApp();
  const { t } = i18n;
  /** How often it was asked for; nothing is asked before somebody wants to know. */
  const asked = useSignal(0);
  const canAsk = session.value?.state === 'ready';
  return (
    <section class="card" aria-labelledby="report-heading">
      <h2 id="report-heading">{t('report.heading')}</h2>
      <p>{t('report.lead')}</p>
      {canAsk ? (
        <div class="row-actions">
          <button
            type="button"
            class="button"
            onClick={() => {
              asked.value += 1;
            }}
          >
            {t(asked.value === 0 ? 'report.ask' : 'report.askAgain')}
          </button>
        </div>
      ) : (
        <p class="hint">{t('report.noFamily')}</p>
      )}
      {canAsk && asked.value > 0 && <ReportDetails family={family} asked={asked.value} />}
    </section>
  );
}
