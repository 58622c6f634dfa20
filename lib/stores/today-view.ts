import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { Settings } from '../protocol/queries.ts';
import type { EntryRow, MemberRow } from '../protocol/values.ts';
import { type AgendaEntry, atMoment, entriesByDay, isHiddenFor } from './agenda.ts';
import type { LiveQuery } from './live-query.ts';
import type { Now } from './now.ts';
import type { Overlay } from './overlay.ts';
import type { WorkerClient } from './worker-client.ts';

/** What today holds: its events, what is next first and what is over last, and entries due by today. */
export interface TodayView {
  readonly events: ReadonlySignal<readonly AgendaEntry[]>;
  readonly due: ReadonlySignal<readonly EntryRow[]>;
  close(): void;
}

export function createTodayView(deps: {
  client: Pick<WorkerClient, 'live'>;
  overlay: Overlay;
  now: Now;
  settings: ReadonlySignal<Pick<Settings, 'hidden'>>;
  members: ReadonlySignal<ReadonlyMap<string, Pick<MemberRow, 'isRemoved'>>>;
}): TodayView {
  const { client, overlay, now, settings, members } = deps;
  /** Nobody could show the things of a removed member again. */
  const hidden = computed(
    () => new Set(settings.value.hidden.filter((id) => members.value.get(id)?.isRemoved !== true)),
  );
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
      const rows = [...(agenda.value?.rows.value.values() ?? [])].filter((row) => !isHiddenFor(row.who, hidden.value));
      const entries = entriesByDay(rows, date, date).get(date) ?? [];
      return [...atMoment(entries, date, now.local.value).entries].sort((a, b) => placeOf(a) - placeOf(b));
    }),
    due: computed(() => {
      const gone = new Set<string>();
      for (const op of overlay.ops.value) {
        if (op.type === 'hide' || (op.type === 'change' && op.change.done)) for (const id of op.ids) gone.add(id);
      }
      return [...(dueQuery.value?.rows.value.values() ?? [])]
        .filter((row) => !row.ids.some((id) => gone.has(id)) && !isHiddenFor(row.who, hidden.value))
        .sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1));
    }),
    close() {
      stop();
      agenda.peek()?.close();
      dueQuery.peek()?.close();
    },
  };
}

/** What has a time and is not over, whole days, what is over. */
function placeOf({ phase, row }: AgendaEntry): number {
  if (phase === 'past') return 2;
  return row.startsAt === undefined ? 1 : 0;
}

/** Without a time it is due all day; at the same time the most urgent comes first. */
function dueOf({ due, dueTime, priority }: EntryRow): string {
  return `${due} ${dueTime ?? ''} ${priority ?? 4}`;
}
