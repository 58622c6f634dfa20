import type { Alarms, Clock } from '../../lib/ports/ports.ts';

/** Alarms of one browser: they outlive its workers, wait while the device sleeps, and ring once when it wakes up. */
export interface MemoryAlarms extends Pick<Alarms, 'set' | 'setAt' | 'clear'> {
  /** When each alarm rings next, by the device's clock. */
  readonly waiting: ReadonlyMap<string, number>;
  /** While false nothing rings. False at first: tests that have nothing to do with alarms are not woken by them. */
  isRinging: boolean;
  /** The device's clock was set: what has passed by it rings now. */
  look(): void;
  /** As a browser may lose them at its restart. */
  forget(): void;
}

/** `ring` is called at the alarm's moment, or once it may ring again. */
export function createMemoryAlarms(clock: Clock, ring: (name: string) => void): MemoryAlarms {
  const alarms = new Map<string, { at: number; periodMs?: number }>();
  let isRinging = false;
  let cancel = () => {};

  function look(): void {
    cancel();
    if (!isRinging) return;
    for (const [name, alarm] of [...alarms]) {
      if (alarm.at > clock.now()) continue;
      if (alarm.periodMs === undefined) alarms.delete(name);
      else alarms.set(name, { ...alarm, at: clock.now() + alarm.periodMs });
      ring(name);
    }
    const next = Math.min(...[...alarms.values()].map(({ at }) => at));
    if (Number.isFinite(next)) cancel = clock.after(Math.max(0, next - clock.now()), look);
  }

  function put(name: string, alarm: { at: number; periodMs?: number }): void {
    alarms.set(name, alarm);
    // Never from within `set`: a browser rings when the worker has done what it does.
    cancel();
    cancel = clock.after(0, look);
  }

  return {
    get waiting() {
      return new Map([...alarms].map(([name, { at }]) => [name, at]));
    },
    get isRinging() {
      return isRinging;
    },
    set isRinging(value) {
      isRinging = value;
      look();
    },
    set: (name, delayMs) => put(name, { at: clock.now() + delayMs, periodMs: delayMs }),
    setAt: (name, at) => put(name, { at }),
    clear: (name) => void alarms.delete(name),
    look,
    forget: () => alarms.clear(),
  };
}
