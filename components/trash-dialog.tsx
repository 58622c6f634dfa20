import { useEffect, useMemo } from 'preact/hooks';
import type { EntryRow, ListRow } from '../lib/protocol/values.ts';
import { restoreEntries } from '../lib/stores/entry-edits.ts';
import { useApp } from './app-context.ts';
import { nameOf } from './avatar.tsx';
import { Dialog } from './dialog.tsx';

/** Rows shown at a time; the latest first. */
const MOST_ROWS = 200;

/** What was deleted from a list in the last 90 days, to be brought back. */
export function TrashDialog({ list, onClose }: { list: ListRow; onClose: () => void }) {
  const app = useApp();
  const { client, i18n, members, formats } = app;
  const { t } = i18n;
  const query = useMemo(() => client.live({ type: 'trash', list: list.id }), [client, list.id]);
  useEffect(() => () => query.close(), [query]);
  const rows = [...query.rows.value.values()].toSorted((a, b) => deletedAt(b) - deletedAt(a));

  const about = (row: EntryRow) => {
    const by = row.deleted?.by === undefined ? undefined : members.value.get(row.deleted.by);
    const date = formats.value.date(new Date(deletedAt(row)).toLocaleDateString('sv'));
    return by === undefined ? t('trash.deleted', { date }) : t('trash.deletedBy', { date, name: nameOf(by, t) });
  };

  return (
    <Dialog
      title={t('trash.heading', { list: list.name })}
      onClose={onClose}
      {...(rows.length > 1 && {
        foot: (
          <button type="button" class="button" onClick={() => restoreEntries(app, rows.slice(0, MOST_ROWS))}>
            {t('trash.restoreAll')}
          </button>
        ),
      })}
    >
      <p class="hint">{t('trash.hint')}</p>
      {query.isLive.value && rows.length === 0 && <p class="hint">{t('trash.empty')}</p>}
      <ul class="history" aria-label={t('trash.label')}>
        {rows.slice(0, MOST_ROWS).map((row) => (
          <li key={row.id}>
            <div>
              <bdi>{row.title}</bdi>
              <small>{about(row)}</small>
            </div>
            <button
              type="button"
              class="button button-small"
              aria-label={t('lists.restore', { list: row.title })}
              onClick={() => restoreEntries(app, [row])}
            >
              {t('action.restore')}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function deletedAt(row: EntryRow): number {
  return row.deleted?.at ?? 0;
}
