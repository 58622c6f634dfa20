import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deserialize } from 'node:v8';

/** Every file under a relay's data folder as it is now, SQLite's write-ahead logs included. */
export async function filesOf(dataDir: string): Promise<[place: string, content: Buffer][]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file.slice(dataDir.length), await readFile(file)] as const)) as Promise<
    [string, Buffer][]
  >;
}

/**
 * What all rooms of a relay that has stopped have stored, by key, as whoever has the disk reads it: a Durable Object's storage is a table of
 * values serialised by V8.
 */
export async function storedValues(dataDir: string): Promise<Map<string, unknown>> {
  const values = new Map<string, unknown>();
  for (const name of await readdir(dataDir, { recursive: true })) {
    if (!name.endsWith('.sqlite')) continue;
    const database = new DatabaseSync(join(dataDir, name));
    try {
      for (const row of database.prepare('SELECT key, value FROM _cf_KV').all()) {
        if (typeof row.key === 'string' && row.value instanceof Uint8Array) values.set(row.key, deserialize(row.value));
      }
    } finally {
      database.close();
    }
  }
  return values;
}
