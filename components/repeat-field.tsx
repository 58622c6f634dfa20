import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { OccurrenceRow, When } from '../lib/protocol/event-values.ts';
import { fieldsOf } from '../lib/stores/event-fields.ts';
import {
  choiceOf,
  REPEAT_CHOICES,
  type RepeatChoice,
  type RepeatDraft,
  repeatProblems,
  withChoice,
} from '../lib/stores/repeat-draft.ts';
import { ruleText } from '../lib/stores/rule-text.ts';
import { useApp } from './app-context.ts';
import type { EventFieldProps } from './event-field-props.ts';
import { Field } from './field.tsx';
import { RepeatEditor } from './repeat-editor.tsx';

/** How many dates are shown while choosing. */
const SHOWN_DATES = 5;

/** How often an event comes again: the usual choices, the editor of a custom rule, its sentence and its next dates. */
export function RepeatField({ draft, edit, isChecked, row }: EventFieldProps & { row: OccurrenceRow | undefined }) {
  const { i18n, formats, now } = useApp();
  const { t } = i18n;
  const { repeat } = draft;
  const isDated = /^\d{4}-\d\d-\d\d$/.test(draft.startsOn);
  const problems = isDated ? repeatProblems(repeat, draft.startsOn) : {};
  const isSound = isDated && Object.keys(problems).length === 0 && (draft.allDay || draft.startsAt !== '');
  const isRepeating = repeat.unit !== 'none';
  // What the series says stands until the person says otherwise: its first day may leave the date to choose, not this one's.
  const series = row?.series?.when;
  const when = isRepeating && isSound ? seriesOf(draft, repeat.kept !== undefined ? series : undefined) : undefined;
  const text =
    when?.rrule === undefined
      ? undefined
      : ruleText(
          { rrule: when.rrule, start: when.start, zone: when.allDay ? undefined : when.zone },
          i18n,
          formats.value,
        );
  const set = (next: RepeatDraft) => edit({ ...draft, repeat: next });

  return (
    <div class="repeat">
      <Field label={t('event.repeats')}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={choiceOf(repeat)}
            onChange={(input) =>
              set(withChoice(repeat, input.currentTarget.value as RepeatChoice, formats.value.weekStart - 1))
            }
          >
            {REPEAT_CHOICES.map((choice) => (
              <option key={choice} value={choice}>
                {t(`repeats.${choice}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {repeat.kept !== undefined && <p class="hint">{t('repeats.kept')}</p>}
      {isRepeating && repeat.kept === undefined && isDated && (
        <RepeatEditor draft={draft} edit={edit} problems={isChecked ? problems : {}} />
      )}
      {isRepeating && isSound && (
        <p class="repeat-text" aria-live="polite">
          {text === undefined
            ? t('repeats.unreadable', { rule: when?.rrule ?? '' })
            : t('repeats.text', { rule: text })}
        </p>
      )}
      {when !== undefined && text !== undefined && (
        <NextDates when={when} from={later(draft.startsOn, now.today.value)} />
      )}
    </div>
  );
}

/** The series of the draft; of one that is kept as it is, with the days that its own first start leaves to say. */
function seriesOf(draft: EventFieldProps['draft'], kept: When | undefined): When {
  return kept ?? fieldsOf(draft).when;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** The next dates from the one in the dialog on. */
function NextDates({ when, from }: { when: When; from: string }) {
  const { i18n, formats } = useApp();
  const dates = useSignal<readonly string[]>([]);
  const key = JSON.stringify([when, from]);
  useEffect(() => {
    let isOver = false;
    // Recurrence is code of its own: it is here by the time that somebody reads the sentence above.
    void import('../lib/stores/next-dates.ts').then(
      ({ nextDates }) => {
        if (!isOver) dates.value = nextDates(when, from, SHOWN_DATES);
      },
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [key]);
  if (dates.value.length === 0) return null;
  const thisYear = from.slice(0, 4);
  const text = dates.value.map((date) =>
    date.startsWith(thisYear) ? formats.value.date(date) : `${formats.value.date(date)}, ${date.slice(0, 4)}`,
  );
  return (
    <div class="next-dates">
      <span class="field-label" id="next-dates">
        {i18n.t('repeats.next')}
      </span>
      <ul aria-labelledby="next-dates">
        {text.map((date) => (
          <li key={date}>{date}</li>
        ))}
      </ul>
    </div>
  );
}
