import { signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { OccurrenceRow } from '../protocol/event-values.ts';
import type { EventId } from '../protocol/ids.ts';
import { type Laid, UNSEEN } from './overlay.ts';

/** After its answer the worker's rows follow at once; what they do not show by then was overtaken. */
const REFLECTION_LIMIT_MS = 1_000;

/** What the person did to an event and sees at once, until the worker's rows say the same. */
export interface EventOp {
  readonly event: EventId;
  /** The row that the person acted on. Missing: the operation is about whatever stands when it is first shown. */
  readonly seen?: OccurrenceRow;
  /** How each of its rows looks now; null where it is gone. */
  change?(row: OccurrenceRow): OccurrenceRow | null;
  /** Rows that are there, should the worker not have them. */
  readonly added?: readonly OccurrenceRow[];
}

/** Operations on events that the worker has not shown yet, in the order they were made. */
export interface EventOverlay {
  lay(op: EventOp): Laid & {
    /** Shows the event as it was before the operation; answers that in its place. */
    revert(): Laid;
  };
  /** The worker's rows with what it has not shown yet. */
  project(rows: ReadonlyMap<string, OccurrenceRow>): OccurrenceRow[];
}

interface Standing extends EventOp {
  /** Versions of its rows when they were first shown with the operation, by id. */
  readonly versions: Map<string, string>;
  /** Rows as they were before, as far as a view has shown them. */
  readonly originals: Map<string, OccurrenceRow>;
}

export function createEventOverlay(clock: Clock): EventOverlay {
  const ops = signal<readonly Standing[]>([]);

  function put(op: EventOp): { laid: Laid; standing: Standing } {
    const standing: Standing = { ...op, versions: new Map(), originals: new Map() };
    if (op.seen !== undefined) standing.versions.set(op.seen.id, op.seen.version);
    ops.value = [...ops.peek(), standing];
    const drop = () => {
      if (ops.peek().includes(standing)) ops.value = ops.peek().filter((other) => other !== standing);
    };
    return { standing, laid: { drop, settle: () => void clock.after(REFLECTION_LIMIT_MS, drop) } };
  }

  return {
    lay(op) {
      const { laid, standing } = put(op);
      return {
        ...laid,
        revert() {
          laid.drop();
          const { originals } = standing;
          const isNew = op.change === undefined;
          return put({
            event: op.event,
            change: (row) => (isNew ? null : (originals.get(row.id) ?? row)),
            added: [...originals.values()],
          }).laid;
        },
      };
    },
    project(rows) {
      let shown = [...rows.values()];
      for (const op of ops.value) shown = applied(op, shown);
      return shown;
    },
  };
}

function applied(op: Standing, rows: OccurrenceRow[]): OccurrenceRow[] {
  const own = rows.filter((row) => row.event === op.event);
  if (isOvertaken(op, own)) return rows;
  const changed = rows.flatMap((row) => {
    if (row.event !== op.event || op.change === undefined) return row;
    const next = op.change(row);
    if (next !== row) op.originals.set(row.id, row);
    return next ?? [];
  });
  const ids = new Set(own.map((row) => row.id));
  return [...changed, ...(op.added ?? []).filter((row) => !ids.has(row.id))];
}

/** Whether the worker has moved on from what the person saw: then its word counts. */
function isOvertaken(op: Standing, rows: readonly OccurrenceRow[]): boolean {
  const standing = rows.filter((row) => row.version !== UNSEEN);
  // A new event that the worker shows is the worker's.
  if (op.change === undefined) return standing.length > 0;
  // What one has only just added has no version to compare.
  if (op.seen?.version === UNSEEN) return false;
  for (const { id, version } of standing) {
    const known = op.versions.get(id);
    if (known === undefined) op.versions.set(id, version);
    else if (known !== version) return true;
  }
  // An event by itself is known by its start: under another one it has been moved.
  return op.seen !== undefined && standing.some((row) => row.occurrence === undefined && row.id !== op.seen?.id);
}
