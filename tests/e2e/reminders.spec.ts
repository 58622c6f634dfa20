import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import type { CommandBody } from '../../lib/protocol/commands.ts';
import { type EventId, type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import { MESSAGES_VERSION, PORT_NAME } from '../../lib/protocol/messages.ts';
import { createFamily, PHONE } from './family-steps.ts';
import type { ChromiumMember } from './harness/chromium-member.ts';
import { test } from './two-members.ts';

const MINUTE_MS = 60_000;

/** A page of the extension's origin with no script of its own: it neither wakes the worker nor talks to it. */
async function openBystander(member: ChromiumMember): Promise<Page> {
  const page = await member.context.newPage();
  await page.goto(`chrome-extension://${member.extensionId}/icon/16.png`);
  return page;
}

const onScreen = (page: Page) => page.evaluate(async () => Object.keys(await chrome.notifications.getAll()));

/** Talks to the worker as pages do: says hello, sends `message`, and answers what comes back of type `answer`. */
function talk(page: Page, message: Record<string, unknown>, answer: string): Promise<Record<string, unknown>> {
  return page.evaluate(
    ({ name, version, message, answer }) => {
      const port = chrome.runtime.connect({ name });
      return new Promise<Record<string, unknown>>((resolve) => {
        port.onMessage.addListener((heard: Record<string, unknown>) => {
          if (heard.type !== answer) return;
          port.disconnect();
          resolve(heard);
        });
        port.postMessage({ type: 'hello', version });
        port.postMessage(message);
      });
    },
    { name: PORT_NAME, version: MESSAGES_VERSION, message, answer },
  );
}

async function run(page: Page, body: CommandBody): Promise<void> {
  const command = { id: newId(), at: Date.now(), body };
  expect(await talk(page, { type: 'command', isResent: false, command }, 'ack')).toMatchObject({
    result: { ok: true },
  });
}

async function listNamed(page: Page, name: string): Promise<ListId> {
  const { rows } = (await talk(page, { type: 'subscribe', sub: 1, query: { type: 'lists' } }, 'snapshot')) as {
    rows: { id: ListId; name: string }[];
  };
  const list = rows.find((row) => row.name === name);
  if (list === undefined) throw new Error(`no list ${name}`);
  return list.id;
}

/** What the browser does when somebody presses a notification, or one of its buttons. */
async function press(member: ChromiumMember, note: string, button?: number): Promise<void> {
  const worker = await member.worker();
  await worker.evaluate(
    ({ note, button }) => {
      const { onClicked, onButtonClicked } = chrome.notifications as unknown as Record<
        'onClicked' | 'onButtonClicked',
        { dispatch(...args: unknown[]): void }
      >;
      if (button === undefined) onClicked.dispatch(note);
      else onButtonClicked.dispatch(note, button);
    },
    { note, button },
  );
}

/** On this machine's wall clock, `minutes` after the next full minute that is at least some seconds ahead. */
function wallTime(minutes: number): { date: string; time: string; at: number } {
  const at = Math.ceil((Date.now() + 10_000) / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(Temporal.Now.timeZoneId());
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
    at,
  };
}

test('[R1] [R4] with no page open and the worker stopped, reminders are shown at their time; one leads to its event, another ticks its entry', async ({
  ana,
}) => {
  test.setTimeout(4 * MINUTE_MS);
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  const todo = await listNamed(panel, 'To-do');
  const [rings, start, end] = [wallTime(0), wallTime(10), wallTime(40)];
  const [event, rent] = [newId<EventId>(), newId<ItemId>()];
  await run(panel, {
    type: 'addEvent',
    id: event,
    title: 'Dentist',
    when: {
      allDay: false,
      start: `${start.date}T${start.time}`,
      end: `${end.date}T${end.time}`,
      zone: Temporal.Now.timeZoneId(),
    },
    who: [],
    place: null,
    notes: null,
    reminders: [{ minutes: 10 }],
  });
  await run(panel, {
    type: 'addItems',
    list: todo,
    items: [{ id: rent, title: 'Rent', due: rings.date, dueTime: rings.time }],
  });
  const bystander = await openBystander(ana);
  await panel.close();
  await ana.killWorker();
  expect(await onScreen(bystander)).toEqual([]);
  await expect.poll(() => onScreen(bystander), { timeout: 2 * MINUTE_MS }).toHaveLength(2);
  const notes = await onScreen(bystander);
  const noteOf = (id: string) => notes.find((note) => note.startsWith(id)) ?? '';

  const opened = ana.context.waitForEvent('page', (page) => page.url().includes('sidepanel.html#calendar/'));
  await press(ana, noteOf(event));
  const calendar = await opened;
  await expect(calendar.getByRole('dialog', { name: 'Dentist' })).toBeVisible();
  await expect.poll(() => onScreen(bystander)).toEqual([noteOf(rent)]);
  await calendar.close();

  await press(ana, noteOf(rent), 0);
  await expect.poll(() => onScreen(bystander)).toEqual([]);
  const popup = await ana.openPage('popup', PHONE);
  await popup.getByRole('tab', { name: 'To-do' }).click();
  await expect(popup.getByText('All done')).toBeVisible();
  expect(ana.problems).toEqual([]);
});

test('[B1] [B2] the badge counts what was chosen, and keeps counting once nothing is open', async ({
  family: { ana, ben, anasPanel, bensPanel },
}) => {
  const bystander = await openBystander(ana);
  const badge = () => bystander.evaluate(() => chrome.action.getBadgeText({}));
  const today = wallTime(0).date;
  const todo = await listNamed(bensPanel, 'To-do');
  const addDue = (page: Page, title: string) =>
    run(page, { type: 'addItems', list: todo, items: [{ id: newId<ItemId>(), title, due: today }] });
  await addDue(anasPanel, 'Rent');
  await expect.poll(badge).toBe('1');
  await addDue(bensPanel, 'Tax');
  await expect.poll(badge).toBe('2');
  // A confirmation lies over the count, which returns.
  const worker = await ana.worker();
  await worker.evaluate((list) => {
    const { onClicked } = chrome.contextMenus as unknown as { onClicked: { dispatch(...args: unknown[]): void } };
    onClicked.dispatch({ menuItemId: list, selectionText: 'Call the plumber' }, {});
  }, todo);
  await expect.poll(badge).toBe('✓');
  await expect.poll(badge).toBe('2');
  await anasPanel.close();
  await ana.killWorker();
  expect(await badge()).toBe('2');
  const options = await ana.openPage('options');
  await options.getByRole('combobox', { name: 'Number on the toolbar button' }).selectOption('Entries for me');
  await expect.poll(badge).toBe('');
  await options.getByRole('combobox', { name: 'Number on the toolbar button' }).selectOption('Entries due by today');
  await expect.poll(badge).toBe('2');
  await expect(options.getByRole('combobox', { name: 'Remind me of' })).toHaveValue('mine');
  await options.getByLabel('Sum up the day at').fill('07:30');
  await options.reload();
  await expect(options.getByLabel('Sum up the day at')).toHaveValue('07:30');
  expect([...ana.problems, ...ben.problems]).toEqual([]);
});
