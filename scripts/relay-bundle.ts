import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const PROJECT_DIR = join(import.meta.dirname, '..');

/** Name of the module that PartyKit's facade imports its list of static files from; the relay serves none. */
export const ASSETS_MODULE = '__STATIC_ASSETS_MANIFEST__';

/**
 * The party in `main` (absolute path) as one script: PartyKit's own facade around it, bundled by PartyKit's own esbuild with the options
 * that `partykit dev` uses, so that what runs here is what is deployed. About 0.2 s. Throws esbuild's error where it does not build.
 */
export async function bundleParty(main: string): Promise<string> {
  const partykit = join(dirname(fileURLToPath(import.meta.resolve('partykit/server'))), '..');
  const { build, stop } = createRequire(join(partykit, 'package.json'))('esbuild') as typeof import('esbuild');
  const facade = await readFile(join(partykit, 'dist', 'generated.js'), 'utf8');
  const result = await build({
    stdin: {
      contents: facade
        .replace('__WORKER__', () => main.replaceAll('\\', '/'))
        .replace('__R2_BINDINGS__', '[]')
        .replace('__KV_BINDINGS__', '[]')
        .replace('__PARTIES__', ''),
      resolveDir: PROJECT_DIR,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'esnext',
    conditions: ['partykit', 'workerd', 'worker'],
    external: [ASSETS_MODULE],
    // PartyKit uses the host only for the deprecated Stub.connect, and the API only for vector stores.
    define: { PARTYKIT_HOST: '"127.0.0.1"', PARTYKIT_API_BASE: '""' },
    // esbuild of 2024 does not know our tsconfig's target, and nothing in it matters here.
    tsconfigRaw: '{}',
    logLevel: 'silent',
  });
  // Its service would stay beside the relay for good.
  await stop();
  const [script] = result.outputFiles;
  if (script === undefined) throw new Error('esbuild wrote nothing');
  return script.text;
}
