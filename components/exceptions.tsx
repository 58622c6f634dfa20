import { useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { EventActions } from '../lib/stores/event-actions.ts';
import { useApp } from './app-context.ts';

/** The dates of a series that are skipped or changed, and a way back for each. Nothing where there are none. */
export function Exceptions({ row, events }: { row: OccurrenceRow; events: EventActions }) {
  const { client, i18n, formats } = useApp();
  const { t } = i18n;
  const query = useMemo(() => client.live({ type: 'exceptions', event: row.event }), [client, row.event]);
  useEffect(() => () => query.close(), [query]);
  const rows = useComputed(() => [...query.rows.value.values()].sort((a, b) => (a.date < b.date ? -1 : 1))).value;
  if (rows.length === 0) return null;
  return (
    <details class="more">
      <summary>{t('event.exceptions', { n: rows.length })}</summary>
      <ul class="exceptions">
        {rows.map(({ id, kind, date, movedTo, isLost }) => {
          const day = formats.value.longDate(date);
          const what =
            movedTo === undefined
              ? t(`event.exceptions.${kind}`)
              : t('event.exceptions.moved', { date: formats.value.date(movedTo) });
          return (
            <li key={id}>
              <span>
                {day} <small>{isLost ? t('event.exceptions.lost') : what}</small>
              </span>
              <button
                type="button"
                class="button button-small"
                aria-label={t('event.exceptions.restore.name', { date: day })}
                onClick={() => void events.restore(row, id)}
              >
                {t('event.exceptions.restore')}
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
