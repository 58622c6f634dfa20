import { join } from 'node:path';
import { build } from 'wxt';
import { projectRoot } from './project-root.ts';

export const BROWSER_TARGETS = ['chrome', 'firefox', 'edge'] as const;
export type BrowserTarget = (typeof BROWSER_TARGETS)[number];

export function isBrowserTarget(text: string): text is BrowserTarget {
  return (BROWSER_TARGETS as readonly string[]).includes(text);
}

/** Folder of the unpacked extension for this browser, whether built yet or not. */
export function extensionDir(target: BrowserTarget): string {
  return join(projectRoot, '.output', `${target}-mv3`);
}

/**
 * Builds the unpacked extension and answers its folder, `<parent>/<browser>-mv3` (parent: `.output`, unless another is named).
 * Rejects with the build's own error.
 */
export async function buildExtension(
  target: BrowserTarget,
  options: { isQuiet: boolean; parent?: string },
): Promise<string> {
  const silent = () => undefined;
  await build({
    root: projectRoot,
    browser: target,
    manifestVersion: 3,
    outDir: options.parent ?? '.output',
    ...(options.isQuiet
      ? {
          logger: {
            debug: silent,
            log: silent,
            info: silent,
            success: silent,
            warn: console.warn,
            error: console.error,
            fatal: console.error,
            level: 1,
          },
        }
      : {}),
  });
  return join(projectRoot, options.parent ?? '.output', `${target}-mv3`);
}
