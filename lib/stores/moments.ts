import { computed, type ReadonlySignal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { Formats } from './formats.ts';
import type { I18n } from './i18n.ts';
import type { Now } from './now.ts';

/** Moments that have happened, in milliseconds since the epoch, as the person writes and says them. */
export interface Moments {
  /** `Nov 24, 2026` */
  day(at: number): string;
  /** `Tue, Nov 24, 3:05 PM` */
  moment(at: number): string;
  /** `1 minute ago`, `3 hours ago`, `yesterday`, `Nov 24, 2026`; never in the future, whatever the clocks say. */
  ago(at: number): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer ago than this is a date. */
const MAX_DAYS = 30;

/** New forms whenever language, settings or the minute change. */
export function createMoments(deps: {
  i18n: Pick<I18n, 'locale'>;
  formats: ReadonlySignal<Formats>;
  now: Now;
  clock: Pick<Clock, 'now'>;
}): ReadonlySignal<Moments> {
  const { now } = deps;
  const places = computed(() => {
    const locale = deps.i18n.locale.value;
    const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: now.zone });
    const distances = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    return { days, distances };
  });
  const local = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(now.zone);

  return computed(() => {
    const { days, distances } = places.value;
    const { date, time } = deps.formats.value;
    const today = now.local.value.toPlainDate();
    return {
      day: (at) => days.format(at),
      moment(at) {
        const then = local(at);
        const day = then.year === today.year ? date(then.toPlainDate().toString()) : days.format(at);
        return `${day}, ${time(then.toPlainTime().toString({ smallestUnit: 'minute' }))}`;
      },
      ago(at) {
        const passed = Math.max(MINUTE_MS, deps.clock.now() - at);
        if (passed < HOUR_MS) return distances.format(-Math.floor(passed / MINUTE_MS), 'minute');
        const nights = local(at).toPlainDate().until(today, { largestUnit: 'day' }).days;
        if (nights <= 0) return distances.format(-Math.floor(passed / HOUR_MS), 'hour');
        return nights > MAX_DAYS ? days.format(at) : distances.format(-nights, 'day');
      },
    };
  });
}
