import type { FamilyView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { BackupOptions } from './backup-options.tsx';
import { Banners } from './banners.tsx';
import { CalendarOptions } from './calendar-options.tsx';
import { FamilyOptions } from './family-options.tsx';
import { ReminderOptions } from './reminder-options.tsx';
import { ServerReportSection } from './server-report.tsx';
import { SettingChoice } from './setting-choice.tsx';
import { SyncStatusLine } from './sync-foot.tsx';
import { SyncServer } from './sync-server.tsx';
import { UndoToast } from './undo-toast.tsx';

/** Names of languages in themselves: people find theirs whatever is shown. */
const LANGUAGES = { en: 'English', es: 'Español' } as const;

/** Settings of this browser: server, language, look, family, what brings it back, and what the server has of it. */
export function OptionsPage({ family }: { family: FamilyView }) {
  const { session, i18n } = useApp();
  const { t } = i18n;

  return (
    <main class="column">
      <h1>{t('options.heading')}</h1>
      <Banners withActions={false} />
      <section class="card">
        <h2>{t('options.sync')}</h2>
        <SyncServer />
        {session.value?.family !== undefined && <SyncStatusLine />}
      </section>
      <section class="card">
        <h2>{t('options.look')}</h2>
        <div class="settings-row">
          <SettingChoice
            name="language"
            label={t('options.language')}
            options={[
              ['auto', t('options.language.auto')],
              ['en', LANGUAGES.en],
              ['es', LANGUAGES.es],
            ]}
          />
          <SettingChoice
            name="theme"
            label={t('options.theme')}
            options={[
              ['auto', t('options.theme.auto')],
              ['light', t('options.theme.light')],
              ['dark', t('options.theme.dark')],
            ]}
          />
          <SettingChoice
            name="weekStart"
            label={t('options.weekStart')}
            options={[
              ['auto', t('options.weekStart.auto')],
              ['monday', t('options.weekStart.monday')],
              ['saturday', t('options.weekStart.saturday')],
              ['sunday', t('options.weekStart.sunday')],
            ]}
          />
          <SettingChoice
            name="timeFormat"
            label={t('options.timeFormat')}
            options={[
              ['auto', t('options.timeFormat.auto')],
              ['12', t('options.timeFormat.12')],
              ['24', t('options.timeFormat.24')],
            ]}
          />
        </div>
      </section>
      <ReminderOptions />
      <CalendarOptions family={family} />
      <FamilyOptions family={family} />
      <BackupOptions family={family} />
      <ServerReportSection family={family} />
      <div class="column-toast">
        <UndoToast />
      </div>
    </main>
  );
}
