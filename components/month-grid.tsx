// biome-ignore-all lint/a11y/useSemanticElements: bars run across several days, which no table's cells allow.
// biome-ignore-all lint/a11y/useFocusableInteractive: of a grid only its cells take the keyboard.
import './styles/calendar-month.css';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { shiftDate, startOfWeek } from '../lib/stores/agenda.ts';
import { type DateRange, datesOf, shiftMonth, weekNumber } from '../lib/stores/calendar-dates.ts';
import type { CalendarFormats } from '../lib/stores/calendar-formats.ts';
import { useApp } from './app-context.ts';
import { isRightToLeft } from './calendar-keys.ts';

/**
 * The days of a month in weeks, as the date grid of the ARIA Authoring Practices: one stop of the keyboard, arrows go by days and weeks, Home and
 * End to the ends of the week, Page Up and Down by months, with Shift by years. The chosen day goes along.
 */
export function MonthGrid(props: {
  label: string;
  /** Whole weeks. */
  range: DateRange;
  /** Days of other months stand back. */
  date: string;
  formats: CalendarFormats;
  onChoose: (date: string) => void;
  /** Enter, Space or a press on the day that is chosen already. */
  onEnter?: (date: string) => void;
  onCreate?: (date: string) => void;
  /** What a day is called beyond its date. */
  describe?: (date: string) => string;
  /** What stands in a week besides the numbers, on the same columns; hidden from those who hear the names of the days. */
  fill?: (dates: readonly string[]) => ComponentChildren;
}) {
  const { date, formats, range } = props;
  const { i18n, now, formats: shared } = useApp();
  const { t } = i18n;
  const root = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  const dates = datesOf(range);
  const weeks = Array.from({ length: dates.length / 7 }, (_, week) => dates.slice(week * 7, week * 7 + 7));

  useLayoutEffect(() => {
    const chosen = root.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (isMoving.current) chosen?.focus();
    else chosen?.scrollIntoView({ block: 'nearest' });
    isMoving.current = false;
  }, [date]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target as Element).matches('[role="gridcell"]'))
      return;
    const to = dateAfter(event, date, shared.value.weekStart);
    if (to !== undefined) {
      event.preventDefault();
      isMoving.current = true;
      props.onChoose(to);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      props.onEnter?.(date);
    } else if (event.key === 'n' && props.onCreate !== undefined) {
      event.preventDefault();
      props.onCreate(date);
    }
  }

  function onClick(event: MouseEvent): void {
    const day = (event.target as Element).closest<HTMLElement>('[data-date]')?.dataset.date;
    if (day === undefined) return;
    isMoving.current = true;
    if (day === date) props.onEnter?.(day);
    else props.onChoose(day);
  }

  return (
    <div
      class="month"
      role="grid"
      aria-label={props.label}
      ref={root}
      onKeyDown={onKeyDown}
      onClick={onClick}
      tabIndex={-1}
    >
      <div class="month-head" role="row">
        <span role="columnheader" class="week-number">
          <span class="visually-hidden">{t('calendar.week.short')}</span>
        </span>
        {(weeks[0] ?? []).map((day) => (
          <span key={day} role="columnheader">
            <span class="visually-hidden">{formats.longWeekday(day)}</span>
            <span class="narrow-only" aria-hidden="true">
              {formats.narrowWeekday(day)}
            </span>
            <span class="wide-only" aria-hidden="true">
              {shared.value.weekday(day)}
            </span>
          </span>
        ))}
      </div>
      {weeks.map((week) => (
        <div key={week[0]} role="row" class="month-week">
          <span
            role="rowheader"
            class="week-number"
            aria-label={t('calendar.week', { n: weekNumber(week[0] ?? date) })}
          >
            {weekNumber(week[0] ?? date)}
          </span>
          {week.map((day, column) => {
            const more = props.describe?.(day) ?? '';
            const today = day === now.today.value ? `, ${t('calendar.today')}` : '';
            return (
              <div
                key={day}
                role="gridcell"
                data-date={day}
                class={day.slice(0, 7) === date.slice(0, 7) ? 'month-day' : 'month-day month-day-other'}
                style={{ gridColumn: column + 2 }}
                aria-label={`${formats.day(day)}${today}${more === '' ? '' : `: ${more}`}`}
                aria-selected={day === date}
                aria-current={today === '' ? undefined : 'date'}
                tabIndex={day === date ? 0 : -1}
              >
                <span class="month-number" aria-hidden="true">
                  {shared.value.dayNumber(day)}
                </span>
              </div>
            );
          })}
          {props.fill?.(week)}
        </div>
      ))}
    </div>
  );
}

function dateAfter(event: KeyboardEvent, date: string, weekStart: number): string | undefined {
  const inline = isRightToLeft(event.currentTarget) ? -1 : 1;
  const far = event.shiftKey ? 12 : 1;
  switch (event.key) {
    case 'ArrowLeft':
      return shiftDate(date, -inline);
    case 'ArrowRight':
      return shiftDate(date, inline);
    case 'ArrowUp':
      return shiftDate(date, -7);
    case 'ArrowDown':
      return shiftDate(date, 7);
    case 'Home':
      return startOfWeek(date, weekStart);
    case 'End':
      return shiftDate(startOfWeek(date, weekStart), 6);
    case 'PageUp':
      return shiftMonth(date, -far);
    case 'PageDown':
      return shiftMonth(date, far);
    default:
      return undefined;
  }
}
