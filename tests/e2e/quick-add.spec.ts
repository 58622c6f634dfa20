import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from 'playwright/test';
import { createFamily, entry, expectSync, PHONE } from './family-steps.ts';
import { launchMember } from './harness/chromium-member.ts';
import { test } from './two-members.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const line = (page: Page) => page.getByRole('textbox', { name: 'Add to list' });
const chips = (page: Page) => page.getByRole('group', { name: 'Recognised' });
const chip = (page: Page, name: string | RegExp) => chips(page).getByRole('button', { name, exact: true });
const chipNames = (page: Page) =>
  chips(page)
    .getByRole('button')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));

/** `Tue, Nov 24`: the day `days` from now. */
function dateChip(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000);
  const text = new Intl.DateTimeFormat('en-US', { weekday: 'short', month: 'short', day: 'numeric' }).format(date);
  return `Date: ${text.replaceAll(/\s/g, ' ')}`;
}

/** Where the tinted words stand, and where the same words stand in the input, in pixels from the field's start. */
async function tintOffsets(page: Page): Promise<{ tinted: number[]; written: number[] }> {
  return page.evaluate(() => {
    const tint = document.querySelector<HTMLElement>('.add-tint');
    const input = document.querySelector<HTMLInputElement>('.add-line input');
    if (!tint || !input) throw new Error('no add line');
    const style = getComputedStyle(input);
    const measure = document.createElement('canvas').getContext('2d');
    if (!measure) throw new Error('no canvas');
    measure.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const start = input.getBoundingClientRect().left + Number.parseFloat(style.paddingLeft) - input.scrollLeft;
    const marks = [...tint.querySelectorAll('mark')];
    return {
      tinted: marks.map((mark) => mark.getBoundingClientRect().left),
      written: marks.map((mark) => {
        const range = document.createRange();
        range.setStart(tint, 0);
        range.setEndBefore(mark);
        return start + measure.measureText(range.toString()).width;
      }),
    };
  });
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

test('a line is understood as it is typed, and arrives so in the other browser', async ({ family }) => {
  const { ana, anasPanel, bensPanel } = family;
  await expectSync(anasPanel, 'Synced');
  const popup = await ana.openPage('popup', PHONE);
  await expect(line(popup)).toBeFocused();
  await popup.keyboard.type('2x birthday candles @Ben');
  await expect(chip(popup, 'Quantity: 2')).toBeVisible();
  expect(await chipNames(popup)).toEqual(['Quantity: 2', 'For: Ben']);
  await popup.keyboard.press('Enter');
  await expect(line(popup)).toHaveValue('');
  await expect(line(popup)).toBeFocused();
  await expect(chips(popup)).toBeHidden();
  const bens = entry(bensPanel, 'birthday candles');
  await expect(bens).toBeVisible();
  await expect(bens.locator('.quantity')).toHaveText('2');
  await expect(bens.getByText('For Ben')).toBeAttached();
});

test('a day, a time and a repeat have chips and leave the title; an end stays in it', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  await panel.getByRole('tab', { name: 'To-do' }).click();
  await line(panel).fill('call school in 2 days at 3pm');
  await expect(chip(panel, dateChip(2))).toBeVisible();
  expect(await chipNames(panel)).toEqual([dateChip(2), 'Time: 3:00 PM']);
  await line(panel).press('Enter');
  await expect(entry(panel, 'call school')).toContainText('Due');
  await line(panel).fill('change sheets every 2 weeks');
  await expect(chip(panel, 'Repeats: every 2 weeks')).toBeVisible();
  await line(panel).fill('orthodontist in 2 days 4-5pm');
  await expect(chip(panel, dateChip(2))).toBeVisible();
  await line(panel).press('Enter');
  await expect(entry(panel, 'orthodontist 4-5pm')).toContainText('Due');
});

test('a chip that is pressed, or Backspace twice at the end, leaves the words', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  await line(popup).pressSequentially('6 eggs @Ana');
  await expect(chip(popup, 'For: Ana')).toBeVisible();
  await popup.keyboard.press('Backspace');
  await expect(line(popup)).toHaveValue('6 eggs @Ana');
  const asks = popup.getByText('For: Ana. Press Backspace again');
  await expect(asks).toBeAttached();
  // Anything between two Backspaces starts anew.
  await popup.keyboard.press('End');
  await expect(asks).not.toBeAttached();
  await popup.keyboard.press('Backspace');
  await expect(asks).toBeAttached();
  await popup.keyboard.press('Backspace');
  await expect(line(popup)).toHaveValue('6 eggs @Ana');
  await expect(chip(popup, 'For: Ana')).toBeHidden();
  await popup.keyboard.press('Backspace');
  await expect(line(popup)).toHaveValue('6 eggs @An');
  await chip(popup, 'Quantity: 6').click();
  await expect(line(popup)).toBeFocused();
  await expect(chips(popup)).toBeHidden();

  // What was taken back stays so when the popup is opened again.
  await popup.close();
  const again = await ana.openPage('popup', PHONE);
  await expect(line(again)).toHaveValue('6 eggs @An');
  await line(again).press('End');
  await again.keyboard.type('a #To-do');
  await expect(chip(again, 'List: To-do')).toBeVisible();
  expect(await chipNames(again)).toEqual(['List: To-do']);
  await again.keyboard.press('Enter');
  await expect(again.getByText('Added “6 eggs @Ana” to To-do')).toBeVisible();
  await again.getByRole('tab', { name: 'To-do' }).click();
  await expect(entry(again, '6 eggs @Ana')).toBeVisible();
});

test('Enter right after the first letter already adds what was meant', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  await popup.reload();
  await line(popup).fill('3 lemons');
  await line(popup).press('Enter');
  await expect(entry(popup, 'lemons').locator('.quantity')).toHaveText('3');
});

test('the same thing again adds up in one row', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  for (const text of ['2 milk', '3x Milk']) {
    await line(popup).fill(text);
    await expect(chips(popup)).toBeVisible();
    await line(popup).press('Enter');
    await expect(line(popup)).toHaveValue('');
  }
  await expect(entry(popup, 'milk').locator('.quantity')).toHaveText('5');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the tint lies behind the words, also scrolled and from right to left; clean for axe, ${colorScheme}`, async () => {
    const ana = await launchMember({ colorScheme });
    try {
      const popup = await ana.openPage('popup', PHONE);
      await createFamily(popup);
      for (const width of [320, 360, 480]) {
        await popup.setViewportSize({ width, height: 600 });
        await line(popup).fill('2x birthday candles @Ana by Friday');
        await expect(chips(popup).getByRole('button')).toHaveCount(3);
        await expect
          .poll(async () => {
            const { tinted, written } = await tintOffsets(popup);
            return Math.max(...tinted.map((left, index) => Math.abs(left - (written[index] ?? 0))));
          })
          .toBeLessThan(1.5);
        expect(await objections(popup), `${width} px`).toEqual([]);
        await popup.screenshot({ path: test.info().outputPath(`line-${width}.png`) });
      }
      await popup.setViewportSize({ width: 320, height: 600 });
      await line(popup).fill('');
      await line(popup).pressSequentially('2x candles for the birthday cake of the youngest @Ana');
      await expect(chip(popup, 'For: Ana')).toBeVisible();
      const scrolled = () =>
        popup.evaluate(() => {
          const of = (selector: string) => document.querySelector(selector)?.scrollLeft ?? 0;
          return { input: of('.add-line input'), tint: of('.add-tint') };
        });
      await expect.poll(async () => (await scrolled()).input).toBeGreaterThan(0);
      await expect.poll(async () => (({ input, tint }) => Math.abs(input - tint))(await scrolled())).toBeLessThan(1.5);
      await popup.keyboard.press('Backspace');
      await expect(popup.locator('.chip-marked')).toBeVisible();
      expect(await objections(popup), 'marked').toEqual([]);
      await popup.screenshot({ path: test.info().outputPath('line-scrolled.png') });
      await line(popup).fill('2 חלב @Ana');
      await expect(chips(popup).getByRole('button')).toHaveCount(2);
      await popup.screenshot({ path: test.info().outputPath('line-rtl.png') });
      await popup.emulateMedia({ forcedColors: 'active' });
      await popup.screenshot({ path: test.info().outputPath('line-forced.png') });
    } finally {
      await ana.close();
    }
  });
}

/** Pastes with the keyboard, from the browser's clipboard. */
async function paste(page: Page, text: string): Promise<void> {
  await line(page).focus();
  await page.evaluate((copied) => {
    const data = new DataTransfer();
    data.setData('text/plain', copied);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}

test('a pasted list is looked over, added in one go and taken back in one', async ({ family }) => {
  const { anasPanel: panel, bensPanel } = family;
  await line(panel).fill('ric');
  await paste(panel, '- [ ] 2x milk\n- 500 g flour\n- [x] salt\n- butter, softened\n- soap');
  const dialog = panel.getByRole('dialog', { name: 'Add 4 entries?' });
  await expect(dialog).toContainText('1 entry is ticked off there and is left out.');
  const open = panel.getByRole('dialog');
  const rows = open.getByRole('list', { name: 'Entries' }).getByRole('listitem');
  await expect(rows).toHaveCount(4);
  await rows.nth(1).getByRole('textbox', { name: 'Title' }).fill('rye flour');
  await rows.nth(2).getByRole('textbox', { name: 'Quantity' }).fill('some');
  await open.getByRole('button', { name: 'Remove soap' }).click();
  await expect(open.getByRole('button', { name: 'Remove butter' })).toBeFocused();
  expect(await objections(panel)).toEqual([]);
  await panel.getByRole('button', { name: 'Add 3 entries' }).click();
  await expect(panel.getByRole('alert')).toContainText('1 entry needs a change');
  await expect(rows.nth(2).getByRole('textbox', { name: 'Quantity' })).toBeFocused();
  await panel.screenshot({ path: test.info().outputPath('paste.png') });
  await rows.nth(2).getByRole('textbox', { name: 'Quantity' }).fill('2');
  await panel.keyboard.press('Enter');
  await expect(open).toBeHidden();
  await expect(line(panel)).toBeFocused();
  // What was being written stays.
  await expect(line(panel)).toHaveValue('ric');
  const bens = bensPanel.getByRole('list', { name: 'Groceries' }).getByRole('checkbox');
  await expect(bens).toHaveCount(3);
  await expect(entry(bensPanel, 'rye flour').locator('.quantity')).toHaveText('500 g');
  await expect(entry(bensPanel, 'butter')).toContainText('softened');
  await expect(panel.getByText('Added 3 entries')).toBeVisible();
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(bens).toHaveCount(0);
});

test('a very long paste says how far it was read and stays usable', async ({ ana }) => {
  const popup = await ana.openPage('popup', PHONE);
  await createFamily(popup);
  await expect(line(popup)).toBeFocused();
  await paste(popup, Array.from({ length: 12_000 }, (_, index) => `- thing ${index}`).join('\n'));
  const dialog = popup.getByRole('dialog', { name: 'Add 2,000 entries?' });
  await expect(dialog).toContainText('8,000 more entries are not shown');
  await expect(dialog).toContainText('Only its first 10,000 lines');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(line(popup)).toBeFocused();
});
