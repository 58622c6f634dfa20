import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { BROWSER_TARGETS, buildExtension } from './build-extension.ts';
import { findChromium, findFirefox } from './find-browser.ts';
import { runCommand } from './run-command.ts';
import { runStaticChecks } from './static-checks.ts';

/**
 * `npm test`: builds, static checks, tests in Node, tests in browsers; goes on after a failure, and ends with `N passed, N failed`.
 * `-- --only KIND[,KIND…]` runs some of it.
 */

const NODE_KINDS = [
  'architecture',
  'unit',
  'contract',
  'convergence',
  'faults',
  'members',
  'compat',
  'server',
  'security',
];
const KINDS = ['build', 'check', ...NODE_KINDS, 'e2e'];

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true } },
  allowPositionals: true,
});
const asked = values.only?.flatMap((text) => text.split(',')) ?? KINDS;
const unknown = [...asked.filter((kind) => !KINDS.includes(kind)), ...positionals];
if (unknown.length > 0) {
  console.error(`There is no kind of test "${unknown.join(', ')}". There are: ${KINDS.join(', ')}.`);
  process.exit(1);
}

const VitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  testResults: v.array(v.object({ status: v.string(), assertionResults: v.array(v.unknown()) })),
});
const PlaywrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
  errors: v.array(v.unknown()),
});

let passed = 0;
let failed = 0;
const wants = (kind: string) => asked.includes(kind);
const reports = await mkdtemp(join(tmpdir(), 'family-os-reports-'));
// A tool that is interrupted ends by itself; nothing after it should start, and the folder should go.
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
  });
}

try {
  if (wants('e2e')) {
    await step('a Chromium to test with', () => findChromium({ install: true }));
    await step('a Firefox to test with', () => findFirefox({ install: true }));
  }
  if (wants('build') || wants('check') || wants('e2e')) {
    for (const target of BROWSER_TARGETS)
      await step(`build for ${target}`, () => buildExtension(target, { isQuiet: true }));
  }
  if (wants('check') && !isInterrupted) {
    const result = await runStaticChecks();
    passed += result.passed;
    failed += result.failed;
  }
  const nodeKinds = NODE_KINDS.filter(wants);
  if (nodeKinds.length > 0 && !isInterrupted) await runVitest(nodeKinds);
  if (wants('e2e') && !isInterrupted) await runPlaywright();
} finally {
  await rm(reports, { recursive: true, force: true });
}
if (isInterrupted) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  if (isInterrupted) return;
  try {
    await work();
    passed += 1;
    console.log(`✓ ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`✗ ${name}\n${error instanceof Error ? error.message : String(error)}`);
  }
}

async function runVitest(kinds: string[]): Promise<void> {
  const report = join(reports, 'vitest.json');
  const projects = kinds.flatMap((kind) => ['--project', kind]);
  const code = await runCommand('vitest', [
    'run',
    ...projects,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = await readReport(report, VitestReport, (result) => ({
    passed: result.numPassedTests,
    // A file that cannot be loaded has no failed test in it, yet nothing of it ran; a skipped test proves nothing.
    failed:
      result.numFailedTests +
      result.numPendingTests +
      result.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
        .length,
  }));
  count(counts, code);
}

async function runPlaywright(): Promise<void> {
  const report = join(reports, 'playwright.json');
  const code = await runCommand('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const counts = await readReport(report, PlaywrightReport, ({ stats, errors }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
  }));
  count(counts, code);
}

/** A tool that failed without naming a failed test has failed all the same. */
function count(counts: { passed: number; failed: number } | null, exitCode: number): void {
  passed += counts?.passed ?? 0;
  failed += Math.max(counts?.failed ?? 1, exitCode === 0 ? 0 : 1);
}

async function readReport<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  read: (report: v.InferOutput<Schema>) => { passed: number; failed: number },
): Promise<{ passed: number; failed: number } | null> {
  try {
    return read(v.parse(schema, JSON.parse(await readFile(path, 'utf8'))));
  } catch (error) {
    console.log(`✗ a report of the results: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
