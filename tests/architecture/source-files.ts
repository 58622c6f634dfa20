import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../scripts/project-root.ts';

/** One import, export-from or dynamic import of a source file. */
export interface Import {
  /** The importing file, from the project's root. */
  from: string;
  /** As written. */
  specifier: string;
  /** The imported file, from the project's root; null where it is a package's. */
  file: string | null;
  /** The imported package; null where it is a file. */
  package: string | null;
}

/** Files under version control or about to be, from the project's root; ignored ones are left out. */
export function projectFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  const deleted = execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: projectRoot, encoding: 'utf8' }).split(
    '\0',
  );
  return [...new Set(output.split('\0'))].filter((file) => file !== '' && !deleted.includes(file)).sort();
}

/** TypeScript of the product itself: what runs in the browser and on the relay. */
export function productFiles(): string[] {
  return projectFiles().filter(
    (file) => /^(lib|components|entrypoints|server|locales)\/.*\.tsx?$/.test(file) && !file.endsWith('.d.ts'),
  );
}

export function readProjectFile(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8');
}

/** Everything that `file` imports, types included: a type is a dependency as well. */
export function importsOf(file: string): Import[] {
  return ts.preProcessFile(readProjectFile(file), true, true).importedFiles.map(({ fileName: specifier }) => {
    if (!specifier.startsWith('.')) return { from: file, specifier, file: null, package: packageName(specifier) };
    return { from: file, specifier, file: normalize(join(dirname(file), specifier)), package: null };
  });
}

/** `@scope/name/deep` -> `@scope/name`, `name/deep` -> `name`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The layer a file belongs to: `lib/<layer>`, or its top-level folder. The worker's entrypoint is one of its own. */
export function layerOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  if (top === 'lib') return second;
  return top;
}
