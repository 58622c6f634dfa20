import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'wxt';
import packageJson from '../package.json' with { type: 'json' };
import { projectRoot } from './project-root.ts';

/**
 * Brings versions, licences and sizes in docs/DEPENDENCIES.md up to date: `node_modules/.bin/node scripts/dependency-sizes.ts`. A size is
 * that of the package's code that is left in the Chrome build after tree shaking, minified and gzipped by itself, in bytes; once for the
 * worker, once for all pages together.
 */

const DOCUMENT = join(projectRoot, 'docs', 'DEPENDENCIES.md');

/** Packages that are only here because another needs them count as that one's. */
const BROUGHT_BY: Record<string, string> = {
  '@preact/signals-core': '@preact/signals',
  'fractional-indexing': 'jittered-fractional-indexing',
  '@hpke/common': '@hpke/core',
  '@scure/base': '@scure/bip39',
};

type Bundle = 'worker' | 'pages';
const code: Record<Bundle, Map<string, string[]>> = { worker: new Map(), pages: new Map() };

await build({
  root: projectRoot,
  browser: 'chrome',
  manifestVersion: 3,
  outDir: join(tmpdir(), 'family-os-sizes'),
  hooks: {
    'vite:build:extendConfig'(_entrypoints, config) {
      config.plugins?.push({
        name: 'collect-modules',
        generateBundle(_options, files) {
          for (const [name, chunk] of Object.entries(files)) {
            if (chunk.type !== 'chunk') continue;
            const bundle = code[name === 'background.js' ? 'worker' : 'pages'];
            for (const [id, module] of Object.entries(chunk.modules)) {
              const packageName = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
              if (packageName === undefined || !module.code) continue;
              const counted = BROUGHT_BY[packageName] ?? packageName;
              bundle.set(counted, [...(bundle.get(counted) ?? []), module.code]);
            }
          }
        },
      });
    },
  },
});

// The minifier that made the build: WXT's own.
const fromWxt = createRequire(createRequire(import.meta.url).resolve('wxt'));
const esbuild = fromWxt('esbuild') as { transform(code: string, options: object): Promise<{ code: string }> };

async function gzippedSize(bundle: Bundle, name: string): Promise<string> {
  const parts = code[bundle].get(name);
  if (parts === undefined) return '–';
  const sizes = await esbuild.transform(parts.map((part) => `{${part.replaceAll(/^export\b.*$/gm, '')}}`).join('\n'), {
    minify: true,
    format: 'esm',
  });
  return String(gzipSync(sizes.code).length);
}

const wanted: Record<string, string> = { ...packageJson.dependencies, ...packageJson.devDependencies };
const lines = (await readFile(DOCUMENT, 'utf8')).split('\n');
const missing = new Set(Object.keys(wanted));
for (const [index, line] of lines.entries()) {
  const [, name, , , , , reason] = /^\| `([^`]+)` \|(.*?)\|(.*?)\|(.*?)\|(.*?)\| (.*) \|$/.exec(line) ?? [];
  if (name === undefined || wanted[name] === undefined) continue;
  missing.delete(name);
  lines[index] = await row(name, reason ?? '');
}
await writeFile(DOCUMENT, lines.join('\n'));
for (const bundle of Object.values(code)) {
  for (const name of bundle.keys()) if (wanted[name] === undefined) console.log(`Counted for nobody: ${name}`);
}
for (const name of missing) console.log(`No row yet: ${await row(name, '')}`);

async function row(name: string, reason: string): Promise<string> {
  const text = await readFile(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8');
  const { license } = JSON.parse(text) as { license?: string };
  const cells = [
    `\`${name}\``,
    wanted[name],
    license ?? 'see package',
    await gzippedSize('worker', name),
    await gzippedSize('pages', name),
  ];
  return `| ${cells.join(' | ')} | ${reason} |`;
}
