import { MAX_REMINDERS } from '../lib/stores/event-draft.ts';
import { reminderChoices, reminderText } from '../lib/stores/reminder-text.ts';
import { useApp } from './app-context.ts';
import type { EventFieldProps } from './event-field-props.ts';
import { Field } from './field.tsx';

/** When one is reminded: as many as are set, and one more to choose. */
export function RemindersField({ draft, edit }: EventFieldProps) {
  const { i18n, formats } = useApp();
  const { t } = i18n;
  const { reminders, allDay } = draft;
  const count = Math.min(MAX_REMINDERS, reminders.length + 1);
  return (
    <>
      {Array.from({ length: count }, (_, index) => {
        const own = reminders[index];
        const choices = reminderChoices(allDay);
        const options = own === undefined || choices.includes(own) ? choices : [...choices, own].sort((a, b) => a - b);
        const label = index === 0 ? t('event.reminder') : t('event.reminderN', { n: index + 1 });
        return (
          <Field key={index} label={label}>
            {(control) => (
              <select
                {...control}
                class="input"
                value={own === undefined ? '' : String(own)}
                onChange={(input) => {
                  const { value } = input.currentTarget;
                  const next = [...reminders];
                  if (value === '') next.splice(index, 1);
                  else next[index] = Number(value);
                  edit({ ...draft, reminders: [...new Set(next)] });
                }}
              >
                <option value="">{t('reminder.none')}</option>
                {options.map((minutes) => (
                  <option key={minutes} value={minutes}>
                    {reminderText(minutes, allDay, i18n, formats.value)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        );
      })}
    </>
  );
}
