import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A relay in processes of its own, as a person would run it. */
export interface RelayProcess {
  /** `http://host:port`. */
  readonly url: string;
  readonly port: number;
  /** Of the process that `npm run relay` starts; the leader of its process group. */
  readonly pid: number;
  /** What it has written to standard error so far. */
  readonly log: string;
  /** What it has written to standard output so far. */
  readonly output: string;
  /** Ends it the way Ctrl-C does. Resolves once it is gone. Idempotent. */
  stop(): Promise<void>;
  /** Kills it and its runtime with -9, as a power cut would. Resolves once both are gone. */
  kill9(): Promise<void>;
}

/** Bundling and starting the runtime take about 1 s; a busy machine gets ten times as long and more. */
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 5_000;

/**
 * Starts scripts/relay.ts. `port` 0 (the default) takes a free one. The relay ends when this process does, however it ends. Rejects
 * with what the relay says where it does not start.
 */
export async function startRelay(options: { dataDir: string; port?: number; host?: string }): Promise<RelayProcess> {
  const { dataDir, port = 0, host = '127.0.0.1' } = options;
  const script = join(import.meta.dirname, 'relay.ts');
  const args = [script, '--tied-to-stdin', '--port', String(port), '--host', host, '--data', dataDir];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('the relay could not be spawned');
  let log = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const gone = once(child, 'exit');
  const url = await firstAddress(
    child,
    () => output,
    () => log,
  ).catch(async (error: unknown) => {
    killGroup(pid);
    await gone;
    throw error;
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    url,
    port: Number(new URL(url).port),
    pid,
    get log() {
      return log;
    },
    get output() {
      return output;
    },
    async stop() {
      if (hasEnded()) return;
      const timer = setTimeout(() => killGroup(pid), STOP_LIMIT_MS);
      child.kill('SIGTERM');
      await gone;
      clearTimeout(timer);
    },
    async kill9() {
      if (hasEnded()) return;
      killGroup(pid);
      await gone;
    },
  };
}

async function firstAddress(child: ChildProcess, output: () => string, log: () => string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error(`the relay did not start in time. ${log()}`)), START_LIMIT_MS);
  child.stdout?.on('data', () => {
    const address = /^Family OS relay on (\S+)\n/m.exec(output())?.[1];
    if (address !== undefined) resolve(address);
  });
  child.once('close', (code) => reject(new Error(log().trim() || `the relay ended with ${code}`)));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
