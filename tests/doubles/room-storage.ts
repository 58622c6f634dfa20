/** What is on a room's disk: what a relay finds after it was killed. */
export type RoomDisk = Map<string, unknown>;

/**
 * A Durable Object's storage over a RoomDisk, as one life of the room object sees it. Reads see every write at once; the disk sees them when
 * the test says so. Writes made in one synchronous run reach the disk together or not at all, runs in their order. Source: Cloudflare,
 * "Durable Objects: Easy, Fast, Correct", 2021 (write coalescing, output gates).
 */
export interface RoomStorage {
  get(key: string): Promise<unknown>;
  list(options: { prefix: string }): Promise<Map<string, unknown>>;
  put(key: string, value: unknown): Promise<void>;
  delete(keys: string | string[]): Promise<number>;
  sync(): Promise<void>;
  /** Runs what leaves the object: at once, or when every write so far is on disk. In order. */
  afterWrites(output: () => void): void;
  /** Groups of writes that are not on disk yet. */
  readonly waiting: number;
  /** Brings the oldest groups (all of them by default) to the disk. */
  flush(groups?: number): void;
  /** The power goes: the oldest `groups` still reach the disk, everything else is gone, and this life never hears of anything again. */
  crash(groups: number): void;
  /** A write fails: whoever waits for it is told, and then this life is over, as after a crash. */
  fail(): void;
}

type Write = { key: string; value: unknown };

interface Group {
  readonly writes: Write[];
  readonly outputs: (() => void)[];
  readonly synced: { resolve(): void; reject(error: Error): void }[];
}

const GONE = Symbol('deleted');
const never = <T>() => new Promise<T>(() => {});

export function createRoomStorage(disk: RoomDisk): RoomStorage {
  const view = new Map(disk);
  let groups: Group[] = [];
  let isOpen = false;
  let isCrashed = false;

  function write(key: string, value: unknown): void {
    let group = groups.at(-1);
    if (group === undefined || !isOpen) {
      group = { writes: [], outputs: [], synced: [] };
      groups.push(group);
      isOpen = true;
      queueMicrotask(() => {
        isOpen = false;
      });
    }
    group.writes.push({ key, value });
  }

  function commit({ writes }: Group): void {
    for (const { key, value } of writes) {
      if (value === GONE) disk.delete(key);
      else disk.set(key, value);
    }
  }

  const storage: RoomStorage = {
    async get(key) {
      if (isCrashed) return never();
      return structuredClone(view.get(key));
    },
    async list({ prefix }) {
      if (isCrashed) return never();
      const keys = [...view.keys()].filter((key) => key.startsWith(prefix)).sort();
      return new Map(keys.map((key) => [key, structuredClone(view.get(key))]));
    },
    async put(key, value) {
      if (isCrashed) return never();
      const copy: unknown = structuredClone(value);
      view.set(key, copy);
      write(key, copy);
    },
    async delete(keys) {
      if (isCrashed) return never();
      const all = typeof keys === 'string' ? [keys] : keys;
      if (all.length > 128) throw new RangeError('at most 128 keys');
      let deleted = 0;
      for (const key of all) {
        if (view.delete(key)) deleted += 1;
        write(key, GONE);
      }
      return deleted;
    },
    sync() {
      if (isCrashed) return never();
      const last = groups.at(-1);
      if (last === undefined) return Promise.resolve();
      return new Promise((resolve, reject) => last.synced.push({ resolve, reject }));
    },
    afterWrites(output) {
      if (isCrashed) return;
      const last = groups.at(-1);
      if (last === undefined) output();
      else last.outputs.push(output);
    },
    get waiting() {
      return groups.length;
    },
    flush(count = groups.length) {
      for (const group of groups.splice(0, count)) {
        commit(group);
        for (const { resolve } of group.synced) resolve();
        for (const output of group.outputs) output();
      }
    },
    crash(count) {
      isCrashed = true;
      for (const group of groups.splice(0, count)) commit(group);
      groups = [];
    },
    fail() {
      const lost = groups;
      groups = [];
      isCrashed = true;
      for (const { synced } of lost) for (const { reject } of synced) reject(new Error('storage has failed'));
    },
  };
  return storage;
}
