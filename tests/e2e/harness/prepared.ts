import { join } from 'node:path';
import { type ChromiumMember, type ChromiumOptions, launchMember } from './chromium-member.ts';
import { createCuttableProxy } from './cuttable-proxy.ts';
import { makeTempDir } from './temp-dir.ts';
import { startTestRelay, type TestRelay } from './test-relay.ts';

/**
 * Browsers and a relay as many tests begin with them, made once and copied for each test: a profile is a folder, and so is what a relay stores.
 * Every copy is a world of its own; only the network, and with it the relay's address, is the same in all of them, one after the other.
 */
export interface Prepared {
  /** A relay on a copy of what was stored. Only one at a time. */
  relay(): Promise<TestRelay>;
  /** A browser on a copy of its profile. */
  launch(name: string, options?: Omit<ChromiumOptions, 'profileDir' | 'profileFrom'>): Promise<ChromiumMember>;
  close(): Promise<void>;
}

/** `make` is given the relay, and where the profile of each browser has to be. Browsers must have ended when it resolves. */
export async function prepare(
  make: (relay: TestRelay, profileDir: (name: string) => string) => Promise<void>,
): Promise<Prepared> {
  await using made = new AsyncDisposableStack();
  const folder = await makeTempDir('prepared');
  made.defer(() => folder.remove());
  const network = await createCuttableProxy();
  made.defer(() => network.close());
  const relayDir = join(folder.path, 'relay');
  const profileDir = (name: string) => join(folder.path, name);
  const first = await startTestRelay({ network });
  try {
    await make(first, profileDir);
    await first.stop();
    await first.saveData(relayDir);
  } finally {
    await first.close();
  }
  const kept = made.move();
  return {
    relay: () => startTestRelay({ network, dataFrom: relayDir }),
    launch: (name, options = {}) => launchMember({ ...options, profileFrom: profileDir(name) }),
    close: () => kept.disposeAsync(),
  };
}
