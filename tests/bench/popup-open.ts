import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { startRelay } from '../../scripts/relay-process.ts';
import { makeTempDir } from '../e2e/harness/temp-dir.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { type BareChromium, launchBareChromium } from './bare-chromium.ts';
import type { Comparison } from './comparison.ts';
import { bundlePage } from './peers/bundle-page.ts';
import { fillFamily } from './popup-open-family.ts';

/**
 * The real popup, pressed open by the toolbar's button, from the navigation's start to the painted frame that shows rows: ours, of a family
 * with 500 entries, beside an empty Preact popup of the same shape, in turns in one browser. Both with their worker running, and
 * both with their worker and its process dead. Rejects where a popup does not show what it should.
 */
export async function benchPopupOpen(options: {
  executablePath: string;
  /** Unpacked production build. */
  extensionDir: string;
  /** Measured runs of each. */
  runs: number;
  progress(text: string): void;
}): Promise<{ browser: string; comparisons: Comparison[] }> {
  const { runs, progress } = options;
  const folder = await makeTempDir('popup-open');
  const relay = await startRelay({ dataDir: join(folder.path, 'relay') });
  let browser: BareChromium | null = null;
  try {
    browser = await launchBareChromium({
      executablePath: options.executablePath,
      profileDir: join(folder.path, 'profile'),
      extensionDirs: await prepareExtensions(options.extensionDir, folder.path),
    });
    const ours: Subject = { id: idOf(browser, OURS.name), rows: OURS.rows };
    const peer: Subject = { id: idOf(browser, PEER.name), rows: PEER.rows };
    progress(`a family with ${OURS.rows} open entries and ${DONE_ENTRIES} done`);
    await fillFamily(browser, ours.id, { relay: relay.url, open: OURS.rows, done: DONE_ENTRIES });
    return { browser: browser.version, comparisons: await compare(browser, { ours, peer, runs, progress }) };
  } finally {
    await browser?.close();
    await relay.stop();
    await folder.remove();
  }
}

const DONE_ENTRIES = 200;
/** Names as the manifests have them; what a popup has to show, and how many of it; the file that the observer goes into. */
const OURS = { name: 'Family OS', selector: '[role=tabpanel] li input[type=checkbox]', rows: 300 };
const PEER = { name: 'Empty popup', selector: 'ul', rows: 1 };
/** Caches (compiled code, the snapshot that ours keeps) are as on any day but the first. */
const WARM_UP_RUNS = 3;
const OPEN_LIMIT_MS = 15_000;
/** A worker that has just started is still syncing when its popup is painted; the other's run should not pay for that. */
const REST_MS = 250;

interface Subject {
  id: string;
  rows: number;
}

type Worker = 'warm' | 'dead';

const ReportSchema = v.object({
  origin: v.number(),
  inDom: v.number(),
  painted: v.number(),
  complete: v.number(),
  rows: v.number(),
});
type Report = v.InferOutput<typeof ReportSchema> & { clickToPainted: number };

async function compare(
  browser: BareChromium,
  { ours, peer, runs, progress }: { ours: Subject; peer: Subject; runs: number; progress(text: string): void },
): Promise<Comparison[]> {
  const reports = { ours: { warm: [], dead: [] }, peer: { warm: [], dead: [] } } as Record<
    'ours' | 'peer',
    Record<Worker, Report[]>
  >;
  for (const subject of [ours, peer]) await openOnce(browser, subject, 'dead');
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    // In turns, and who goes first changes, so that a machine that slows down or warms up favours nobody.
    const order = run % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const);
    for (const worker of ['warm', 'dead'] as const) {
      for (const side of order) {
        const report = await openOnce(browser, side === 'ours' ? ours : peer, worker);
        if (run >= 0) reports[side][worker].push(report);
      }
    }
    if (run >= 0 && (run + 1) % 10 === 0) progress(`${run + 1} of ${runs} runs`);
  }
  const comparison = (what: string, worker: Worker, figure: (report: Report) => number, target?: number) => ({
    name: `popup-open, worker ${worker}: ${what}`,
    ours: reports.ours[worker].map(figure),
    peer: reports.peer[worker].map(figure),
    ...(target === undefined ? {} : { target }),
  });
  return (['warm', 'dead'] as const).flatMap((worker) => [
    comparison('rows painted', worker, ({ painted }) => painted, 1.3),
    comparison('rows in the document', worker, ({ inDom }) => inDom),
    comparison('rows painted, from the click', worker, ({ clickToPainted }) => clickToPainted),
    comparison('all rows, from the worker', worker, ({ complete }) => complete),
  ]);
}

/** Opens the popup by its button, waits for its report, and closes it. Its worker runs afterwards. */
async function openOnce(browser: BareChromium, subject: Subject, worker: Worker): Promise<Report> {
  if (worker === 'dead') await endWorker(browser, subject.id);
  if (((await workerOf(browser, subject.id)) !== undefined) !== (worker === 'warm')) {
    throw new Error(`The worker of ${subject.id} should be ${worker}, and is not.`);
  }
  const clickedAt = performance.timeOrigin + performance.now();
  await browser.clickAction(subject.id);
  const popup = await waitUntil(
    `the popup of ${subject.id} to show its rows`,
    async () => (await ofExtension(browser, subject.id)).find(({ type, title }) => type === 'page' && title[0] === '{'),
    OPEN_LIMIT_MS,
  );
  const report = v.parse(ReportSchema, JSON.parse(popup.title));
  if (report.rows !== subject.rows) throw new Error(`${report.rows} rows were shown instead of ${subject.rows}.`);
  await waitUntil(`the worker of ${subject.id}`, () => workerOf(browser, subject.id));
  await browser.closeTarget(popup.targetId);
  await waitUntil('the popup to be gone', async () =>
    (await ofExtension(browser, subject.id)).every(({ type }) => type !== 'page'),
  );
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  return { ...report, clickToPainted: report.origin + report.painted - clickedAt };
}

/** Ends the worker as the browser does with an idle one, and waits until its process is gone too. */
async function endWorker(browser: BareChromium, extensionId: string): Promise<void> {
  const worker = await workerOf(browser, extensionId);
  if (worker === undefined) return;
  const before = await browser.renderers();
  await browser.closeTarget(worker.targetId);
  await waitUntil('the worker and its process to end', async () => {
    const now = new Set(await browser.renderers());
    return (await workerOf(browser, extensionId)) === undefined && before.some((pid) => !now.has(pid));
  });
}

async function workerOf(browser: BareChromium, extensionId: string) {
  return (await ofExtension(browser, extensionId)).find(({ type }) => type === 'service_worker');
}

async function ofExtension(browser: BareChromium, extensionId: string) {
  return (await browser.targets()).filter(({ url }) => url.startsWith(`chrome-extension://${extensionId}/`));
}

function idOf(browser: BareChromium, name: string): string {
  const id = browser.extensionIds.get(name);
  if (id === undefined) throw new Error(`Chromium did not load the extension "${name}".`);
  return id;
}

/** Both extensions in folders of their own, the observer in both popups. */
async function prepareExtensions(ourBuild: string, parent: string): Promise<string[]> {
  const folders = { ours: join(parent, 'ours'), peer: join(parent, 'peer') };
  const peerSources = join(import.meta.dirname, 'peers', 'empty-popup');
  await cp(ourBuild, folders.ours, { recursive: true });
  for (const file of ['manifest.json', 'popup.html', 'popup.css']) {
    await cp(join(peerSources, file), join(folders.peer, file));
  }
  await bundlePage([join(peerSources, 'popup.tsx'), join(peerSources, 'worker.ts')], folders.peer);
  const observer = join(import.meta.dirname, 'popup-open-observer.ts');
  for (const [folder, { selector, rows }] of [
    [folders.ours, OURS],
    [folders.peer, PEER],
  ] as const) {
    await bundlePage([observer], folder);
    const page = join(folder, 'popup.html');
    const tag = `<script src="/popup-open-observer.js" data-rows="${selector}" data-complete="${rows}"></script>`;
    const html = await readFile(page, 'utf8');
    if (!html.includes('<head>')) throw new Error(`${page} has no head to put the observer into.`);
    await writeFile(page, html.replace('<head>', `<head>${tag}`));
  }
  return [folders.ours, folders.peer];
}
