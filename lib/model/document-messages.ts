import type * as v from 'valibot';
import type { CommandBody } from '../protocol/commands.ts';
import type { entryCommandBodies } from '../protocol/entry-commands.ts';
import type { FeedProblem } from '../protocol/feed-values.ts';
import type { FeedId } from '../protocol/ids.ts';
import type { ImportedEvent } from '../protocol/import-values.ts';
import type { listCommandBodies } from '../protocol/list-commands.ts';
import type { Query } from '../protocol/queries.ts';

type ListCommandType = v.InferOutput<(typeof listCommandBodies | typeof entryCommandBodies)[number]>['type'];

/** The commands that a family document executes; the rest (founding, joining, settings, relay) is the worker's. */
export type DocumentCommand = PageCommand | StoreFeedCommand;

type PageCommand = Extract<
  CommandBody,
  {
    type:
      | 'addItems'
      | 'setDone'
      | 'stepQuantity'
      | 'changeItem'
      | 'moveItem'
      | 'deleteItems'
      | ListCommandType
      | 'addEvent'
      | 'changeEvent'
      | 'previewChange'
      | 'deleteEvent'
      | 'restoreOccurrence'
      | 'importEvents'
      | 'setFeed'
      | 'removeFeed'
      | 'changeMember'
      | 'renameDevice'
      | 'renameFamily'
      | 'setApproval'
      | 'undo';
  }
>;

/** What this browser's fetching of a feed came to: the worker's own, no page sends it. */
export interface StoreFeedCommand {
  readonly type: 'storeFeed';
  readonly id: FeedId;
  /** Absent where nothing is new, or nothing could be read. `left`: events that there was no room for. */
  readonly content?: { readonly events: readonly ImportedEvent[]; readonly left: number };
  readonly problem?: FeedProblem;
}

/** The live queries that a family document answers. */
export type DocumentQuery = Extract<
  Query,
  {
    type:
      | 'lists'
      | 'list'
      | 'members'
      | 'agenda'
      | 'remindedFrom'
      | 'events'
      | 'exceptions'
      | 'clashes'
      | 'due'
      | 'dueBetween'
      | 'forMember'
      | 'history'
      | 'trash'
      | 'deletedLists'
      | 'categories'
      | 'search'
      | 'feeds';
  }
>;

/** When and how a command reached the document. */
export interface CommandContext {
  /** When the person acted, milliseconds since the epoch. Recorded with the change; never decides who wins. */
  readonly at: number;
  /**
   * True where the page does not know whether the command was done before: another member's later change is then left
   * alone.
   */
  readonly isResent: boolean;
}
