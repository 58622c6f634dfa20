import { writeFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

/**
 * Writes a ZIP archive (PKWARE APPNOTE 6.3, no ZIP64) that depends on names and contents only: entries are sorted and dated
 * 1980-01-01, so that the same sources give the same bytes on every machine. WXT's own archives carry the time of packing.
 */
export async function writeZip(path: string, entries: readonly ZipEntry[]): Promise<void> {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const nameBytes = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(content, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed: deflate
    common.writeUInt16LE(0x0800, 2); // names are UTF-8
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt32LE(DOS_1980_01_01, 6);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);

    local.push(signature(0x04034b50), common, nameBytes, packed);

    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(signature(0x02014b50), uint16(20), common, tail, nameBytes);
    offset += 4 + common.length + nameBytes.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  await writeFile(path, Buffer.concat([...local, directory, signature(0x06054b50), end]));
}

export interface ZipEntry {
  /** Path inside the archive, with `/`. */
  name: string;
  content: Uint8Array;
}

/** MS-DOS time (low word, midnight) and date (high word): the earliest that the format can say. */
const DOS_1980_01_01 = 0x0021_0000;

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
