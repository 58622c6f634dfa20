import { useComputed, useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ListId } from '../lib/protocol/ids.ts';
import { shiftDate, startOfWeek } from '../lib/stores/agenda.ts';
import { monthRange } from '../lib/stores/calendar-dates.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { AppContext, useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { PrintSheet } from './print-sheet.tsx';
import './styles/calendar-print.css';

/** Asks what to print, a month or a week with a list beside it, and prints it on one page. */
export function PrintDialog({ stores, onClose }: { stores: CalendarStores; onClose: () => void }) {
  const app = useApp();
  const { client, formats, now, i18n } = app;
  const { t } = i18n;
  const what = useSignal<'month' | 'week'>(stores.place.view.peek() === 'week' ? 'week' : 'month');
  const list = useSignal<ListId | ''>('');
  const range = useComputed(() => {
    const date = stores.place.date.value;
    if (what.value === 'month') return monthRange(date, formats.value.weekStart);
    const from = startOfWeek(date, formats.value.weekStart);
    return { from, to: shiftDate(from, 6) };
  });
  const days = useMemo(() => stores.openDays(range), []);
  const lists = useMemo(() => client.live({ type: 'lists' }), []);
  // Read here, not in the field alone: the sheet follows when another list is chosen.
  const chosen = lists.rows.value.get(list.value);
  const sheet = useRef<HTMLElement>(null);

  // Beside the page, not in it: printing then hides the page as a whole.
  useEffect(() => {
    const place = document.createElement('div');
    place.className = 'print-place';
    document.body.append(place);
    sheet.current = place;
    return () => {
      render(null, place);
      place.remove();
      days.close();
      lists.close();
    };
  }, []);
  useEffect(() => {
    if (sheet.current === null) return;
    render(
      <AppContext.Provider value={app}>
        <PrintSheet
          key={chosen?.id}
          what={what.value}
          range={range.value}
          date={stores.place.date.value}
          days={days}
          formats={stores.formats.value}
          {...(chosen === undefined ? {} : { list: chosen })}
        />
      </AppContext.Provider>,
      sheet.current,
    );
  });

  return (
    <Dialog
      title={t('print.heading')}
      onClose={onClose}
      onSubmit={() => window.print()}
      foot={
        <>
          <button type="button" class="button push" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button button-main">
            {t('print.do')}
          </button>
        </>
      }
    >
      <fieldset>
        <legend class="field-label">{t('print.what')}</legend>
        {(['month', 'week'] as const).map((each) => (
          <label key={each} class="check print-choice">
            <input
              type="radio"
              name="print-what"
              checked={what.value === each}
              onChange={() => {
                what.value = each;
              }}
            />
            {t(`calendar.view.${each}`)}
          </label>
        ))}
        <p class="hint">
          {what.value === 'month'
            ? stores.formats.value.longMonth(stores.place.date.value)
            : stores.formats.value.range(range.value, now.today.value)}
        </p>
      </fieldset>
      <Field label={t('print.list')}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={list.value}
            onChange={(event) => {
              list.value = event.currentTarget.value as ListId | '';
            }}
          >
            <option value="">{t('print.list.none')}</option>
            {[...lists.rows.value.values()].map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Dialog>
  );
}
