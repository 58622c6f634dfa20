import type { ComponentChildren } from 'preact';
import { type EventDraft, withStart } from '../lib/stores/event-draft.ts';
import {
  firstOn,
  MAX_EVERY,
  MAX_TIMES,
  placesOf,
  type RepeatDraft,
  type RepeatProblems,
} from '../lib/stores/repeat-draft.ts';
import { useApp } from './app-context.ts';
import { Field, type FieldControl } from './field.tsx';
import { DateField } from './text-field.tsx';

/** What the usual choices leave open, and all of a custom rule. */
export function RepeatEditor(props: { draft: EventDraft; edit: (next: EventDraft) => void; problems: RepeatProblems }) {
  const { draft, edit, problems } = props;
  const { i18n, formats } = useApp();
  const { t } = i18n;
  const { repeat } = draft;
  const { day, month, nth, isLast, isLastDay, weekday } = placesOf(draft.startsOn);
  const set = (change: Partial<RepeatDraft>) => edit({ ...draft, repeat: { ...repeat, ...change } });
  // Monday 5 January 1970 and the days after it.
  const dayName = (index: number, width: 'short' | 'long') =>
    new Intl.DateTimeFormat(i18n.locale.value, { weekday: width, timeZone: 'UTC' }).format((4 + index) * 86_400_000);
  const ordinal = t(`rule.ordinal.${Math.min(nth, 5) as 1 | 2 | 3 | 4 | 5}`);

  /** It begins on one of its own days: what begins on another would come once more than its rule says. */
  function choose(index: number, isChosen: boolean): void {
    const now = repeat.weekdays.length === 0 ? [weekday] : repeat.weekdays;
    const weekdays = isChosen ? [...now, index].sort((a, b) => a - b) : now.filter((other) => other !== index);
    if (weekdays.length === 0) return;
    const moved = withStart(draft, { startsOn: firstOn(weekdays, draft.startsOn) });
    edit({ ...moved, repeat: { ...repeat, weekdays } });
  }

  const number = (field: 'every' | 'times', max: number, control: FieldControl) => (
    <input
      {...control}
      class="input"
      type="number"
      inputMode="numeric"
      min={1}
      max={max}
      value={repeat[field]}
      onInput={(input) => set({ [field]: input.currentTarget.value })}
    />
  );
  const select = <K extends 'unit' | 'by' | 'short' | 'leap' | 'ends'>(
    field: K,
    label: string,
    options: readonly (readonly [value: RepeatDraft[K], text: string])[],
  ) => (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={repeat[field]}
          onChange={(input) => set({ [field]: input.currentTarget.value } as Partial<RepeatDraft>)}
        >
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );

  const every = (problem: string | undefined, children: ComponentChildren) => (
    <div class="columns columns-repeat">
      <Field label={t('repeats.every')} problem={problem}>
        {(control) => number('every', MAX_EVERY, control)}
      </Field>
      {children}
    </div>
  );

  const order = Array.from({ length: 7 }, (_, index) => (formats.value.weekStart - 1 + index) % 7);
  const isDated = repeat.unit === 'month' || repeat.unit === 'year';
  const monthDay = new Intl.DateTimeFormat(i18n.locale.value, {
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${draft.startsOn}T00:00Z`));
  const monthName = new Intl.DateTimeFormat(i18n.locale.value, { month: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${draft.startsOn}T00:00Z`),
  );
  const what = dayName(weekday, 'long');
  const inMonth = (text: string) =>
    repeat.unit === 'year' ? t('repeats.by.ofMonth', { day: text, month: monthName }) : text;
  const places: (readonly [RepeatDraft['by'], string])[] = [
    ['date', repeat.unit === 'year' ? t('repeats.by.yearDate', { date: monthDay }) : t('repeats.by.date', { n: day })],
    ...(nth <= 4 || !isLast || repeat.by === 'nth'
      ? [['nth', inMonth(t('repeats.by.nth', { nth: ordinal, what }))] as const]
      : []),
    ...(isLast ? [['last', inMonth(t('repeats.by.last', { what }))] as const] : []),
    ...(isLastDay || repeat.by === 'last-day' ? [['last-day', inMonth(t('repeats.by.lastDay'))] as const] : []),
  ];

  return (
    <div class={repeat.isCustom ? 'repeat-editor repeat-custom' : 'repeat-editor'}>
      {repeat.isCustom &&
        every(
          problems.every === undefined ? undefined : t('repeats.number', { max: MAX_EVERY }),
          select(
            'unit',
            t('repeats.unit'),
            (['day', 'week', 'month', 'year'] as const).map((unit) => [
              unit,
              Number(repeat.every) === 1 ? t(`repeats.unit.${unit}`) : t(`repeats.units.${unit}`),
            ]),
          ),
        )}
      {repeat.isCustom && repeat.unit === 'week' && (
        <fieldset class="field">
          <legend class="field-label">{t('repeats.onWeekdays')}</legend>
          <div class="weekdays">
            {order.map((index) => (
              <label key={index} class="weekday">
                <input
                  type="checkbox"
                  aria-label={dayName(index, 'long')}
                  checked={repeat.weekdays.length === 0 ? index === weekday : repeat.weekdays.includes(index)}
                  onChange={(input) => choose(index, input.currentTarget.checked)}
                />
                <span aria-hidden="true">{dayName(index, 'short').slice(0, 2)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {repeat.isCustom && isDated && select('by', t('repeats.by'), places)}
      {repeat.unit === 'month' &&
        repeat.by === 'date' &&
        day > 28 &&
        select('short', t('repeats.short', { n: day }), [
          ['skip', t('repeats.short.skip')],
          ['last', t('repeats.short.last')],
        ])}
      {repeat.unit === 'year' &&
        repeat.by === 'date' &&
        month === 2 &&
        day === 29 &&
        select('leap', t('repeats.leap', { date: monthDay }), [
          ['skip', t('repeats.leap.skip')],
          ['feb28', t('repeats.leap.feb28')],
          ['mar1', t('repeats.leap.mar1')],
        ])}
      {!draft.birthday && (
        <div class="columns columns-end">
          {select('ends', t('repeats.ends'), [
            ['never', t('repeats.ends.never')],
            ['on', t('repeats.ends.on')],
            ['after', t('repeats.ends.after')],
          ])}
          {repeat.ends === 'on' && (
            <DateField
              label={t('repeats.until')}
              problem={
                problems.until === undefined
                  ? undefined
                  : problems.until === 'missing'
                    ? t('event.date.missing')
                    : t('repeats.until.early')
              }
              value={repeat.until}
              onChange={(value) => set({ until: value })}
            />
          )}
          {repeat.ends === 'after' && (
            <Field
              label={t('repeats.times')}
              problem={problems.times === undefined ? undefined : t('repeats.number', { max: MAX_TIMES })}
            >
              {(control) => number('times', MAX_TIMES, control)}
            </Field>
          )}
        </div>
      )}
    </div>
  );
}
