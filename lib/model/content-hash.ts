import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Registers } from './registers.ts';
import { stableJson } from './stable-json.ts';

/**
 * SHA-256 in hex over all content, sorted by path: values of unknown kinds and newer versions as they are, and what
 * does not open by its key and bytes. Says nothing about Yjs' own history: two documents that reached the same content
 * differently are equal.
 */
export function contentHash(registers: Registers): string {
  const { registers: opened, sealed } = registers.everything();
  const lines: [string, string][] = [];
  for (const { path, schemaVersion, raw } of opened) lines.push([`=${path}`, stableJson([schemaVersion, raw])]);
  for (const [key, bytes] of sealed) lines.push([`?${key}`, bytes ? bytesToHex(bytes) : '']);
  lines.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const hash = sha256.create();
  // Lengths first: no two contents can run together into the same text.
  for (const [name, value] of lines) hash.update(utf8ToBytes(`${name.length} ${value.length}\n${name}\n${value}\n`));
  return bytesToHex(hash.digest());
}
