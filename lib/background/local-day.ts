import type { Alarms, Clock } from '../ports/ports.ts';
import { createObservable, type Observable } from './observable.ts';

/** What day it is, and where. */
export interface Day {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** The viewer's IANA zone. */
  readonly zone: string;
}

/** Today in the zone that the device is in now. No browser tells of a new zone or of midnight: whatever wakes the worker looks. */
export interface LocalDay {
  readonly current: Observable<Day>;
  /** Looks at clock and zone again. */
  refresh(): void;
  stop(): void;
}

/** Looks this often while the worker lives, for a zone or a clock that changes meanwhile. */
const LOOK_PERIOD_MS = 60_000;

export function createLocalDay(deps: { clock: Clock; alarms: Alarms; zone: () => string }): LocalDay {
  const { clock } = deps;
  const current = createObservable<Day>(look());
  let cancel = () => {};

  function look(): Day {
    const zone = deps.zone();
    const date = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(zone).toPlainDate();
    return { date: date.toString(), zone };
  }

  function refresh(): void {
    const { date, zone } = current.value;
    const now = look();
    if (now.date !== date || now.zone !== zone) current.set(now);
    cancel();
    cancel = clock.after(LOOK_PERIOD_MS, refresh);
  }

  deps.alarms.onAlarm(refresh);
  refresh();
  return { current, refresh, stop: () => cancel() };
}
