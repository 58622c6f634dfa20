import { useSignal } from '@preact/signals';
import type { Settings } from '../lib/protocol/messages.ts';
import { useApp } from './app-context.ts';
import { Banners } from './banners.tsx';
import { exportFamily } from './export-family.ts';
import { Field } from './field.tsx';
import { lazy } from './lazy.tsx';
import { SyncStatusLine } from './sync-foot.tsx';
import { SyncServer } from './sync-server.tsx';

const LeaveDialog = lazy(async () => [(await import('./leave-dialog.tsx')).LeaveDialog]);

/** Names of languages in themselves: people find theirs whatever is shown. */
const LANGUAGES = { en: 'English', es: 'Español' } as const;

/** Settings of this browser: server, language, look, and leaving. */
export function OptionsPage() {
  const app = useApp();
  const { session, settings, client, problems, i18n } = app;
  const { t } = i18n;
  const isLeaving = useSignal<boolean>(false);
  const said = useSignal('');
  const family = session.value?.family;

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
      <Banners />
      <section class="card">
        <h2>{t('options.sync')}</h2>
        <SyncServer />
        {family !== undefined && <SyncStatusLine />}
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
      <section class="card">
        <h2>{t('options.family')}</h2>
        <p>{family === undefined ? t('options.family.none') : t('options.family.in', { family: family.name })}</p>
        {family !== undefined && (
          <>
            <p class="hint">{t('options.export.hint')}</p>
            <div class="row-actions">
              <button
                type="button"
                class="button"
                onClick={() =>
                  void exportFamily(app).then((outcome) => {
                    if (outcome === 'saved') said.value = t('options.exported');
                    else problems.tell(outcome);
                  })
                }
              >
                {t('options.export')}
              </button>
              <button
                type="button"
                class="button button-danger"
                aria-haspopup="dialog"
                onClick={() => {
                  isLeaving.value = true;
                }}
              >
                {t('options.leave')}
              </button>
            </div>
          </>
        )}
        <p class="hint" role="status">
          {said.value}
        </p>
      </section>
      {isLeaving.value && family !== undefined && (
        <LeaveDialog
          family={family.name}
          onClose={(hasLeft) => {
            isLeaving.value = false;
            if (hasLeft) said.value = t('leave.left');
          }}
        />
      )}
    </main>
  );
}
