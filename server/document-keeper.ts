import { decodeUpdate } from 'yjs';
import { createJournal, type Journal, type JournalStorage } from './journal.ts';
import {
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENT_BYTES_DELETIONS,
  MAX_DOCUMENT_BYTES_SMALL_UPDATES,
  MIN_COMPACTION_BYTES,
  SMALL_UPDATE_BYTES,
} from './limits.ts';
import { createRoomDocument, type RoomDocument } from './room-document.ts';

/** Brings the document into memory and lets it go again, and knows whether there is space for more. */
export interface DocumentKeeper {
  /** The document, or null while it is not in memory. */
  readonly document: RoomDocument | null;
  /** Valid once the document was loaded, and until it is loaded again. */
  readonly journal: Journal;
  /** Loads the document where it is not in memory. A failure is not remembered: the next call tries again. */
  open(): Promise<RoomDocument>;
  /** Lets go of the document in memory. What is stored stays. */
  forget(): void;
  /** Whether the document may take this update, by the limits for its size. Only with a document in memory. */
  hasSpaceFor(update: Uint8Array): boolean;
}

/** `idle` resolves once no write is under way: reading in between would miss it. */
export function createDocumentKeeper(deps: { storage: JournalStorage; idle: () => Promise<void> }): DocumentKeeper {
  const journal = createJournal(deps.storage);
  let document: RoomDocument | null = null;
  let loading: Promise<RoomDocument> | null = null;
  /** The exact size when it was last taken, and the journal's upper bound at that time. */
  let measured = { exact: 0, bound: 0 };

  const load = async () => {
    await deps.idle();
    const fresh = createRoomDocument();
    await journal.load(fresh.doc);
    return fresh;
  };

  const estimate = () => measured.exact + (journal.bytes - measured.bound);

  const fits = (update: Uint8Array): boolean => {
    const bytes = estimate() + update.length;
    if (bytes <= MAX_DOCUMENT_BYTES) return true;
    if (update.length <= SMALL_UPDATE_BYTES && bytes <= MAX_DOCUMENT_BYTES_SMALL_UPDATES) return true;
    return bytes <= MAX_DOCUMENT_BYTES_DELETIONS && isOnlyDeleting(update);
  };

  return {
    get document() {
      return document;
    },
    journal,
    open() {
      if (document !== null) return Promise.resolve(document);
      loading ??= load().then(
        (fresh) => {
          document = fresh;
          measured = { exact: 0, bound: 0 };
          loading = null;
          return fresh;
        },
        (error: unknown) => {
          loading = null;
          throw error;
        },
      );
      return loading;
    },
    forget() {
      document = null;
    },
    hasSpaceFor(update) {
      if (document === null || journal.bytes + update.length <= MAX_DOCUMENT_BYTES) return true;
      const isStale = journal.bytes < measured.bound || journal.bytes - measured.bound >= MIN_COMPACTION_BYTES;
      if (!isStale && fits(update)) return true;
      // The estimate counts what was overwritten and deleted since, too. Encoding the document is dear, but who is refused has to connect again.
      if (journal.bytes !== measured.bound) measured = { exact: document.state().length, bound: journal.bytes };
      return fits(update);
    },
  };
}

function isOnlyDeleting(update: Uint8Array): boolean {
  try {
    return decodeUpdate(update).structs.length === 0;
  } catch {
    return false;
  }
}
