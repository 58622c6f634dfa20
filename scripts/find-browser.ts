import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright';

/**
 * Where the browsers come from that `npm start`, the tests and the benchmarks drive. Chromium: CHROMIUM_PATH, the system's, the one
 * Playwright downloaded, or apt. Firefox: FIREFOX_PATH, the system's, or apt.
 */

const run = promisify(execFile);

/** Below these the extension does not run: Chrome has `browser` and Temporal since 148, Firefox has Temporal since 139. */
const MIN_CHROMIUM = 148;
const MIN_FIREFOX = 139;

/** Branded Chrome is missing on purpose: since version 137 it ignores `--load-extension`. */
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'ungoogled-chromium'];
const CHROMIUM_APPS = ['/Applications/Chromium.app/Contents/MacOS/Chromium'];
const FIREFOX_NAMES = ['firefox', 'firefox-esr', 'firefox-developer-edition'];
const FIREFOX_APPS = ['/Applications/Firefox.app/Contents/MacOS/firefox'];

/** apt on a slow mirror. */
const APT_TIME_LIMIT_MS = 300_000;
const VERSION_TIME_LIMIT_MS = 20_000;

/** No usable browser; the message names every way to provide one. */
export class NoBrowser extends Error {
  override name = 'NoBrowser';
}

/** Path of a Chromium that loads unpacked extensions. With `install`, one is fetched where there is none. Rejects with NoBrowser. */
export async function findChromium(options: { install?: boolean } = {}): Promise<string> {
  const named = fromEnvironment('CHROMIUM_PATH');
  if (named !== null) return named;
  const rejected: string[] = [];
  const present = async () =>
    (await firstUsable([...onPath(CHROMIUM_NAMES), ...CHROMIUM_APPS], MIN_CHROMIUM, rejected)) ??
    (existsSync(chromium.executablePath()) ? chromium.executablePath() : null);

  const found = await present();
  if (found !== null) return found;
  if (options.install === true) {
    await installWithApt('chromium');
    const installed = await present();
    if (installed !== null) return installed;
    installWithPlaywright();
    const downloaded = await present();
    if (downloaded !== null) return downloaded;
  }
  throw new NoBrowser(
    [
      `No Chromium of version ${MIN_CHROMIUM} or later was found. Any one of these provides it:`,
      '  1. CHROMIUM_PATH=/path/to/chromium in the environment',
      '  2. a system Chromium (`chromium` on the PATH; branded Google Chrome ignores --load-extension)',
      "  3. Playwright's download: npx playwright install chromium",
      '  4. on Debian, as root: apt-get install chromium',
      ...rejected,
    ].join('\n'),
  );
}

/** Path of a Firefox. With `install`, one is fetched where there is none. Rejects with NoBrowser. */
export async function findFirefox(options: { install?: boolean } = {}): Promise<string> {
  const named = fromEnvironment('FIREFOX_PATH');
  if (named !== null) return named;
  const rejected: string[] = [];
  const present = () => firstUsable([...onPath(FIREFOX_NAMES), ...FIREFOX_APPS], MIN_FIREFOX, rejected);

  const found = await present();
  if (found !== null) return found;
  if (options.install === true) {
    await installWithApt('firefox-esr');
    const installed = await present();
    if (installed !== null) return installed;
  }
  throw new NoBrowser(
    [
      `No Firefox of version ${MIN_FIREFOX} or later was found. Any one of these provides it:`,
      '  1. FIREFOX_PATH=/path/to/firefox in the environment',
      '  2. a system Firefox (`firefox` or `firefox-esr` on the PATH)',
      '  3. on Debian, as root: apt-get install firefox-esr',
      ...rejected,
    ].join('\n'),
  );
}

/** What the environment names, which must then exist: falling back silently would test another browser than was asked for. */
function fromEnvironment(variable: string): string | null {
  const path = process.env[variable];
  if (path === undefined || path === '') return null;
  if (!isExecutable(path)) throw new NoBrowser(`${variable} names ${path}, which is not an executable file.`);
  return path;
}

function onPath(names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

async function firstUsable(paths: string[], minimum: number, rejected: string[]): Promise<string | null> {
  for (const path of paths) {
    if (!isExecutable(path)) continue;
    const version = await majorVersion(path);
    if (version >= minimum) return path;
    rejected.push(`  (${path} is there, but its version is ${version === 0 ? 'unknown' : version})`);
  }
  return null;
}

async function majorVersion(path: string): Promise<number> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: VERSION_TIME_LIMIT_MS });
    return Number(/(\d+)\.\d/.exec(stdout)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function installWithApt(packageName: string): Promise<void> {
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isRootOnDebian) return;
  console.log(`Installing ${packageName} with apt…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => run('apt-get', args, { env, timeout: APT_TIME_LIMIT_MS }).catch(() => undefined);
  // A fresh machine has no package lists, or old ones, with a browser that lacks months of mends. Without the network, what is there has to do.
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', packageName);
}

function installWithPlaywright(): void {
  console.log('Downloading Chromium with Playwright…');
  spawnSync('playwright', ['install', 'chromium'], { stdio: 'ignore', timeout: APT_TIME_LIMIT_MS });
}
