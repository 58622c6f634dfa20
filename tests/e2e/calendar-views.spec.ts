import { expect, type Locator, type Page } from 'playwright/test';
import type { ImportedEvent } from '../../lib/protocol/import-values.ts';
import { sendCommand } from '../../scripts/page-messages.ts';
import { fillSampleFamily, SAMPLE_ZONE } from '../../scripts/sample-family.ts';
import { importedEvent } from '../doubles/imported-event.ts';
import { objections } from './axe.ts';
import { createFamily, joinFamily, makeInvite, PHONE, tabTo, useRelay } from './family-steps.ts';
import { type ChromiumMember, launchMember } from './harness/chromium-member.ts';
import { test as base } from './two-members.ts';

const VIEWS = ['Agenda', 'Day', '3 days', 'Week', 'Month', 'People'];
const WIDE = { width: 1000, height: 800 };

/** Ana's calendar, empty, in a zone where it is early afternoon: no test comes near midnight. */
const test = base.extend<{ calendar: Page }>({
  ana: async ({ prepared, relay: _ }, use) => {
    const ana = await prepared.launch('new', { timeZone: SAMPLE_ZONE });
    await use(ana);
    await ana.close();
  },
  calendar: async ({ ana }, use) => {
    const page = await ana.openPage('sidepanel', PHONE);
    await createFamily(page);
    await page.getByRole('tab', { name: 'Calendar', exact: true }).click();
    await use(page);
    expect(ana.problems).toEqual([]);
  },
});

const today = () => Temporal.Now.plainDateISO(SAMPLE_ZONE);
const event = (page: Page, title: string) => page.getByRole('button', { name: new RegExp(`^${title}`) });
const slot = (page: Page, time: string, day = 0) => {
  const format = new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  });
  const date = format.format(Date.parse(`${today().add({ days: day }).toString()}T00:00Z`));
  return page.getByRole('gridcell', { name: new RegExp(`^${date}, ${time}`) });
};

async function show(page: Page, view: string): Promise<void> {
  await page.getByRole('tab', { name: view, exact: true }).click();
  await expect(page.getByRole('tab', { name: view, exact: true })).toHaveAttribute('aria-selected', 'true');
}

/** Saves what the open dialog shows, under a title. */
async function save(page: Page, title: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'New event' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** As a file brings it: some rows are higher than others. */
function eventOfFile(n: number, date: Temporal.PlainDate): ImportedEvent {
  const start = `${date.toString()}T${String(7 + (n % 12)).padStart(2, '0')}:00`;
  return importedEvent({
    uid: `event-${n}@test`,
    title: `Event ${n}`,
    when: { allDay: false, start, end: `${start.slice(0, 14)}45`, zone: SAMPLE_ZONE },
    place: n % 3 === 0 ? 'Sports ground behind the library, the third gate on the left, next to the fountain' : null,
  });
}

/** Once no row has come for half a second of frames: the agenda takes them in a few a frame. */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const height = () => document.querySelector('.agenda')?.scrollHeight;
    for (let [last, still] = [height(), 0]; still < 30; still = height() === last ? still + 1 : 0) {
      last = height();
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}

async function addAt(page: Page, title: string, day: number, from?: string, to?: string): Promise<void> {
  await page.getByRole('button', { name: 'New event' }).click();
  const dialog = page.getByRole('dialog', { name: 'New event' });
  const date = today().add({ days: day }).toString();
  if (from === undefined) await dialog.getByRole('checkbox', { name: 'All day' }).check();
  await dialog.getByLabel('Starts on').fill(date);
  if (from !== undefined) await dialog.getByLabel('Starts at').fill(from);
  await dialog.getByLabel('Ends on').fill(date);
  if (to !== undefined) await dialog.getByLabel('Ends at').fill(to);
  await save(page, title);
}

test('an event is in every view, on the day and at the time that it has', async ({ calendar: page }) => {
  await addAt(page, 'Pottery', 0, '09:30', '11:00');
  await addAt(page, 'Holiday', 0);
  for (const view of VIEWS) {
    await show(page, view);
    await expect(event(page, 'Pottery'), view).toHaveAccessibleName(/9:30 AM – 11:00 AM/);
    await expect(event(page, 'Holiday'), view).toHaveAccessibleName(/All day/);
  }
  await page.setViewportSize(WIDE);
  for (const view of VIEWS) {
    await show(page, view);
    await expect(event(page, 'Pottery'), `${view}, wide`).toBeVisible();
  }
});

test('the view of the last time is in front again, at today', async ({ ana, calendar: page }) => {
  await show(page, 'Month');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.close();
  const again = await ana.openPage('sidepanel', PHONE);
  await expect(again.getByRole('tab', { name: 'Month', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(again.getByRole('gridcell', { selected: true })).toHaveAttribute('aria-current', 'date');
});

test('the agenda goes on in both directions as one scrolls, and keeps what one sees where it is', async ({
  calendar: page,
}) => {
  for (let day = 0; day < 6; day += 1) await addAt(page, `Run ${day}`, day, '18:00', '19:00');
  await addAt(page, 'Long ago', -40, '18:00', '19:00');
  await addAt(page, 'Far ahead', 60, '18:00', '19:00');
  await show(page, 'Day');
  await show(page, 'Agenda');
  const head = page.getByRole('region', { name: new RegExp(`${today().day}, ${today().year}$`) }).first();
  await expect(event(page, 'Long ago')).toHaveCount(0);
  // Today is the first thing one sees, and what is above it comes without moving it.
  const list = page.locator('.agenda');
  const topOf = (place: Locator) => place.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const edge = await topOf(list);
  await expect.poll(() => topOf(head)).toBe(edge);
  await list.evaluate((element) => {
    element.scrollTop -= 20;
  });
  await expect(event(page, 'Long ago')).toBeAttached();
  expect(await topOf(head)).toBe(edge + 20);

  await list.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await expect(event(page, 'Far ahead')).toBeAttached();
  await page.getByRole('button', { name: 'Today', exact: true }).click();
});

test('[V8] however much is on each day, scrolling goes as far as the hand does: no day changes its height on the way', async ({
  calendar: page,
}) => {
  const many = Array.from({ length: 600 }, (_, n) => eventOfFile(n, today().add({ days: (n % 30) - 15 })));
  await sendCommand(page, { type: 'importEvents', events: many.slice(0, 300) });
  await sendCommand(page, { type: 'importEvents', events: many.slice(300) });
  await expect(event(page, 'Event').first()).toBeVisible();
  /** How far from the step what one looks at was after each. */
  const strayed = (step: number, times: number) =>
    page.locator('.agenda').evaluate(
      async (list, { step, times }) => {
        const { left, top, width, height } = list.getBoundingClientRect();
        const frames = async (count: number) => {
          for (let n = 0; n < count; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
        };
        const steps: number[] = [];
        for (let n = 0; n < times; n += 1) {
          const at = document.elementFromPoint(left + width / 2, top + height / 2)?.closest('.event, .day, .gap');
          const before = at?.getBoundingClientRect().top ?? 0;
          const from = list.scrollTop;
          list.scrollTop += step;
          const went = list.scrollTop - from;
          await frames(4);
          steps.push(Math.round((at?.getBoundingClientRect().top ?? 0) - before + went));
        }
        return steps.filter((stray) => Math.abs(stray) > 1);
      },
      { step, times },
    );
  expect(await strayed(300, 40)).toEqual([]);
  // Meanwhile every day out of sight gets more.
  const more = Array.from({ length: 30 }, (_, n) => eventOfFile(600 + n, today().add({ days: n })));
  await sendCommand(page, { type: 'importEvents', events: more });
  await expect(event(page, 'Event 601')).toBeAttached();
  expect(await strayed(-300, 20)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  await untilStill(page);
  expect(await strayed(-300, 40)).toEqual([]);
  // Days out of sight are left out of what is laid out, or this would have shown nothing.
  const hidden = (all: Element[]) =>
    all.filter((each) => !each.checkVisibility({ contentVisibilityAuto: true })).length;
  expect(await page.locator('.agenda .event').evaluateAll(hidden)).toBeGreaterThan(100);
});

test('[V8] what a press on “Show earlier” brings never moves what one sees', async ({ calendar: page }) => {
  const many = Array.from({ length: 960 }, (_, n) => eventOfFile(n, today().subtract({ days: n % 80 })));
  await sendCommand(page, { type: 'importEvents', events: many.slice(0, 480) });
  await sendCommand(page, { type: 'importEvents', events: many.slice(480) });
  await expect(event(page, 'Event').first()).toBeVisible();
  const list = page.locator('.agenda');
  const count = () => page.locator('.agenda .event').count();
  for (let press = 0; press < 4; press += 1) {
    await list.evaluate((element) => {
      element.scrollTop = 0;
    });
    await untilStill(page);
    await list.evaluate((element) => {
      element.scrollTop = 0;
    });
    const seen = page.locator('.agenda .event').first();
    const id = await seen.locator('button').first().getAttribute('data-event');
    const place = page.locator(`.agenda [data-event="${id}"]`).first();
    const before = await place.evaluate((element) => element.getBoundingClientRect().top);
    const rows = await count();
    const button = page.getByRole('button', { name: 'Show earlier' });
    await button.evaluate((element: HTMLElement) => element.click());
    await expect.poll(count).toBeGreaterThan(rows);
    await untilStill(page);
    const after = await place.evaluate((element) => element.getBoundingClientRect().top);
    expect(Math.abs(after - before), `press ${press}`).toBeLessThanOrEqual(1);
  }
});

test('by keyboard alone: a day’s half hours, an event made, moved, stretched, put back, opened', async ({
  calendar: page,
}) => {
  const keys = page.keyboard;
  await tabTo(page, page.getByRole('tab', { name: 'Agenda', exact: true }));
  await keys.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Day', exact: true })).toBeFocused();
  await expect(page.getByRole('grid', { name: 'Half hours' })).toBeVisible();
  await tabTo(page, slot(page, '1:00 PM'));
  for (let presses = 0; presses < 8; presses += 1) await keys.press('ArrowUp');
  await expect(slot(page, '9:00 AM')).toBeFocused();
  await keys.press('Shift+ArrowDown');
  await keys.press('Shift+ArrowDown');
  await expect(slot(page, '9:30 AM')).toHaveAttribute('aria-selected', 'true');
  await keys.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New event' });
  await expect(dialog.getByLabel('Starts at')).toHaveValue('09:00');
  await expect(dialog.getByLabel('Ends at')).toHaveValue('10:30');
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await keys.type('Dentist');
  await keys.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(slot(page, '10:00 AM')).toBeFocused();

  const dentist = event(page, 'Dentist');
  await tabTo(page, dentist);
  await keys.down('Alt');
  await keys.press('ArrowDown');
  await keys.press('ArrowDown');
  await keys.up('Alt');
  await expect(dentist).toHaveAccessibleName(/9:30 AM – 11:00 AM/);
  await expect(dentist).toBeFocused();
  await keys.press('Alt+Shift+ArrowUp');
  await expect(dentist).toHaveAccessibleName(/9:30 AM – 10:45 AM/);
  await expect(dentist).toBeFocused();
  // Held, shown, said, and put back.
  await keys.down('Alt');
  await keys.press('ArrowUp');
  await expect(dentist).toHaveAccessibleName(/9:15 AM/);
  await expect(page.getByText(/^Dentist: .*9:15 AM – 10:30 AM$/)).toBeAttached();
  await keys.press('Escape');
  await keys.up('Alt');
  await expect(dentist).toHaveAccessibleName(/9:30 AM – 10:45 AM/);
  await keys.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Dentist' })).toBeVisible();
  await keys.press('Escape');
  await expect(dentist).toBeFocused();

  // To another day: it goes there, and the keyboard with it.
  await show(page, '3 days');
  await tabTo(page, dentist);
  await keys.press('Alt+ArrowRight');
  await expect(dentist).toHaveAttribute('data-day', today().add({ days: 1 }).toString());
  await expect(dentist).toBeFocused();
});

test('by keyboard alone: a month’s days, what is on them, and a new event there', async ({ calendar: page }) => {
  const keys = page.keyboard;
  await addAt(page, 'Party', 1, '15:00', '17:00');
  await show(page, 'Month');
  const grid = page.getByRole('grid');
  const chosen = page.getByRole('gridcell', { selected: true });
  await tabTo(page, chosen);
  await expect(chosen).toHaveAttribute('data-date', today().toString());
  await keys.press('ArrowRight');
  await expect(chosen).toHaveAttribute('data-date', today().add({ days: 1 }).toString());
  await expect(chosen).toBeFocused();
  await expect(chosen).toHaveAccessibleName(/: 1 event, Party$/);
  await keys.press('ArrowDown');
  await expect(chosen).toHaveAttribute('data-date', today().add({ days: 8 }).toString());
  await keys.press('ArrowUp');
  await keys.press('PageDown');
  const later = today().add({ days: 1 }).add({ months: 1 });
  await expect(chosen).toHaveAttribute('data-date', later.toString());
  await expect(chosen).toBeFocused();
  await expect(grid).toHaveAccessibleName(new RegExp(`${later.year}$`));
  await keys.press('Home');
  await expect(chosen).toHaveAttribute('data-date', later.subtract({ days: later.dayOfWeek % 7 }).toString());
  await keys.press('n');
  const dialog = page.getByRole('dialog', { name: 'New event' });
  await expect(dialog.getByLabel('Starts on')).toHaveValue(later.subtract({ days: later.dayOfWeek % 7 }).toString());
  await keys.press('Escape');
  await expect(chosen).toBeFocused();
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  await tabTo(page, chosen);
  await keys.press('ArrowRight');
  await keys.press('Enter');
  await expect(event(page, 'Party')).toBeFocused();
});

test('by mouse: drawn, dragged to another time, made longer; Escape gives up', async ({ calendar: page }) => {
  await show(page, 'Day');
  const middle = async (place: Locator, at = 0.5) => {
    // Clear of the head above and of what offers to take a change back below.
    await place.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = await place.boundingBox();
    if (box === null) throw new Error('It is not shown.');
    return { x: box.x + box.width / 2, y: box.y + box.height * at };
  };
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y + Math.sign(to.y - from.y) * 8);
    await page.mouse.move(to.x, to.y);
  };
  const start = await middle(slot(page, '12:00 PM'), 0.1);
  await drag(start, { x: start.x, y: start.y + 24 * 3 - 6 });
  await page.mouse.up();
  await expect(page.getByLabel('Starts at')).toHaveValue('12:00');
  await expect(page.getByLabel('Ends at')).toHaveValue('13:30');
  await save(page, 'Lunch');
  const lunch = event(page, 'Lunch');
  await expect(lunch).toHaveAccessibleName(/12:00 PM – 1:30 PM/);

  const grip = await middle(lunch, 0.3);
  await drag(grip, { x: grip.x, y: grip.y + 48 });
  await expect(lunch).toHaveAccessibleName(/1:00 PM – 2:30 PM/);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(lunch).toHaveAccessibleName(/12:00 PM – 1:30 PM/);
  await drag(grip, { x: grip.x, y: grip.y + 48 });
  await page.mouse.up();
  await expect(lunch).toHaveAccessibleName(/1:00 PM – 2:30 PM/);
  await expect(page.getByRole('dialog')).toHaveCount(0);

  const edge = await middle(lunch, 0.98);
  await drag(edge, { x: edge.x, y: edge.y + 24 });
  await page.mouse.up();
  await expect(lunch).toHaveAccessibleName(/1:00 PM – 3:00 PM/);
  // A press on an empty place begins an event there.
  const empty = await middle(slot(page, '4:30 PM'));
  await page.mouse.click(empty.x, empty.y);
  await expect(page.getByLabel('Starts at')).toHaveValue('16:30');
});

test('who is hidden is hidden in every view, and still at the next start', async ({ ana, calendar: page }) => {
  await page.getByRole('button', { name: 'New event' }).click();
  await page.getByRole('group', { name: 'Who' }).getByRole('checkbox', { name: 'Ana' }).check();
  await save(page, 'Mine');
  await expect(event(page, 'Mine')).toBeVisible();
  await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'Ana' }).click();
  for (const view of VIEWS) {
    await show(page, view);
    await expect(event(page, 'Mine'), view).toHaveCount(0);
  }
  await ana.restartBrowser();
  const again = await ana.openPage('sidepanel', PHONE);
  await expect(again.getByRole('button', { name: 'Ana', pressed: false })).toBeVisible();
  await again.getByRole('button', { name: 'Ana', pressed: false }).click();
  await show(again, 'Day');
  await expect(event(again, 'Mine')).toBeVisible();
});

test('whose row it is stays in sight however high the row, and so does the chosen day of a wide month', async ({
  calendar: page,
}) => {
  const events = Array.from({ length: 24 }, (_, n) => eventOfFile(n, today()));
  await sendCommand(page, { type: 'importEvents', events });
  await show(page, 'People');
  await expect(event(page, 'Event 23')).toBeAttached();
  const name = page.getByRole('rowheader', { name: 'No one yet' }).getByText('No one yet');
  await event(page, 'Event 22').focus();
  await expect(event(page, 'Event 22')).toBeInViewport();
  await expect(name).toBeInViewport({ ratio: 1 });

  await show(page, 'Month');
  await page.setViewportSize({ width: 1000, height: 600 });
  for (const date of ['2031-05-31', '2031-05-01', '2031-03-31']) {
    await page.getByRole('button', { name: /Go to a date/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Go to a date' });
    await dialog.getByLabel('Date').fill(date);
    await dialog.getByRole('button', { name: 'Go', exact: true }).click();
    await expect(dialog).toBeHidden();
    const day = page.getByRole('gridcell', { selected: true });
    await expect(day).toHaveAttribute('data-date', date);
    await expect(day, date).toBeInViewport({ ratio: 0.99 });
  }
});

test('[V3] what there is no room for is counted where it is, and one press from sight; what is moved there stays in sight', async ({
  calendar: page,
}) => {
  const at = today().toString();
  const events = Array.from({ length: 12 }, (_, n) => ({
    ...eventOfFile(n, today()),
    when: { allDay: false, start: `${at}T15:00`, end: `${at}T16:00`, zone: SAMPLE_ZONE } as const,
  }));
  await sendCommand(page, { type: 'importEvents', events });
  await addAt(page, 'Pottery', 0, '17:00', '18:00');
  await show(page, '3 days');
  const more = page.getByRole('button', { name: /more events/ });
  await expect(more).toHaveAccessibleName(/^10 more events, /);
  const shown = page.getByRole('list', { name: 'Events', exact: true }).getByRole('button');
  await expect(shown).toHaveCount(4);
  const widths = () => shown.evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().width)));
  expect(Math.min(...(await widths()))).toBeGreaterThan(24);

  await event(page, 'Pottery').focus();
  await page.keyboard.down('Alt');
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('ArrowUp');
  await page.keyboard.up('Alt');
  await expect(event(page, 'Pottery')).toHaveAccessibleName(/3:00 PM – 4:00 PM/);
  await expect(event(page, 'Pottery')).toBeFocused();

  await more.press('Enter');
  await expect(page.getByRole('tab', { name: 'Agenda', exact: true })).toBeFocused();
  await expect(event(page, 'Event 11')).toBeVisible();
  await page.setViewportSize(WIDE);
  await show(page, '3 days');
  await more.click();
  await expect(page.getByRole('tab', { name: 'Day', exact: true })).toBeFocused();
  await expect(more).toHaveCount(0);
  await expect(shown).toHaveCount(13);
});

test('any date can be gone to, written or pointed at', async ({ calendar: page }) => {
  await show(page, 'Month');
  await page.getByRole('button', { name: /Go to a date/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Go to a date' });
  await expect(dialog.getByLabel('Date')).toBeFocused();
  await dialog.getByLabel('Date').fill('2031-05-17');
  await expect(dialog.getByRole('grid', { name: 'May 2031' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Go', exact: true }).click();
  await expect(page.getByRole('gridcell', { selected: true })).toHaveAttribute('data-date', '2031-05-17');
  await page.getByRole('button', { name: /Go to a date/ }).click();
  await dialog.getByRole('gridcell', { name: 'Tuesday, May 20' }).dblclick();
  await expect(page.getByRole('gridcell', { selected: true })).toHaveAttribute('data-date', '2031-05-20');
});

test('a month and a week print on one page, with a list beside them', async ({ relay, calendar: page }) => {
  const ben = await fill(relay.authority, page);
  try {
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Print' });
    await expect(dialog.getByRole('radio', { checked: true })).toBeFocused();
    await dialog.getByLabel('List beside it').selectOption({ label: 'Groceries' });
    for (const what of ['Month', 'Week']) {
      await dialog.getByRole('radio', { name: what }).check();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await expect(page.getByRole('table').getByText('Football practice').first()).toBeVisible();
      // Ana's and Ben's.
      for (const title of ['Whole milk', 'Arborio rice']) {
        await expect(page.getByRole('complementary').getByText(title)).toBeVisible();
      }
      await expect(dialog).toBeHidden();
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      await page.emulateMedia({ media: 'screen' });
    }
  } finally {
    await ben.close();
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every view is clean for axe, with little and much in it, narrow and wide, ${colorScheme}`, async ({
    relay,
    calendar: page,
  }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    for (const view of VIEWS) {
      await show(page, view);
      expect(await objections(page), `${view}, empty`).toEqual([]);
    }
    const ben = await fill(relay.authority, page);
    try {
      for (const size of [{ width: 320, height: 640 }, WIDE]) {
        await page.setViewportSize(size);
        for (const view of VIEWS) {
          await show(page, view);
          await expect(event(page, 'Football practice').first()).toBeVisible();
          expect(await objections(page), `${view}, ${size.width}`).toEqual([]);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect(overflow, `${view}, ${size.width}`).toBeLessThanOrEqual(0);
          const title = page.getByRole('button', { name: /Go to a date/ });
          const cut = await title.evaluate((element) => element.scrollWidth - element.clientWidth);
          expect(cut, `the days’ name in ${view}, ${size.width}`).toBeLessThanOrEqual(1);
          const small = await page
            .getByRole('button')
            .evaluateAll((all) =>
              all.filter((each) => each.getBoundingClientRect().height < 23.9).map((each) => each.textContent),
            );
          expect(small, `too low to be hit in ${view}, ${size.width}`).toEqual([]);
        }
      }
      await page.getByRole('button', { name: /Go to a date/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await objections(page), 'date picker').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Print', exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await objections(page), 'print').toEqual([]);
    } finally {
      await ben.close();
    }
  });
}

test('an entry that is due can be ticked in every view, and nothing else happens', async ({
  relay,
  calendar: page,
}) => {
  const ben = await fill(relay.authority, page);
  try {
    const due = page.getByRole('checkbox', { name: 'Return library books', exact: true });
    for (const [index, view] of VIEWS.entries()) {
      await show(page, view);
      await due.click();
      await expect(due, view).toBeChecked({ checked: index % 2 === 0 });
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  } finally {
    await ben.close();
  }
});

test('events are found by what they say, of whatever day', async ({ calendar: page }) => {
  await addAt(page, 'Dentist', 200, '09:00', '10:00');
  await addAt(page, 'Pottery', 0, '09:30', '11:00');
  const search = page.getByRole('searchbox', { name: 'Search' });
  await search.fill('denti');
  const found = page.getByRole('list', { name: 'Found events' });
  await expect(found.getByRole('button')).toHaveAccessibleName(/^Dentist/);
  expect(await objections(page)).toEqual([]);
  await found.getByRole('button').click();
  await expect(page.getByRole('dialog', { name: 'Dentist' })).toBeVisible();
  await page.keyboard.press('Escape');
  await search.press('Escape');
  await expect(search).toHaveValue('');
  await expect(event(page, 'Pottery')).toBeVisible();
});

/** Ben joins, and the family gets its sample week. */
async function fill(relay: string, page: Page): Promise<ChromiumMember> {
  const invite = await makeInvite(page);
  const ben = await launchMember({ timeZone: SAMPLE_ZONE });
  await useRelay(ben, relay);
  const bens = await ben.openPage('welcome');
  await joinFamily(bens, invite, 'Ben');
  await fillSampleFamily(page, bens);
  await page.getByRole('tab', { name: 'Calendar', exact: true }).click();
  return ben;
}
