import * as v from 'valibot';
import type { KeyValue } from '../ports/ports.ts';
import { type Command, type CommandResult, type Inverse, InverseSchema } from '../protocol/commands.ts';
import { type CommandId, CommandIdSchema } from '../protocol/ids.ts';
import { type OwnChangeRow, UNDO_DEPTH } from '../protocol/own-changes.ts';
import { createObservable, type Observable } from './observable.ts';

const PREFIX = 'undo/';
/**
 * Characters of JSON; the longest paste takes two thirds of it. One that takes more to take back is known to this worker alone: the
 * browser keeps 10 MB for a session.
 */
const MAX_KEPT_LENGTH = 400_000;

const ChangeSchema = v.object({
  id: CommandIdSchema,
  at: v.number(),
  says: v.string(),
  inverse: InverseSchema,
});
type Change = v.InferOutput<typeof ChangeSchema>;

/**
 * The last changes that pages of this browser made and how to take each back: they outlive the page that made them, and
 * the worker, until the browser is closed.
 */
export interface OwnChanges {
  /** Null until it is loaded. */
  readonly rows: Observable<readonly OwnChangeRow[] | null>;
  /** What an earlier worker has noted. Never rejects. */
  load(): Promise<void>;
  /** Notes what a command came to, where a page has said what it is called and it can be taken back. */
  note(command: Command, result: CommandResult): void;
  /**
   * Takes a change back by `undo`, once: one that is not known, or is being taken back already, is overtaken. It is known
   * until that has succeeded or can never, so that neither a full disk nor a worker that dies in between loses it.
   */
  takeBack(id: CommandId, undo: (inverse: Inverse) => Promise<CommandResult>): Promise<CommandResult>;
  clear(): void;
}

/** `keyValue`: a place that lasts as long as the browser runs. */
export function createOwnChanges({ keyValue }: { keyValue: KeyValue }): OwnChanges {
  let changes: readonly Change[] = [];
  const underWay = new Set<CommandId>();
  const rows = createObservable<readonly OwnChangeRow[] | null>(null);

  function show(next: readonly Change[]): void {
    // What cannot be kept is known to this worker all the same.
    for (const { id } of changes)
      if (!next.some((other) => other.id === id)) keyValue.remove(PREFIX + id).catch(() => {});
    changes = next;
    rows.set(next.map(({ id, at, says }) => ({ id, at, says })));
  }

  return {
    rows,
    async load() {
      const stored = Object.values(await keyValue.list(PREFIX).catch(() => ({}))).flatMap((value) => {
        const change = v.safeParse(ChangeSchema, value);
        return change.success ? [change.output] : [];
      });
      show([...stored.sort((a, b) => a.at - b.at), ...changes].slice(-UNDO_DEPTH));
    },
    note({ id, at, says }, result) {
      if (says === undefined || !result.ok || result.inverse === undefined || result.inverse.length === 0) return;
      const change: Change = { id, at, says, inverse: result.inverse };
      show([...changes.filter((other) => other.id !== id), change].slice(-UNDO_DEPTH));
      if (JSON.stringify(change).length <= MAX_KEPT_LENGTH) keyValue.set(PREFIX + id, change).catch(() => {});
    },
    async takeBack(id, undo) {
      const change = changes.find((other) => other.id === id);
      if (change === undefined || underWay.has(id)) return { ok: true, isOvertaken: true };
      underWay.add(id);
      try {
        const result = await undo(change.inverse);
        if (result.ok || result.error !== 'storage-failed') show(changes.filter((other) => other !== change));
        return result;
      } finally {
        underWay.delete(id);
      }
    },
    clear: () => show([]),
  };
}
