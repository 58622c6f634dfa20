import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ports/ports.ts';
import type { CommandBody, NewItem } from '../protocol/commands.ts';
import { type ItemId, type ListId, type MemberId, newId } from '../protocol/ids.ts';
import type { EntryRow } from '../protocol/values.ts';
import { brief } from './brief.ts';
import type { ComingBack } from './coming-back.ts';
import { type Overlay, type OverlayOp, orderOnTop, UNSEEN } from './overlay.ts';
import type { Problems } from './problems.ts';
import type { Undo } from './undo.ts';
import type { Sent, WorkerClient } from './worker-client.ts';

/** What people do with entries. Each shows at once, is sent, and can be taken back. */
export interface EntryActions {
  /**
   * Adds entries (at most 2,000) in one command, the first on top. Resolves once they cannot be lost: only then may the input be cleared. `listName` is said
   * where the entries go to another list than the one in front.
   */
  add(list: ListId, items: readonly AddedItem[], listName?: string): Promise<void>;
  /** `aisle`: the category under which it stood, for a list to learn the order of the aisles from. */
  setDone(row: EntryRow, done: boolean, aisle?: string): void;
  /** Any other change (entry-edits.ts): shows at once, is sent, and can be taken back. */
  act(action: EntryAction): Sent;
}

/** A command about entries: `op` shows it, `back` shows it taken back, `text` names it. */
export interface EntryAction {
  readonly body: CommandBody;
  readonly op: OverlayOp;
  readonly back: OverlayOp;
  readonly text: () => string;
  /** Names it by what the worker answered; empty where that says nothing more. */
  readonly later?: (value: Readonly<Record<string, unknown>>) => Promise<string>;
  /** The entry that has the keyboard after it was taken back. */
  readonly focus?: ItemId;
}

/** What is known of an entry when it is added. With an id where others of the same command are its parts. */
export type AddedItem = Omit<NewItem, 'id'> & { readonly id?: ItemId };

export function createEntryActions(
  deps: {
    client: Pick<WorkerClient, 'send' | 'live'>;
    overlay: Overlay;
    undo: Undo;
    problems: Problems;
    clock: Clock;
    /** The person's calendar day, `YYYY-MM-DD`: what repeats goes on from it. */
    today: ReadonlySignal<string>;
    /** The member that this browser acts as. */
    me: ReadonlySignal<MemberId | undefined>;
  } & ComingBack,
): EntryActions {
  const { client, overlay, undo, problems, i18n, clock } = deps;

  let addedCount = 0;

  function act(args: EntryAction): Sent {
    const laid = overlay.lay(args.op);
    const said = signal('');
    const sent = client.send(args.body, args.text());
    void sent.outcome.then((outcome) => {
      if (outcome.ok) {
        laid.settle();
        problems.dismiss();
        if (outcome.value) void args.later?.(outcome.value).then((text) => (said.value = text));
      } else {
        laid.drop();
        problems.tell(outcome.error);
      }
    });
    undo.offer({
      id: sent.id,
      text: () => said.value || args.text(),
      outcome: sent.outcome,
      revert() {
        laid.drop();
        return overlay.lay(args.back);
      },
      ...(args.focus === undefined ? {} : { focus: args.focus }),
    });
    return sent;
  }

  function shownItem(item: NewItem, list: ListId, count: number): EntryRow {
    const { quantity, who, ...same } = item;
    const by = deps.me.peek();
    return {
      ...same,
      ids: [item.id],
      list,
      quantities: quantity === undefined ? [] : [quantity],
      who: who ?? [],
      at: clock.now(),
      done: null,
      order: orderOnTop(count),
      version: UNSEEN,
      ...(by === undefined ? {} : { by }),
    };
  }

  return {
    act,

    async add(list, added, listName) {
      const items: NewItem[] = added.map((item) => ({ ...item, id: item.id ?? newId<ItemId>() }));
      const [first] = items;
      if (first === undefined) return;
      addedCount += items.length;
      const rows = items.map((item, index) => shownItem(item, list, addedCount - index));
      const n = items.length;
      const title = brief(first.title);
      await act({
        body: { type: 'addItems', list, items },
        op: { type: 'add', rows },
        back: { type: 'hide', ids: items.map(({ id }) => id) },
        text() {
          if (n > 1) return i18n.t('undo.addedMany', { n });
          return listName === undefined
            ? i18n.t('undo.added', { title })
            : i18n.t('undo.addedTo', { title, list: brief(listName) });
        },
        later: async (value) => (await import('./adding-again.ts')).againText(deps, list, items, value),
      }).kept;
    },

    setDone(row, done, aisle) {
      const by = deps.me.peek();
      const mark = { at: clock.now(), ...(by === undefined ? {} : { by }) };
      act({
        body: {
          type: 'setDone',
          ids: row.ids,
          done,
          today: deps.today.peek(),
          ...(aisle !== undefined && { aisle }),
          ...seenOf(row),
        },
        op: { type: 'change', ids: row.ids, change: { done: done ? mark : null } },
        back: { type: 'change', ids: row.ids, change: { done: row.done } },
        text: () => i18n.t(done ? 'undo.ticked' : 'undo.unticked', { title: brief(row.title) }),
        later: async (value) => (await import('./coming-back.ts')).comingBackText(deps, row, value),
        focus: row.id,
      });
    },
  };
}

/** The version of the row that the person saw, for a command about it. */
export function seenOf(row: EntryRow): { seen?: string } {
  return row.version === UNSEEN ? {} : { seen: row.version };
}
