import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAddToSeen } from '../tests/bench/add-to-seen.ts';
import { benchCalendarOpen } from '../tests/bench/calendar-open.ts';
import { type Comparison, ratioOf, type Spread, spreadOf } from '../tests/bench/comparison.ts';
import { benchListInput } from '../tests/bench/list-input.ts';
import { benchPopupOpen } from '../tests/bench/popup-open.ts';
import { buildExtension } from './build-extension.ts';
import { findChromium } from './find-browser.ts';
import { projectRoot } from './project-root.ts';

/**
 * `npm run bench [-- --only NAME] [--runs N]`: the product beside its peers, in turns on this machine. Builds for itself, prints a table and
 * writes .bench/results.json. Ends with 1 where something could not be measured; a ratio above its target is a result, not a failure.
 * docs/BENCHMARKS.md says what is measured.
 */

interface Context {
  executablePath: string;
  extensionDir: string;
  runs: number;
  progress(text: string): void;
}
const BENCHES: Record<string, (context: Context) => Promise<{ browser: string; comparisons: Comparison[] }>> = {
  'popup-open': benchPopupOpen,
  'add-to-seen': benchAddToSeen,
  'list-input': benchListInput,
  'calendar-open': benchCalendarOpen,
};
const OUTPUT = '.bench';
/** Fewer say little about the spread. */
const MIN_RUNS = 20;

const { names, runs } = readArguments();
const executablePath = await findChromium({ install: true });
console.log('Building the extension…');
const extensionDir = await buildExtension('chrome', { isQuiet: true, parent: join(OUTPUT, 'build') });
const loadBefore = loadavg()[0];
const comparisons: Comparison[] = [];
const browsers = new Set<string>();
let hasFailed = false;
for (const name of names) {
  const progress = (text: string) => console.log(`${name}: ${text}`);
  try {
    const result = await BENCHES[name]?.({ executablePath, extensionDir, runs, progress });
    comparisons.push(...(result?.comparisons ?? []));
    if (result !== undefined) browsers.add(result.browser);
  } catch (error) {
    hasFailed = true;
    console.error(`${name} could not be measured:`, error);
  }
}
const results = {
  at: new Date().toISOString(),
  machine: {
    cpu: cpus()[0]?.model.trim(),
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    /** Processes that wanted a core, over the last minute. */
    load: { before: loadBefore, after: loadavg()[0] },
  },
  browsers: [...browsers],
  node: process.version,
  comparisons: comparisons.map((comparison) => ({
    name: comparison.name,
    ratio: ratioOf(comparison),
    target: comparison.target,
    ours: { ...spreadOf(comparison.ours), all: comparison.ours },
    peer: { ...spreadOf(comparison.peer), all: comparison.peer },
  })),
};
const file = join(projectRoot, OUTPUT, 'results.json');
await mkdir(join(projectRoot, OUTPUT), { recursive: true });
await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
printTable();
console.log(`\nEvery run is in ${relative(process.cwd(), file)}.`);
// The relay's engine leaves a pipe open after it has been closed, which would keep this process.
process.exit(hasFailed ? 1 : 0);

function readArguments(): { names: string[]; runs: number } {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, runs: { type: 'string', default: String(MIN_RUNS) } },
  });
  const asked = values.only?.flatMap((text) => text.split(',')) ?? Object.keys(BENCHES);
  const unknown = asked.filter((name) => !(name in BENCHES));
  const count = Number(values.runs);
  if (unknown.length > 0) {
    console.error(`There is no benchmark "${unknown.join(', ')}". There are: ${Object.keys(BENCHES).join(', ')}.`);
    process.exit(1);
  }
  if (!Number.isSafeInteger(count) || count < MIN_RUNS) {
    console.error(`--runs takes a number from ${MIN_RUNS} on, not "${values.runs}".`);
    process.exit(1);
  }
  return { names: asked, runs: count };
}

/** Markdown, so that it can stand in docs/BENCHMARKS.md as it came. */
function printTable(): void {
  const { cpu, cores, memoryGb, system, load } = results.machine;
  console.log(`\n${results.at}, ${results.browsers.join(', ')}, Node ${results.node}, ${system}, ${cores} × ${cpu},`);
  console.log(
    `${memoryGb} GB; load ${load.before?.toFixed(1)} before, ${load.after?.toFixed(1)} after; ${runs} runs of each.`,
  );
  console.log('Milliseconds: median (10th to 90th percentile; least to most).\n');
  const rows = results.comparisons.map(({ name, ratio, target, ours, peer }) => [
    name,
    show(ours),
    show(peer),
    ratio.toFixed(2),
    target === undefined ? '' : `≤ ${target.toFixed(1)}`,
  ]);
  const head = ['', 'ours', 'peer', 'ratio', 'target'];
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)));
  const print = (row: string[]) =>
    console.log(`| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  print(head);
  print(widths.map((width) => '-'.repeat(width)));
  for (const row of rows) print(row);
}

function show({ median, p10, p90, min, max }: Spread): string {
  const [m, a, b, least, most] = [median, p10, p90, min, max].map((value) => value.toFixed(value < 100 ? 1 : 0));
  return `${m} (${a} to ${b}; ${least} to ${most})`;
}
