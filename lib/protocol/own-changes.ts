import type { CommandId } from './ids.ts';

/** How many of one's own last changes can be taken back, one after the other. */
export const UNDO_DEPTH = 20;

/** A change that a page of this browser made and that can be taken back (command `takeBack`). The latest comes last. */
export type OwnChangeRow = {
  /** The command's. */
  id: CommandId;
  /** When the person acted, milliseconds since the epoch. */
  at: number;
  /** Names the change, in the language of that moment. */
  says: string;
};
