import { beforeEach, expect, test, vi } from 'vitest';

/** The browser's part of the API: Firefox has no `onButtonClicked`, and refuses options that it does not know. */
const notifications = vi.hoisted(() => ({
  create: vi.fn(async (_id: string, _options: object) => ''),
  clear: vi.fn(async () => true),
  getAll: vi.fn(async () => ({})),
  onClicked: { addListener: vi.fn() },
  onClosed: { addListener: vi.fn() },
  onButtonClicked: undefined as { addListener: ReturnType<typeof vi.fn> } | undefined,
}));
vi.mock('../../../lib/platform/browser.ts', () => ({
  browser: { notifications, runtime: { getURL: (path: string) => `moz-extension://x/${path}` } },
}));
const { createBrowserNotifier } = await import('../../../lib/platform/browser-notifier.ts');

const note = { title: 'Dentist', text: '3:00 PM', buttons: ['Done', 'Snooze'], isSticky: true };

beforeEach(() => {
  notifications.create.mockClear();
  notifications.onClicked.addListener.mockClear();
  notifications.onButtonClicked = undefined;
});

test('[R4] where a browser has no buttons none are asked for, and pressing the notification is told', async () => {
  const notifier = createBrowserNotifier();
  const pressed: string[] = [];
  notifier.onButton(() => pressed.push('button'));
  notifier.onClicked((id) => pressed.push(id));
  await notifier.show('a', note);
  expect(notifications.create).toHaveBeenCalledExactlyOnceWith('a', {
    type: 'basic',
    iconUrl: 'moz-extension://x/icon/128.png',
    title: 'Dentist',
    message: '3:00 PM',
  });
  notifications.onClicked.addListener.mock.calls[0]?.[0]('a');
  expect(pressed).toEqual(['a']);
});

test('[R4] where it has buttons they are there, and pressing one is told', async () => {
  notifications.onButtonClicked = { addListener: vi.fn() };
  const notifier = createBrowserNotifier();
  const pressed: string[] = [];
  notifier.onButton((id, button) => pressed.push(`${id} ${button}`));
  await notifier.show('a', note);
  expect(notifications.create.mock.calls[0]?.[1]).toMatchObject({
    buttons: [{ title: 'Done' }, { title: 'Snooze' }],
    requireInteraction: true,
  });
  notifications.onButtonClicked.addListener.mock.calls[0]?.[0]('a', 1);
  expect(pressed).toEqual(['a 1']);
});
