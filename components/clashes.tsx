import { useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { EventId } from '../lib/protocol/ids.ts';
import { clashesWith } from '../lib/stores/conflicts.ts';
import { type EventDraft, problemsOf } from '../lib/stores/event-draft.ts';
import { fieldsOf } from '../lib/stores/event-fields.ts';
import { placedAt } from '../lib/stores/occurrence-row.ts';
import { useApp } from './app-context.ts';
import { nameOf } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';

/** What the people of a draft have at its time, said before it is saved. It never keeps anybody from saving. */
export function Clashes({ draft, except }: { draft: EventDraft; except?: EventId | undefined }) {
  const isTimed =
    !draft.allDay && draft.who.length > 0 && Object.keys(problemsOf({ ...draft, title: '-' })).length === 0;
  return isTimed ? <ClashList draft={draft} except={except} /> : null;
}

function ClashList({ draft, except }: { draft: EventDraft; except: EventId | undefined }) {
  const { client, i18n, formats, members, now } = useApp();
  const { t } = i18n;
  const { when } = fieldsOf(draft);
  const { firstDay, lastDay } = placedAt(when, now.zone);
  const query = useMemo(
    () => client.live({ type: 'agenda', from: firstDay, to: lastDay, zone: now.zone }),
    [client, firstDay, lastDay, now.zone],
  );
  useEffect(() => () => query.close(), [query]);
  const rows = useComputed(() => [...query.rows.value.values()]).value;
  const clashes = clashesWith({ when, who: draft.who, except }, rows, now.zone);
  return (
    <div role="status" class="clashes">
      {clashes.map(({ row, who }) => (
        <p key={row.id} class="notice notice-warn">
          <Icon name={icons.alert} />
          <span>
            {t('clash.busy', {
              names: new Intl.ListFormat(i18n.locale.value).format(
                who.flatMap((id) => {
                  const member = members.value.get(id);
                  return member === undefined ? [] : nameOf(member, t);
                }),
              ),
              title: row.title,
              from: formats.value.time(row.startsAt ?? '00:00'),
              to: formats.value.time(row.endsAt ?? '00:00'),
            })}
          </span>
        </p>
      ))}
    </div>
  );
}
