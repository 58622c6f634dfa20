import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';
import { isHiddenFor } from './agenda.ts';
import { createHeldRows } from './held-rows.ts';
import type { Now } from './now.ts';
import type { WorkerClient } from './worker-client.ts';

/** A pause so short that it is no end of typing. */
const TYPING_MS = 150;

/** Finding events by what they say, of whatever day. */
export interface CalendarSearch {
  /** As it stands in the field. */
  readonly text: ReadonlySignal<string>;
  setText(text: string): void;
  /** What was found, of each event its next date or else its last: those to come in order, then those that were, latest first. Null while nobody searches. */
  readonly found: ReadonlySignal<readonly OccurrenceRow[] | null>;
  close(): void;
}

export function createCalendarSearch(deps: {
  client: Pick<WorkerClient, 'live'>;
  clock: Clock;
  now: Pick<Now, 'today' | 'zone'>;
  hidden: ReadonlySignal<ReadonlySet<MemberId>>;
}): CalendarSearch {
  const { client, clock, now, hidden } = deps;
  const text = signal('');
  const asked = signal('');
  let cancel = () => {};
  const rows = createHeldRows({
    client,
    query: computed(() =>
      asked.value === '' ? null : ({ type: 'events', text: asked.value, zone: now.zone } as const),
    ),
  });

  return {
    text,
    setText(next) {
      text.value = next;
      cancel();
      // Nothing to look for ends the search at once.
      if (next.trim() === '') asked.value = '';
      else cancel = clock.after(TYPING_MS, () => (asked.value = next.trim()));
    },
    found: computed(() => {
      if (asked.value === '') return null;
      const today = now.today.value;
      const found = [...rows.rows.value.values()].filter((row) => !isHiddenFor(row.who, hidden.value)).sort(byStart);
      return [...found.filter((row) => row.lastDay >= today), ...found.filter((row) => row.lastDay < today).reverse()];
    }),
    close() {
      cancel();
      rows.close();
    },
  };
}

function byStart(a: OccurrenceRow, b: OccurrenceRow): number {
  const [x, y] = [`${a.firstDay} ${a.startsAt ?? ''}`, `${b.firstDay} ${b.startsAt ?? ''}`];
  return x < y ? -1 : Number(x > y);
}
