import { useApp } from './app-context.ts';
import { SettingChoice } from './setting-choice.tsx';

/** What this device draws attention to by itself. */
export function ReminderOptions() {
  const { t } = useApp().i18n;
  return (
    <section class="card" aria-labelledby="reminders-heading">
      <h2 id="reminders-heading">{t('options.reminders')}</h2>
      <div class="settings-row">
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
