import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RelayProcess, startRelay } from '../../../scripts/relay-process.ts';
import { type CuttableProxy, createCuttableProxy } from './cuttable-proxy.ts';
import { makeTempDir } from './temp-dir.ts';

/** A real relay for one test, behind a network that can be cut, at an address that outlives its restarts. */
export interface TestRelay {
  /** `127.0.0.1:<port>`: what a member's relay setting takes. */
  readonly authority: string;
  /** The network between the members and the relay. */
  readonly network: CuttableProxy;
  readonly process: RelayProcess;
  /** Kills it with -9. Members see their connections break. */
  kill9(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Starts it again, on the same data. */
  start(): Promise<void>;
  /** Loses everything that was stored. Only while it does not run. */
  wipe(): Promise<void>;
  /** Copies everything that is stored. Only while it does not run. */
  saveData(dir: string): Promise<void>;
  /** Ends everything and removes the data; idempotent. */
  close(): Promise<void>;
}

/**
 * `isRunning: false` leaves it to `start`: a relay that is not there yet. `network`: one that outlives it, whole and with nobody on it; one of its own by
 * default. `dataFrom`: a folder with what it has stored before it starts.
 */
export async function startTestRelay(
  options: { isRunning?: boolean; network?: CuttableProxy; dataFrom?: string } = {},
): Promise<TestRelay> {
  const data = await makeTempDir('relay');
  if (options.dataFrom !== undefined) await cp(options.dataFrom, data.path, { recursive: true });
  const network = options.network ?? (await createCuttableProxy());
  let relay: RelayProcess | null = null;

  async function start(): Promise<void> {
    relay = await startRelay({ dataDir: data.path, port: 0 });
    network.pointTo(relay.port);
  }
  function running(): RelayProcess {
    if (relay === null) throw new Error('The relay has not been started.');
    return relay;
  }
  async function close(): Promise<void> {
    if (network === options.network) network.reset();
    else await network.close();
    await relay?.stop();
    await data.remove();
  }

  if (options.isRunning !== false) {
    await start().catch(async (error: unknown) => {
      await close();
      throw error;
    });
  }
  return {
    authority: network.authority,
    network,
    get process() {
      return running();
    },
    kill9: () => running().kill9(),
    stop: () => running().stop(),
    start,
    async wipe() {
      for (const name of await readdir(data.path)) await rm(join(data.path, name), { recursive: true });
    },
    saveData: (dir) => cp(data.path, dir, { recursive: true }),
    close,
  };
}
