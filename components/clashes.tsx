import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { EventId } from '../lib/protocol/ids.ts';
import type { ClashRow } from '../lib/protocol/queries.ts';
import { type EventDraft, problemsOf } from '../lib/stores/event-draft.ts';
import { fieldsOf } from '../lib/stores/event-fields.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { peopleNames } from './people-names.ts';

/** More events than these are counted, not named. */
const MAX_NAMED = 4;

/**
 * What the people of a draft have at its time, and at the times of its coming dates where it repeats, said before it is saved. It never keeps
 * anybody from saving.
 */
export function Clashes({ draft, except }: { draft: EventDraft; except?: EventId | undefined }) {
  const isTimed =
    !draft.allDay && draft.who.length > 0 && Object.keys(problemsOf({ ...draft, title: '-' })).length === 0;
  return isTimed ? <ClashList draft={draft} except={except} /> : null;
}

function ClashList({ draft, except }: { draft: EventDraft; except: EventId | undefined }) {
  const { client, i18n, now } = useApp();
  const { when } = fieldsOf(draft);
  const asked = JSON.stringify([when, draft.who, except]);
  const query = useMemo(
    () =>
      client.live({
        type: 'clashes',
        when,
        who: [...draft.who],
        ...(except !== undefined && { except }),
        zone: now.zone,
      }),
    [client, asked, now.zone],
  );
  useEffect(() => () => query.close(), [query]);
  // What was said stands until the worker has looked again: nothing jumps with every digit of a time.
  const shown = useRef<readonly ClashRow[]>([]);
  if (query.isLive.value) shown.current = [...query.rows.value.values()];
  const rows = shown.current;
  return (
    <div role="status" class="clashes">
      {rows.slice(0, MAX_NAMED).map((row) => (
        <p key={row.id} class="notice notice-warn">
          <Icon name={icons.alert} />
          <Clash row={row} isAtOnce={row.dates === 1 && row.day === draft.startsOn} />
        </p>
      ))}
      {rows.length > MAX_NAMED && <p class="hint">{i18n.t('clash.more', { n: rows.length - MAX_NAMED })}</p>}
    </div>
  );
}

/** `isAtOnce`: it is on the day that stands above, and on no other. */
function Clash({ row, isAtOnce }: { row: ClashRow; isAtOnce: boolean }) {
  const { i18n, formats, members, now } = useApp();
  const { t } = i18n;
  const { date, time } = formats.value;
  const said = {
    names: peopleNames(row.who, members.value, i18n),
    title: row.title,
    from: time(row.startsAt),
    to: time(row.endsAt),
  };
  if (isAtOnce) return <span>{t('clash.busy', said)}</span>;
  const year = row.day.slice(0, 4);
  const day = year === now.today.value.slice(0, 4) ? date(row.day) : `${date(row.day)}, ${year}`;
  const on = t('clash.busyOn', { ...said, date: day });
  return <span>{row.dates === 1 ? on : `${on} ${t('clash.busyOften', { n: row.dates - 1 })}`}</span>;
}
