import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Bundles a peer's scripts as a production build would (one minified module each, next to each other in `outDir`), with the esbuild that PartyKit
 * brings. Rejects with esbuild's own error.
 */
export async function bundlePage(scripts: string[], outDir: string): Promise<void> {
  const partykit = dirname(fileURLToPath(import.meta.resolve('partykit/server')));
  const { build, stop } = createRequire(`${partykit}/`)('esbuild') as typeof import('esbuild');
  await build({
    entryPoints: scripts,
    outdir: outDir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'esnext',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Spelled out, since this esbuild is older than the tsconfig's target.
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact' } },
    logLevel: 'silent',
  });
  // Its service would outlive the bench.
  await stop();
}
