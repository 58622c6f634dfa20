// Runs scripts/<command>.ts on the project's own Node (the npm package `node`), after installing what is missing. This file alone
// must run on whatever Node the machine has (18 or later) with no node_modules at all, so it is plain JavaScript on node: modules.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const projectNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
/** First major version with Temporal and with type stripping. */
const MIN_NODE_MAJOR = 26;

const [command, ...args] = process.argv.slice(2);
const script = join(root, 'scripts', `${command}.ts`);
if (command === undefined || !existsSync(script)) stop(`There is no command "${command ?? ''}" in scripts/.`);

if (!isInstalled()) install();
const node = existsSync(projectNode) ? projectNode : process.execPath;
if (node === process.execPath && Number(process.versions.node.split('.')[0]) < MIN_NODE_MAJOR) {
  stop(
    `Node ${MIN_NODE_MAJOR} is needed, and the npm package "node" that brings it did not install its binary (are install scripts ` +
      `switched off?). Allow them, or use a Node ${MIN_NODE_MAJOR} of your own.`,
  );
}

const child = spawn(node, [script, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => stop(`${node} did not start: ${error.message}`));
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});

/** Whether node_modules holds what package-lock.json asks for: npm keeps its own account of what it installed. */
function isInstalled() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null || present === null || !isLockOfManifest(wanted[''])) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const other = present[path];
    // Binaries of other platforms are in the lock and never installed.
    if (other === undefined) return entry.optional === true || entry.peer === true;
    return other.version === entry.version && other.integrity === entry.integrity;
  });
}

function isLockOfManifest(lockRoot) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return ['dependencies', 'devDependencies'].every((kind) => {
    const wanted = manifest[kind] ?? {};
    const locked = lockRoot?.[kind] ?? {};
    const names = Object.keys({ ...wanted, ...locked });
    return names.every((name) => wanted[name] === locked[name]);
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null;
  }
}

function install() {
  console.log('Installing dependencies…');
  // The npm that started this, where there is one, so that its settings hold.
  const npm = process.env.npm_execpath;
  const [file, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const { status } = spawnSync(file, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) stop('Installing the dependencies failed (npm ci); its message is above.');
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
