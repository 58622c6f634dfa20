import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RelayProcess, startRelay } from '../../scripts/relay-process.ts';

/** A real relay with a data folder of its own, to be restarted on the same folder, and cleaned away. */
export interface RelayFolder {
  readonly relay: RelayProcess;
  readonly dataDir: string;
  /** `host:port`, as members address it and as their proofs name it. */
  readonly authority: string;
  /** Starts a relay on the same folder and port, after the one before was stopped or killed. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function startRelayInFolder(): Promise<RelayFolder> {
  const dataDir = await mkdtemp(join(tmpdir(), 'family-os-relay-'));
  let relay = await startRelay({ dataDir });
  return {
    get relay() {
      return relay;
    },
    dataDir,
    get authority() {
      return new URL(relay.url).host;
    },
    async restart() {
      relay = await startRelay({ dataDir, port: relay.port });
    },
    async remove() {
      await relay.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
