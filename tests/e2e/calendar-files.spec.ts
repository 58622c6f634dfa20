import { cp, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { expect, type Page } from 'playwright/test';
import { extensionDir } from '../../scripts/build-extension.ts';
import { createFamily, PHONE, useRelay } from './family-steps.ts';
import { launchMember } from './harness/chromium-member.ts';
import { makeTempDir } from './harness/temp-dir.ts';
import { test } from './two-members.ts';

/** After which a feed is due again, as the dialog suggests, and a little more. */
const PERIOD_MS = 6.5 * 3_600_000;
const FIXTURES = new URL('../fixtures/ics/', import.meta.url);

async function importFile(options: Page, file: { name: string; mimeType: string; buffer: Buffer }) {
  await options.getByRole('button', { name: 'Import calendar (.ics)' }).click();
  const dialog = options.getByRole('dialog', { name: 'Import calendar (.ics)' });
  // A file picker that is given up leaves the dialog.
  await dialog.getByLabel('Calendar files').dispatchEvent('cancel', { bubbles: true, cancelable: false });
  await dialog.getByLabel('Calendar files').setInputFiles(file);
  return dialog;
}

async function fixture(name: string) {
  return { name, mimeType: 'text/calendar', buffer: await readFile(new URL(name, FIXTURES)) };
}

test('a file is looked into, brought in once, taken back as one, and comes out as others read it', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  const options = await ana.openPage('options', PHONE);
  let dialog = await importFile(options, await fixture('own-school-term.ics'));
  await expect(dialog.getByText('5 events', { exact: true })).toBeVisible();
  await expect(dialog.getByText('2 of them repeat')).toBeVisible();
  await dialog.getByRole('button', { name: 'Import 5 events' }).click();
  await expect(dialog.getByText('Imported: added 5.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(dialog.getByText('The import is taken back.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  for (const says of ['Imported: added 5.', 'Nothing new: skipped 5 already here.']) {
    dialog = await importFile(options, await fixture('own-school-term.ics'));
    await dialog.getByRole('button', { name: 'Import 5 events' }).click();
    await expect(dialog.getByText(says)).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  }

  await options.getByRole('button', { name: 'Export calendar (.ics)' }).click();
  const download = options.waitForEvent('download');
  await options.getByRole('button', { name: 'Save file' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const events = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent');
  expect(events.map((event) => event.getFirstPropertyValue('summary')).sort()).toEqual([
    'Autumn term',
    'Celebration assembly',
    'Celebration assembly (end of term, parents welcome)',
    'Half-term holiday',
    'INSET day (no DTEND: one day)',
    'Year 4 swimming (floating time)',
  ]);
  expect(ana.problems).toEqual([]);
});

test('what is no calendar says so, and what cannot be read is named with its line', async ({ ana }) => {
  const panel = await ana.openPage('sidepanel', PHONE);
  await createFamily(panel);
  const options = await ana.openPage('options', PHONE);
  let dialog = await importFile(options, await fixture('own-login-page.ics'));
  await expect(dialog.getByRole('alert')).toContainText('This is not a calendar');
  await expect(dialog.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Other file' }).click();
  await dialog.getByLabel('Calendar files').setInputFiles([]);
  await dialog
    .getByRole('textbox', { name: 'Or paste the text of one' })
    .fill((await readFile(new URL('unicode-missing-dtstart.ics', FIXTURES), 'utf8')).toString());
  await dialog.getByRole('button', { name: 'Look inside' }).click();
  await dialog.getByRole('button', { name: 'Import 2 events' }).click();
  dialog = options.getByRole('dialog', { name: 'Import calendar (.ics)' });
  await expect(dialog.getByText('Imported: added 2, 1 unreadable.')).toBeVisible();
  await expect(dialog.getByText(/Line \d+: an event left out/)).toBeVisible();
});

/** As if the person had said yes to the browser's question, which no program can answer. */
async function allowedExtension(folder: string): Promise<string> {
  const copy = join(folder, 'extension');
  await cp(extensionDir('chrome'), copy, { recursive: true });
  const file = join(copy, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...manifest, host_permissions: ['http://127.0.0.1/*'] }));
  return copy;
}

test('a calendar on the web is followed; hostile ones are bounded and said', async ({ relay }) => {
  const tomorrow = Temporal.Now.plainDateISO().add({ days: 1 });
  let titles = ['Trip', 'Sports'];
  const answers: Record<string, RequestListener> = {
    '/dates.ics': (_request, response) => {
      const events = titles.flatMap((title) => [
        'BEGIN:VEVENT',
        `UID:${title}`,
        `DTSTART;VALUE=DATE:${tomorrow.toString().replaceAll('-', '')}`,
        `SUMMARY:${title}`,
        'END:VEVENT',
      ]);
      response.setHeader('content-type', 'text/calendar');
      response.end(['BEGIN:VCALENDAR', 'X-WR-CALNAME:Primary school', ...events, 'END:VCALENDAR', ''].join('\r\n'));
    },
    '/page': (_request, response) => response.end('<!doctype html><html><body>Sign in</body></html>'),
    '/gone': (_request, response) => response.writeHead(404).end(),
    '/endless': (_request, response) => {
      response.write('BEGIN:VCALENDAR\r\n');
      const more = () => {
        while (response.write('X-A:'.padEnd(60_000, 'x')));
        response.once('drain', more);
      };
      more();
    },
  };
  const server = createServer((request, response) =>
    (answers[request.url ?? ''] ?? answers['/gone'])?.(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const folder = await makeTempDir('allowed');
  const ana = await launchMember({ extensionDir: await allowedExtension(folder.path) });
  try {
    await useRelay(ana, relay.authority);
    let panel = await ana.openPage('sidepanel', PHONE);
    await createFamily(panel);
    let options = await ana.openPage('options', PHONE);
    await options.getByRole('button', { name: 'Add a calendar from the web' }).click();
    const dialog = options.getByRole('dialog', { name: 'Add a calendar from the web' });
    const field = dialog.getByRole('textbox', { name: 'Address of the calendar' });
    const cases: [string, RegExp][] = [
      ['no address', /not the address of a calendar/],
      [address('/page'), /address of a web page/],
      [address('/gone'), /no calendar at this address/],
      [address('/endless'), /too large/],
      ['http://127.0.0.1:9/x.ics', /does not answer/],
    ];
    for (const [text, says] of cases) {
      await field.fill(text);
      await dialog.getByRole('button', { name: 'Add calendar' }).click();
      await expect(dialog.getByRole('alert')).toContainText(says, { timeout: 25_000 });
    }
    await field.fill(address('/dates.ics'));
    await dialog.getByRole('button', { name: 'Add calendar' }).click();
    await expect(dialog).toBeHidden();
    let feeds = options.getByRole('list', { name: 'Calendars from elsewhere' });
    await expect(feeds.getByRole('listitem')).toHaveCount(1);
    await expect(feeds).toContainText('Primary school');
    await expect(feeds).toContainText('2 events');
    await panel.getByRole('tab', { name: 'Calendar', exact: true }).click();
    const shown = panel.getByRole('button', { name: /^(Trip|Sports|Concert)/ });
    await expect(shown).toHaveCount(2);
    await expect(shown.first()).toHaveAccessibleName(/Primary school/);
    await shown.filter({ hasText: 'Sports' }).click();
    await expect(panel.getByRole('dialog', { name: 'Sports' })).toContainText('Primary school');
    await panel.keyboard.press('Escape');

    titles = ['Trip'];
    await ana.killWorker();
    await feeds.getByRole('button', { name: 'Refresh Primary school now' }).click();
    await expect(feeds).toContainText('1 event');
    await expect(shown).toHaveCount(1);

    titles = ['Trip', 'Concert'];
    await Promise.all([panel.close(), options.close()]);
    const worker = await ana.worker();
    await worker.evaluate((later) => {
      const now = Date.now;
      Date.now = () => now() + later;
      const { onAlarm } = chrome.alarms as unknown as { onAlarm: { dispatch(alarm: { name: string }): void } };
      onAlarm.dispatch({ name: 'feeds' });
    }, PERIOD_MS);
    panel = await ana.openPage('sidepanel', PHONE);
    await panel.getByRole('tab', { name: 'Calendar', exact: true }).click();
    await expect(panel.getByRole('button', { name: /^Concert/ })).toBeVisible();
    options = await ana.openPage('options', PHONE);
    feeds = options.getByRole('list', { name: 'Calendars from elsewhere' });

    await feeds.getByRole('button', { name: 'More about Primary school' }).click();
    await options.getByRole('button', { name: 'Remove calendar' }).click();
    await expect(feeds).toHaveCount(0);

    await options.getByRole('button', { name: 'Add public holidays' }).click();
    const holidays = options.getByRole('dialog', { name: 'Add public holidays' });
    await holidays.getByRole('combobox', { name: 'Country', exact: true }).selectOption('ES');
    await holidays
      .getByRole('combobox', { name: 'Part of the country' })
      .selectOption({ label: 'Comunidad de Madrid' });
    await expect(holidays).toContainText('Jueves Santo');
    await holidays.getByRole('button', { name: 'Add holidays' }).click();
    await expect(feeds).toContainText('Holidays: Comunidad de Madrid, Spain');
    expect(ana.problems).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
    await ana.close();
    await folder.remove();
  }
});
