import type { ItemId, ListId, MemberId } from './ids.ts';
import type { Priority, Quantity, Repeat } from './values.ts';

/** Values of an entry, as an `ItemChange` names them. */
export interface EntryValues {
  title?: string;
  quantity?: Quantity | null;
  note?: string | null;
  who?: MemberId[];
  due?: string | null;
  dueTime?: string | null;
  category?: string | null;
  repeat?: Repeat | null;
  rotation?: MemberId[];
  priority?: Priority | null;
  parent?: ItemId | null;
  list?: ListId;
}

/** Something that was done to an entry. Latest first. */
export type HistoryRow = {
  id: string;
  /** The addition of the row that it was done to. */
  item: ItemId;
  at: number;
  by?: MemberId;
  /** `step`: a repeating one was done, and went on from `before.due`. */
  what:
    | 'added'
    | 'title'
    | 'quantity'
    | 'note'
    | 'who'
    | 'due'
    | 'category'
    | 'repeat'
    | 'rotation'
    | 'priority'
    | 'parent'
    | 'list'
    | 'ticked'
    | 'opened'
    | 'deleted'
    | 'restored'
    | 'step';
  /** What it was changed from, as the change that puts it back; absent where that is not known any more. */
  before?: EntryValues;
  after?: EntryValues;
};
