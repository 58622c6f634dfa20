import { readFileSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';

/** `src` of scripts and `href` of styles and preloads; never of an icon, which the browser does not wait for. */
const RESOURCE = /<(?:script|link)\b[^>]*?\s(?:src|href)="\/?([^"]+\.(?:js|css))"/g;
/** Static imports and re-exports as bundlers write them. `import(` is not one: its chunk is fetched later. */
const STATIC_IMPORT = /(?:^|[;}\n])\s*(?:import|export)(?:[^'"();]*?\bfrom)?\s*["'](\.[^"']+)["']/g;

/**
 * Files of a built extension that the browser needs before a page's own code runs: the page, what it names, and what that imports
 * statically, at any depth. Absolute paths of those with one of these extensions. Throws where the page was not built.
 */
export function firstLoad(folder: string, page: string, extensions: string[]): string[] {
  const files = new Set([page]);
  for (const [, path] of readFileSync(join(folder, page), 'utf8').matchAll(RESOURCE)) files.add(normalize(path ?? ''));
  // A set that grows while it is walked: imports of imports are found too.
  for (const file of files) {
    if (extname(file) !== '.js') continue;
    for (const [, path] of readFileSync(join(folder, file), 'utf8').matchAll(STATIC_IMPORT)) {
      files.add(normalize(join(dirname(file), path ?? '')));
    }
  }
  return [...files].filter((file) => extensions.includes(extname(file))).map((file) => join(folder, file));
}
