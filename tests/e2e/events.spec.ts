import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Locator, type Page } from 'playwright/test';
import { createFamily, PHONE } from './family-steps.ts';
import { test } from './two-members.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The day `days` from now, `YYYY-MM-DD`. */
function dateIn(days: number): string {
  return Temporal.Now.plainDateISO().add({ days }).toString();
}

/** A day of the agenda. */
function day(panel: Page, days: number): Locator {
  const name = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' }).format(
    Date.parse(`${dateIn(days)}T00:00Z`),
  );
  return panel.getByRole('region', { name, exact: true });
}

function event(panel: Page, days: number, title: string): Locator {
  return day(panel, days).getByRole('button', { name: new RegExp(`^${title}`) });
}

async function openCalendar(panel: Page): Promise<void> {
  await panel.getByRole('tab', { name: 'Calendar', exact: true }).click();
  await expect(panel.getByRole('button', { name: 'New event' })).toBeVisible();
}

async function newEvent(panel: Page): Promise<Locator> {
  await panel.getByRole('button', { name: 'New event' }).click();
  const dialog = panel.getByRole('dialog', { name: 'New event' });
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toBeFocused();
  return dialog;
}

/** A timed event of an hour. */
async function addEvent(
  panel: Page,
  given: {
    title: string;
    days: number;
    at?: string;
    repeats?: string;
    who?: string;
    more?: (dialog: Locator) => Promise<void>;
  },
): Promise<void> {
  const dialog = await newEvent(panel);
  await dialog.getByRole('textbox', { name: 'Title' }).fill(given.title);
  await dialog.getByLabel('Starts on').fill(dateIn(given.days));
  await dialog.getByLabel('Starts at').fill(given.at ?? '17:00');
  if (given.repeats !== undefined) {
    await dialog.getByRole('combobox', { name: 'Repeats' }).selectOption({ label: given.repeats });
  }
  if (given.who !== undefined) await dialog.getByRole('checkbox', { name: given.who }).check();
  await given.more?.(dialog);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function open(panel: Page, days: number, title: string): Promise<Locator> {
  await event(panel, days, title).click();
  const dialog = panel.getByRole('dialog', { name: title });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function answer(panel: Page, reach: string): Promise<void> {
  const question = panel.getByRole('dialog', { name: 'Change which events?' });
  await question.getByRole('radio', { name: reach, exact: true }).check();
  await question.getByRole('button', { name: 'Continue' }).click();
  await expect(question).toBeHidden();
}

async function rename(panel: Page, days: number, from: string, to: string, reach: string): Promise<void> {
  const dialog = await open(panel, days, from);
  await dialog.getByRole('textbox', { name: 'Title' }).fill(to);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await answer(panel, reach);
  await expect(dialog).toBeHidden();
}

async function objections(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

test('a series is changed one by one, from one on, and as a whole, and the other browser shows the same', async ({
  family,
}) => {
  const { anasPanel: panel, bensPanel } = family;
  await openCalendar(panel);
  await openCalendar(bensPanel);
  await addEvent(panel, { title: 'Football', days: 1, repeats: 'Every day' });
  for (const days of [1, 2, 3, 4, 5]) await expect(event(bensPanel, days, 'Football')).toBeVisible();

  await rename(panel, 2, 'Football', 'Match', 'This event');
  await expect(event(panel, 2, 'Match')).toBeVisible();
  await expect(event(panel, 3, 'Football')).toBeVisible();
  await expect(event(bensPanel, 2, 'Match')).toBeVisible();

  await rename(panel, 4, 'Football', 'Training', 'This and following events');
  await expect(event(panel, 5, 'Training')).toBeVisible();
  await expect(event(panel, 3, 'Football')).toBeVisible();
  await expect(event(bensPanel, 5, 'Training')).toBeVisible();

  const dialog = await open(panel, 1, 'Football');
  await dialog.getByLabel('Starts at').fill('18:00');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await answer(panel, 'All events');
  await expect(event(panel, 1, 'Football')).toContainText('6:00 PM');
  await expect(event(panel, 3, 'Football')).toContainText('6:00 PM');
  await expect(event(panel, 2, 'Match')).toBeVisible();
  await expect(event(bensPanel, 3, 'Football')).toContainText('6:00 PM');
});

test('giving the question up changes nothing and leaves the dialog as it was', async ({ family }) => {
  const { anasPanel: panel } = family;
  await openCalendar(panel);
  await addEvent(panel, { title: 'Choir', days: 1, repeats: 'Every day' });
  const dialog = await open(panel, 2, 'Choir');
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Band');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  const question = panel.getByRole('dialog', { name: 'Change which events?' });
  await expect(question.getByRole('radio', { name: 'This event' })).toBeFocused();
  await panel.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Band');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(event(panel, 2, 'Choir')).toBeVisible();
});

test('one date is deleted, and restored from the others', async ({ family }) => {
  const { anasPanel: panel, bensPanel } = family;
  await openCalendar(panel);
  await openCalendar(bensPanel);
  await addEvent(panel, { title: 'Swimming', days: 1, repeats: 'Every day' });
  await expect(event(bensPanel, 2, 'Swimming')).toBeVisible();
  const dialog = await open(panel, 2, 'Swimming');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await answer(panel, 'This event');
  await expect(event(panel, 2, 'Swimming')).toBeHidden();
  await expect(event(panel, 3, 'Swimming')).toBeVisible();
  await expect(event(bensPanel, 2, 'Swimming')).toBeHidden();

  const other = await open(panel, 3, 'Swimming');
  await other.getByText('1 date differs or is skipped').click();
  await other.getByRole('button', { name: /^Restore/ }).click();
  await expect(other.getByText('1 date differs or is skipped')).toBeHidden();
  await other.getByRole('button', { name: 'Cancel' }).click();
  await expect(event(panel, 2, 'Swimming')).toBeVisible();
  await expect(event(bensPanel, 2, 'Swimming')).toBeVisible();
});

test('with the keyboard alone an event is made, repeated by a rule of one’s own, and deleted', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  await openCalendar(panel);
  await panel.getByRole('button', { name: 'New event' }).focus();
  await panel.keyboard.press('Enter');
  const dialog = panel.getByRole('dialog', { name: 'New event' });
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await panel.keyboard.type('Yoga');
  const repeats = dialog.getByRole('combobox', { name: 'Repeats' });
  for (let step = 0; step < 20 && !(await repeats.evaluate((field) => field === document.activeElement)); step += 1) {
    await panel.keyboard.press('Tab');
  }
  await expect(repeats).toBeFocused();
  await panel.keyboard.type('Custom');
  await expect(dialog.getByRole('spinbutton', { name: 'Every' })).toBeVisible();
  await panel.keyboard.press('Tab');
  await expect(dialog.getByRole('spinbutton', { name: 'Every' })).toBeFocused();
  await panel.keyboard.press('ArrowUp');
  await expect(dialog.getByText(/^Repeats every 2 weeks on /)).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Next dates' }).getByRole('listitem')).toHaveCount(5);
  await panel.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  const made = panel.getByRole('button', { name: /^Yoga/ }).first();
  await made.focus();
  await panel.keyboard.press('Enter');
  const opened = panel.getByRole('dialog', { name: 'Yoga' });
  await expect(opened.getByRole('combobox', { name: 'Repeats' })).toHaveValue('weeks2');
  await opened.getByRole('button', { name: 'Delete' }).focus();
  await panel.keyboard.press('Enter');
  const question = panel.getByRole('dialog', { name: 'Change which events?' });
  await expect(question.getByRole('radio', { name: 'This event' })).toBeFocused();
  await panel.keyboard.press('ArrowDown');
  await panel.keyboard.press('ArrowDown');
  await expect(question.getByRole('radio', { name: 'All events' })).toBeChecked();
  await panel.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await expect(panel.getByRole('button', { name: /^Yoga/ })).toHaveCount(0);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByRole('button', { name: /^Yoga/ }).first()).toBeVisible();
});

test('[V11] [V12] who is busy is said before an event is saved, and marked afterwards', async ({ family }) => {
  const { anasPanel: panel, bensPanel } = family;
  await openCalendar(panel);
  await openCalendar(bensPanel);
  await addEvent(panel, { title: 'Dentist', days: 1, at: '15:00', who: 'Ben' });
  const dialog = await newEvent(panel);
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Guitar');
  await dialog.getByLabel('Starts on').fill(dateIn(1));
  await dialog.getByLabel('Starts at').fill('15:30');
  await dialog.getByRole('checkbox', { name: 'Ben' }).check();
  await expect(dialog.getByText('Ben: “Dentist” at that time, 3:00 PM – 4:00 PM.')).toBeVisible();
  await dialog.getByLabel('Starts at').fill('16:00');
  await expect(dialog.getByText('Ben: “Dentist” at that time')).toBeHidden();
  await dialog.getByLabel('Starts at').fill('15:30');
  expect(await objections(panel)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(day(panel, 1).getByText('Overlap: Ben also has “Guitar”')).toBeVisible();
  await panel.getByRole('tab', { name: 'Day', exact: true }).click();
  await panel.getByRole('button', { name: 'Next' }).click();
  await expect(panel.getByRole('button', { name: /^Guitar 3:30 PM.* Ben\s+Overlap: Ben$/ })).toBeVisible();
  await expect(panel.getByRole('button', { name: /^Dentist 3:00 PM.* Ben\s+Overlap: Ben$/ })).toBeVisible();
  expect(await objections(panel)).toEqual([]);
  await panel.getByRole('tab', { name: 'People' }).click();
  await expect(panel.getByRole('button', { name: /^Guitar.*Overlap: Ben$/ })).toBeVisible();
  await panel.getByRole('tab', { name: 'Agenda' }).click();
  await panel.getByRole('button', { name: 'Today', exact: true }).click();
  await day(panel, 1).getByRole('button', { name: 'Move “Guitar”' }).click();
  const opened = panel.getByRole('dialog', { name: 'Guitar' });
  await opened.getByLabel('Starts at').fill('17:00');
  await opened.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(day(panel, 1).getByText(/^Overlap/)).toHaveCount(0);
  await expect(day(bensPanel, 1).getByText(/^Overlap/)).toHaveCount(0);
});

test('[V11] what somebody has to do stands out until one press says who', async ({ family }) => {
  const { anasPanel: panel, bensPanel } = family;
  await openCalendar(panel);
  await openCalendar(bensPanel);
  await addEvent(panel, {
    title: 'Pick up Léa',
    days: 1,
    more: async (dialog) => {
      await dialog.getByText('More', { exact: true }).click();
      await dialog.getByRole('checkbox', { name: 'Somebody has to do this' }).check();
    },
  });
  await expect(day(bensPanel, 1).getByText('Who does this?')).toBeVisible();
  expect(await objections(bensPanel)).toEqual([]);
  await day(bensPanel, 1).getByRole('button', { name: 'I do “Pick up Léa”' }).press('Enter');
  await expect(day(bensPanel, 1).getByText('Who does this?')).toBeHidden();
  await expect(event(bensPanel, 1, 'Pick up Léa')).toBeFocused();
  await expect(day(panel, 1).getByText('Who does this?')).toBeHidden();
  await expect(event(panel, 1, 'Pick up Léa')).toContainText('Ben');

  // By the clock: a sign, and the press in the event's dialog.
  await bensPanel.getByRole('button', { name: 'Undo' }).click();
  await panel.getByRole('tab', { name: 'Day', exact: true }).click();
  await panel.getByRole('button', { name: 'Next' }).click();
  await panel.getByRole('button', { name: /^Pick up Léa.*Nobody does this yet$/ }).click();
  await panel.getByRole('dialog', { name: 'Pick up Léa' }).getByRole('button', { name: 'I do “Pick up Léa”' }).click();
  await expect(panel.getByRole('dialog')).toBeHidden();
  await expect(panel.getByRole('button', { name: /^Pick up Léa.* Ana$/ })).toBeVisible();
});

test('a line makes an event, or opens the dialog filled in', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  await openCalendar(panel);
  const line = panel.getByRole('textbox', { name: 'Add to calendar' });
  await line.fill('Dentist tomorrow at 3 pm @Ana');
  const chips = panel.getByRole('group', { name: 'Recognised' });
  await expect(chips.getByRole('button', { name: 'Time: 3:00 PM' })).toBeVisible();
  await expect(chips.getByRole('button', { name: 'For: Ana' })).toBeVisible();
  // Tinted where it stands; Backspace at the end marks the last reading, then takes it back and leaves the words.
  const tinted = panel.locator('.quick-event mark');
  await expect(tinted).toHaveText(['tomorrow', 'at 3 pm', '@Ana']);
  await line.press('Backspace');
  await expect(panel.locator('.quick-event .marked')).toHaveText('@Ana');
  await line.press('Backspace');
  await expect(tinted).toHaveText(['tomorrow', 'at 3 pm']);
  await expect(line).toHaveValue('Dentist tomorrow at 3 pm @Ana');
  await line.fill('');
  await line.fill('Dentist tomorrow at 3 pm @Ana');
  await line.press('Enter');
  await expect(line).toHaveValue('');
  await expect(line).toBeFocused();
  await expect(event(panel, 1, 'Dentist')).toContainText('3:00 PM');

  await line.fill('Haircut @Ana');
  await line.press('Enter');
  const dialog = panel.getByRole('dialog', { name: 'New event' });
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Haircut');
  await expect(dialog.getByRole('checkbox', { name: 'Ana' })).toBeChecked();
  await dialog.getByLabel('Starts on').fill(dateIn(2));
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(event(panel, 2, 'Haircut')).toBeVisible();
  await expect(line).toHaveValue('');
});

test('a line of a to-do list with day and time can become an event, in the popup too', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  const popup = await ana.openPage('popup', PHONE);
  await popup.getByRole('tab', { name: 'To-do' }).click();
  const line = popup.getByRole('textbox', { name: 'Add to list' });
  await line.fill('Dentist tomorrow at 3 pm');
  await popup.getByRole('button', { name: 'Make it an event' }).click();
  const dialog = popup.getByRole('dialog', { name: 'New event' });
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Dentist');
  await expect(dialog.getByLabel('Starts on')).toHaveValue(dateIn(1));
  await expect(dialog.getByLabel('Starts at')).toHaveValue('15:00');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(line).toHaveValue('');
  await expect(line).toBeFocused();
  await openCalendar(panel);
  await expect(event(panel, 1, 'Dentist')).toContainText('3:00 PM');
});

test('a birthday on a leap day says when it is kept, and how old somebody becomes', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', { width: 320, height: 800 });
  await createFamily(panel);
  await openCalendar(panel);
  const dialog = await newEvent(panel);
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Mateo');
  await dialog.getByText('More', { exact: true }).click();
  await dialog.getByRole('checkbox', { name: 'Birthday' }).check();
  await dialog.getByLabel('Starts on').fill('2016-02-29');
  await expect(dialog.getByText(/^Turns \d+ in \d{4}\.$/)).toBeVisible();
  await dialog
    .getByRole('combobox', { name: 'In years without February 29' })
    .selectOption({ label: 'on the day after' });
  await expect(dialog.getByText('Repeats every year on February 29, in other years on March 1.')).toBeVisible();
  expect(await objections(panel)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
});
