import { execFile } from 'node:child_process';
import { projectRoot } from './project-root.ts';

/** One check of the sources or the build that runs no code of the project. Each counts as one test. */
export interface StaticCheck {
  name: string;
  command: string;
  args: string[];
}

/** A hung check must not hang everything. */
const TIME_LIMIT_MS = 240_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Two cores. */
const AT_ONCE = 2;

/** The size check reads the Chrome build in .output. */
export const STATIC_CHECKS: readonly StaticCheck[] = [
  { name: 'lint and format', command: 'biome', args: ['check', '--error-on-warnings', '--colors=off'] },
  ...['page', 'worker', 'server', 'node'].map((runtime) => ({
    name: `types of ${runtime}`,
    command: 'tsc',
    args: ['-p', `tsconfig.${runtime}.json`, '--pretty', 'false'],
  })),
  { name: 'no dead code or dependencies', command: 'knip', args: ['--no-progress', '--treat-config-hints-as-errors'] },
  { name: 'bundle sizes', command: 'size-limit', args: [] },
];

/** Runs every check, whatever the others say, and prints a line for each; what a failing one said follows its line. */
export async function runStaticChecks(): Promise<{ passed: number; failed: number }> {
  const waiting = [...STATIC_CHECKS];
  let passed = 0;
  let failed = 0;
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const start = performance.now();
      const { isGood, output } = await runCheck(check);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${isGood ? '✓' : '✗'} ${check.name} (${seconds} s)`);
      if (!isGood) console.log(output.trimEnd());
      if (isGood) passed += 1;
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { passed, failed };
}

function runCheck({ command, args }: StaticCheck): Promise<{ isGood: boolean; output: string }> {
  const options = {
    cwd: projectRoot,
    timeout: TIME_LIMIT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    env: { ...process.env, NO_COLOR: '1' },
  };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({
        isGood: error === null,
        output: `${stdout}${stderr}${stdout || stderr ? '' : (error?.message ?? '')}`,
      });
    });
  });
}
