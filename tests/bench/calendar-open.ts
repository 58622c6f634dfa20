import type { Page } from 'playwright';
import { sendCommand } from '../../scripts/page-messages.ts';
import { importedEvent } from '../doubles/imported-event.ts';
import { createFamily } from '../e2e/family-steps.ts';
import type { Comparison } from './comparison.ts';
import { LARGE_CALENDAR, largeCalendar } from './large-calendar.ts';
import { startMember } from './one-member.ts';

/** The most events of one import. */
const MAX_IMPORTED = 500;
const ZONE = 'Europe/Madrid';
const WIDTHS = { narrow: { width: 360, height: 760 }, wide: { width: 1000, height: 760 } };
/** A person looks before going on: meanwhile the page asks for what may come next. */
const LOOK_MS = 400;
/** Turns of the wheel while the agenda scrolls, and how far each goes, in CSS pixels: together further than the days it begins with. */
const WHEEL_TURNS = 220;
const WHEEL_STEP = 120;

/**
 * The calendar of a family with 5,000 events, 500 of them series, in the side panel: from a press to the frame that shows the month, beside a plain
 * page that draws as many marks in as many cells from memory; and the frames of an agenda that is scrolled, beside a plain page as long.
 */
export async function benchCalendarOpen(options: {
  extensionDir: string;
  /** Measured runs of each. */
  runs: number;
  progress(text: string): void;
}): Promise<{ browser: string; comparisons: Comparison[] }> {
  const { extensionDir, runs, progress } = options;
  await using stack = new AsyncDisposableStack();
  const ana = await startMember(stack, { extensionDir, timeZone: ZONE });
  const first = await ana.openPage('sidepanel', WIDTHS.narrow);
  await createFamily(first);
  progress(`a family with ${LARGE_CALENDAR.events} events, ${LARGE_CALENDAR.series} of them series`);
  await fill(first);
  await first.close();

  const comparisons: Comparison[] = [];
  for (const [width, size] of Object.entries(WIDTHS)) {
    progress(`${width}, ${size.width} px`);
    const ours = await ana.openPage('sidepanel', size);
    await ours.getByRole('tab', { name: 'Calendar', exact: true }).click();
    await ours.getByRole('tab', { name: 'Agenda', exact: true }).click();
    await ours
      .getByRole('button', { name: /^Event \d/ })
      .first()
      .waitFor();
    const peer = await ana.context.newPage();
    await peer.setViewportSize(size);
    await peer.setContent(PLAIN_PAGE);
    for (const page of [ours, peer]) await page.evaluate(installTimer);

    const opened: Took = { ours: [], peer: [] };
    const next: Took = { ours: [], peer: [] };
    const far: Took = { ours: [], peer: [] };
    const scrolled: Took = { ours: [], peer: [] };
    for (let run = 0; run < runs; run += 1) {
      await ours.bringToFront();
      const before = await lastDay(ours);
      scrolled.ours.push(await slowestFrame(ours, '.view .scroll'));
      if ((await lastDay(ours)) === before) throw new Error('The agenda was not scrolled far enough to go on.');
      opened.ours.push(await pressed(ours, 'tab', 'Month'));
      const marks = await ours.locator('.month-dots i, .month-line').count();
      await ours.waitForTimeout(LOOK_MS);
      next.ours.push(await pressed(ours, 'button', 'Next'));
      // Two on: nobody has asked for that one.
      far.ours.push(await pressed(ours, 'button', 'Next'));
      await ours.getByRole('button', { name: 'Today', exact: true }).click();
      await ours.getByRole('tab', { name: 'Agenda', exact: true }).click();
      await ours
        .getByRole('button', { name: /^Event \d/ })
        .first()
        .waitFor();
      await ours.waitForTimeout(LOOK_MS);

      await peer.bringToFront();
      await peer.evaluate((count) => window.setMarks(count), marks);
      scrolled.peer.push(await slowestFrame(peer, '#agenda'));
      for (const took of [opened, next, far]) took.peer.push(await pressed(peer, 'button', 'Month'));
    }
    await Promise.all([ours.close(), peer.close()]);
    const name = (what: string) => `calendar-open, ${width}: ${what}`;
    comparisons.push(
      { name: name('Agenda to Month'), ...opened },
      { name: name('the next month'), ...next },
      { name: name('the one after it, at once'), ...far },
      { name: name('slowest frame of a scrolled agenda'), ...scrolled },
    );
  }
  return { browser: `Chromium ${ana.context.browser()?.version() ?? ''}`.trim(), comparisons };
}

interface Took {
  ours: number[];
  peer: number[];
}

/** Milliseconds from the press until the frame is painted that shows another month, with what is on it. */
async function pressed(page: Page, role: 'tab' | 'button', name: string): Promise<number> {
  const box = await page.getByRole(role, { name, exact: true }).boundingBox();
  if (box === null) throw new Error(`Nothing to press: ${name}`);
  await page.evaluate(() => window.watchForMonth());
  // By coordinates: looking for the element at the time of the press would be measured, too.
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  return page.evaluate(() => window.monthPainted);
}

/** The day on which the agenda ends. */
async function lastDay(page: Page): Promise<string | null> {
  return page.locator('.agenda [data-date]').last().getAttribute('data-date');
}

/** The longest time between two frames while the wheel turns, in milliseconds. */
async function slowestFrame(page: Page, scroller: string): Promise<number> {
  const box = await page.locator(scroller).first().boundingBox();
  if (box === null) throw new Error(`Nothing to scroll: ${scroller}`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const slowest = page.evaluate((turns) => window.slowestFrame(turns), WHEEL_TURNS);
  for (let turn = 0; turn < WHEEL_TURNS; turn += 1) await page.mouse.wheel(0, WHEEL_STEP);
  return slowest;
}

declare global {
  interface Window {
    /** Before the press. */
    watchForMonth(): void;
    monthPainted: Promise<number>;
    slowestFrame(turns: number): Promise<number>;
    setMarks(count: number): void;
  }
}

/** Runs in the page. A message posted in a frame's callback is heard once that frame was painted. */
function installTimer(): void {
  const label = () => document.querySelector('[role=grid].month')?.getAttribute('aria-label') ?? '';
  // A month is there when its own days say what is on them.
  const isFilled = () => {
    const days = [...document.querySelectorAll('.month-day:not(.month-day-other)')];
    return days.length > 0 && days.every((day) => day.getAttribute('aria-label')?.includes(': '));
  };
  window.watchForMonth = () => {
    window.monthPainted = new Promise((resolve) => {
      const before = label();
      window.addEventListener(
        'click',
        ({ timeStamp }) => {
          const look = () => {
            if (label() === before || !isFilled()) {
              requestAnimationFrame(look);
              return;
            }
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve(performance.now() - timeStamp);
            channel.port2.postMessage(null);
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    });
  };
  window.slowestFrame = (turns) =>
    new Promise((resolve) => {
      let [seen, last, slowest, quiet] = [0, 0, 0, 0];
      window.addEventListener('wheel', () => (seen += 1), { capture: true, passive: true });
      const frame = (at: number) => {
        if (last > 0 && seen > 0) slowest = Math.max(slowest, at - last);
        last = at;
        // The scrolling that the last turns began goes on for a moment.
        quiet = seen >= turns ? quiet + 1 : 0;
        if (quiet < 10) requestAnimationFrame(frame);
        else resolve(slowest);
      };
      requestAnimationFrame(frame);
    });
}

/** As many cells and marks, and as long an agenda, without anything behind them. */
const PLAIN_PAGE = `<!doctype html>
<style>
  body { margin: 0; font: 14px sans-serif }
  #agenda { block-size: 600px; overflow: auto }
  .month { display: grid; grid-template-columns: repeat(7, 1fr) }
  .month-dots i { display: inline-block; inline-size: 6px; block-size: 6px; background: teal }
</style>
<button id="open">Month</button><main></main>
<div id="agenda">${Array.from({ length: 600 }, (_, n) => `<p><button>Event ${n}, 9:00 AM – 10:30 AM</button></p>`).join('')}</div>
<script>
  let marks = 100, shown = 0;
  window.setMarks = (count) => { marks = count; };
  document.getElementById('open').onclick = () => {
    shown += 1;
    const cells = Array.from({ length: 42 }, (_, day) =>
      '<div class="month-day" role="gridcell" aria-label="Day ' + day + ': things">' + day + '<span class="month-dots">' +
      '<i></i>'.repeat(Math.ceil(marks / 42)) + '</span></div>');
    document.querySelector('main').innerHTML =
      '<div class="month" role="grid" aria-label="Month ' + shown + '">' + cells.join('') + '</div>';
  };
</script>`;

/** Imports the events by the messages that pages send. */
async function fill(page: Page): Promise<void> {
  const events = largeCalendar(LARGE_CALENDAR).map((when, index) =>
    importedEvent({
      uid: `event-${index}@bench`,
      title: `Event ${index}`,
      when,
      place: index % 7 === 0 ? 'Sports ground' : null,
      notes: index % 11 === 0 ? 'Bring the blue bag.' : null,
    }),
  );
  for (let from = 0; from < events.length; from += MAX_IMPORTED) {
    await sendCommand(page, { type: 'importEvents', events: events.slice(from, from + MAX_IMPORTED) });
  }
}
