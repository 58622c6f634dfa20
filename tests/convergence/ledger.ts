import type { CommandBody } from '../../lib/protocol/commands.ts';
import type { ItemId } from '../../lib/protocol/ids.ts';
import type { Outcome } from '../../lib/stores/worker-client.ts';

/** What people tried to do to one addition, and what they were told. */
export interface Fate {
  readonly titles: Set<string>;
  isAddTried: boolean;
  /** The page could say "this will not get lost": in the outbox, or answered. */
  isKept: boolean;
  isAcknowledged: boolean;
  /** The worker said that there is no such list (any more): the person was told. */
  isRefused: boolean;
  isDeleteTried: boolean;
  isDeleteDone: boolean;
  isRestoreTried: boolean;
  isTickTried: boolean;
  isTickDone: boolean;
  isUntickTried: boolean;
}

/** Everything anybody did, to be compared with what is left of it. */
export interface Ledger {
  readonly fates: ReadonlyMap<ItemId, Fate>;
  sent(body: CommandBody): void;
  kept(body: CommandBody): void;
  answered(body: CommandBody, outcome: Outcome): void;
}

export function createLedger(): Ledger {
  const fates = new Map<ItemId, Fate>();

  function fateOf(id: ItemId): Fate {
    let fate = fates.get(id);
    if (fate === undefined) {
      fate = {
        titles: new Set(),
        isAddTried: false,
        isKept: false,
        isAcknowledged: false,
        isRefused: false,
        isDeleteTried: false,
        isDeleteDone: false,
        isRestoreTried: false,
        isTickTried: false,
        isTickDone: false,
        isUntickTried: false,
      };
      fates.set(id, fate);
    }
    return fate;
  }

  return {
    fates,
    sent(body) {
      if (body.type === 'addItems') {
        for (const { id, title } of body.items) {
          fateOf(id).isAddTried = true;
          fateOf(id).titles.add(title.trim());
        }
      }
      if (body.type === 'deleteItems') for (const id of body.ids) fateOf(id).isDeleteTried = true;
      if (body.type === 'setDone') {
        for (const id of body.ids) fateOf(id)[body.done ? 'isTickTried' : 'isUntickTried'] = true;
      }
      if (body.type === 'changeItem' && body.change.title !== undefined) {
        for (const id of body.ids) fateOf(id).titles.add(body.change.title.trim());
      }
      if (body.type === 'undo') {
        for (const { path, value } of body.inverse) {
          const [kind, id, group] = path.split('/');
          if (kind !== 'item') continue;
          const fate = fateOf(id as ItemId);
          const back = value as { deleted?: boolean; done?: boolean };
          if (group === 'life') fate[back.deleted === true ? 'isDeleteTried' : 'isRestoreTried'] = true;
          if (group === 'done') fate[back.done === true ? 'isTickTried' : 'isUntickTried'] = true;
        }
      }
    },
    kept(body) {
      if (body.type === 'addItems') for (const { id } of body.items) fateOf(id).isKept = true;
    },
    answered(body, outcome) {
      if (body.type === 'addItems') {
        for (const { id } of body.items) fateOf(id)[outcome.ok ? 'isAcknowledged' : 'isRefused'] = true;
      }
      if (!outcome.ok || outcome.isOvertaken === true) return;
      if (body.type === 'deleteItems') for (const id of body.ids) fateOf(id).isDeleteDone = true;
      if (body.type === 'setDone' && body.done) for (const id of body.ids) fateOf(id).isTickDone = true;
    },
  };
}
