import type { CommandBody, Query } from '../protocol/messages.ts';

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
      | 'addList'
      | 'addEvent'
      | 'changeEvent'
      | 'deleteEvent'
      | 'undo';
  }
>;

/** The live queries that a family document answers. */
export type DocumentQuery = Extract<Query, { type: 'lists' | 'list' | 'members' | 'agenda' | 'due' }>;
