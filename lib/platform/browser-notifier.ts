import type { Notifier } from '../ports/ports.ts';
import { browser } from './browser.ts';

/** What Chrome takes and Firefox refuses: there a notification has no buttons, and pressing it is all one can do. */
interface ChromiumNotifications {
  onButtonClicked?: { addListener(callback: (id: string, button: number) => void): void };
}
interface ChromiumOptions {
  buttons?: { title: string }[];
  requireInteraction?: boolean;
}

/** The operating system's notifications. */
export function createBrowserNotifier(): Notifier {
  const { onButtonClicked } = browser.notifications as ChromiumNotifications;
  return {
    async show(id, { title, text, buttons, isSticky }) {
      const chromium: ChromiumOptions =
        onButtonClicked === undefined
          ? {}
          : { buttons: buttons.map((name) => ({ title: name })), requireInteraction: isSticky };
      const iconUrl = browser.runtime.getURL('icon/128.png');
      await browser.notifications.create(id, { type: 'basic', iconUrl, title, message: text, ...chromium });
    },
    clear: (id) => void browser.notifications.clear(id),
    onScreen: async () => Object.keys(await browser.notifications.getAll()),
    onClicked: (callback) => browser.notifications.onClicked.addListener((id) => callback(id)),
    onButton: (callback) => onButtonClicked?.addListener((id, button) => callback(id, button)),
    onClosed: (callback) => browser.notifications.onClosed.addListener((id) => callback(id)),
  };
}
