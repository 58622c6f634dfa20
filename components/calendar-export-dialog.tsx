import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { exportCalendar } from './calendar-files.ts';
import { Dialog } from './dialog.tsx';
import { DateField } from './text-field.tsx';

/** Saves the family's own events, all of them or those between two days, as a file that any calendar can read. */
export function CalendarExportDialog({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const { now, problems, i18n } = app;
  const { t } = i18n;
  const isAll = useSignal<boolean>(true);
  const from = useSignal(now.today.peek());
  const to = useSignal(now.today.peek());
  const problem = useSignal<string | undefined>(undefined);
  const said = useSignal('');
  const isBusy = useRef(false);
  const radio = useId();

  async function save(): Promise<void> {
    if (isBusy.current) return;
    const range = { from: from.peek(), to: to.peek() };
    const isRange = /^\d{4}-/.test(range.from) && /^\d{4}-/.test(range.to) && range.from <= range.to;
    problem.value = isAll.peek() || isRange ? undefined : t('ics.export.badRange');
    if (problem.peek() !== undefined) return;
    isBusy.current = true;
    const outcome = await exportCalendar(app, isAll.peek() ? 'all' : range);
    isBusy.current = false;
    if (typeof outcome === 'number')
      said.value = outcome === 0 ? t('ics.export.none') : t('ics.export.saved', { n: outcome });
    else problems.tell(outcome);
  }

  const choice = (all: boolean, text: string) => (
    <label class="choice">
      <input
        type="radio"
        name={radio}
        checked={isAll.value === all}
        onChange={() => {
          isAll.value = all;
        }}
      />
      <span>{text}</span>
    </label>
  );
  const day = (label: string, value: typeof from) => (
    <DateField
      label={label}
      problem={value === from ? problem.value : undefined}
      value={value}
      onChange={(date) => {
        value.value = date;
      }}
    />
  );
  return (
    <Dialog
      title={t('options.exportCalendar')}
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <button type="button" class="button push" onClick={onClose}>
            {t('action.close')}
          </button>
          <button type="submit" class="button button-main">
            {t('ics.export.save')}
          </button>
        </>
      }
    >
      <fieldset class="field">
        <legend class="field-label">{t('ics.export.what')}</legend>
        {choice(true, t('ics.export.all'))}
        {choice(false, t('ics.export.range'))}
      </fieldset>
      {!isAll.value && (
        <div class="settings-row">
          {day(t('ics.export.from'), from)}
          {day(t('ics.export.to'), to)}
        </div>
      )}
      <p class="hint">{t('ics.export.hint')}</p>
      <p role="status">{said.value}</p>
    </Dialog>
  );
}
