import type { Page } from 'playwright';
import { type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import { namedRows, sendCommand } from '../../scripts/page-messages.ts';
import { createFamily, PHONE } from '../e2e/family-steps.ts';
import type { Comparison } from './comparison.ts';
import { startMember } from './one-member.ts';

/** As a family has after five years: few open, the rest done. */
const OPEN_ENTRIES = 300;
const DONE_ENTRIES = 4_700;
/** A quick hand presses again after this long. */
const BETWEEN_PRESSES_MS = 150;
/** The most entries that one command adds. */
const MAX_ADDED = 2_000;

/**
 * How long a list of 5,000 entries, 300 of them open, takes to answer: from a key or a press to the frame that shows it, in the popup, beside a plain
 * page with as many native checkboxes and one text field. Typing in the line to add, ticking, and changing a quantity by key.
 */
export async function benchListInput(options: {
  extensionDir: string;
  /** Measured runs of each. */
  runs: number;
  progress(text: string): void;
}): Promise<{ browser: string; comparisons: Comparison[] }> {
  const { extensionDir, runs, progress } = options;
  await using stack = new AsyncDisposableStack();
  const ana = await startMember(stack, { extensionDir });
  const first = await ana.openPage('popup', PHONE);
  await createFamily(first);
  progress(`a family with ${OPEN_ENTRIES} open entries and ${DONE_ENTRIES} done`);
  await fill(first);
  await first.close();

  const ours = await ana.openPage('popup', PHONE);
  await ours.getByRole('button', { name: 'List options' }).waitFor();
  await ours.waitForFunction(
    (count) => document.querySelectorAll('[role=tabpanel] li input[type=checkbox]').length >= count,
    OPEN_ENTRIES,
  );
  const peer = await ana.context.newPage();
  await peer.setViewportSize(PHONE);
  await peer.setContent(plainPage());
  for (const page of [ours, peer]) await page.evaluate(installTimer);

  const typed: Took = { ours: [], peer: [] };
  const ticked: Took = { ours: [], peer: [] };
  const stepped: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    for (const [side, page] of [
      ['ours', ours],
      ['peer', peer],
    ] as const) {
      await page.bringToFront();
      const line = page.getByRole('textbox').first();
      await line.focus();
      typed[side].push(await timed(page, 'keydown', () => page.keyboard.press('m')));
      const box = page.locator('li input[type=checkbox]').nth(run % 5);
      await box.focus();
      ticked[side].push(await timed(page, 'click', () => page.keyboard.press('Space')));
      if (side === 'ours') stepped.push(await timed(page, 'keydown', () => page.keyboard.press('+')));
    }
  }
  const name = (what: string) => `list-input, 5,000 entries: ${what}`;
  return {
    browser: `Chromium ${ana.context.browser()?.version() ?? ''}`.trim(),
    comparisons: [
      { name: name('a letter in the line'), ...typed, target: 1.3 },
      { name: name('a tick'), ...ticked, target: 1.3 },
      { name: name('a quantity by key, beside a native tick'), ours: stepped, peer: ticked.peer },
    ],
  };
}

interface Took {
  ours: number[];
  peer: number[];
}

/** Milliseconds from the event until a frame was painted that shows what it did. */
async function timed(page: Page, type: 'keydown' | 'click', act: () => Promise<void>): Promise<number> {
  await page.waitForTimeout(BETWEEN_PRESSES_MS);
  await page.evaluate((type) => window.watchFor(type), type);
  await act();
  return page.evaluate(() => window.framePainted);
}

declare global {
  interface Window {
    /** Before the press. */
    watchFor(type: string): void;
    framePainted: Promise<number>;
  }
}

/** Runs in the page. A message posted in a frame's callback is heard once that frame was painted. */
function installTimer(): void {
  // What the browser itself draws of a press, a letter in a field or a mark in a box, is in its next frame; the rest of a row is ours.
  const shown = () => {
    const row = document.activeElement?.closest<HTMLElement>('[data-entry]');
    return row && `${row.className} ${row.textContent}`;
  };
  window.watchFor = (type) => {
    window.framePainted = new Promise((resolve) => {
      const before = shown();
      const hear = (event: Event) => {
        requestAnimationFrame(function look() {
          if (before && shown() === before) {
            requestAnimationFrame(look);
            return;
          }
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now() - event.timeStamp);
          channel.port2.postMessage(null);
        });
      };
      window.addEventListener(type, hear, { capture: true, once: true });
    });
  };
}

function plainPage(): string {
  const rows = Array.from(
    { length: OPEN_ENTRIES },
    (_, n) => `<li><input type="checkbox" id="i${n}"><label for="i${n}">Thing no. ${n}</label></li>`,
  );
  return `<!doctype html><input type="text" aria-label="Line"><ul>${rows.join('')}</ul>`;
}

const THINGS = ['Milk', 'Wholemeal bread', 'Tomatoes', 'Olive oil', 'Toothpaste', 'Apples', 'Rice', 'Coffee beans'];

/** Adds the entries by the messages that pages send. */
async function fill(page: Page): Promise<void> {
  const lists = await namedRows(page, 'lists', 2);
  const list = lists.find(({ name }) => name === 'Groceries')?.id;
  if (list === undefined) throw new Error('The new family has no groceries.');
  const items = Array.from({ length: OPEN_ENTRIES + DONE_ENTRIES }, (_, n) => ({
    id: newId<ItemId>(),
    title: `${THINGS[n % THINGS.length]} no. ${n}`,
    ...(n % 3 === 0 ? { quantity: { amount: 1 + (n % 5) } } : {}),
  }));
  for (let from = 0; from < items.length; from += MAX_ADDED) {
    await sendCommand(page, { type: 'addItems', list: list as ListId, items: items.slice(from, from + MAX_ADDED) });
  }
  await sendCommand(page, { type: 'setDone', ids: items.slice(OPEN_ENTRIES).map(({ id }) => id), done: true });
}
