import { useApp } from './app-context.ts';
import { Field } from './field.tsx';
import { changeSettings, SettingChoice } from './setting-choice.tsx';

/** What this device draws attention to by itself. */
export function ReminderOptions() {
  const app = useApp();
  const { t } = app.i18n;
  return (
    <section class="card" aria-labelledby="reminders-heading">
      <h2 id="reminders-heading">{t('options.reminders')}</h2>
      <p class="hint">{t('options.reminders.hint')}</p>
      <div class="settings-row">
        <SettingChoice
          name="remind"
          label={t('options.remind')}
          options={[
            ['mine', t('options.remind.mine')],
            ['all', t('options.remind.all')],
            ['none', t('options.remind.none')],
          ]}
        />
        <Field label={t('options.morning')} hint={t('options.morning.hint')}>
          {(control) => (
            <input
              {...control}
              class="input"
              type="time"
              value={app.settings.value.morning}
              onChange={(event) => changeSettings(app, { morning: event.currentTarget.value })}
            />
          )}
        </Field>
        <SettingChoice
          name="badge"
          label={t('options.badge')}
          options={[
            ['both', t('options.badge.both')],
            ['mine', t('options.badge.mine')],
            ['due', t('options.badge.due')],
            ['none', t('options.badge.none')],
          ]}
        />
      </div>
    </section>
  );
}
