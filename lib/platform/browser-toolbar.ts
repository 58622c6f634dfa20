import type { Badge, ContextMenus } from '../ports/ports.ts';
import { browser } from './browser.ts';

const FLASH_MS = 2_000;
const FLASHES = {
  added: { text: '✓', colour: '#0b6e5f' },
  failed: { text: '!', colour: '#a8480f' },
} as const;
const COUNT_COLOUR = '#0b6e5f';
/** A badge has room for three or four signs. */
const MAX_COUNT = 99;

/** The toolbar button's badge. */
export function createBrowserBadge(): Badge {
  let flashing: ReturnType<typeof setTimeout> | undefined;
  let count = 0;

  function paint(text: string, colour: string): void {
    void browser.action.setBadgeBackgroundColor({ color: colour });
    void browser.action.setBadgeText({ text });
  }
  function paintCount(): void {
    paint(count > MAX_COUNT ? `${MAX_COUNT}+` : count > 0 ? String(count) : '', COUNT_COLOUR);
  }

  return {
    flash(kind) {
      const { text, colour } = FLASHES[kind];
      clearTimeout(flashing);
      paint(text, colour);
      flashing = setTimeout(() => {
        flashing = undefined;
        paintCount();
      }, FLASH_MS);
    },
    count(n) {
      count = n;
      if (flashing === undefined) paintCount();
    },
  };
}

/** Entries for selections, links and pages. They outlive the worker, so a change replaces them all, one change after the other. */
export function createBrowserMenus(): ContextMenus {
  let last: Promise<unknown> = Promise.resolve();
  return {
    show(entries) {
      last = last
        .then(() => browser.contextMenus.removeAll())
        .then(() => {
          for (const { id, title } of entries) {
            // A menu reads `&` as the mark of an access key.
            const plain = title.replaceAll('&', '&&');
            browser.contextMenus.create({ id, title: plain, contexts: ['selection', 'link', 'page'] });
          }
        })
        .catch(() => {});
    },
  };
}
