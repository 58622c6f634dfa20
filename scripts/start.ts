import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useRelay } from '../tests/e2e/family-steps.ts';
import { type ChromiumMember, launchMember } from '../tests/e2e/harness/chromium-member.ts';
import { makeTempDir } from '../tests/e2e/harness/temp-dir.ts';
import { buildExtension } from './build-extension.ts';
import { findChromium } from './find-browser.ts';
import { projectRoot } from './project-root.ts';
import { type RelayProcess, startRelay } from './relay-process.ts';
import { showMainJob } from './show-main-job.ts';

/**
 * `npm start`: builds, starts a relay and opens a browser with the extension in it, until it is closed or Ctrl+C. Profiles and the
 * relay's data stay, so that the family is there next time. `-- --members 2` opens a second member's browser beside it; `-- --headless`
 * shows the main job without a display, on profiles of its own, and ends.
 */

/** What development builds connect to (wxt.config.ts). */
const DEFAULT_PORT = 1999;
const WINDOW = { width: 760, height: 860 };

const { values } = parseArgs({
  options: { headless: { type: 'boolean', default: false }, members: { type: 'string', default: '1' } },
});
const closing: (() => Promise<void>)[] = [];
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(0));
}
try {
  if (!/^[12]$/.test(values.members)) throw new Error('--members takes 1 or 2.');
  if (!values.headless && !hasDisplay()) {
    throw new Error(
      'There is no display to open a browser on. `npm start -- --headless` shows the main job without one.',
    );
  }
  await (values.headless ? showHeadless() : openForPerson(Number(values.members)));
} catch (error) {
  if (!isStopping) console.error(error instanceof Error ? error.message : String(error));
  await stop(1);
}

async function showHeadless(): Promise<void> {
  const data = await makeTempDir('relay');
  closing.push(() => data.remove());
  const relay = await prepare(data.path);
  const [ana, ben] = await Promise.all([launch({ headless: true }), launch({ headless: true })]);
  await showMainJob({ ana, ben }, relayAuthority(relay));
  const problems = [...ana.problems, ...ben.problems];
  if (problems.length > 0) throw new Error(`The extension reported errors:\n${problems.join('\n')}`);
  console.log('Family OS works: two browsers, one list, one calendar.');
  await stop(0);
}

async function openForPerson(count: number): Promise<void> {
  const relay = await prepare(join(projectRoot, '.partykit', 'data'));
  const members: ChromiumMember[] = [];
  for (let index = 0; index < count; index += 1) {
    const profileDir = join(projectRoot, '.cache', `member-${index + 1}`);
    await mkdir(profileDir, { recursive: true });
    const member = await launch({
      headless: false,
      profileDir,
      isForPerson: true,
      args: [
        `--window-size=${WINDOW.width},${WINDOW.height}`,
        `--window-position=${index * (WINDOW.width + 20)},0`,
        // A development build is nothing that the person has to be warned about.
        '--hide-crash-restore-bubble',
      ],
    });
    if (relay.port !== DEFAULT_PORT) await useRelay(member, relayAuthority(relay));
    await showWelcome(member);
    members.push(member);
  }
  console.log(
    'The extension is in the browser: its button is in the toolbar, under the puzzle piece. Ctrl+C ends everything.',
  );
  await Promise.all(members.map(({ context }) => new Promise((resolve) => context.once('close', resolve))));
  await stop(0);
}

/** Builds and starts the relay, on its own port where that is free. */
async function prepare(dataDir: string): Promise<RelayProcess> {
  await findChromium({ install: true });
  await buildExtension('chrome', { isQuiet: true });
  console.log('Built the extension: .output/chrome-mv3');
  const relay = await startRelay({ dataDir, port: DEFAULT_PORT }).catch((error: unknown) => {
    if (!/in use/i.test(String(error))) throw error;
    console.log(`Port ${DEFAULT_PORT} is taken; the relay takes another.`);
    return startRelay({ dataDir, port: 0 });
  });
  closing.push(() => relay.stop());
  console.log(`The relay runs on ${relay.url}`);
  return relay;
}

async function launch(options: Parameters<typeof launchMember>[0]): Promise<ChromiumMember> {
  const member = await launchMember(options);
  closing.push(() => member.close());
  return member;
}

/** The first tab shows the welcome page; the one that an installation opens by itself would be a second. */
async function showWelcome(member: ChromiumMember): Promise<void> {
  const [first, ...others] = member.context.pages();
  for (const page of others) await page.close();
  const page = first ?? (await member.context.newPage());
  await page.goto(member.pageUrl('welcome'));
  await page.bringToFront();
}

function relayAuthority(relay: RelayProcess): string {
  return new URL(relay.url).host;
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return (process.env.DISPLAY ?? '') !== '' || (process.env.WAYLAND_DISPLAY ?? '') !== '';
}

/** Ends the browsers, then the relay, then the process. The first caller's code counts. */
async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  for (const close of closing.reverse()) await close().catch(() => undefined);
  process.exit(code);
}
