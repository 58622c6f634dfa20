import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionDir } from '../../../scripts/build-extension.ts';
import { makeTempDir } from './temp-dir.ts';

/**
 * The built extension, allowed to read pages on loopback. A person's press on the toolbar button grants the tab in front (`activeTab`);
 * no test can press it, since it lies outside of every page.
 */
export async function makeGrantedExtension(): Promise<{ path: string; remove(): Promise<void> }> {
  const copy = await makeTempDir('granted');
  await cp(extensionDir('chrome'), copy.path, { recursive: true });
  const file = join(copy.path, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...manifest, host_permissions: ['http://127.0.0.1/*'] }));
  return copy;
}
