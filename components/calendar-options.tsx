import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { FamilyView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { lazy } from './lazy.tsx';

const ImportDialog = lazy(async () => {
  const [code, texts] = await Promise.all([
    import('./calendar-import-dialog.tsx'),
    import('../locales/en-calendar-files.ts'),
  ]);
  return [code.CalendarImportDialog, texts.enCalendarFiles];
});
const ExportDialog = lazy(async () => {
  const [code, texts] = await Promise.all([
    import('./calendar-export-dialog.tsx'),
    import('../locales/en-calendar-files.ts'),
  ]);
  return [code.CalendarExportDialog, texts.enCalendarFiles];
});
const FeedList = lazy(async () => {
  const [code, feeds, people] = await Promise.all([
    import('./feed-list.tsx'),
    import('../locales/en-feeds.ts'),
    import('../locales/en-people.ts'),
  ]);
  return [code.FeedList, feeds.enFeeds, people.enPeople];
});
const FeedDialog = lazy(async () => {
  const [code, feeds, people] = await Promise.all([
    import('./feed-dialog.tsx'),
    import('../locales/en-feeds.ts'),
    import('../locales/en-people.ts'),
  ]);
  return [code.FeedDialog, feeds.enFeeds, people.enPeople];
});
const HolidaysDialog = lazy(async () => {
  const [code, feeds] = await Promise.all([import('./holidays-dialog.tsx'), import('../locales/en-feeds.ts')]);
  return [code.HolidaysDialog, feeds.enFeeds];
});

type Opened = 'import' | 'export' | 'feed' | 'holidays';

/** The calendar's ways in and out: files, calendars on the web that the family follows, public holidays. */
export function CalendarOptions({ family }: { family: FamilyView }) {
  const { client, session, i18n } = useApp();
  const { t } = i18n;
  const feeds = useMemo(() => client.live({ type: 'feeds' }), [client]);
  useEffect(() => () => feeds.close(), [feeds]);
  const opened = useSignal<Opened | null>(null);
  const close = () => {
    opened.value = null;
  };
  const hasFamily = session.value?.state === 'ready';
  const canChange = hasFamily && family.isMember.value;
  const rows = [...feeds.rows.value.values()];

  const opener = (what: Opened, text: string) => (
    <button
      type="button"
      class="button"
      aria-haspopup="dialog"
      onClick={() => {
        opened.value = what;
      }}
    >
      {text}
    </button>
  );
  return (
    <section class="card" aria-labelledby="calendar-heading">
      <h2 id="calendar-heading">{t('options.calendar')}</h2>
      {!hasFamily && <p class="hint">{t('options.calendar.none')}</p>}
      {hasFamily && (
        <>
          <p class="hint">{t('options.calendar.files')}</p>
          <div class="row-actions">
            {canChange && opener('import', t('options.importCalendar'))}
            {opener('export', t('options.exportCalendar'))}
          </div>
        </>
      )}
      {canChange && (
        <>
          <h3>{t('options.feeds')}</h3>
          <p class="hint">{t('options.feeds.hint')}</p>
          {rows.length > 0 && <FeedList rows={rows} family={family} />}
          <div class="row-actions">
            {opener('feed', t('options.feeds.add'))}
            {opener('holidays', t('options.feeds.holidays'))}
          </div>
        </>
      )}
      {opened.value === 'import' && <ImportDialog onClose={close} />}
      {opened.value === 'export' && <ExportDialog onClose={close} />}
      {opened.value === 'feed' && <FeedDialog onClose={close} />}
      {opened.value === 'holidays' && <HolidaysDialog onClose={close} />}
    </section>
  );
}
