import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Reach } from '../lib/protocol/event-commands.ts';
import type { ReachCost, ReachQuestion } from '../lib/stores/event-actions.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';

const REACHES: readonly Reach[] = ['this', 'following', 'all'];

/** Asks how far a change of one of a series goes, and says before which single changes would be lost. */
export function ReachDialog({ question }: { question: ReachQuestion }) {
  const { i18n, formats } = useApp();
  const { t } = i18n;
  const reach = useSignal<Reach>(question.canBeOne ? 'this' : 'following');
  /** What each reach would cost, once the worker has said so. */
  const costs = useSignal<Partial<Record<Reach, ReachCost>>>({});

  useEffect(() => {
    for (const each of ['following', 'all'] as const) {
      void question.preview(each).then((cost) => {
        costs.value = { ...costs.peek(), [each]: cost };
      });
    }
  }, [question]);

  const cost = costs.value[reach.value];
  const dates = cost?.lost ?? [];
  return (
    <Dialog
      title={t('reach.heading')}
      onClose={() => question.answer(null)}
      onSubmit={() => question.answer(reach.peek())}
      foot={
        <>
          <button type="button" class="button push" onClick={() => question.answer(null)}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button button-main">
            {t('reach.continue')}
          </button>
        </>
      }
    >
      <p>
        {t(`reach.${question.kind}`, {
          title: question.row.title,
          date: formats.value.longDate(question.row.firstDay),
        })}
      </p>
      <fieldset class="choices">
        <legend class="visually-hidden">{t('reach.heading')}</legend>
        {REACHES.map((each) => (
          <label key={each} class="check">
            <input
              type="radio"
              name="reach"
              value={each}
              autofocus={each === reach.peek()}
              checked={reach.value === each}
              disabled={each === 'this' && !question.canBeOne}
              onChange={() => {
                reach.value = each;
              }}
            />
            {t(`reach.${each}`)}
          </label>
        ))}
      </fieldset>
      {!question.canBeOne && <p class="hint">{t('reach.ruleIsForMany')}</p>}
      <div role="status">
        {cost?.isDayKept === true && <p class="hint">{t('reach.dayKept')}</p>}
        {dates.length > 0 && (
          <p class="notice notice-warn">
            {t('reach.lost', {
              n: dates.length,
              dates: new Intl.ListFormat(i18n.locale.value).format(
                dates.slice(0, 5).map((date) => formats.value.date(date.slice(0, 10))),
              ),
            })}
          </p>
        )}
      </div>
    </Dialog>
  );
}
