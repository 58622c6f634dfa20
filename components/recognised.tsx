import { type Signal, signal, useComputed } from '@preact/signals';
import type { AddDraft } from '../lib/stores/add-draft.ts';
import type { App } from '../lib/stores/app.ts';
import type { LineReading, ReadPart } from '../lib/stores/line-reading.ts';
import { quantityText } from '../lib/stores/quantity-text.ts';
import { ruleText } from '../lib/stores/rule-text.ts';
import type { ShownList } from '../lib/stores/shown-list.ts';
import { enQuickAdd } from '../locales/en-quick-add.ts';
import { enRepeats } from '../locales/en-repeats.ts';
import { useApp } from './app-context.ts';
import { focusAddInput } from './focus-places.ts';
import { Icon, type IconName } from './icon.tsx';
import { lazy } from './lazy.tsx';
import { icons } from './more-icons.ts';
import { Suggestions } from './suggestions.tsx';

/** The English texts that come with this code. */
export const texts = [enQuickAdd, enRepeats];

const LineEventDialog = lazy(async () => {
  const [code, dialogs, panel] = await Promise.all([
    import('./line-event.tsx'),
    import('./event-dialogs.ts'),
    import('../locales/en-panel.ts'),
  ]);
  return [code.LineEvent, ...dialogs.texts, panel.enPanel];
});

/** The line is to become an event. A page has one line, and the dialog stands outside of its form. */
const isEvent = signal<boolean>(false);

/** The dialog in which the line becomes an event, once that was asked for. */
export function LineEvent({ draft }: { draft: AddDraft }) {
  if (!isEvent.value) return null;
  return (
    <LineEventDialog
      draft={draft}
      onClose={() => {
        isEvent.value = false;
      }}
    />
  );
}

const ICONS: Record<ReadPart['kind'], IconName | null> = {
  quantity: null,
  date: 'calendar',
  time: null,
  repeat: null,
  person: icons.person,
  list: 'list',
};

interface Chip {
  readonly id: string;
  readonly kind: ReadPart['kind'];
  readonly value: string;
  /** `Quantity: 2` */
  readonly name: string;
}

interface LineProps {
  readonly draft: AddDraft;
  /** Id of the reading that one more Backspace takes back. */
  readonly marked: Signal<string | null>;
}

/** What the line was understood to say (pressing a chip takes that back and leaves the words), and what the family has added before. */
export function Recognised({
  draft,
  marked,
  lists,
  onTake,
}: LineProps & { lists: ShownList; onTake: (chosen: { title: string }) => void }) {
  const app = useApp();
  const { t } = app.i18n;
  const chips = useComputed(() => chipsOf(draft.reading.value, app));
  const markedChip = chips.value.find(({ id }) => id === marked.value);
  return (
    <>
      <Suggestions draft={draft} lists={lists} onTake={onTake} />
      {chips.value.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in.
        <div class="chips" role="group" aria-label={t('recognised.label')}>
          {chips.value.map(({ id, kind, value, name }) => {
            const icon = ICONS[kind];
            return (
              <button
                key={id}
                type="button"
                class={id === marked.value ? 'chip chip-marked' : 'chip'}
                aria-label={name}
                title={t('recognised.drop')}
                onClick={() => {
                  draft.drop(id);
                  focusAddInput();
                }}
              >
                {icon !== null && <Icon name={icon} />}
                <bdi>{value}</bdi>
                <Icon name={icons.close} />
              </button>
            );
          })}
        </div>
      )}
      {draft.reading.value.isEvent === true && (
        <button
          type="button"
          class="button button-small make-event"
          aria-haspopup="dialog"
          onClick={() => {
            isEvent.value = true;
          }}
        >
          <Icon name="calendar" />
          {t('recognised.makeEvent')}
        </button>
      )}
      <p class="visually-hidden" aria-live="polite">
        {markedChip === undefined ? '' : t('recognised.marked', { part: markedChip.name })}
      </p>
    </>
  );
}

/** One chip a reading, in the order of the line, however many words it was read from. */
function chipsOf(reading: LineReading, app: App): Chip[] {
  const chips = new Map<string, Chip>();
  for (const { id, kind } of reading.parts) {
    const value = chipValue(kind, id, reading, app);
    if (value === undefined) continue;
    chips.set(id, { id, kind, value, name: app.i18n.t(`recognised.${kind}`, { value }) });
  }
  return [...chips.values()];
}

function chipValue(kind: ReadPart['kind'], id: string, reading: LineReading, app: App): string | undefined {
  const { quantity, due, dueTime, repeat, who, list } = reading;
  switch (kind) {
    case 'quantity':
      return (
        quantity && quantityText([quantity], (amount) => new Intl.NumberFormat(app.i18n.locale.value).format(amount))
      );
    case 'date':
      return due && app.formats.value.date(due);
    case 'time':
      return dueTime && app.formats.value.time(dueTime);
    case 'repeat':
      // Without a day of its own it counts from today.
      return (
        repeat &&
        ruleText({ rrule: repeat.rrule, start: due ?? app.now.today.value }, app.i18n, app.formats.value, {
          isBrief: true,
        })
      );
    case 'person':
      return who?.find(({ name }) => id === `person:${name}`)?.name;
    case 'list':
      return list?.name;
  }
}
