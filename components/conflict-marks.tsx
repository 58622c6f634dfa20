import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { MemberId } from '../lib/protocol/ids.ts';
import type { Conflict } from '../lib/stores/conflicts.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import type { EventHandlers } from './event-handlers.ts';
import { Icon } from './icon.tsx';
import { peopleNames } from './people-names.ts';

/** More than so many overlaps of one event are counted, not named. */
const MAX_NAMED = 2;

/** What is wrong with the plan of an event, and what puts it right with one press. Nothing where nothing is. */
export function ConflictMarks(props: {
  row: OccurrenceRow;
  conflicts: readonly Conflict[] | undefined;
  on: Pick<EventHandlers, 'open' | 'assign'>;
}) {
  const { row, conflicts, on } = props;
  const { i18n, members, me } = useApp();
  const { t } = i18n;
  if (conflicts === undefined || conflicts.length === 0) return null;
  const overlaps = conflicts.flatMap((conflict) => (conflict.type === 'overlap' ? [conflict] : []));
  const isUnclaimed = conflicts.some(({ type }) => type === 'unclaimed');
  const own = me.value;
  /** What was pressed goes with that, so the keyboard goes to the event; in its dialog, where the dialog puts it. */
  const assign = (from: HTMLElement, who: MemberId) => {
    from.closest('.event')?.querySelector('button')?.focus();
    on.assign(row, [who]);
  };
  const others = [...members.value.values()].filter(({ id, isRemoved }) => id !== own && !isRemoved);

  return (
    <div class="marks">
      {isUnclaimed && (
        <div class="mark">
          <span class="mark-text">
            <Icon name={ALERT} />
            {t('mark.unclaimed')}
          </span>
          {own !== undefined && (
            <button
              type="button"
              class="button button-small"
              aria-label={t('mark.take.name', { title: row.title })}
              onClick={({ currentTarget }) => assign(currentTarget, own)}
            >
              {t('mark.take')}
            </button>
          )}
          {others.map((member) => (
            <button
              key={member.id}
              type="button"
              class="mark-person"
              aria-label={t('mark.give', { name: member.name, title: row.title })}
              title={t('mark.give', { name: member.name, title: row.title })}
              onClick={({ currentTarget }) => assign(currentTarget, member.id)}
            >
              <Avatar member={member} />
            </button>
          ))}
        </div>
      )}
      {overlaps.slice(0, MAX_NAMED).map(({ other, who }) => (
        <div class="mark" key={other.id}>
          <span class="mark-text">
            <Icon name={ALERT} />
            {t('mark.overlap', { names: peopleNames(who, members.value, i18n), title: other.title })}
          </span>
          <button
            type="button"
            class="button button-small"
            aria-haspopup="dialog"
            aria-label={t('mark.move.name', { title: row.title })}
            onClick={() => on.open(row)}
          >
            {t('mark.move')}
          </button>
        </div>
      ))}
      {overlaps.length > MAX_NAMED && <p class="mark-text">{t('mark.more', { n: overlaps.length - MAX_NAMED })}</p>}
    </div>
  );
}

/** The panel's first paint needs it, so it does not come with the other icons. */
export const ALERT = 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1';
