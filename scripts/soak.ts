import { parseArgs } from 'node:util';
import { simulate } from '../tests/convergence/simulation.ts';

/**
 * `npm run soak [-- --seed N] [--minutes N] [--commands N]`: the convergence fuzz for as long as wanted, seed after seed, from N on. Prints every
 * seed that breaks a rule and how to run it again, goes on, and ends with 1 if there was one.
 */

const USAGE = `Usage: npm run soak [-- --seed N] [--minutes N] [--commands N]

  --seed N       first seed (default: taken from the clock)
  --minutes N    how long; 0 runs one seed (default 10)
  --commands N   what members do in one family's life (default: 150, and every eighth seed 1,000)
`;
const PROGRESS_EVERY_MS = 15_000;
const LONG_EVERY = 8;
const SHORT_COMMANDS = 150;
const LONG_COMMANDS = 1_000;

const options = readArguments();
const startedAt = performance.now();
const endsAt = startedAt + options.minutes * 60_000;
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
  });
}

const failed: number[] = [];
let seeds = 0;
let commands = 0;
let happenings = 0;
let saidAt = startedAt;
console.log(`Soak from seed ${options.seed}, ${options.minutes} minutes.`);
for (let seed = options.seed; !isInterrupted && (seeds === 0 || performance.now() < endsAt); seed++) {
  const length = options.commands ?? (seed % LONG_EVERY === 0 ? LONG_COMMANDS : SHORT_COMMANDS);
  try {
    const report = await simulate(seed, { commands: length });
    commands += report.commands;
    happenings += report.happenings;
  } catch (problem) {
    failed.push(seed);
    console.error(problem instanceof Error ? problem.message : problem);
  }
  seeds += 1;
  if (performance.now() - saidAt < PROGRESS_EVERY_MS) continue;
  saidAt = performance.now();
  console.log(summary());
}
console.log(summary());
if (failed.length > 0) console.log(`Failed seeds: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

function summary(): string {
  const seconds = (performance.now() - startedAt) / 1_000;
  const memory = Math.round(process.memoryUsage.rss() / 1_048_576);
  return (
    `${seeds} seeds, ${seeds - failed.length} passed, ${failed.length} failed; ${commands} commands, ${happenings} happenings in ` +
    `${Math.round(seconds)} s (${Math.round(commands / seconds)} commands/s, ${(seeds / seconds).toFixed(2)} seeds/s), ${memory} MB`
  );
}

function readArguments(): { seed: number; minutes: number; commands: number | undefined } {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        minutes: { type: 'string', default: '10' },
        commands: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      process.exit(0);
    }
    return {
      seed: values.seed === undefined ? Math.floor(Date.now() / 1_000) : wholeNumber('seed', values.seed),
      minutes: positive('minutes', values.minutes),
      commands: values.commands === undefined ? undefined : wholeNumber('commands', values.commands),
    };
  } catch (problem) {
    console.error(`${problem instanceof Error ? problem.message : problem}\n\n${USAGE}`);
    process.exit(2);
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || text === '') throw new Error(`--${name} takes a number, not "${text}"`);
  return value;
}
