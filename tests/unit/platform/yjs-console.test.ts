import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as standIn from '../../../lib/platform/yjs-console.ts';

test('what the build puts in the place of lib0/logging has everything that Yjs uses of it', async () => {
  const yjs = await readFile(fileURLToPath(import.meta.resolve('yjs')).replace(/\.cjs$/, '.mjs'), 'utf8');
  expect(yjs).toContain("import * as logging from 'lib0/logging'");
  const used = new Set([...yjs.matchAll(/\blogging\.(\w+)/g)].map(([, name]) => name));
  expect([...used].filter((name) => !((name as string) in standIn))).toEqual([]);
  expect(used.size).toBeGreaterThan(3);
});
