import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { MAX_LINE_LENGTH } from '../lib/protocol/values.ts';
import type { App } from '../lib/stores/app.ts';
import type { EventDraft } from '../lib/stores/event-draft.ts';
import type { EventLine } from '../lib/stores/event-line.ts';
import type { EventReading } from '../lib/stores/event-reading.ts';
import { ruleOf } from '../lib/stores/repeat-draft.ts';
import { ruleText } from '../lib/stores/rule-text.ts';
import { useApp } from './app-context.ts';
import { Clashes } from './clashes.tsx';
import { Icon, type IconName } from './icon.tsx';
import { LineTint } from './line-tint.tsx';
import { icons } from './more-icons.ts';

/** An event in one line: what is understood stands below as chips, and who is busy then; Enter adds it, or opens the dialog where it does not say when. */
export function QuickEvent({ line, onOpen }: { line: EventLine; onOpen: (given: Partial<EventDraft>) => void }) {
  const app = useApp();
  const { t } = app.i18n;
  const input = useRef<HTMLInputElement>(null);
  /** Id of the reading that one more Backspace takes back. */
  const marked = useSignal<string | null>(null);
  const reading = line.reading.value;
  const chips = reading === null ? [] : chipsOf(reading, app);
  const markedChip = chips.find(({ id }) => id === marked.value);
  const tooLong = line.tooLong.value;
  useEffect(() => line.prepare(), [line]);

  async function submit(): Promise<void> {
    const given = await line.submit();
    if (given !== null) onOpen(given);
  }

  return (
    <form
      class="add quick-event"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="add-line">
        <Icon name="calendar" />
        <div class="add-text">
          <LineTint line={line} marked={marked} />
          <input
            ref={input}
            type="text"
            dir="auto"
            autoComplete="off"
            enterKeyHint="done"
            aria-label={t('quickEvent.label')}
            placeholder={t('quickEvent.placeholder')}
            aria-invalid={tooLong === null ? undefined : 'true'}
            value={line.text}
            onInput={(event) => line.write(event.currentTarget.value)}
          />
        </div>
        {reading !== null && (
          <button
            type="button"
            class="icon-button"
            aria-label={t('quickEvent.details')}
            title={t('quickEvent.details')}
            aria-haspopup="dialog"
            onClick={() => onOpen(reading.draft)}
          >
            <Icon name="more" />
          </button>
        )}
      </div>
      {tooLong !== null && (
        <p class="error" role="alert">
          {t('field.tooLong', { n: tooLong, max: MAX_LINE_LENGTH })}
        </p>
      )}
      {chips.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in.
        <div class="chips" role="group" aria-label={t('recognised.label')}>
          {chips.map(({ id, icon, value, name }) => (
            <button
              key={id}
              type="button"
              class={id === marked.value ? 'chip chip-marked' : 'chip'}
              aria-label={name}
              title={t('recognised.drop')}
              onClick={() => {
                line.drop(id);
                input.current?.focus();
              }}
            >
              <Icon name={icon} />
              <bdi>{value}</bdi>
              <Icon name={icons.close} />
            </button>
          ))}
        </div>
      )}
      <p class="visually-hidden" aria-live="polite">
        {markedChip === undefined ? '' : t('recognised.marked', { part: markedChip.name })}
      </p>
      {reading?.hasWhen === true && <Clashes draft={reading.draft} />}
    </form>
  );
}

interface Chip {
  readonly id: string;
  readonly icon: IconName;
  readonly value: string;
  /** `Date: Tue, Nov 24` */
  readonly name: string;
}

function chipsOf({ draft, parts }: EventReading, app: App): Chip[] {
  const { i18n, formats } = app;
  const { t } = i18n;
  const { date, time } = formats.value;
  const once = new Map(parts.map((part) => [part.id, part]));
  return [...once.values()].flatMap(({ id, kind }): Chip[] => {
    switch (kind) {
      case 'date': {
        const hasSpan = draft.allDay && draft.endsOn !== draft.startsOn;
        const value = hasSpan ? `${date(draft.startsOn)} – ${date(draft.endsOn)}` : date(draft.startsOn);
        return [{ id, icon: 'calendar', value, name: t('recognised.date', { value }) }];
      }
      case 'time': {
        const value = id === 'time' ? `${time(draft.startsAt)} – ${time(draft.endsAt)}` : time(draft.startsAt);
        return [{ id, icon: icons.clock, value, name: t('recognised.time', { value }) }];
      }
      case 'repeat': {
        const start = draft.allDay ? draft.startsOn : `${draft.startsOn}T${draft.startsAt}`;
        const rrule = ruleOf(draft.repeat, { start, zone: draft.allDay ? undefined : draft.zone });
        const value =
          rrule === undefined
            ? ''
            : (ruleText({ rrule, start, zone: draft.zone }, i18n, formats.value, { isBrief: true }) ?? '');
        return value === '' ? [] : [{ id, icon: icons.repeat, value, name: t('recognised.repeat', { value }) }];
      }
      case 'person': {
        const value = id.replace(/^person:/, '');
        return [{ id, icon: icons.person, value, name: t('recognised.person', { value }) }];
      }
      default:
        return [];
    }
  });
}
