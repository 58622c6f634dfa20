import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { OccurrenceRow } from '../lib/protocol/event-values.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH } from '../lib/protocol/values.ts';
import { type Conflict, conflictsAhead } from '../lib/stores/conflicts.ts';
import type { EventActions } from '../lib/stores/event-actions.ts';
import {
  type DraftProblem,
  draftOfEvent,
  type EventDraft,
  type EventPlace,
  MAX_CATEGORY_LENGTH,
  MAX_PLACE_LENGTH,
  newEventDraft,
  problemsOf,
} from '../lib/stores/event-draft.ts';
import { changeBetween, fieldsOf } from '../lib/stores/event-fields.ts';
import { linksIn, placeLink } from '../lib/stores/text-links.ts';
import { useApp } from './app-context.ts';
import { exportEvent } from './calendar-files.ts';
import { Clashes } from './clashes.tsx';
import { ConflictMarks } from './conflict-marks.tsx';
import { Dialog } from './dialog.tsx';
import type { EventFieldProps } from './event-field-props.ts';
import { EventMore } from './event-more.tsx';
import { EventWhen } from './event-when.tsx';
import { Exceptions } from './exceptions.tsx';
import { Field } from './field.tsx';
import { RemindHere } from './remind-here.tsx';
import { RemindersField } from './reminders-field.tsx';
import { RepeatField } from './repeat-field.tsx';
import { TextField } from './text-field.tsx';
import { WhoField } from './who-field.tsx';

/**
 * A new event, or everything about one that is there. Nothing is changed before Save or Delete; of a series both ask how far they go, and the
 * dialog stays where the person gives up. An event that comes from elsewhere can only be looked at.
 */
export function EventDialog(props: {
  event: OccurrenceRow | 'new';
  events: EventActions;
  onClose: () => void;
  /** It was saved; called before it closes. */
  onSaved?: () => void;
  /** Of a new event: where it is to be. */
  at?: EventPlace;
  /** Of a new event: what is known of it already. */
  given?: Partial<EventDraft>;
}) {
  const { event, events, onClose } = props;
  const app = useApp();
  const { now, i18n } = app;
  const { t } = i18n;
  const before = useRef<EventDraft>(
    event === 'new'
      ? { ...newEventDraft(now.local.peek(), now.zone, props.at), ...props.given }
      : draftOfEvent(event, now.local.peek(), now.zone),
  ).current;
  const draft = useSignal(before);
  const isChecked = useSignal<boolean>(false);
  const isSaving = useRef<boolean>(false);
  const root = useRef<HTMLDivElement>(null);
  const fields = draft.value;
  const edit = (next: EventDraft) => {
    draft.value = next;
  };
  const set = (change: Partial<EventDraft>) => edit({ ...draft.peek(), ...change });
  const problems = isChecked.value ? problemsOf(fields) : {};

  async function save(): Promise<void> {
    isChecked.value = true;
    if (Object.keys(problemsOf(draft.peek())).length > 0) {
      requestAnimationFrame(() => {
        const first = root.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
        first?.closest('details')?.setAttribute('open', '');
        first?.focus();
      });
      return;
    }
    await finish(async () => {
      const isDone = await (event === 'new'
        ? events.add(fieldsOf(draft.peek()))
        : events.change(event, changeBetween(before, draft.peek())));
      if (isDone) props.onSaved?.();
      return isDone;
    });
  }

  /** Closes once it is done; stays where the person gave up. */
  async function finish(act: () => Promise<boolean>): Promise<void> {
    if (isSaving.current) return;
    isSaving.current = true;
    if (await act()) onClose();
    isSaving.current = false;
  }

  function problemOf(field: Exclude<keyof EventDraft, 'repeat'>): string | undefined {
    const problem = problems[field];
    return problem === undefined ? undefined : problemText(field, problem);
  }
  function problemText(field: keyof EventDraft, problem: DraftProblem): string {
    if (problem === 'end-before-start') return t('event.endBeforeStart');
    if (problem === 'too-long') {
      const max = LIMITS[field] ?? MAX_LINE_LENGTH;
      return t('field.tooLong', { n: String(fields[field]).trim().length, max });
    }
    if (field === 'title') return t('field.title.missing');
    return field === 'startsAt' || field === 'endsAt' ? t('event.time.missing') : t('event.date.missing');
  }

  const shared: EventFieldProps = { draft: fields, edit, problemOf, isChecked: isChecked.value };
  const place = placeLink(fields.place);
  const isForeign = event !== 'new' && event.source !== undefined;
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
              onClick={() => void finish(() => events.remove(event))}
            >
              {isForeign ? t('event.hide') : t('action.delete')}
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
      {isForeign && <p class="hint">{t('event.foreign', { name: event.source?.name ?? '' })}</p>}
      <div class="dialog-fields" ref={root}>
        <fieldset class="dialog-fields" disabled={isForeign}>
          <TextField
            label={t('field.title')}
            problem={problemOf('title')}
            autofocus
            value={fields.title}
            onChange={(value) => set({ title: value })}
          />
          <EventWhen {...shared} isNew={event === 'new'} />
          <RepeatField {...shared} row={event === 'new' ? undefined : event} />
          {event !== 'new' && event.occurrence !== undefined && !isForeign && (
            <Exceptions row={event} events={events} />
          )}
          <WhoField who={fields.who} onChange={(who) => set({ who })} />
          {event !== 'new' && fields.needsSomeone && fields.who.length === 0 && (
            <ConflictMarks
              row={event}
              conflicts={conflictsAhead(event, isForeign ? undefined : UNCLAIMED, now.local.value)}
              on={{
                open: () => {},
                // With one press where nothing else was changed; else it is saved with the rest.
                assign: (row, who) =>
                  draft.peek() === before ? void finish(() => events.assign(row, who)) : set({ who: [...who] }),
              }}
            />
          )}
          <Clashes draft={fields} except={event === 'new' ? undefined : event.event} />
        </fieldset>
        <RemindersField {...shared} />
        {event !== 'new' && <RemindHere event={event.event} />}
        <fieldset class="dialog-fields" disabled={isForeign}>
          <div class="field-with-links">
            <TextField
              label={t('event.place')}
              problem={problemOf('place')}
              value={fields.place}
              onChange={(value) => set({ place: value })}
            />
            {place !== undefined && (
              <OutLink url={place.url} text={place.type === 'map' ? t('event.map') : undefined} />
            )}
          </div>
          <div class="field-with-links">
            <Field label={t('event.notes')} problem={problemOf('notes')}>
              {(control) => (
                <textarea
                  {...control}
                  class="input"
                  dir="auto"
                  rows={2}
                  value={fields.notes}
                  onInput={(input) => set({ notes: input.currentTarget.value })}
                />
              )}
            </Field>
            {linksIn(fields.notes).map((url) => (
              <OutLink key={url} url={url} />
            ))}
          </div>
          <EventMore {...shared} />
        </fieldset>
        {event !== 'new' && (
          <button
            type="button"
            class="button button-small"
            onClick={async () => {
              const outcome = await exportEvent(app, event.event, event.title);
              if (outcome !== 'saved') app.problems.tell(outcome);
            }}
          >
            {t('event.export')}
          </button>
        )}
      </div>
    </Dialog>
  );
}

const UNCLAIMED: readonly Conflict[] = [{ type: 'unclaimed' }];

const LIMITS: Partial<Record<keyof EventDraft, number>> = {
  notes: MAX_TEXT_LENGTH,
  place: MAX_PLACE_LENGTH,
  category: MAX_CATEGORY_LENGTH,
};

/** Opens elsewhere, and only when it is pressed. Without a text it is named by its address. */
function OutLink({ url, text }: { url: string; text?: string | undefined }) {
  return (
    <a class="out-link" href={url} target="_blank" rel="noreferrer" dir={text === undefined ? 'ltr' : 'auto'}>
      {text ?? url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
    </a>
  );
}
