import type { EntryRow } from '../lib/protocol/values.ts';
import { useApp } from './app-context.ts';
import { Avatars } from './avatar.tsx';

/** An entry of a list on the day that it is due: it can be ticked here. */
export function DueEntry({ row, isSmall = false }: { row: EntryRow; isSmall?: boolean }) {
  const { entries, formats, i18n } = useApp();
  const time = row.dueTime === undefined ? undefined : formats.value.time(row.dueTime);
  const classes = `due-entry${row.done === null ? '' : ' due-done'}${isSmall ? ' due-small' : ''}`;
  return (
    <label class={classes} title={isSmall ? row.title : undefined}>
      <input
        type="checkbox"
        class="tick"
        aria-label={row.title}
        checked={row.done !== null}
        onChange={(event) => entries.setDone(row, event.currentTarget.checked)}
      />
      <span>
        <b>
          <bdi>{row.title}</bdi>
        </b>
        {!isSmall && (
          <small>{time === undefined ? i18n.t('calendar.due') : `${i18n.t('calendar.due')} · ${time}`}</small>
        )}
      </span>
      <Avatars who={row.who} />
    </label>
  );
}
