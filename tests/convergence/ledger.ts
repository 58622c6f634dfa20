import { titleKey } from '../../lib/model/title-key.ts';
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

type Attempt = 'isDeleteTried' | 'isRestoreTried' | 'isTickTried' | 'isUntickTried';

export function createLedger(): Ledger {
  const fates = new Map<ItemId, Fate>();
  /** What anybody ever tried to put under an entry. */
  const partsOf = new Map<ItemId, Set<ItemId>>();
  const attempts: { what: Attempt; id: ItemId }[] = [];

  function withParts(ids: readonly ItemId[]): Set<ItemId> {
    const all = new Set(ids);
    // A set that grows while it is walked: what is put under a part goes under its parent.
    for (const id of all) for (const part of partsOf.get(id) ?? []) all.add(part);
    return all;
  }

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

  function note(what: Attempt, id: ItemId): void {
    fateOf(id)[what] = true;
    attempts.push({ what, id });
  }

  return {
    get fates() {
      // Only now: what is done to an entry is done to what is a part of it then, and commands may be carried out late.
      for (const { what, id } of attempts) {
        for (const part of withParts([id])) {
          if (part === id) continue;
          fateOf(part)[what] = true;
          // Ticked with their parent, parts are open again where it goes on.
          if (what === 'isTickTried') fateOf(part).isUntickTried = true;
        }
      }
      return fates;
    },
    sent(body) {
      if (body.type === 'addItems') {
        for (const { id, title } of body.items) {
          fateOf(id).isAddTried = true;
          fateOf(id).titles.add(title.trim());
        }
      }
      if (body.type === 'addItems') {
        // What is ticked goes where it is added again.
        const keys = new Set(body.items.map(({ title }) => titleKey(title)));
        for (const fate of fates.values()) {
          if ([...fate.titles].some((title) => keys.has(titleKey(title)))) fate.isDeleteTried = true;
        }
      }
      if (body.type === 'restoreItems') for (const id of body.ids) note('isRestoreTried', id);
      if (body.type === 'deleteItems') for (const id of body.ids) note('isDeleteTried', id);
      if (body.type === 'setDone') {
        for (const id of body.ids) note(body.done ? 'isTickTried' : 'isUntickTried', id);
      }
      if (body.type === 'changeItem' && body.change.parent) {
        const parts = partsOf.get(body.change.parent) ?? new Set();
        for (const id of body.ids) partsOf.set(body.change.parent, parts.add(id));
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
      // One that repeats went on instead.
      const isStep = outcome.value?.next !== undefined;
      if (body.type === 'setDone' && body.done && !isStep) for (const id of body.ids) fateOf(id).isTickDone = true;
    },
  };
}
