import { useSignal } from '@preact/signals';
import type { MemberRow } from '../lib/protocol/values.ts';
import type { CalendarStores } from '../lib/stores/calendar-stores.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';

const PrintDialog = lazy(async () => {
  const [code, ...texts] = await Promise.all([
    import('./print-dialog.tsx'),
    import('../locales/en-calendar.ts'),
    import('../locales/en-dialogs.ts'),
  ]);
  return [code.PrintDialog, texts[0].enCalendar, texts[1].enDialogs];
});
const PRINTER =
  'M7 8V4h10v4M7 17H4.5A1.5 1.5 0 0 1 3 15.5v-5A2.5 2.5 0 0 1 5.5 8h13a2.5 2.5 0 0 1 2.5 2.5v5a1.5 1.5 0 0 1-1.5 1.5H17M7 14h10v6H7z';

/** Who was removed has no button: what is still for them always shows. */
function isOffered({ isRemoved }: MemberRow): boolean {
  return !isRemoved;
}

/** Whose events one sees, finding one, and the way to paper. */
export function CalendarFilter({ stores }: { stores: CalendarStores }) {
  const { i18n, members } = useApp();
  const { filter, search } = stores;
  const isPrinting = useSignal<boolean>(false);
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
      <input
        class="calendar-search"
        type="search"
        dir="auto"
        autoComplete="off"
        maxLength={200}
        aria-label={i18n.t('calendar.search')}
        placeholder={i18n.t('calendar.search')}
        value={search.text.value}
        onInput={(event) => search.setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || search.text.peek() === '') return;
          event.preventDefault();
          search.setText('');
        }}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={i18n.t('calendar.print')}
        title={i18n.t('calendar.print')}
        aria-haspopup="dialog"
        onClick={() => {
          isPrinting.value = true;
        }}
      >
        <Icon name={PRINTER} />
      </button>
      {isPrinting.value && (
        <PrintDialog
          stores={stores}
          onClose={() => {
            isPrinting.value = false;
          }}
        />
      )}
    </div>
  );
}
