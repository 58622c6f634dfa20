import { chmod, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { ASSETS_MODULE, bundleParty, PROJECT_DIR } from './relay-bundle.ts';

/** A relay in this process, its runtime in a child. */
export interface RelayServer {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string;
  /** Resolves once the runtime has ended, asked for or not. */
  readonly ended: Promise<void>;
  /** Idempotent. What was acknowledged is on disk already. */
  close(): Promise<void>;
}

/** Someone else listens there. */
export class PortInUse extends Error {
  override name = 'PortInUse';
}

/**
 * Runs a party (the relay, unless `main` says otherwise) on Miniflare, the engine of `partykit dev`, which itself can only serve all
 * interfaces. Uses no internet. `port` 0 takes a free one; rooms are kept in `dataDir`. Rejects with PortInUse, or with what is wrong.
 * A process that has served once ends only by process.exit: the runtime's lifeline stays open as long as it lives.
 */
export async function serveRelay(options: {
  host: string;
  port: number;
  dataDir: string;
  main?: string;
}): Promise<RelayServer> {
  const { host, port, dataDir, main = join(PROJECT_DIR, 'server', 'main.ts') } = options;
  await assertUsable(host, port);
  const [script, config] = await Promise.all([
    bundleParty(main),
    readFile(join(PROJECT_DIR, 'partykit.json'), 'utf8'),
    mkdir(dataDir, { recursive: true }),
    tieRuntimeToThisProcess(),
  ]);
  const ended = Promise.withResolvers<void>();
  const { compatibilityDate } = JSON.parse(config) as { compatibilityDate: string };
  const miniflare = new Miniflare({
    host,
    port,
    // Else it downloads a description of the nearest Cloudflare location.
    cf: false,
    compatibilityDate,
    compatibilityFlags: ['nodejs_compat'],
    bindings: { PARTYKIT_CRONS: {} },
    durableObjects: { PARTYKIT_DURABLE: 'PartyKitDurable' },
    durableObjectsPersist: dataDir,
    modulesRoot: PROJECT_DIR,
    modules: [
      { type: 'ESModule', path: join(PROJECT_DIR, 'relay.mjs'), contents: script },
      { type: 'ESModule', path: join(PROJECT_DIR, ASSETS_MODULE), contents: 'export default { assets: {} };' },
    ],
    handleRuntimeStdio: (stdout, stderr) => {
      for (const stream of [stdout, stderr]) forwardLines(stream);
      stdout.once('close', () => ended.resolve());
    },
  });
  try {
    const { port: taken } = await miniflare.ready;
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
      ended: ended.promise,
      close: () => miniflare.dispose(),
    };
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
}

/** The runtime's native notes, mostly about sockets that were cut, with addresses for a stack trace. */
const NATIVE_LINE = /^(workerd\/|kj\/|stack: )|^\s*$/;

function forwardLines(stream: NodeJS.ReadableStream): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (!NATIVE_LINE.test(line)) console.error(line);
  });
}

/** Has Miniflare start workerd through a script that ends it when this process ends, be it killed. POSIX only. */
async function tieRuntimeToThisProcess(): Promise<void> {
  if (process.platform === 'win32') return;
  const script = join(import.meta.dirname, 'workerd-with-parent.sh');
  // An archive of the sources may have lost the mode.
  await chmod(script, 0o755).catch(() => undefined);
  if (process.env.MINIFLARE_WORKERD_PATH === script) return;
  process.env.FAMILY_OS_WORKERD = process.env.MINIFLARE_WORKERD_PATH ?? workerdPath();
  process.env.MINIFLARE_WORKERD_PATH = script;
}

/** Of the very version that Miniflare brings. */
function workerdPath(): string {
  const miniflare = createRequire(import.meta.resolve('miniflare'));
  return (miniflare('workerd') as { default: string }).default;
}

/** The runtime's own messages for these are stack traces. */
async function assertUsable(host: string, port: number): Promise<void> {
  const probe = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  probe.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') reject(new PortInUse(`port ${port} is in use`));
    else if (error.code === 'EACCES') reject(new Error(`this user may not listen on port ${port}`));
    else reject(new Error(`"${host}" is no address of this machine (${error.code ?? error.message})`));
  });
  probe.listen(port, host, () => probe.close(() => resolve()));
  await promise;
}
