import type { EventDraft } from '../lib/stores/event-draft.ts';

/** What the fields of the event dialog share. */
export interface EventFieldProps {
  readonly draft: EventDraft;
  readonly edit: (next: EventDraft) => void;
  /** The sentence about a field that cannot be saved as it is. */
  readonly problemOf: (field: Exclude<keyof EventDraft, 'repeat'>) => string | undefined;
  /** Whether problems are to be said. */
  readonly isChecked: boolean;
}
