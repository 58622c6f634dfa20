import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../lib/protocol/values.ts';
import type { EventActions } from '../lib/stores/event-actions.ts';
import {
  type DraftProblem,
  draftOfEvent,
  type EventDraft,
  type EventPlace,
  MAX_PLACE_LENGTH,
  newEventDraft,
  problemsOf,
  withEndTime,
  withStart,
} from '../lib/stores/event-draft.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { RemindHere } from './remind-here.tsx';
import { WhoField } from './who-field.tsx';

/** A new event, or everything about one that is there. Nothing is changed before Save or Delete. */
export function EventDialog(props: {
  event: OccurrenceRow | 'new';
  /** Where a new one was begun in the calendar. */
  at?: EventPlace;
  events: EventActions;
  onClose: () => void;
}) {
  const { event, events, onClose } = props;
  const { now, i18n } = useApp();
  const { t } = i18n;
  const before = useRef<EventDraft>(
    event === 'new'
      ? newEventDraft(now.local.peek(), now.zone, props.at)
      : draftOfEvent(event, now.local.peek(), now.zone),
  ).current;
  const draft = useSignal(before);
  const isChecked = useSignal<boolean>(false);
  /** Whether the person has said on which day it ends; in an event that is there, it is said already. */
  const isEndDayChosen = useRef<boolean>(event !== 'new');
  const isSaving = useRef<boolean>(false);
  const root = useRef<HTMLDivElement>(null);
  const fields = draft.value;
  const edit = (change: Partial<EventDraft>) => {
    draft.value = { ...draft.peek(), ...change };
  };
  const problems = isChecked.value ? problemsOf(fields) : {};

  async function save(): Promise<void> {
    isChecked.value = true;
    if (Object.keys(problemsOf(draft.peek())).length > 0) {
      requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (isSaving.current) return;
    isSaving.current = true;
    const kept = event === 'new' ? events.add(draft.peek()) : events.change(event, before, draft.peek());
    await kept;
    onClose();
  }

  function sentence(field: keyof EventDraft): string | undefined {
    const problem = problems[field];
    return problem === undefined ? undefined : problemText(field, problem);
  }
  function problemText(field: keyof EventDraft, problem: DraftProblem): string {
    if (problem === 'end-before-start') return t('event.endBeforeStart');
    if (problem === 'too-long') {
      const max = { notes: MAX_TEXT_LENGTH, place: MAX_PLACE_LENGTH }[field as string] ?? MAX_LINE_LENGTH;
      return t('field.tooLong', { n: String(fields[field]).trim().length, max });
    }
    if (field === 'title') return t('field.title.missing');
    return field === 'startsAt' || field === 'endsAt' ? t('event.time.missing') : t('event.date.missing');
  }

  const line = (field: 'title' | 'place', label: string) => (
    <Field label={label} problem={sentence(field)}>
      {(control) => (
        <input
          {...control}
          class="input"
          type="text"
          dir="auto"
          autoComplete="off"
          autofocus={field === 'title'}
          value={fields[field]}
          onInput={(input) => edit({ [field]: input.currentTarget.value })}
        />
      )}
    </Field>
  );
  const moment = (type: 'date' | 'time', field: 'startsOn' | 'startsAt' | 'endsOn' | 'endsAt') => (
    <Field label={t(`event.${field}`)} problem={sentence(field)}>
      {(control) => (
        <input
          {...control}
          class="input"
          type={type}
          max={type === 'date' ? '9999-12-31' : undefined}
          value={fields[field]}
          onInput={(input) => {
            const value = input.currentTarget.value;
            if (field === 'endsAt') draft.value = withEndTime(draft.peek(), value, isEndDayChosen.current);
            else if (field !== 'endsOn') draft.value = withStart(draft.peek(), { [field]: value });
            else {
              isEndDayChosen.current = true;
              edit({ endsOn: value });
            }
          }}
        />
      )}
    </Field>
  );

  return (
    <Dialog
      title={event === 'new' ? t('event.new') : event.title}
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          {event !== 'new' && (
            <button
              type="button"
              class="button button-plain button-danger"
              onClick={() => {
                void events.remove(event);
                onClose();
              }}
            >
              {t('action.delete')}
            </button>
          )}
          <span class="push" />
          <button type="button" class="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button button-main">
            {t('action.save')}
          </button>
        </>
      }
    >
      <div class="dialog-fields" ref={root}>
        {line('title', t('field.title'))}
        <label class="check">
          <input
            type="checkbox"
            checked={fields.allDay}
            onChange={(input) => edit({ allDay: input.currentTarget.checked })}
          />
          {t('event.allDay')}
        </label>
        <div class={fields.allDay ? 'columns' : 'columns columns-moment'}>
          {moment('date', 'startsOn')}
          {!fields.allDay && moment('time', 'startsAt')}
        </div>
        <div class={fields.allDay ? 'columns' : 'columns columns-moment'}>
          {moment('date', 'endsOn')}
          {!fields.allDay && moment('time', 'endsAt')}
        </div>
        {!fields.allDay && (
          <Field label={t('event.zone')}>
            {(control) => (
              <select
                {...control}
                class="input"
                value={fields.zone}
                onChange={(input) => edit({ zone: input.currentTarget.value })}
              >
                {zones(fields.zone, now.zone).map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll('_', ' ')}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <WhoField who={fields.who} onChange={(who) => edit({ who })} />
        {line('place', t('event.place'))}
        <Field label={t('event.notes')} problem={sentence('notes')}>
          {(control) => (
            <textarea
              {...control}
              class="input"
              dir="auto"
              rows={2}
              value={fields.notes}
              onInput={(input) => edit({ notes: input.currentTarget.value })}
            />
          )}
        </Field>
        {event !== 'new' && <RemindHere event={event.event} />}
      </div>
    </Dialog>
  );
}

// The event's own zone and the viewer's come first; an event may carry a name that this browser does not list.
function zones(own: string, here: string): string[] {
  return [...new Set([own, here, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
