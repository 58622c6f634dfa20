import type { MemberRow } from '../lib/protocol/values.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';

/** Who was removed has no button: what is still for them always shows. */
function isOffered({ isRemoved }: MemberRow): boolean {
  return !isRemoved;
}

/** Whose events one sees. */
export function CalendarFilter({ stores: { filter } }: { stores: CalendarStores }) {
  const { i18n, members } = useApp();
  return (
    <div class="calendar-tools">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons. */}
      <div class="filter" role="group" aria-label={i18n.t('calendar.show')}>
        {[...members.value.values()].filter(isOffered).map((member) => (
          <button
            key={member.id}
            type="button"
            aria-pressed={!filter.hidden.value.has(member.id)}
            onClick={() => filter.toggle(member.id)}
          >
            <Avatar member={member} />
            <span dir="auto">{member.name}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
