import type { browser as WebExtensionApi } from './browser.ts';

// The native API, as in page-platform.ts: this code runs in pages and in the worker.
const { browser } = globalThis as unknown as { browser: typeof WebExtensionApi };

/**
 * Runs a function once in a tab (the one in front where none is named), apart from the page's own code, and answers what it gives, unchecked. The
 * browser allows it for the tab on which the toolbar button, the shortcut or a menu entry was just used (`activeTab`), and refuses
 * otherwise. The function is sent there as text: it may use nothing from around it.
 */
export async function runInTab<A>(func: (args: A) => unknown, args: A, known?: number): Promise<unknown> {
  const tabId = known ?? (await browser.tabs.query({ active: true, currentWindow: true }))[0]?.id;
  if (tabId === undefined) throw new Error('there is no tab');
  const [frame] = await browser.scripting.executeScript({ target: { tabId }, func: func as () => void, args: [args] });
  return frame?.result;
}

/** What is selected in the tab; empty where nothing is, or nothing can be read. */
export async function readSelection(tabId: number | undefined, maxLength: number): Promise<string> {
  const selection = await runInTab(takeSelection, maxLength, tabId).catch(() => '');
  return typeof selection === 'string' ? selection : '';
}

/** Runs in the web page. */
function takeSelection(maxLength: number): string {
  const page = globalThis as { getSelection?: () => { toString(): string } | null };
  return (page.getSelection?.()?.toString() ?? '').trim().slice(0, maxLength).toWellFormed();
}
