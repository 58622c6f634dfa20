import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import { type Conflict, conflictsAhead } from '../lib/stores/conflicts.ts';
import { useApp } from './app-context.ts';
import { ALERT } from './conflict-marks.tsx';
import { Icon } from './icon.tsx';
import { peopleNames } from './people-names.ts';

/**
 * That something is wrong with the plan of an event, where there is no room for more: a sign, and words for who hears the button's name or points
 * at it. The other event is not named, so that only its own button is called by its title. What puts it right is in the event's dialog.
 */
export function ConflictSign({ row, conflicts }: { row: OccurrenceRow; conflicts: readonly Conflict[] | undefined }) {
  if (conflicts === undefined) return null;
  return <Sign row={row} conflicts={conflicts} />;
}

/** Of all events only those with a conflict are told anything by the clock. */
function Sign({ row, conflicts }: { row: OccurrenceRow; conflicts: readonly Conflict[] }) {
  const { i18n, members, now } = useApp();
  const { t } = i18n;
  const standing = conflictsAhead(row, conflicts, now.local.value);
  if (standing.length === 0) return null;
  const busy = standing.flatMap((conflict) => (conflict.type === 'overlap' ? conflict.who : []));
  // What overlaps is somebody's: an event is never both.
  const said =
    busy.length === 0 ? t('sign.unclaimed') : t('sign.overlap', { names: peopleNames(busy, members.value, i18n) });
  return (
    <span class="conflict-sign" title={said}>
      <Icon name={ALERT} />
      <span class="visually-hidden"> {said}</span>
    </span>
  );
}
