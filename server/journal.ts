import * as v from 'valibot';
import { applyUpdate, type Doc } from 'yjs';
import { MAX_JOURNAL_ROWS, MAX_STORED_BYTES, MIN_COMPACTION_BYTES, MIN_COMPACTION_ROWS_WHEN_EMPTY } from './limits.ts';

/**
 * The room's document as it survives the relay: a snapshot, and a row for every update since. Writes are ordered so that whatever prefix
 * of them reached the disk, what it loads to holds everything confirmed before (tests/server/journal.test.ts cuts after every write).
 *
 *   journal/head                         { format, snapshot, parts, bytes, next }: which snapshot counts, and the first row after it
 *   journal/snapshot/<id>/<part>         the snapshot, cut into values the storage can hold
 *   journal/row/<sequence>/<part>/<of>   one update; a row of which a part is missing was never confirmed
 *
 * Knows bytes and order; neither who wrote them nor what they mean.
 */

/** The part of PartyKit's room storage that the journal uses; a Map in tests. */
export interface JournalStorage {
  get(key: string): Promise<unknown>;
  list(options: { prefix: string }): Promise<Map<string, unknown>>;
  put(key: string, value: unknown): Promise<void>;
  /** At most 128 keys a call. */
  delete(keys: string[]): Promise<number>;
  /** Resolves once every write so far would survive the process. */
  sync(): Promise<void>;
}

/** What is stored is not what this version writes: damaged, or made by a newer relay. Nothing is written over it. */
export class JournalUnreadable extends Error {
  override name = 'JournalUnreadable';
}

export interface Journal {
  /** Applies everything stored to an empty document. Rejects with JournalUnreadable; may be called again. */
  load(doc: Doc): Promise<void>;
  /** Resolves once the update is durable: only then may a peer see it, only then is it acknowledged. One call at a time. */
  append(update: Uint8Array): Promise<void>;
  /** Replaces all rows so far with `state`, the whole document. What was overwritten in it is gone from storage afterwards. */
  compact(state: Uint8Array): Promise<void>;
  /** Whether the rows have grown enough to be worth a snapshot; `isEmpty` when nobody is connected any more. */
  isCompactionDue(isEmpty: boolean): boolean;
  /** Upper bound of the document's encoded size in bytes; exact after `compact`. */
  readonly bytes: number;
  /** Bytes that were appended since the last snapshot. */
  readonly rowBytes: number;
  /** Updates that were appended since the last snapshot. */
  readonly rows: number;
}

const HEAD_KEY = 'journal/head';
const SNAPSHOT_PREFIX = 'journal/snapshot/';
const ROW_PREFIX = 'journal/row/';
const FORMAT = 1;
const DELETE_BATCH = 128;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const HeadSchema = v.object({
  format: v.literal(FORMAT),
  snapshot: count,
  parts: count,
  bytes: count,
  /** Sequence of the first row that the snapshot does not hold. */
  next: count,
});
const BytesSchema = v.instance(Uint8Array);

interface Row {
  sequence: number;
  keys: string[];
  /** Undefined where a part is missing. */
  update: Uint8Array | undefined;
}

/** Nothing is read before `load`. */
export function createJournal(storage: JournalStorage): Journal {
  let snapshot = 0;
  let snapshotKeys: string[] = [];
  let snapshotBytes = 0;
  let next = 0;
  let rowKeys: string[] = [];
  let rowCount = 0;
  let rowBytes = 0;

  const remove = async (keys: string[]) => {
    const calls = [];
    for (let at = 0; at < keys.length; at += DELETE_BATCH)
      calls.push(storage.delete(keys.slice(at, at + DELETE_BATCH)));
    await Promise.all(calls);
  };

  return {
    get bytes() {
      return snapshotBytes + rowBytes;
    },
    get rowBytes() {
      return rowBytes;
    },
    get rows() {
      return rowCount;
    },

    async load(doc) {
      const head = readHead(await storage.get(HEAD_KEY));
      const storedParts = await storage.list({ prefix: SNAPSHOT_PREFIX });
      const storedRows = readRows(await storage.list({ prefix: ROW_PREFIX }));
      const current = head === null ? '' : snapshotPrefix(head.snapshot);
      const parts: Uint8Array[] = [];
      const leftOver: string[] = [];
      snapshotKeys = [];
      snapshot = head?.snapshot ?? 0;
      for (const [key, value] of storedParts) {
        if (head !== null && key.startsWith(current)) {
          snapshotKeys.push(key);
          parts.push(readBytes(value));
        } else {
          // Left by a crash before its head was written, or before it was deleted.
          leftOver.push(key);
          snapshot = Math.max(snapshot, Number(key.split('/')[2]));
        }
      }
      const state = join(parts);
      if (head !== null && (parts.length !== head.parts || state.length !== head.bytes)) {
        throw new JournalUnreadable(`snapshot of ${head.bytes} bytes in ${head.parts} parts is not whole`);
      }
      const first = head?.next ?? 0;
      snapshotBytes = state.length;
      next = first;
      rowKeys = [];
      rowCount = 0;
      rowBytes = 0;
      const updates: Uint8Array[] = [];
      for (const row of storedRows) {
        next = Math.max(next, row.sequence + 1);
        if (row.sequence < first || row.update === undefined) {
          leftOver.push(...row.keys);
        } else {
          rowKeys.push(...row.keys);
          rowCount++;
          rowBytes += row.update.length;
          updates.push(row.update);
        }
      }
      doc.transact(() => {
        if (state.length > 0) applyUpdate(doc, state);
        for (const update of updates) {
          try {
            applyUpdate(doc, update);
          } catch {
            // A damaged row must not take the others with it: members that still hold what it held send it again.
            console.error('journal: a row does not read and was left out');
          }
        }
      });
      if (leftOver.length > 0) await remove(leftOver);
    },

    async append(update) {
      const sequence = next++;
      const of = Math.ceil(update.length / MAX_STORED_BYTES);
      const writes = [];
      // Not awaited one by one: writes made in one turn reach the disk together, and a row cut short by a crash is left out by `load`.
      for (let part = 0; part < of; part++) {
        const key = rowKey(sequence, part, of);
        rowKeys.push(key);
        writes.push(storage.put(key, update.slice(part * MAX_STORED_BYTES, (part + 1) * MAX_STORED_BYTES)));
      }
      rowCount++;
      rowBytes += update.length;
      await Promise.all(writes);
      await storage.sync();
    },

    async compact(state) {
      const id = snapshot + 1;
      const parts = Math.ceil(state.length / MAX_STORED_BYTES);
      const keys: string[] = [];
      const writes = [];
      for (let part = 0; part < parts; part++) {
        const key = `${snapshotPrefix(id)}${digits(part, 5)}`;
        keys.push(key);
        writes.push(storage.put(key, state.slice(part * MAX_STORED_BYTES, (part + 1) * MAX_STORED_BYTES)));
      }
      await Promise.all(writes);
      // The head must not be on disk before what it points to, nor anything deleted before the head.
      await storage.sync();
      await storage.put(HEAD_KEY, { format: FORMAT, snapshot: id, parts, bytes: state.length, next });
      await storage.sync();
      const old = [...snapshotKeys, ...rowKeys];
      snapshot = id;
      snapshotKeys = keys;
      snapshotBytes = state.length;
      rowKeys = [];
      rowCount = 0;
      rowBytes = 0;
      await remove(old);
    },

    isCompactionDue(isEmpty) {
      if (isEmpty) {
        return rowCount >= MIN_COMPACTION_ROWS_WHEN_EMPTY || (rowCount > 0 && rowBytes * 4 >= snapshotBytes);
      }
      return rowCount >= MAX_JOURNAL_ROWS || rowBytes >= Math.max(MIN_COMPACTION_BYTES, snapshotBytes);
    },
  };
}

const snapshotPrefix = (id: number) => `${SNAPSHOT_PREFIX}${digits(id, 10)}/`;
const rowKey = (sequence: number, part: number, of: number) =>
  `${ROW_PREFIX}${digits(sequence, 10)}/${digits(part, 5)}/${digits(of, 5)}`;
/** Keys sort as text. */
const digits = (value: number, length: number) => String(value).padStart(length, '0');

function readHead(value: unknown): v.InferOutput<typeof HeadSchema> | null {
  if (value === undefined) return null;
  const head = v.safeParse(HeadSchema, value);
  if (!head.success) throw new JournalUnreadable('head is damaged, or of a newer relay');
  return head.output;
}

/** In order of their sequence: storage lists keys in order. */
function readRows(stored: Map<string, unknown>): Row[] {
  const rows: Row[] = [];
  let parts: Uint8Array[] = [];
  for (const [key, value] of stored) {
    const [, , sequenceText, , of] = key.split('/');
    const sequence = Number(sequenceText);
    let row = rows.at(-1);
    if (row?.sequence !== sequence) {
      row = { sequence, keys: [], update: undefined };
      rows.push(row);
      parts = [];
    }
    row.keys.push(key);
    parts.push(readBytes(value));
    if (parts.length === Number(of)) row.update = join(parts);
  }
  return rows;
}

function readBytes(value: unknown): Uint8Array {
  const bytes = v.safeParse(BytesSchema, value);
  if (!bytes.success) throw new JournalUnreadable('a stored value is not bytes');
  return bytes.output;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
