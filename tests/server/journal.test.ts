import { describe, expect, it } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import { createJournal, type Journal, JournalUnreadable } from '../../server/journal.ts';
import { MAX_JOURNAL_ROWS, MAX_STORED_BYTES, MIN_COMPACTION_BYTES } from '../../server/limits.ts';
import { createMemoryRoomStorage, type MemoryRoomStorage } from './memory-room-storage.ts';

/** A document whose updates go into a journal, the way the room does it. */
function createWriter(storage: MemoryRoomStorage) {
  const doc = new Doc();
  const map = doc.getMap<string>('family');
  const journal = createJournal(storage);
  let update: Uint8Array = new Uint8Array();
  doc.on('update', (it: Uint8Array) => {
    update = it;
  });
  return {
    doc,
    journal,
    async set(key: string, value: string) {
      map.set(key, value);
      await journal.append(update);
    },
    async compact() {
      await journal.compact(encodeStateAsUpdate(doc));
    },
  };
}

async function loaded(
  storage: MemoryRoomStorage,
): Promise<{ doc: Doc; journal: Journal; json: Record<string, unknown> }> {
  const doc = new Doc();
  const journal = createJournal(storage);
  await journal.load(doc);
  return { doc, journal, json: doc.getMap('family').toJSON() };
}

const rowsOf = (storage: MemoryRoomStorage) => storage.keys().filter((key) => key.startsWith('journal/row/'));

describe('the journal', () => {
  it('loads an empty storage to an empty document', async () => {
    const { doc, journal } = await loaded(createMemoryRoomStorage());

    expect(encodeStateAsUpdate(doc)).toEqual(encodeStateAsUpdate(new Doc()));
    expect(journal.bytes).toBe(0);
  });

  it('loads what was appended, in rows, in a snapshot, and in both', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    await writer.set('a', '1');
    expect((await loaded(storage)).json).toEqual({ a: '1' });
    await writer.compact();
    expect((await loaded(storage)).json).toEqual({ a: '1' });
    await writer.set('b', '2');
    expect((await loaded(storage)).json).toEqual({ a: '1', b: '2' });
  });

  it('goes on where another left off, snapshots included', async () => {
    const storage = createMemoryRoomStorage();
    for (let start = 0; start < 5; start++) {
      const { doc, journal } = await loaded(storage);
      doc.getMap('family').set(`start ${start}`, 'here');
      await journal.append(encodeStateAsUpdate(doc));
      if (start % 2 === 1) await journal.compact(encodeStateAsUpdate(doc));
    }
    const { json } = await loaded(storage);

    expect(Object.keys(json)).toHaveLength(5);
  });

  it('cuts rows and snapshots into values that the storage takes', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    const value = 'x'.repeat(3 * MAX_STORED_BYTES);
    await writer.set('large', value);
    expect(rowsOf(storage)).toHaveLength(4);
    expect((await loaded(storage)).json).toEqual({ large: value });
    await writer.compact();

    expect(rowsOf(storage)).toHaveLength(0);
    expect((await loaded(storage)).json).toEqual({ large: value });
  });

  it('lets go of what was overwritten, from the next snapshot on', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    await writer.set('secret', 'first-secret-value');
    await writer.set('secret', 'second');
    await writer.compact();
    const { doc } = await loaded(storage);

    expect(Buffer.from(encodeStateAsUpdate(doc)).includes('first-secret-value')).toBe(false);
    expect(storage.bytes()).toBeLessThan(250);
  });

  it('does not grow with the number of changes', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    let peak = 0;
    for (let count = 0; count < 5 * MAX_JOURNAL_ROWS; count++) {
      await writer.set(`entry ${count % 20}`, `value ${count}`);
      if (writer.journal.isCompactionDue(false)) await writer.compact();
      peak = Math.max(peak, storage.keys().length);
    }

    expect(peak).toBeLessThanOrEqual(MAX_JOURNAL_ROWS + 2);
    expect(storage.keys().length).toBeLessThanOrEqual(MAX_JOURNAL_ROWS + 2);
  });

  it('wants a snapshot after many rows, after heavy rows, and sooner when everybody has left', async () => {
    const many = createWriter(createMemoryRoomStorage());
    for (let count = 0; count < MAX_JOURNAL_ROWS; count++) await many.set('tick', String(count));
    expect(many.journal.isCompactionDue(false)).toBe(true);

    const heavy = createWriter(createMemoryRoomStorage());
    await heavy.set('a', 'x'.repeat(MIN_COMPACTION_BYTES));
    expect(heavy.journal.isCompactionDue(false)).toBe(true);

    const few = createWriter(createMemoryRoomStorage());
    await few.set('a', 'x'.repeat(1_000));
    await few.compact();
    expect(few.journal.isCompactionDue(true)).toBe(false);
    await few.set('b', '1');
    expect(few.journal.isCompactionDue(true)).toBe(false);
    await few.set('c', 'x'.repeat(1_000));
    expect([few.journal.isCompactionDue(false), few.journal.isCompactionDue(true)]).toEqual([false, true]);
  });
});

describe('whatever prefix of its writes reached the disk', () => {
  it('loads, holds everything confirmed before, and nothing that was never written', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    /** After so many writes, this was confirmed. */
    const confirmed: { writes: number; json: Record<string, unknown> }[] = [{ writes: 0, json: {} }];
    const confirm = () => confirmed.push({ writes: storage.writeCount, json: writer.doc.getMap('family').toJSON() });
    for (let round = 0; round < 4; round++) {
      for (let count = 0; count < 5; count++) {
        await writer.set(`key ${count}`, `round ${round}`);
        confirm();
      }
      await writer.set(`large ${round}`, String(round).repeat(MAX_STORED_BYTES * 1.5));
      confirm();
      await writer.compact();
      confirm();
    }

    for (let writes = 0; writes <= storage.writeCount; writes++) {
      const { json } = await loaded(storage.after(writes));
      const before = confirmed.findLast((it) => it.writes <= writes);
      const next = confirmed.find((it) => it.writes > writes) ?? before;
      expect([before?.json, next?.json], `after ${writes} writes`).toContainEqual(json);
    }
  });

  it('can be written on: a crash in the middle of a snapshot leaves nothing behind for ever', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    await writer.set('a', 'x'.repeat(2 * MAX_STORED_BYTES));
    await writer.compact();
    await writer.set('b', '2');
    const start = storage.writeCount;
    await writer.compact();

    for (let writes = start; writes <= storage.writeCount; writes++) {
      const crashed = storage.after(writes);
      const { doc, journal } = await loaded(crashed);
      doc.getMap('family').set('c', '3');
      await journal.append(encodeStateAsUpdate(doc));
      await journal.compact(encodeStateAsUpdate(doc));
      expect(crashed.keys().filter((key) => key.startsWith('journal/snapshot/'))).toHaveLength(3);
      expect(rowsOf(crashed)).toHaveLength(0);
      expect(new Set(Object.keys((await loaded(crashed)).json))).toEqual(new Set(['a', 'b', 'c']));
    }
  });

  it('leaves out a row that was cut short, and never writes into it', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    await writer.set('a', '1');
    await writer.set('large', 'x'.repeat(2 * MAX_STORED_BYTES));
    const crashed = storage.after(2);
    const { doc, journal, json } = await loaded(crashed);
    expect(json).toEqual({ a: '1' });
    const other = new Doc();
    applyUpdate(other, encodeStateAsUpdate(doc));
    other.getMap('family').set('b', '2');
    await journal.append(encodeStateAsUpdate(other));

    expect((await loaded(crashed)).json).toEqual({ a: '1', b: '2' });
  });
});

describe('storage that is not as it should be', () => {
  it('is said to be unreadable, and left as it is: a part of the snapshot is missing', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    await writer.set('a', 'x'.repeat(2 * MAX_STORED_BYTES));
    await writer.compact();
    const part = storage.keys().find((key) => key.startsWith('journal/snapshot/')) ?? '';
    await storage.delete([part]);
    const before = storage.keys();

    await expect(loaded(storage)).rejects.toThrow(JournalUnreadable);
    expect(storage.keys()).toEqual(before);
  });

  it('is said to be unreadable: written by a newer relay', async () => {
    const storage = createMemoryRoomStorage();
    await storage.put('journal/head', { format: 2, something: 'else' });

    await expect(loaded(storage)).rejects.toThrow(JournalUnreadable);
  });

  it('costs no more than the row that is damaged', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    await writer.set('a', '1');
    const other = createWriter(createMemoryRoomStorage());
    await other.set('b', '2');
    await storage.put('journal/row/0000000001/00000/00001', Uint8Array.of(255, 255, 1));
    await storage.put('journal/row/0000000002/00000/00001', encodeStateAsUpdate(other.doc));

    expect((await loaded(storage)).json).toEqual({ a: '1', b: '2' });
  });

  it('can be tried again: a failed load is no verdict', async () => {
    const storage = createMemoryRoomStorage();
    await createWriter(storage).set('a', '1');
    const doc = new Doc();
    const journal = createJournal(storage);
    storage.failReads(true);
    await expect(journal.load(doc)).rejects.toThrow('unreadable');
    storage.failReads(false);
    await journal.load(doc);

    expect(doc.getMap('family').toJSON()).toEqual({ a: '1' });
  });

  it('rejects what it could not store', async () => {
    const storage = createMemoryRoomStorage();
    const writer = createWriter(storage);
    await writer.set('a', '1');
    storage.failAfter(0);

    await expect(writer.set('b', '2')).rejects.toThrow('disk full');
    await expect(writer.compact()).rejects.toThrow('disk full');
  });
});
