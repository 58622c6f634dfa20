import { createHash } from 'node:crypto';
import { judgeAcknowledged, judgeEnd, judgeRelay, judgeRepaired, judgeStatus, judgeUnsent } from './judge.ts';
import { createStage, type Stage } from './stage.ts';
import { createClimate, happen } from './weather.ts';

/** What a run came to. */
export interface Report {
  readonly seed: number;
  readonly commands: number;
  readonly answered: number;
  readonly overtaken: number;
  /** Answered `not-found`. */
  readonly refused: number;
  readonly happenings: number;
  /** Of the family's content at the end. */
  readonly contentHash: string;
  /** Of everything that happened on the way. */
  readonly traceHash: string;
}

/** A run that broke a rule. The message names the seed and how it ended. */
export class ConvergenceFailure extends Error {
  override name = 'ConvergenceFailure';
}

/** What a room storage double says once it was made to fail. */
const DISK_REFUSES = 'storage has failed';
/** In one family's life, unless asked for more. */
const DEFAULT_COMMANDS = 150;
const JUDGE_EVERY = 5;
/** Back-off waits a minute at most, and a dead line is noticed before; ten times that is for ever. */
const MAX_DRAIN_MS = 900_000;

/**
 * One family's life under a seed: members act on their pages while frames, writes, lines, workers and the relay do as they like; then all is
 * repaired, and everybody must have the same. Throws ConvergenceFailure. `meddle` is called after everything that happened: with it a test
 * shows that the judges judge.
 */
export async function simulate(
  seed: number,
  {
    commands = DEFAULT_COMMANDS,
    meddle = () => {},
  }: { commands?: number; meddle?(stage: Stage, happenings: number): void } = {},
): Promise<Report> {
  let stage: Stage | undefined;
  let happenings = 0;
  const uncaught: unknown[] = [];
  const relayLog: string[] = [];
  const realError = console.error;
  console.error = (...words: unknown[]) => relayLog.push(words.join(' '));
  const catchIt = (problem: unknown) => uncaught.push(problem);
  process.on('uncaughtException', catchIt);
  process.on('unhandledRejection', catchIt);
  const judgeUncaught = () => {
    if (uncaught.length > 0) throw uncaught[0];
    // The relay says why it drops sockets: only a disk that refuses may be the reason here.
    const odd = relayLog.find((line) => !line.includes(DISK_REFUSES));
    if (odd !== undefined) throw new Error(`the relay reports: ${odd}`);
  };
  try {
    stage = await createStage(seed);
    const climate = createClimate(stage.random);
    while (stage.counts.commands < commands) {
      await happen(stage, climate);
      happenings += 1;
      meddle(stage, happenings);
      await stage.world.realm.settle();
      judgeUncaught();
      if (happenings % JUDGE_EVERY === 0) {
        await judgeStatus(stage);
        await judgeUnsent(stage);
        judgeAcknowledged(stage);
      }
    }
    await repair(stage);
    judgeUncaught();
    await judgeRepaired(stage);
    await restartAll(stage);
    judgeUncaught();
    await judgeRelay(stage);
    const contentHash = await judgeWithNewcomer(stage);
    judgeUncaught();
    const { counts, trace } = stage;
    return {
      seed,
      ...counts,
      happenings,
      contentHash,
      traceHash: createHash('sha256').update(trace.join('\n')).digest('hex'),
    };
  } catch (problem) {
    const tail = stage?.trace.slice(-12).join(' · ') ?? 'nothing had happened yet';
    const message = problem instanceof Error ? problem.message : String(problem);
    throw new ConvergenceFailure(
      `seed ${seed}: ${message}\nrun it again with: ${again(seed, commands)}\nlast: ${tail}`,
      { cause: problem },
    );
  } finally {
    await stage?.close();
    console.error = realError;
    process.off('uncaughtException', catchIt);
    process.off('unhandledRejection', catchIt);
  }
}

function again(seed: number, commands: number): string {
  return commands === DEFAULT_COMMANDS
    ? `SEED=${seed} npx vitest run tests/convergence`
    : `npm run soak -- --minutes 0 --seed ${seed} --commands ${commands}`;
}

/** Lines and relay come back, somebody looks at a page of every browser, and time passes: no one has to do anything for it. */
async function repair(stage: Stage): Promise<void> {
  const { world, actors } = stage;
  stage.trace.push('repair');
  world.relay.start();
  for (const actor of actors) {
    actor.browser.line.setUp(true);
    actor.browser.disk.setBroken(false);
    for (const link of actor.browser.line.links) {
      if (!link.isSevered) continue;
      link.memberNotices();
      link.relayNotices();
    }
    if (actor.persons.size === 0) stage.open(actor);
  }
  await drain(stage);
}

/** Every worker is started once more, which empties outboxes that pages left behind. */
async function restartAll(stage: Stage): Promise<void> {
  for (const { browser } of stage.actors) browser.killWorker();
  await drain(stage);
}

async function drain({ world, actors }: Stage): Promise<void> {
  const isQuiet = () =>
    actors.every(({ persons }) =>
      [...persons.values()].every((person) => {
        const row = person.sync();
        return row?.state === 'synced' && row.unsent === 0 && person.page.pending.peek() === 0;
      }),
    );
  await world.flowFor(5_000);
  for (let passed = 0; passed < MAX_DRAIN_MS && !isQuiet(); passed += 5_000) await world.flowFor(5_000);
}

/** What the relay holds is enough: somebody who joins with nothing gets everything. */
async function judgeWithNewcomer(stage: Stage): Promise<string> {
  const newcomer = await stage.join('Newcomer');
  stage.open(newcomer);
  await drain(stage);
  return judgeEnd(stage);
}
