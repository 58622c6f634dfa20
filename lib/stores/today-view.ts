import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { EntryRow } from '../protocol/values.ts';
import { type AgendaEntry, atMoment, entriesByDay } from './agenda.ts';
import type { LiveQuery } from './live-query.ts';
import type { Now } from './now.ts';
import type { Overlay } from './overlay.ts';
import type { WorkerClient } from './worker-client.ts';

/** What today holds: its events in order, and entries due by today. */
export interface TodayView {
  readonly events: ReadonlySignal<readonly AgendaEntry[]>;
  readonly due: ReadonlySignal<readonly EntryRow[]>;
  close(): void;
}

export function createTodayView(deps: { client: Pick<WorkerClient, 'live'>; overlay: Overlay; now: Now }): TodayView {
  const { client, overlay, now } = deps;
  const agenda = signal<LiveQuery<OccurrenceRow> | undefined>(undefined);
  const dueQuery = signal<LiveQuery<EntryRow> | undefined>(undefined);
  const stop = effect(() => {
    const date = now.today.value;
    const old = [agenda.peek(), dueQuery.peek()];
    agenda.value = client.live({ type: 'agenda', from: date, to: date, zone: now.zone }, { name: 'today' });
    dueQuery.value = client.live({ type: 'due', date }, { name: 'due' });
    for (const query of old) query?.close();
  });

  return {
    events: computed(() => {
      const date = now.today.value;
      const entries = entriesByDay(agenda.value?.rows.value.values() ?? [], date, date).get(date) ?? [];
      return atMoment(entries, date, now.local.value).entries;
    }),
    due: computed(() => {
      const gone = new Set<string>();
      for (const op of overlay.ops.value) {
        if (op.type === 'hide' || (op.type === 'change' && op.change.done)) for (const id of op.ids) gone.add(id);
      }
      return [...(dueQuery.value?.rows.value.values() ?? [])]
        .filter((row) => !row.ids.some((id) => gone.has(id)))
        .sort((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1));
    }),
    close() {
      stop();
      agenda.peek()?.close();
      dueQuery.peek()?.close();
    },
  };
}
