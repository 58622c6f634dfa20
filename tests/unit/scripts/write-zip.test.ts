import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeZip, type ZipEntry } from '../../../scripts/write-zip.ts';

const text = (name: string, content: string): ZipEntry => ({ name, content: Buffer.from(content) });

describe('archives for the stores', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'family-os-zip-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function zip(entries: ZipEntry[]): Promise<Buffer> {
    const path = join(folder, 'archive.zip');
    await writeZip(path, entries);
    return readFile(path);
  }

  it('hold every file as it was, in the order of their names', async () => {
    const long = 'The same line, many times over.\n'.repeat(500);
    const entries = readEntries(await zip([text('b/é.txt', long), text('a.txt', 'short'), text('c.txt', '')]));
    expect(entries).toEqual([
      ['a.txt', 'short'],
      ['b/é.txt', long],
      ['c.txt', ''],
    ]);
  });

  it('are the same bytes whatever the order of the files and the time', async () => {
    const files = [text('manifest.json', '{}'), text('background.js', 'run()'), text('icon/16.png', '\u0089PNG')];
    const first = await zip(files);
    const second = await zip(files.toReversed());
    expect(second.equals(first)).toBe(true);
  });
});

/** Reads an archive by its central directory (PKWARE APPNOTE 4.3), and checks each file's CRC. */
function readEntries(archive: Buffer): [string, string][] {
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  const entries: [string, string][] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const [packed, size] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    expect(archive.readUInt32LE(local)).toBe(0x04034b50);
    const start = local + 30 + archive.readUInt16LE(local + 26);
    const content = inflateRawSync(archive.subarray(start, start + packed));
    expect(content.length).toBe(size);
    expect(crc32(content)).toBe(archive.readUInt32LE(at + 16));
    entries.push([name, content.toString('utf8')]);
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
  return entries;
}
