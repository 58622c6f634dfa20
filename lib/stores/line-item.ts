import type { AddedItem } from './entry-actions.ts';
import type { LineReading } from './line-reading.ts';

/** What an entry takes of a line. */
export function itemOfReading({ title, quantity, due, dueTime, repeat, who }: LineReading): AddedItem {
  return {
    title,
    ...(quantity && { quantity }),
    ...(due !== undefined && { due }),
    ...(dueTime !== undefined && { dueTime }),
    ...(repeat && { repeat }),
    ...(who && { who: who.map(({ id }) => id) }),
  };
}
