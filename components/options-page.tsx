import type { Settings } from '../lib/protocol/queries.ts';
import type { FamilyView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { BackupOptions } from './backup-options.tsx';
import { Banners } from './banners.tsx';
import { FamilyOptions } from './family-options.tsx';
import { Field } from './field.tsx';
import { ServerReportSection } from './server-report.tsx';
import { SyncStatusLine } from './sync-foot.tsx';
import { SyncServer } from './sync-server.tsx';

/** Names of languages in themselves: people find theirs whatever is shown. */
const LANGUAGES = { en: 'English', es: 'Español' } as const;

/** Settings of this browser: server, language, look, family, what brings it back, and what the server has of it. */
export function OptionsPage({ family }: { family: FamilyView }) {
  const { session, settings, client, problems, i18n } = useApp();
  const { t } = i18n;

  function change(part: Partial<Omit<Settings, 'host'>>): void {
    void client.run({ type: 'changeSettings', change: part }).then((outcome) => {
      if (!outcome.ok) problems.tell(outcome.error);
    });
  }

  const choice = <K extends 'language' | 'theme' | 'weekStart' | 'timeFormat'>(
    key: K,
    label: string,
    options: readonly (readonly [Settings[K], string])[],
  ) => (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={settings.value[key]}
          onChange={(event) => change({ [key]: event.currentTarget.value })}
        >
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );

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
          {choice('language', t('options.language'), [
            ['auto', t('options.language.auto')],
            ['en', LANGUAGES.en],
            ['es', LANGUAGES.es],
          ])}
          {choice('theme', t('options.theme'), [
            ['auto', t('options.theme.auto')],
            ['light', t('options.theme.light')],
            ['dark', t('options.theme.dark')],
          ])}
          {choice('weekStart', t('options.weekStart'), [
            ['auto', t('options.weekStart.auto')],
            ['monday', t('options.weekStart.monday')],
            ['saturday', t('options.weekStart.saturday')],
            ['sunday', t('options.weekStart.sunday')],
          ])}
          {choice('timeFormat', t('options.timeFormat'), [
            ['auto', t('options.timeFormat.auto')],
            ['12', t('options.timeFormat.12')],
            ['24', t('options.timeFormat.24')],
          ])}
        </div>
      </section>
      <FamilyOptions family={family} />
      <BackupOptions family={family} />
      <ServerReportSection family={family} />
    </main>
  );
}
