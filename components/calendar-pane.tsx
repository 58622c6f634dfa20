import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import type { MemberRow } from '../lib/protocol/values.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { Agenda } from './agenda.tsx';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { NEW_EVENT_ID } from './focus-places.ts';
import { Icon } from './icon.tsx';
import { lazy, prefetchWhenIdle } from './lazy.tsx';

const EventDialog = lazy(async () => {
  const [code, texts] = await Promise.all([import('./event-dialog.tsx'), import('../locales/en-dialogs.ts')]);
  return [code.EventDialog, texts.enDialogs];
});

/** Who was removed has no button: what is still for them always shows. */
function isOffered({ isRemoved }: MemberRow): boolean {
  return !isRemoved;
}

/** The calendar: where one is, whose events one sees, and the days. */
export function CalendarPane({ stores }: { stores: CalendarStores }) {
  const view = stores.agenda;
  const { i18n, formats, members } = useApp();
  const { t } = i18n;
  /** The event in the dialog; `new` for one that is not there yet. */
  const opened = useSignal<OccurrenceRow | 'new' | null>(null);

  useEffect(() => prefetchWhenIdle(EventDialog), []);

  return (
    <>
      <div class="calendar-head">
        <h2 aria-live="polite">{formats.value.month(view.from.value)}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={t('calendar.previous')}
          title={t('calendar.previous')}
          onClick={view.previous}
        >
          <Icon name="back" directed />
        </button>
        <button type="button" class="button button-small" onClick={view.goToToday}>
          {t('calendar.today')}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={t('calendar.next')}
          title={t('calendar.next')}
          onClick={view.next}
        >
          <Icon name="forward" directed />
        </button>
        <button
          type="button"
          class="icon-button icon-button-main"
          id={NEW_EVENT_ID}
          aria-label={t('calendar.newEvent')}
          title={t('calendar.newEvent')}
          aria-haspopup="dialog"
          onClick={() => {
            opened.value = 'new';
          }}
        >
          <Icon name="add" />
        </button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons. */}
      <div class="filter" role="group" aria-label={t('calendar.show')}>
        {[...members.value.values()].filter(isOffered).map((member) => (
          <button
            key={member.id}
            type="button"
            aria-pressed={!view.hidden.value.has(member.id)}
            onClick={() => view.toggle(member.id)}
          >
            <Avatar member={member} />
            <span dir="auto">{member.name}</span>
          </button>
        ))}
      </div>
      <div class="scroll">
        <Agenda
          view={view}
          onOpen={(row) => {
            opened.value = row;
          }}
        />
      </div>
      {opened.value !== null && (
        <EventDialog
          event={opened.value}
          events={stores.events}
          onClose={() => {
            opened.value = null;
          }}
        />
      )}
    </>
  );
}
