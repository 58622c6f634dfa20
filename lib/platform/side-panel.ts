import { browser } from './browser.ts';

/** The parts of Chrome's API that the polyfill's types do not know; absent in Firefox, which has a sidebar instead. */
interface ChromiumSidePanel {
  sidePanel?: { open(options: { windowId: number }): Promise<void> };
}

/**
 * Opens the family's panel: Chrome's side panel or Firefox's sidebar. Both browsers want the call straight from the person's action,
 * so nothing may be awaited before it.
 */
export function openSidePanel(windowId: number | undefined): Promise<void> {
  const { sidePanel } = browser as unknown as ChromiumSidePanel;
  if (sidePanel !== undefined) return sidePanel.open({ windowId: windowId ?? browser.windows.WINDOW_ID_CURRENT });
  return browser.sidebarAction.open();
}
