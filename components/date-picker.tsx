import { useSignal } from '@preact/signals';
import { monthRange, shiftMonth } from '../lib/stores/calendar-dates.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';
import { MonthGrid } from './month-grid.tsx';

/** Goes to any day: written, or pointed at in a month. */
export function DatePicker({ stores, onClose }: { stores: CalendarStores; onClose: () => void }) {
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const date = useSignal(stores.place.date.peek());
  const calendar = stores.formats.value;

  function choose(day: string): void {
    stores.place.goTo(day);
    onClose();
  }
  const turn = (months: 1 | -1) => {
    date.value = shiftMonth(date.peek(), months);
  };

  return (
    <Dialog
      title={t('calendar.goTo')}
      onClose={onClose}
      onSubmit={() => choose(date.peek())}
      foot={
        <>
          <button type="button" class="button button-plain" onClick={() => choose(now.today.peek())}>
            {t('calendar.today')}
          </button>
          <span class="push" />
          <button type="submit" class="button button-main">
            {t('calendar.goTo.do')}
          </button>
        </>
      }
    >
      <Field label={t('calendar.goTo.date')}>
        {(control) => (
          <input
            {...control}
            class="input"
            type="date"
            min="0001-01-01"
            max="9999-12-31"
            value={date.value}
            onInput={(input) => {
              // A date that is half written says nothing.
              if (input.currentTarget.value !== '') date.value = input.currentTarget.value;
            }}
          />
        )}
      </Field>
      <div class="picker">
        <div class="picker-head">
          <button type="button" class="icon-button" aria-label={t('calendar.goTo.earlier')} onClick={() => turn(-1)}>
            <Icon name="back" directed />
          </button>
          <span aria-live="polite">{calendar.longMonth(date.value)}</span>
          <button type="button" class="icon-button" aria-label={t('calendar.goTo.later')} onClick={() => turn(1)}>
            <Icon name="forward" directed />
          </button>
        </div>
        <MonthGrid
          label={calendar.longMonth(date.value)}
          range={monthRange(date.value, formats.value.weekStart)}
          date={date.value}
          formats={calendar}
          onChoose={(day) => {
            date.value = day;
          }}
          onEnter={choose}
        />
      </div>
    </Dialog>
  );
}
