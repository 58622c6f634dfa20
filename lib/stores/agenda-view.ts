import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { MemberId } from '../protocol/ids.ts';
import type { MemberRow } from '../protocol/values.ts';
import { type AgendaBlock, buildAgenda, shiftDate, startOfWeek } from './agenda.ts';
import type { EventActions } from './event-actions.ts';
import type { LiveQuery } from './live-query.ts';
import type { Now } from './now.ts';
import type { WorkerClient } from './worker-client.ts';

/** Days shown at first, and added by each "Show more". */
export const AGENDA_DAYS = 35;
const HIDDEN_KEY = 'agenda/hidden';

/** The agenda: from a day on, some weeks, for the members that are to be shown. */
export interface AgendaView {
  readonly blocks: ReadonlySignal<readonly AgendaBlock[]>;
  /** First day shown, `YYYY-MM-DD`. */
  readonly from: ReadonlySignal<string>;
  /** Whether anything at all is planned in the days shown. */
  readonly isEmpty: ReadonlySignal<boolean>;
  /** Members whose events are hidden. */
  readonly hidden: ReadonlySignal<ReadonlySet<MemberId>>;
  toggle(member: MemberId): void;
  /** A week back, to the start of one. */
  previous(): void;
  next(): void;
  goToToday(): void;
  showMore(): void;
  close(): void;
}

export function createAgendaView(deps: {
  client: Pick<WorkerClient, 'live'>;
  events: Pick<EventActions, 'project'>;
  now: Now;
  weekStart: ReadonlySignal<number>;
  members: ReadonlySignal<ReadonlyMap<string, Pick<MemberRow, 'isRemoved'>>>;
  cache: PagePlatform['cache'];
}): AgendaView {
  const { client, events, now, weekStart, cache } = deps;
  /** Null follows today, past midnight too. */
  const chosen = signal<string | null>(null);
  const days = signal(AGENDA_DAYS);
  const hidden = signal<ReadonlySet<MemberId>>(readHidden(cache.read(HIDDEN_KEY)));
  const from = computed(() => chosen.value ?? now.today.value);
  const to = computed(() => shiftDate(from.value, days.value - 1));

  /** The query of the moment, and the one before while the new one has no rows yet. */
  const current = signal<LiveQuery<OccurrenceRow> | undefined>(undefined);
  let before: LiveQuery<OccurrenceRow> | undefined;
  const stop = effect(() => {
    const query = { type: 'agenda', from: from.value, to: to.value, zone: now.zone } as const;
    before?.close();
    before = current.peek();
    current.value = client.live(query, { name: 'agenda' });
  });
  const stopHolding = effect(() => {
    if (!current.value?.isLive.value) return;
    before?.close();
    before = undefined;
  });

  const rows = computed(() => {
    const live = current.value;
    if (live === undefined) return new Map<string, OccurrenceRow>();
    return live.isLive.value || before === undefined ? live.rows.value : before.rows.value;
  });
  const blocks = computed(() =>
    buildAgenda({
      rows: events.project(rows.value),
      from: from.value,
      to: to.value,
      now: now.local.value,
      // Nobody could show the events of a removed member again.
      hidden: new Set([...hidden.value].filter((id) => deps.members.value.get(id)?.isRemoved !== true)),
    }),
  );

  function goTo(date: string | null): void {
    days.value = AGENDA_DAYS;
    chosen.value = date;
  }

  return {
    blocks,
    from,
    isEmpty: computed(
      () => rows.value.size === 0 && blocks.value.every((b) => b.type === 'gap' || b.entries.length === 0),
    ),
    hidden,
    toggle(member) {
      const next = new Set(hidden.peek());
      if (!next.delete(member)) next.add(member);
      hidden.value = next;
      cache.write(HIDDEN_KEY, [...next]);
    },
    previous() {
      const week = startOfWeek(from.peek(), weekStart.peek());
      goTo(week < from.peek() ? week : shiftDate(week, -7));
    },
    next: () => goTo(shiftDate(startOfWeek(from.peek(), weekStart.peek()), 7)),
    goToToday: () => goTo(null),
    showMore() {
      days.value += AGENDA_DAYS;
    },
    close() {
      stop();
      stopHolding();
      before?.close();
      current.peek()?.close();
    },
  };
}

function readHidden(stored: unknown): ReadonlySet<MemberId> {
  const ids = Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  return new Set(ids as MemberId[]);
}
