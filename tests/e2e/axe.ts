import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everything axe-core objects to on the page as it is now, as "rule: where". */
export async function objections(page: Page): Promise<string[]> {
  // The extension's own policy forbids scripts from elsewhere, and rightly so; this one runs outside of it.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    // What fades in is judged once it is there.
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
