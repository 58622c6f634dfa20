import type { Badge, ContextMenus } from '../ports/ports.ts';
import { browser } from './browser.ts';

const FLASH_MS = 2_000;
const FLASHES = {
  added: { text: '✓', colour: '#0b6e5f' },
  failed: { text: '!', colour: '#a8480f' },
} as const;

/** The toolbar button's badge. */
export function createBrowserBadge(): Badge {
  let clearing: ReturnType<typeof setTimeout> | undefined;
  return {
    flash(kind) {
      const { text, colour } = FLASHES[kind];
      clearTimeout(clearing);
      void browser.action.setBadgeBackgroundColor({ color: colour });
      void browser.action.setBadgeText({ text });
      clearing = setTimeout(() => void browser.action.setBadgeText({ text: '' }), FLASH_MS);
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
