import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';

const MINUTE_MS = 60_000;

/** Time as views show it: it moves on the minute. */
export interface Now {
  /** Wall clock of the viewer's zone, to the minute. */
  readonly local: ReadonlySignal<Temporal.PlainDateTime>;
  /** Today's date, `YYYY-MM-DD`. Changes at midnight only. */
  readonly today: ReadonlySignal<string>;
  /** The viewer's IANA zone. */
  readonly zone: string;
  close(): void;
}

export function createNow(clock: Clock, zone: string = Temporal.Now.timeZoneId()): Now {
  const minute = signal(Math.floor(clock.now() / MINUTE_MS));
  let cancel = () => {};
  function tick(): void {
    minute.value = Math.floor(clock.now() / MINUTE_MS);
    cancel = clock.after(MINUTE_MS - (clock.now() % MINUTE_MS), tick);
  }
  tick();
  const local = computed(() =>
    Temporal.Instant.fromEpochMilliseconds(minute.value * MINUTE_MS)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime(),
  );
  return {
    local,
    today: computed(() => local.value.toPlainDate().toString()),
    zone,
    close: () => cancel(),
  };
}
