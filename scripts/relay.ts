import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run relay`: the sync server alone. Prints one line with its address once it serves, and ends on SIGTERM or SIGINT with 0.
 */

const USAGE = `Family OS relay: connects the browsers of a family. It cannot read what they share.

  npm run relay -- [--port 1999] [--data DIR] [--host 127.0.0.1]

  --port N      port to listen on; 0 takes a free one (default 1999)
  --data DIR    folder that keeps the rooms (default .partykit/data)
  --host HOST   address to listen on (default 127.0.0.1: this machine only;
                0.0.0.0 also serves other machines, without encryption of its own:
                put a proxy with TLS in front of it)
  --help        this text
`;

const PARENT_CHECK_INTERVAL_MS = 500;

interface Arguments {
  host: string;
  port: number;
  dataDir: string;
  /** For programs that start a relay: it ends when its standard input does, so that it never outlives them. */
  isTiedToStdin: boolean;
}

function readArguments(): Arguments | 'help' {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '1999' },
      data: { type: 'string', default: '.partykit/data' },
      host: { type: 'string', default: '127.0.0.1' },
      'tied-to-stdin': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`--port takes a number from 0 to 65535, not "${values.port}"`);
  if (values.data === '') throw new Error('--data takes the path of a folder');
  if (values.host === '' || /[\s/]/.test(values.host)) throw new Error(`--host takes an address, not "${values.host}"`);
  return { host: values.host, port, dataDir: resolve(values.data), isTiedToStdin: values['tied-to-stdin'] };
}

async function main(): Promise<void> {
  let options: Arguments | 'help';
  try {
    options = readArguments();
  } catch (error) {
    fail(`${messageOf(error)}\n\n${USAGE}`, 2);
  }
  if (options === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const { host, port, dataDir, isTiedToStdin } = options;
  // Only now: the engine takes half a second to load, and a typing mistake should not.
  const { PortInUse, serveRelay } = await import('./relay-server.ts');
  try {
    const server = await serveRelay({ host, port, dataDir });
    let isStopping = false;
    const stop = () => {
      isStopping = true;
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    // Miniflare's own handlers would end the process at once, with 143.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.removeAllListeners(signal);
      process.once(signal, stop);
    }
    if (isTiedToStdin) process.stdin.once('close', stop).resume();
    if (process.env.npm_lifecycle_event !== undefined) onParentGone(stop);
    server.ended.then(
      () => isStopping || fail('The runtime of the relay ended by itself.', 1),
      () => undefined,
    );
    console.log(`Family OS relay on ${server.url}`);
  } catch (error) {
    if (error instanceof PortInUse) {
      fail(
        `Port ${port} is in use. Is a relay running already? Choose another with --port, or --port 0 for any free one.`,
        1,
      );
    }
    fail(`The relay did not start: ${messageOf(error)}`, 1);
  }
}

/** Under npm the process that people see and kill is not this one. Started by hand, the relay may well outlive its shell. */
function onParentGone(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, PARENT_CHECK_INTERVAL_MS);
}

function fail(message: string, code: number): never {
  console.error(message);
  process.exit(code);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

await main();
