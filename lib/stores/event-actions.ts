import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { CommandBody } from '../protocol/commands.ts';
import type { OccurrenceRow, When } from '../protocol/event-values.ts';
import { type EventId, type MemberId, newId } from '../protocol/ids.ts';
import { changedFields, type EventDraft, type EventFields, fieldsOf } from './event-draft.ts';
import type { I18n } from './i18n.ts';
import type { Now } from './now.ts';
import { occurrenceRow, withWhen } from './occurrence-row.ts';
import { UNSEEN } from './overlay.ts';
import type { Problems } from './problems.ts';
import type { Undo } from './undo.ts';
import type { WorkerClient } from './worker-client.ts';

/** After its answer the worker's rows follow at once; what they do not show by then was overtaken. */
const REFLECTION_LIMIT_MS = 1_000;

/** What an event looks like before the worker shows it: a row, or null where it is gone. */
type Shown = { readonly event: EventId; readonly row: OccurrenceRow | null; readonly seen: string };

/** What people do with events. Each shows at once, is sent, and can be taken back. */
export interface EventActions {
  add(draft: EventDraft): Promise<void>;
  /** Resolves once the change cannot be lost. Nothing is sent where the draft says what the event says. */
  change(row: OccurrenceRow, before: EventDraft, draft: EventDraft): Promise<void>;
  /** Gives it another time. Resolves once that cannot be lost. */
  move(row: OccurrenceRow, when: When): Promise<void>;
  remove(row: OccurrenceRow): Promise<void>;
  /** The worker's rows with what it has not shown yet. */
  project(rows: ReadonlyMap<string, OccurrenceRow>): OccurrenceRow[];
}

export function createEventActions(deps: {
  client: Pick<WorkerClient, 'send'>;
  undo: Undo;
  problems: Problems;
  i18n: I18n;
  clock: Clock;
  me: ReadonlySignal<MemberId | undefined>;
  now: Pick<Now, 'zone'>;
}): EventActions {
  const { client, undo, problems, i18n, clock } = deps;
  const { zone } = deps.now;
  const overlay = signal<readonly Shown[]>([]);

  function lay(shown: Shown) {
    overlay.value = [...overlay.peek(), shown];
    const drop = () => {
      if (overlay.peek().includes(shown)) overlay.value = overlay.peek().filter((other) => other !== shown);
    };
    return { drop, settle: () => void clock.after(REFLECTION_LIMIT_MS, drop) };
  }

  async function act(args: { body: CommandBody; shown: Shown; back: Shown; text: () => string }): Promise<void> {
    const laid = lay(args.shown);
    const sent = client.send(args.body);
    void sent.outcome.then((outcome) => {
      if (outcome.ok) {
        laid.settle();
        problems.dismiss();
      } else {
        laid.drop();
        problems.tell(outcome.error);
      }
    });
    undo.offer({
      text: args.text,
      outcome: sent.outcome,
      revert() {
        laid.drop();
        return lay(args.back);
      },
    });
    await sent.kept;
  }

  function rowOf(event: EventId, fields: EventFields, origin: { by: MemberId | undefined; at: number }): OccurrenceRow {
    return occurrenceRow({ event, fields, zone, ...origin, version: UNSEEN });
  }

  return {
    add(draft) {
      const event = newId<EventId>();
      const fields = fieldsOf(draft);
      return act({
        body: { type: 'addEvent', id: event, ...fields },
        shown: { event, row: rowOf(event, fields, { by: deps.me.peek(), at: clock.now() }), seen: UNSEEN },
        back: { event, row: null, seen: UNSEEN },
        text: () => i18n.t('undo.eventAdded', { title: fields.title }),
      });
    },

    async change(row, before, draft) {
      const fields = fieldsOf(draft);
      const change = changedFields(fieldsOf(before), fields);
      if (Object.keys(change).length === 0) return;
      await act({
        body: {
          type: 'changeEvent',
          id: row.event,
          change,
          ...(row.version === UNSEEN ? {} : { seen: row.version }),
        },
        shown: { event: row.event, row: rowOf(row.event, fields, { by: row.by, at: row.at }), seen: row.version },
        back: { event: row.event, row, seen: UNSEEN },
        text: () => i18n.t('undo.eventChanged', { title: fields.title }),
      });
    },

    move(row, when) {
      return act({
        body: {
          type: 'changeEvent',
          id: row.event,
          change: { when },
          ...(row.version === UNSEEN ? {} : { seen: row.version }),
        },
        shown: { event: row.event, row: { ...withWhen(row, when, zone), version: UNSEEN }, seen: row.version },
        back: { event: row.event, row, seen: UNSEEN },
        text: () => i18n.t('undo.eventChanged', { title: row.title }),
      });
    },

    remove(row) {
      return act({
        body: { type: 'deleteEvent', id: row.event },
        shown: { event: row.event, row: null, seen: row.version },
        back: { event: row.event, row, seen: UNSEEN },
        text: () => i18n.t('undo.eventDeleted', { title: row.title }),
      });
    },

    project(rows) {
      let shown = [...rows.values()];
      for (const { event, row, seen } of overlay.value) {
        const standing = shown.filter((other) => other.event === event);
        // The worker has moved on from what the person saw: its word counts.
        const isOvertaken =
          seen !== UNSEEN && standing.some((other) => other.version !== seen && other.version !== UNSEEN);
        const isThere = seen === UNSEEN && row !== null && standing.some((other) => other.version !== UNSEEN);
        if (isOvertaken || isThere) continue;
        shown = shown.filter((other) => other.event !== event);
        if (row !== null) shown.push(row);
      }
      return shown;
    },
  };
}
