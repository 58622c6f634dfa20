import type * as v from 'valibot';
import type { CommandBody } from '../protocol/commands.ts';
import type { entryCommandBodies } from '../protocol/entry-commands.ts';
import type { listCommandBodies } from '../protocol/list-commands.ts';
import type { Query } from '../protocol/queries.ts';

type ListCommandType = v.InferOutput<(typeof listCommandBodies | typeof entryCommandBodies)[number]>['type'];

/** The commands that a family document executes; the rest (founding, joining, settings, relay) is the worker's. */
export type DocumentCommand = Extract<
  CommandBody,
  {
    type:
      | 'addItems'
      | 'setDone'
      | 'changeItem'
      | 'moveItem'
      | 'deleteItems'
      | ListCommandType
      | 'addEvent'
      | 'changeEvent'
      | 'previewChange'
      | 'deleteEvent'
      | 'restoreOccurrence'
      | 'changeMember'
      | 'renameDevice'
      | 'renameFamily'
      | 'setApproval'
      | 'undo';
  }
>;

/** The live queries that a family document answers. */
export type DocumentQuery = Extract<
  Query,
  {
    type:
      | 'lists'
      | 'list'
      | 'members'
      | 'agenda'
      | 'events'
      | 'exceptions'
      | 'due'
      | 'dueBetween'
      | 'forMember'
      | 'history'
      | 'trash'
      | 'deletedLists'
      | 'categories'
      | 'search';
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
