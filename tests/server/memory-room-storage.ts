import type { GateStorage } from '../../server/chain-store.ts';
import type { JournalStorage } from '../../server/journal.ts';

/** One write as the disk sees it. */
type Write = { key: string; value: unknown } | { key: string; isDeleted: true };

/**
 * PartyKit's room storage in memory, with its limits, that remembers every single write in order: what a crash after the n-th would have
 * left behind can be had at any time. Harsher than the real one, which makes writes of one turn atomic.
 */
export interface MemoryRoomStorage extends JournalStorage, GateStorage {
  /** Single writes so far. */
  readonly writeCount: number;
  /** The storage as a crash after the first `count` writes leaves it. */
  after(count: number): MemoryRoomStorage;
  keys(): string[];
  bytes(): number;
  /** Lets this many more writes through; then every one rejects, until set again. */
  failAfter(writes: number): void;
  /** Lets reads reject while true. */
  failReads(isFailing: boolean): void;
}

const MAX_VALUE_BYTES = 128 * 1024;
const MAX_DELETE_KEYS = 128;

export function createMemoryRoomStorage(history: readonly Write[] = []): MemoryRoomStorage {
  const writes: Write[] = [];
  const stored = new Map<string, unknown>();
  let allowed = Number.POSITIVE_INFINITY;
  let isReadingFailing = false;

  const write = (it: Write) => {
    if (allowed <= 0) throw new Error('disk full');
    allowed--;
    writes.push(it);
    if ('isDeleted' in it) stored.delete(it.key);
    else stored.set(it.key, it.value);
  };
  for (const it of history) write(it);
  const sortedKeys = () => [...stored.keys()].sort((a, b) => (a < b ? -1 : 1));
  const read = () => {
    if (isReadingFailing) throw new Error('disk unreadable');
  };

  return {
    async get(key) {
      read();
      return structuredClone(stored.get(key));
    },
    async list({ prefix }) {
      read();
      const keys = sortedKeys().filter((key) => key.startsWith(prefix));
      return new Map(keys.map((key) => [key, structuredClone(stored.get(key))]));
    },
    async put(key, value) {
      if (sizeOf(value) > MAX_VALUE_BYTES) throw new RangeError('value too large for room storage');
      write({ key, value: structuredClone(value) });
    },
    async delete(keys) {
      if (keys.length > MAX_DELETE_KEYS) throw new RangeError('too many keys');
      const before = stored.size;
      for (const key of keys) write({ key, isDeleted: true });
      return before - stored.size;
    },
    async sync() {
      if (allowed <= 0) throw new Error('disk full');
    },
    get writeCount() {
      return writes.length;
    },
    after: (count) => createMemoryRoomStorage(writes.slice(0, count)),
    keys: sortedKeys,
    bytes: () => [...stored.values()].reduce<number>((sum, value) => sum + sizeOf(value), 0),
    failAfter(count) {
      allowed = count;
    },
    failReads(isFailing) {
      isReadingFailing = isFailing;
    },
  };
}

/** A view keeps its whole buffer when it is stored. */
const sizeOf = (value: unknown) =>
  value instanceof Uint8Array ? value.buffer.byteLength : JSON.stringify(value ?? null).length;
