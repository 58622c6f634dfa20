import * as v from 'valibot';
import type { Badge, Clock, KeyValue } from '../ports/ports.ts';
import type { CommandBody, CommandResult, NewItem } from '../protocol/commands.ts';
import { type CommandId, type ListId, newId } from '../protocol/ids.ts';
import { type ElsewhereRow, ElsewhereRowSchema } from '../protocol/queries.ts';
import { ELSEWHERE_KEY } from './command-runner.ts';
import { createObservable, type Observable } from './observable.ts';

/** How long a page that opens later still offers to take it back. */
export const ELSEWHERE_MS = 10 * 60_000;

/**
 * Entries added without a page of ours: from a menu, by the shortcut, in the address bar. Each is confirmed on the badge, and the last one is
 * told to pages, so that they can offer to take it back.
 */
export interface Elsewhere {
  readonly row: Observable<ElsewhereRow | null>;
  /** What an earlier worker has added, if it is not too long ago. */
  load(): Promise<void>;
  add(list: ListId, item: NewItem): Promise<CommandResult>;
}

export function createElsewhere(deps: {
  clock: Clock;
  keyValue: KeyValue;
  badge: Badge;
  /** Runs a command of the worker's own. */
  run(body: CommandBody): Promise<CommandResult>;
}): Elsewhere {
  const { clock, keyValue } = deps;
  const row = createObservable<ElsewhereRow | null>(null);

  return {
    row,
    async load() {
      const stored = v.safeParse(ElsewhereRowSchema, await keyValue.get(ELSEWHERE_KEY));
      if (stored.success && stored.output.at > clock.now() - ELSEWHERE_MS) row.set(stored.output);
    },
    async add(list, item) {
      const result = await deps.run({ type: 'addItems', list, items: [item] });
      if (result.ok && result.inverse !== undefined) {
        const told = { key: newId<CommandId>(), at: clock.now(), title: item.title, list, inverse: result.inverse };
        const next: ElsewhereRow = { id: 'elsewhere', ...told };
        row.set(next);
        // The offer alone is lost if it cannot be kept.
        await keyValue.set(ELSEWHERE_KEY, next).catch(() => {});
      }
      deps.badge.flash(result.ok ? 'added' : 'failed');
      return result;
    },
  };
}
