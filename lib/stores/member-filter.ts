import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { MemberId } from '../protocol/ids.ts';
import type { Settings } from '../protocol/queries.ts';
import type { MemberRow } from '../protocol/values.ts';
import type { Problems } from './problems.ts';
import type { WorkerClient } from './worker-client.ts';

/** Whose events and entries are hidden on this device. A setting of the worker's, so that badge and reminders follow; shows at once. */
export interface MemberFilter {
  /** Never a removed member: nobody could show theirs again. */
  readonly hidden: ReadonlySignal<ReadonlySet<MemberId>>;
  toggle(member: MemberId): void;
  close(): void;
}

export function createMemberFilter(deps: {
  client: Pick<WorkerClient, 'run'>;
  settings: ReadonlySignal<Pick<Settings, 'hidden'>>;
  members: ReadonlySignal<ReadonlyMap<string, Pick<MemberRow, 'isRemoved'>>>;
  problems: Pick<Problems, 'tell'>;
}): MemberFilter {
  const { client, settings, members, problems } = deps;
  /** What the person chose and the worker has not confirmed yet. */
  const asked = signal<readonly MemberId[] | null>(null);
  const waiting = signal(0);
  const stored = computed(() => settings.value.hidden);
  const chosen = computed(() => asked.value ?? stored.value);

  // The worker's word is back once every choice has its answer and the rows show them.
  const stop = effect(() => {
    if (waiting.value === 0 && asked.value !== null && isEqual(asked.value, stored.value)) asked.value = null;
  });

  return {
    hidden: computed(() => new Set(chosen.value.filter((id) => members.value.get(id)?.isRemoved !== true))),
    toggle(member) {
      const before = chosen.peek();
      const next = before.includes(member) ? before.filter((id) => id !== member) : [...before, member];
      asked.value = next;
      waiting.value += 1;
      void client.run({ type: 'changeSettings', change: { hidden: [...next] } }).then((outcome) => {
        waiting.value -= 1;
        if (outcome.ok) return;
        asked.value = null;
        problems.tell(outcome.error);
      });
    },
    close: stop,
  };
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}
