import { buildExtension, isBrowserTarget } from './build-extension.ts';

/** `npm run build`, `build:firefox`, `build:edge`: an unpacked extension in .output/<browser>-mv3. */

const target = process.argv[2] ?? 'chrome';
if (!isBrowserTarget(target)) {
  console.error(`"${target}" is not a browser this builds for: chrome, firefox or edge.`);
  process.exit(1);
}
await buildExtension(target, { isQuiet: false });
