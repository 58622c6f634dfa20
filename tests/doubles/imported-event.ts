import type { ImportedEvent } from '../../lib/protocol/import-values.ts';

/** An event as a calendar file brings it: nothing but what is given. */
export function importedEvent(
  part: Pick<ImportedEvent, 'uid' | 'title' | 'when'> & Partial<ImportedEvent>,
): ImportedEvent {
  return { place: null, notes: null, category: null, link: null, reminders: null, ex: [], occ: [], ...part };
}
