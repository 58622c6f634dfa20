import * as v from 'valibot';
import type { KeyValue, Log } from '../ports/ports.ts';
import { type Command, type CommandBody, type CommandResult, CommandSchema, isOutboxed } from '../protocol/commands.ts';

/** Executes one command once: the same id again gives the same answer. Never rejects. */
export type RunCommand = (command: Command, isResent: boolean) => Promise<CommandResult>;

/** Commands that pages left behind before they cleared their input. */
export const OUTBOX_PREFIX = 'outbox/';
/** What was added last without a page, with how to take it back (elsewhere.ts). */
export const ELSEWHERE_KEY = 'elsewhere';
/** Outbox entries that could not be read or carried out: kept for a rescue, never retried. */
const SET_ASIDE_PREFIX = 'set-aside/';
/** Answers remembered for pages that send again; far more than can be under way. */
const REMEMBERED_RESULTS = 500;

/** Commands of a family that this browser is no longer in: what they were to write stands in them in the clear. */
export async function forgetCommands(keyValue: KeyValue): Promise<void> {
  for (const prefix of [OUTBOX_PREFIX, SET_ASIDE_PREFIX, ELSEWHERE_KEY]) {
    for (const key of Object.keys(await keyValue.list(prefix))) await keyValue.remove(key);
  }
}

/** `execute` does the work; this adds at-most-once per worker life and the outbox. */
export function createCommandRunner(deps: {
  keyValue: KeyValue;
  log: Log;
  execute(body: CommandBody, context: { at: number; isResent: boolean }): Promise<CommandResult>;
  /** Called with what each command came to, before it is answered. */
  onDone(command: Command, result: CommandResult): void;
}): { run: RunCommand; drainOutbox(): Promise<void> } {
  const { keyValue, log } = deps;
  const results = new Map<string, Promise<CommandResult>>();

  async function attempt(command: Command, isResent: boolean): Promise<CommandResult> {
    const { id, at, body } = command;
    let result: CommandResult;
    try {
      result = await deps.execute(body, { at, isResent });
    } catch (problem) {
      log.warn('command failed', { type: body.type, problem: problem instanceof Error ? problem.name : 'unknown' });
      result = { ok: false, error: 'internal' };
    }
    // What could not be stored stays in the outbox for the next start.
    const isSettled = result.ok || result.error !== 'storage-failed';
    if (isOutboxed(body) && isSettled) {
      if (!result.ok) await keyValue.set(SET_ASIDE_PREFIX + id, { at, body, error: result.error });
      await keyValue.remove(OUTBOX_PREFIX + id);
    }
    deps.onDone(command, result);
    return result;
  }

  const run: RunCommand = (command, isResent) => {
    const known = results.get(command.id);
    if (known !== undefined) return known;
    const result = attempt(command, isResent);
    results.set(command.id, result);
    if (results.size > REMEMBERED_RESULTS) {
      const oldest = results.keys().next().value;
      if (oldest !== undefined) results.delete(oldest);
    }
    // A command that was not stored may be tried again with the same id.
    void result.then((outcome) => {
      if (!outcome.ok && outcome.error === 'storage-failed') results.delete(command.id);
    });
    return result;
  };

  return {
    run,
    async drainOutbox() {
      const entries = await keyValue.list(OUTBOX_PREFIX);
      const commands: Command[] = [];
      for (const [key, value] of Object.entries(entries)) {
        const parsed = v.safeParse(CommandSchema, value);
        if (parsed.success) commands.push(parsed.output);
        else {
          await keyValue.set(SET_ASIDE_PREFIX + key.slice(OUTBOX_PREFIX.length), value);
          await keyValue.remove(key);
        }
      }
      commands.sort((a, b) => a.at - b.at);
      for (const command of commands) await run(command, true);
    },
  };
}
