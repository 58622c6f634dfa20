import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { projectRoot } from './project-root.ts';

/**
 * Adds to package-lock.json the binaries of other platforms that npm left out because the registry at hand does not carry them; without
 * them `npm ci` refuses the lock file, on those platforms and on this one. Run after every `npm install` that changed it:
 * `node_modules/.bin/node scripts/complete-lock-file.ts`. The entries carry no hash, since there was nothing to take one from.
 */

const LOCK_FILE = join(projectRoot, 'package-lock.json');

const Lock = v.looseObject({
  packages: v.record(
    v.string(),
    v.looseObject({ optionalDependencies: v.optional(v.record(v.string(), v.string())), dev: v.optional(v.boolean()) }),
  ),
});

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const lock: unknown = JSON.parse(await readFile(LOCK_FILE, 'utf8'));
// Checked in place: a parsed copy would have its fields in another order.
v.assert(Lock, lock);
const { packages } = lock;
const added: string[] = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    if (!/^\d+\.\d+\.\d+/.test(version))
      throw new Error(`${path} wants ${name}@${version}: which version is not known.`);
    const words = name.split(/[/-]/);
    const libc = words.some((word) => word.startsWith('musl'))
      ? ['musl']
      : words.some((word) => word.startsWith('gnu'))
        ? ['glibc']
        : [];
    packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev === true ? { dev: true } : {}),
      optional: true,
      os: SYSTEMS.filter((system) => words.includes(system)),
      cpu: PROCESSORS.filter((processor) => words.includes(processor)),
      ...(libc.length > 0 && words.includes('linux') ? { libc } : {}),
    };
    added.push(`${name}@${version}`);
  }
}
// npm's own order.
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
await writeFile(LOCK_FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} entries added.`);

/** As Node resolves: from the package's own node_modules outwards. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}
