import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseRelayHost } from '../lib/protocol/relay-host.ts';
import packageJson from '../package.json' with { type: 'json' };
import { BROWSER_TARGETS, buildExtension } from './build-extension.ts';
import { projectRoot } from './project-root.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

/** `npm run zip`: store-ready archives for each browser, and one of the sources, into .output/; byte for byte reproducible. */

const host = process.env.PARTYKIT_HOST?.trim() ?? '';
if (host === '') {
  stop(
    'An archive for the stores needs its relay: set PARTYKIT_HOST=host[:port] (see docs/DEPLOY_PARTYKIT.md) and run it again.',
  );
}
if (parseRelayHost(host) === null) {
  stop(`PARTYKIT_HOST is "${host}", which is not a relay address. Write it as host[:port], without a path.`);
}

for (const browser of BROWSER_TARGETS) {
  // Beside the development builds, so that nothing mistakes the one for the other.
  const folder = await buildExtension(browser, { isQuiet: true, parent: '.output/release' });
  await archive(browser, await filesUnder(folder));
}
await archive('sources', await trackedFiles());

async function archive(kind: string, entries: ZipEntry[]): Promise<void> {
  const path = join(projectRoot, '.output', `${packageJson.name}-${packageJson.version}-${kind}.zip`);
  await writeZip(path, entries);
  console.log(relative(projectRoot, path));
}

async function filesUnder(folder: string): Promise<ZipEntry[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => {
        const path = join(file.parentPath, file.name);
        return { name: relative(folder, path).split(sep).join('/'), content: await readFile(path) };
      }),
  );
}

/** What a reviewer needs to build the same: everything under version control. */
async function trackedFiles(): Promise<ZipEntry[]> {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: projectRoot, encoding: 'utf8' }).split('\0');
  return Promise.all(
    names
      .filter((name) => name !== '')
      .map(async (name) => ({ name, content: await readFile(join(projectRoot, name)) })),
  );
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
