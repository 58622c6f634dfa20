import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { CommandBody } from '../protocol/commands.ts';
import type { Reach } from '../protocol/event-commands.ts';
import type { ChangedWhen, OccurrenceRow } from '../protocol/event-values.ts';
import { type EventId, type MemberId, newId } from '../protocol/ids.ts';
import type { EventChange, EventFields } from './event-fields.ts';
import { createEventOverlay, type EventOp } from './event-overlay.ts';
import { changedRow, isOneOfMany, isReached } from './event-reach.ts';
import type { I18n } from './i18n.ts';
import type { Now } from './now.ts';
import { occurrenceRow } from './occurrence-row.ts';
import { UNSEEN } from './overlay.ts';
import type { Problems } from './problems.ts';
import type { Undo } from './undo.ts';
import type { WorkerClient } from './worker-client.ts';

/** What comes with a change of one of a series. */
export interface ReachCost {
  /** Occurrences whose own changes or skips would go. */
  readonly lost: readonly string[];
  /** No rule says the new day: the others get the new time only. */
  readonly isDayKept: boolean;
}

/** Asked before one of a series is changed, moved or deleted. */
export interface ReachQuestion {
  readonly kind: 'change' | 'move' | 'delete';
  readonly row: OccurrenceRow;
  /** A new rule is for more than one occurrence. */
  readonly canBeOne: boolean;
  /** What it would cost, as far as the worker can say. */
  preview(reach: Reach): Promise<ReachCost>;
  /** Null where the person thought better of it. */
  answer(reach: Reach | null): void;
}

/**
 * What people do with events. Each shows at once, is sent, and can be taken back. One of a series asks first (`question`): then the answer is false
 * where the person thought better of it, and nothing has changed. Otherwise true, once the change cannot be lost.
 */
export interface EventActions {
  add(fields: EventFields): Promise<boolean>;
  /** Nothing is sent where nothing changes. */
  change(row: OccurrenceRow, change: EventChange): Promise<boolean>;
  /** Gives this occurrence another time: by dragging, by keys. `when` in the event's own zone. */
  move(row: OccurrenceRow, when: ChangedWhen): Promise<boolean>;
  /** Says who does this one; of a series no other. */
  assign(row: OccurrenceRow, who: readonly MemberId[]): Promise<boolean>;
  remove(row: OccurrenceRow): Promise<boolean>;
  /** A skipped occurrence is there again; one that was changed is as its series. */
  restore(row: OccurrenceRow, occurrence: string): Promise<boolean>;
  readonly question: ReadonlySignal<ReachQuestion | null>;
  /** The worker's rows with what it has not shown yet. */
  project(rows: ReadonlyMap<string, OccurrenceRow>): OccurrenceRow[];
}

export function createEventActions(deps: {
  client: Pick<WorkerClient, 'send' | 'run'>;
  undo: Undo;
  problems: Problems;
  i18n: I18n;
  clock: Clock;
  me: ReadonlySignal<MemberId | undefined>;
  now: Pick<Now, 'zone'>;
}): EventActions {
  const { client, undo, problems, i18n, clock } = deps;
  const { zone } = deps.now;
  const overlay = createEventOverlay(clock);
  const question = signal<ReachQuestion | null>(null);

  async function act(args: { body: CommandBody; op?: EventOp; text: () => string }): Promise<true> {
    const laid = args.op && overlay.lay(args.op);
    const sent = client.send(args.body, args.text());
    void sent.outcome.then((outcome) => {
      if (outcome.ok) {
        laid?.settle();
        problems.dismiss();
      } else {
        laid?.drop();
        problems.tell(outcome.error);
      }
    });
    undo.offer({ id: sent.id, text: args.text, outcome: sent.outcome, revert: () => laid?.revert() });
    await sent.kept;
    return true;
  }

  /** Resolves with how far it goes; null where the person gave up. A question that stands is given up for the new one. */
  function ask(args: Pick<ReachQuestion, 'kind' | 'row' | 'canBeOne' | 'preview'>): Promise<Reach | null> {
    question.peek()?.answer(null);
    return new Promise((resolve) => {
      const asked: ReachQuestion = {
        ...args,
        answer(reach) {
          if (question.peek() === asked) question.value = null;
          resolve(reach);
        },
      };
      question.value = asked;
    });
  }

  async function changeRow(row: OccurrenceRow, change: EventChange, kind: 'change' | 'move'): Promise<boolean> {
    const body = { id: row.event, change } as const;
    let reach: Reach = 'all';
    if (isOneOfMany(row)) {
      const occurrence = row.occurrence as string;
      const chosen = await ask({
        kind,
        row,
        canBeOne: change.when?.rrule === undefined && change.when?.rdates === undefined,
        preview: async (reach) => costOf(await client.run({ type: 'previewChange', ...body, occurrence, reach })),
      });
      if (chosen === null) return false;
      reach = chosen;
    }
    return await send(row, change, isOneOfMany(row) || kind === 'move' ? reach : undefined);
  }

  function send(row: OccurrenceRow, change: EventChange, reach: Reach | undefined): Promise<boolean> {
    const title = change.title ?? row.title;
    return act({
      body: {
        type: 'changeEvent',
        id: row.event,
        change,
        ...(row.occurrence !== undefined && reach !== undefined && { occurrence: row.occurrence, reach }),
        ...(row.version === UNSEEN ? {} : { seen: row.version }),
      },
      op: {
        event: row.event,
        seen: row,
        change: (other) => changedRow(other, { acted: row, change, reach: reach ?? 'all', zone }),
      },
      text: () => i18n.t('undo.eventChanged', { title }),
    });
  }

  return {
    question,

    add(fields) {
      const event = newId<EventId>();
      const row = occurrenceRow({ event, fields, zone, by: deps.me.peek(), at: clock.now(), version: UNSEEN });
      return act({
        body: { type: 'addEvent', id: event, ...fields },
        op: { event, added: [row] },
        text: () => i18n.t('undo.eventAdded', { title: fields.title }),
      });
    },

    async change(row, change) {
      return Object.keys(change).length === 0 || (await changeRow(row, change, 'change'));
    },

    move: (row, when) => changeRow(row, { when }, 'move'),

    assign: (row, who) => send(row, { who: [...who] }, row.occurrence === undefined ? undefined : 'this'),

    async remove(row) {
      let reach: Reach = 'all';
      if (isOneOfMany(row)) {
        const chosen = await ask({
          kind: 'delete',
          row,
          canBeOne: true,
          preview: async () => ({ lost: [], isDayKept: false }),
        });
        if (chosen === null) return false;
        reach = chosen;
      }
      return await act({
        body: {
          type: 'deleteEvent',
          id: row.event,
          ...(row.occurrence !== undefined && isOneOfMany(row) && { occurrence: row.occurrence, reach }),
        },
        op: {
          event: row.event,
          seen: row,
          change: (other) => (isReached(other, row, reach) ? null : other),
        },
        text: () => i18n.t('undo.eventDeleted', { title: row.title }),
      });
    },

    restore: (row, occurrence) =>
      act({
        body: { type: 'restoreOccurrence', id: row.event, occurrence },
        text: () => i18n.t('undo.eventRestored', { title: row.title }),
      }),

    project: (rows) => overlay.project(rows),
  };
}

function costOf(outcome: Awaited<ReturnType<WorkerClient['run']>>): ReachCost {
  const value = outcome.ok ? outcome.value : undefined;
  const lost = Array.isArray(value?.lost) ? value.lost.filter((each) => typeof each === 'string') : [];
  return { lost, isDayKept: value?.isDayKept === true };
}
