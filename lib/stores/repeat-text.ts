import type { Formats } from './formats.ts';
import type { I18n, PlainKey } from './i18n.ts';

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const EVERY = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const;
const ORDINALS: Readonly<Record<string, PlainKey | undefined>> = {
  '1': 'repeat.first',
  '2': 'repeat.second',
  '3': 'repeat.third',
  '4': 'repeat.fourth',
  '5': 'repeat.fifth',
  '-1': 'repeat.last',
};

/**
 * A rule of quick add in words, to stand within a sentence: `every week`, `every 2 weeks on Tue and Thu`, `every month on the last Sun`. Parts that
 * have no words (of rules from elsewhere) are left out.
 */
export function repeatText(rrule: string, { t, locale }: Pick<I18n, 't' | 'locale'>, formats: Formats): string {
  const parts = new Map(rrule.split(';').map((part) => part.split('=', 2) as [string, string]));
  const unit = EVERY[(parts.get('FREQ') ?? '') as keyof typeof EVERY] ?? 'day';
  const n = Number(parts.get('INTERVAL') ?? 1);
  const days = (parts.get('BYDAY') ?? '').split(',').filter((day) => day !== '');
  const isWeekdays = days.length === 5 && DAYS.slice(0, 5).every((day) => days.includes(day));
  if (isWeekdays && n === 1) return t('repeat.weekday');
  const every = n > 1 ? t(`repeat.${unit}s`, { n }) : t(`repeat.${unit}`);
  const on = [
    ...days.map((day) => dayText(day, t, formats)),
    ...(parts.get('BYMONTHDAY')?.split(',') ?? []).map((day) => t('repeat.monthDay', { day })),
  ];
  const withDays = on.length === 0 ? every : t('repeat.on', { every, days: listText(on, locale.value) });
  const until = /^(\d{4})(\d\d)(\d\d)/.exec(parts.get('UNTIL') ?? '');
  if (until === null) return withDays;
  return t('repeat.until', { every: withDays, date: formats.date(`${until[1]}-${until[2]}-${until[3]}`) });
}

function dayText(day: string, t: I18n['t'], formats: Formats): string {
  const [, ordinal = '', name = ''] = /^(-?\d*)([A-Z]{2})$/.exec(day) ?? [];
  // The first of January 2024 was a Monday.
  const weekday = formats.weekday(`2024-01-0${Math.max(0, DAYS.indexOf(name)) + 1}`);
  const key = ORDINALS[ordinal];
  return key === undefined ? weekday : `${t(key)} ${weekday}`;
}

function listText(parts: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
}
