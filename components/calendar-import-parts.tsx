import type { ImportOutcome, ImportPreview, ImportProblem } from '../lib/stores/calendar-import.ts';
import type { I18n } from '../lib/stores/i18n.ts';
import { useApp } from './app-context.ts';

/** So many notes about a file are listed; the rest is counted. */
const MAX_LISTED = 100;
/** So many titles of cut events are named. */
const MAX_NAMED = 5;

/** What is in the files, what is odd about them, and which of them are none. */
export function ImportFound({ preview }: { preview: ImportPreview }) {
  const { t } = useApp().i18n;
  const { events, series, changes, cancelled, floating, cut, unreadable } = preview;
  const named = cut.slice(0, MAX_NAMED).join(', ');
  return (
    <>
      {preview.rejected.map(({ file, why }) => (
        <p key={file} class="error" role="alert">
          {file === '' ? t(`ics.rejected.${why}`) : t('ics.rejected.file', { file, why: t(`ics.rejected.${why}`) })}
        </p>
      ))}
      {events.length > 0 && (
        <ul class="facts-list">
          <li>
            <strong>{t('ics.found', { n: events.length })}</strong>
          </li>
          {series > 0 && <li>{t('ics.found.series', { n: series })}</li>}
          {changes > 0 && <li>{t('ics.found.changes', { n: changes })}</li>}
          {cancelled > 0 && <li>{t('ics.found.cancelled', { n: cancelled })}</li>}
          {floating > 0 && <li>{t('ics.found.floating', { n: floating })}</li>}
          {cut.length > 0 && <li>{t('ics.found.cut', { n: cut.length, titles: named })}</li>}
          {unreadable > 0 && <li>{t('ics.found.unreadable', { n: unreadable })}</li>}
        </ul>
      )}
      <Problems problems={preview.problems} isOpen={false} />
    </>
  );
}

/** What came of an import, with what could not be read and where it stands. */
export function ImportResult(props: { preview: ImportPreview; outcome: ImportOutcome; isUndone: boolean }) {
  const { outcome, preview } = props;
  const { i18n } = useApp();
  const { t } = i18n;
  if (props.isUndone) return <p role="status">{t('ics.undone')}</p>;
  const { unreadable } = preview;
  const unread = preview.problems.filter(({ code }) => code === 'skipped');
  return (
    <>
      <p role="status">{resultText(i18n, outcome, unreadable)}</p>
      {outcome.error !== undefined && (
        <p class="error" role="alert">
          {t(`error.${outcome.error}`)} {t('ics.result.stopped')}
        </p>
      )}
      <Problems problems={unreadable > 0 ? unread : []} isOpen={true} />
    </>
  );
}

/** "Imported: added 40, changed 3, skipped 200 already here, 2 unreadable." */
export function resultText(
  i18n: I18n,
  { added, changed, same }: Pick<ImportOutcome, 'added' | 'changed' | 'same'>,
  unreadable: number,
): string {
  const { t } = i18n;
  const parts = [
    added > 0 && t('ics.result.added', { n: added }),
    changed > 0 && t('ics.result.changed', { n: changed }),
    same > 0 && t('ics.result.same', { n: same }),
    unreadable > 0 && t('ics.result.unreadable', { n: unreadable }),
  ].filter((part) => part !== false);
  const text = parts.join(', ');
  return added + changed > 0 ? t('ics.result', { parts: text }) : t('ics.result.nothing', { parts: text });
}

function Problems({ problems, isOpen }: { problems: readonly ImportProblem[]; isOpen: boolean }) {
  const { t } = useApp().i18n;
  if (problems.length === 0) return null;
  const others = problems.length - MAX_LISTED;
  return (
    <details class="notes" open={isOpen}>
      <summary>{t('ics.problems', { n: problems.length })}</summary>
      <ul>
        {problems.slice(0, MAX_LISTED).map((problem, index) => (
          <li key={index}>
            <Problem problem={problem} />
          </li>
        ))}
        {others > 0 && <li>{t('ics.problem.others', { n: others })}</li>}
      </ul>
    </details>
  );
}

function Problem({ problem: { code, line, text, file } }: { problem: ImportProblem }) {
  const { t } = useApp().i18n;
  const problem = t(`ics.problem.${code}`);
  const where =
    line === undefined
      ? problem
      : file === ''
        ? t('ics.problem.line', { line, problem })
        : t('ics.problem.fileLine', { file, line, problem });
  return (
    <>
      {where}
      <code dir="ltr">{text}</code>
    </>
  );
}
