import { useEffect, useMemo } from 'preact/hooks';
import type { ItemChange } from '../lib/protocol/commands.ts';
import type { HistoryRow } from '../lib/protocol/history-row.ts';
import type { CategoryRow, EntryRow } from '../lib/protocol/values.ts';
import { categoryName } from '../lib/stores/category-name.ts';
import { changeEntry } from '../lib/stores/entry-edits.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { useApp } from './app-context.ts';
import { nameOf } from './avatar.tsx';
import { Dialog } from './dialog.tsx';

/** Who did what to an entry and when, latest first; what was changed can be put back as it was before. */
export function HistoryDialog(props: { row: EntryRow; lists: ShownList; onClose: () => void }) {
  const { row, lists, onClose } = props;
  const app = useApp();
  const { client, i18n, members } = app;
  const { t } = i18n;
  const query = useMemo(() => client.live({ type: 'history', item: row.id }), [client, row.id]);
  const categories = useMemo(() => client.live({ type: 'categories' }), [client]);
  useEffect(() => () => query.close(), [query]);
  useEffect(() => () => categories.close(), [categories]);
  const steps = [...query.rows.value.values()].toSorted((a, b) => b.at - a.at);
  const moment = new Intl.DateTimeFormat(i18n.locale.value, { dateStyle: 'medium', timeStyle: 'short' });
  const say = useSayings(lists, [...categories.rows.value.values()]);

  const who = (step: HistoryRow) => {
    const member = step.by === undefined ? undefined : members.value.get(step.by);
    return member === undefined ? t('history.someone') : nameOf(member, t);
  };

  return (
    <Dialog title={t('history.heading', { title: row.title })} onClose={onClose}>
      {query.isLive.value && steps.length === 0 && <p class="hint">{t('history.none')}</p>}
      <ol class="history" aria-label={t('action.history')}>
        {steps.map((step) => {
          const [was, is] = [say(step, step.before), say(step, step.after)];
          return (
            <li key={step.id}>
              <div>
                <strong>{t(`history.${step.what}`, { name: who(step) })}</strong>
                {(was !== '' || is !== '') && (
                  <span class="history-change" dir="auto">
                    {was !== '' && <del>{was}</del>}
                    {is !== '' && <ins>{is}</ins>}
                  </span>
                )}
                <time dateTime={new Date(step.at).toISOString()}>{moment.format(step.at)}</time>
              </div>
              {step.before !== undefined && Object.keys(step.before).length > 0 && (
                <button
                  type="button"
                  class="button button-small"
                  aria-label={t('history.restore', { value: was === '' ? t('history.nothing') : was })}
                  onClick={() => {
                    changeEntry(app, row, step.before as ItemChange);
                    onClose();
                  }}
                >
                  {t('action.restore')}
                </button>
              )}
            </li>
          );
        })}
      </ol>
    </Dialog>
  );
}

/** The words for one side of a change; empty where it says nothing. */
function useSayings(lists: ShownList, own: readonly CategoryRow[]) {
  const { i18n, members, formats } = useApp();
  const { t } = i18n;
  const number = new Intl.NumberFormat(i18n.locale.value);
  return (step: HistoryRow, side: ItemChange | undefined): string => {
    if (side === undefined) return '';
    switch (step.what) {
      case 'title':
        return side.title ?? '';
      case 'note':
        return side.note ?? '';
      case 'quantity':
        return side.quantity ? quantityText([side.quantity], (amount) => number.format(amount)) : '';
      case 'due':
      case 'step': {
        const time = side.dueTime ? `, ${formats.value.time(side.dueTime)}` : '';
        return side.due ? formats.value.date(side.due) + time : '';
      }
      case 'who':
      case 'rotation':
        return (side.rotation ?? side.who ?? [])
          .flatMap((id) => members.value.get(id) ?? [])
          .map((member) => nameOf(member, t))
          .join(', ');
      case 'category':
        return side.category ? (categoryName(side.category, t, own) ?? '') : '';
      case 'priority':
        return side.priority ? t(`priority.${side.priority}`) : '';
      case 'list':
        return lists.every.value.find(({ id }) => id === side.list)?.name ?? '';
      default:
        return '';
    }
  };
}
