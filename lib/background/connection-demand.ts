import type { Alarms, Clock } from '../ports/ports.ts';
import type { FamilyHost } from './family-host.ts';
import { untilSynced } from './until-synced.ts';

/** Without pages the socket stays this long after the last use, so that a popup closed and opened again finds it live. */
const LINGER_MS = 120_000;
/** How often a browser with no page open looks for news. */
const CATCH_UP_PERIOD_MS = 5 * 60_000;
/** A relay that has not answered by then is left for the next time. */
const CATCH_UP_LIMIT_MS = 20_000;
/** While somebody looks at a browser that waits to be let in. */
const LOOK_PERIOD_MS = 5_000;
const CATCH_UP_ALARM = 'catch-up';

/** Decides when the family's socket is live: while a page is open, a while after, and at every catch-up. Unsent changes see to themselves. */
export interface ConnectionDemand {
  start(): void;
  /** A page came, went or is alive. */
  used(openPages: number): void;
  /** Fetches what is new, then lets go of the socket again where nobody wants it. */
  catchUp(): Promise<void>;
  stop(): void;
}

export function createConnectionDemand(deps: {
  clock: Clock;
  alarms: Alarms;
  family: FamilyHost;
  started(): Promise<void>;
  /** Where this browser waits to be let into a family. */
  lookForAnswer(): Promise<void>;
}): ConnectionDemand {
  const { clock, alarms, family } = deps;
  let openPages = 0;
  let isLingering = false;
  let isStopped = false;
  let cancelLinger = () => {};

  const apply = () => family.current?.setLive(openPages > 0 || isLingering);
  family.session.watch(apply);

  async function catchUp(): Promise<void> {
    await deps.started();
    await deps.lookForAnswer();
    const session = family.current;
    if (session === null || openPages > 0 || isLingering) return;
    session.setLive(true);
    session.retryNow();
    await untilSynced({ clock, sync: family.sync, limitMs: CATCH_UP_LIMIT_MS });
    apply();
  }

  /** Looks at once and then every few seconds, for as long as a page is open and this browser waits. */
  let isLooking = false;
  async function look(): Promise<void> {
    if (isLooking || isStopped || openPages === 0 || family.waiting === null) return;
    isLooking = true;
    await deps.lookForAnswer().catch(() => {});
    clock.after(LOOK_PERIOD_MS, () => {
      isLooking = false;
      void look();
    });
  }
  family.row.watch((row) => {
    if (row?.state === 'waiting' || row?.state === 'none') void look();
  });

  alarms.onAlarm((name) => {
    if (name === CATCH_UP_ALARM) void catchUp();
  });

  return {
    start: () => alarms.set(CATCH_UP_ALARM, CATCH_UP_PERIOD_MS),
    used(count) {
      const hasOpened = count > openPages;
      openPages = count;
      cancelLinger();
      isLingering = count === 0;
      if (isLingering) {
        cancelLinger = clock.after(LINGER_MS, () => {
          isLingering = false;
          apply();
        });
      }
      apply();
      if (hasOpened) {
        family.current?.retryNow();
        void look();
      }
    },
    catchUp,
    stop() {
      isStopped = true;
      cancelLinger();
    },
  };
}
