import { once } from 'node:events';
import { cp, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { startRelay } from '../../scripts/relay-process.ts';
import { serveRelay } from '../../scripts/relay-server.ts';
import { createFamily, expectSync, joinFamily, makeInvite, PHONE, useRelay } from '../e2e/family-steps.ts';
import { type ChromiumMember, launchMember } from '../e2e/harness/chromium-member.ts';
import { makeTempDir } from '../e2e/harness/temp-dir.ts';
import { enteredAt, expectText, installProbe, seenAt } from './add-to-seen-probe.ts';
import type { Comparison } from './comparison.ts';
import { bundlePage } from './peers/bundle-page.ts';

/**
 * From Enter in one browser to the painted frame of another that shows the text: ours, from Ana's real popup to Ben's open side panel over the
 * relay, beside two plain pages over the stock provider and the stock y-partykit room, in turns, in the same two browsers. Rejects
 * where a text does not arrive.
 */
export async function benchAddToSeen(options: {
  /** Unpacked production build. */
  extensionDir: string;
  /** Measured runs of each. */
  runs: number;
  progress(text: string): void;
}): Promise<{ browser: string; comparisons: Comparison[] }> {
  const { extensionDir, runs, progress } = options;
  await using stack = new AsyncDisposableStack();
  const folder = await makeTempDir('add-to-seen');
  stack.defer(() => folder.remove());
  const relay = await startRelay({ dataDir: join(folder.path, 'relay') });
  stack.defer(() => relay.stop());
  const stock = await serveRelay({
    host: '127.0.0.1',
    port: 0,
    dataDir: join(folder.path, 'stock'),
    main: join(import.meta.dirname, 'variants', 'stock.ts'),
  });
  stack.defer(() => stock.close());
  const site = await servePlainPage(join(folder.path, 'site'));
  stack.defer(() => site.close());
  const member = async () => {
    const launched = await launchMember({ extensionDir });
    stack.defer(() => launched.close());
    await useRelay(launched, new URL(relay.url).host);
    return launched;
  };
  const [ana, ben] = [await member(), await member()];

  progress('two plain pages over stock y-partykit');
  const room = `http://127.0.0.1:${site.port}/?server=${new URL(stock.url).host}&room=bench`;
  const anasPlain = await openPlainPage(ana, room);
  const bensPlain = await openPlainPage(ben, room);
  progress('two members of one family');
  const bensPanel = await makeFamily(ana, ben);

  const ours: Took[] = [];
  const peer: Took[] = [];
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    const sides = [
      async () => {
        const took = await viaPopup(ana, bensPanel, `Milk no. ${run + 100}`);
        if (run >= 0) ours.push(took);
      },
      async () => {
        const took = await viaPlainPage(anasPlain, bensPlain, `Milk no. ${run + 100}`);
        if (run >= 0) peer.push(took);
      },
    ];
    // In turns, and who goes first changes, so that a machine that slows down or warms up favours nobody.
    for (const side of run % 2 === 0 ? sides : sides.toReversed()) await side();
    if (run >= 0 && (run + 1) % 10 === 0) progress(`${run + 1} of ${runs} runs`);
  }
  const comparison = (what: string, figure: (took: Took) => number, target?: number): Comparison => ({
    name: `add-to-seen: Enter to ${what}`,
    ours: ours.map(figure),
    peer: peer.map(figure),
    ...(target === undefined ? {} : { target }),
  });
  return {
    browser: ana.context.browser()?.version() ?? 'unknown',
    comparisons: [
      comparison('painted in the other browser', ({ painted }) => painted, 1.3),
      comparison('in the other browser’s document', ({ inDom }) => inDom),
    ],
  };
}

/** Code is compiled, sockets are warm. */
const WARM_UP_RUNS = 3;

async function viaPopup(ana: ChromiumMember, bensPanel: Page, text: string): Promise<Took> {
  const popup = await ana.openRealPopup();
  await expectSync(popup, 'Synced');
  await popup.evaluate(installProbe);
  await expect(popup.getByRole('textbox', { name: 'Add to list' })).toBeFocused();
  const took = await enterToPainted(popup, bensPanel, text);
  await expectSync(popup, 'Synced');
  await expectSync(bensPanel, 'Synced');
  await popup.close();
  return took;
}

async function viaPlainPage(anas: Page, bens: Page, text: string): Promise<Took> {
  await anas.bringToFront();
  await anas.getByRole('textbox', { name: 'Add to list' }).focus();
  return enterToPainted(anas, bens, text);
}

/** Milliseconds from the Enter key: the text is in the other document, and painted there. */
interface Took {
  inDom: number;
  painted: number;
}

/** Between two letters: 400 words a minute, so that what the page loads for the line is there by Enter, as it is for a person. */
const LETTER_MS = 30;

/** Types the text into what has the focus, and presses Enter. */
async function enterToPainted(from: Page, to: Page, text: string): Promise<Took> {
  await from.keyboard.type(text, { delay: LETTER_MS });
  await to.evaluate(expectText, text);
  await from.keyboard.press('Enter');
  const seen = await to.evaluate(seenAt);
  const entered = await from.evaluate(enteredAt);
  const took = { inDom: seen.inDom - entered, painted: seen.painted - entered };
  if (!(took.inDom > 0))
    throw new Error(`"${text}" was there ${took.inDom} ms after Enter: the clocks cannot be right.`);
  return took;
}

/** A real family of two; answers Ben's real side panel, with nothing else of the extension open. */
async function makeFamily(ana: ChromiumMember, ben: ChromiumMember): Promise<Page> {
  const anasTab = await ana.openPage('sidepanel', PHONE);
  await createFamily(anasTab, 'Ana', 'Sanchez');
  const invite = await makeInvite(anasTab);
  const bensTab = await ben.openPage('sidepanel', PHONE);
  await joinFamily(bensTab, invite, 'Ben');
  await expect(bensTab.getByRole('tab', { name: 'Groceries' })).toBeVisible();
  for (const tab of [anasTab, bensTab]) {
    await expectSync(tab, 'Synced');
    await tab.close();
  }
  const panel = await ben.openRealSidePanel();
  await expectSync(panel, 'Synced');
  await panel.evaluate(installProbe);
  return panel;
}

async function openPlainPage(member: ChromiumMember, url: string): Promise<Page> {
  const page = await member.context.newPage();
  await page.goto(url);
  await expectSync(page, 'Synced');
  await page.evaluate(installProbe);
  return page;
}

/** Serves the plain page over HTTP on a free loopback port. */
async function servePlainPage(folder: string): Promise<{ port: number; close(): Promise<void> }> {
  const sources = join(import.meta.dirname, 'peers', 'plain-page');
  await bundlePage([join(sources, 'page.ts')], folder);
  await cp(join(sources, 'index.html'), join(folder, 'index.html'));
  const files = new Map([
    ['/', { file: 'index.html', type: 'text/html' }],
    ['/page.js', { file: 'page.js', type: 'text/javascript' }],
  ]);
  const server = createServer((request, response) => {
    const found = files.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    readFile(join(folder, found.file)).then(
      (body) => response.writeHead(200, { 'content-type': found.type }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
