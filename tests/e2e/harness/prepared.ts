import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChromiumOptions, launchMember } from './chromium-member.ts';
import { makeTempDir } from './temp-dir.ts';
import { startTestRelay, type TestRelay } from './test-relay.ts';

/**
 * Browsers and a relay as many tests begin with them, made once and copied for each test: a profile is a folder, and so is what a relay stores.
 * Every copy is a world of its own; only the relay's address is the same in all of them, one after the other.
 */
export interface Prepared {
  /** A relay on a copy of what was stored. Only one at a time. */
  relay(): Promise<TestRelay>;
  /** A browser on a copy of its profile, which goes with it. */
  launch(name: string, options?: Omit<ChromiumOptions, 'profileDir'>): ReturnType<typeof launchMember>;
  close(): Promise<void>;
}

/** `make` is given the relay, and where the profile of each browser has to be. Everything must have ended when it resolves. */
export async function prepare(
  make: (relay: TestRelay, profileDir: (name: string) => string) => Promise<void>,
): Promise<Prepared> {
  const folder = await makeTempDir('prepared');
  const relayDir = join(folder.path, 'relay');
  const profileDir = (name: string) => join(folder.path, name);
  const first = await startTestRelay();
  try {
    await make(first, profileDir);
    await first.stop();
    await first.saveData(relayDir);
  } finally {
    await first.close();
  }
  return {
    relay: () => startTestRelay({ port: first.network.port, dataFrom: relayDir }),
    async launch(name, options = {}) {
      const copy = await makeTempDir('chromium');
      const remove = () => copy.remove();
      try {
        await cp(profileDir(name), copy.path, {
          recursive: true,
          filter: (path) => !/\/(Cache|Code Cache|GPUCache|Dawn\w+Cache|Gr?\w*ShaderCache|Singleton\w+)$/.test(path),
        });
        const member = await launchMember({ ...options, profileDir: copy.path });
        const { close } = member;
        return Object.defineProperty(member, 'close', {
          value: async () => {
            await close();
            await remove();
          },
        });
      } catch (error) {
        await remove();
        throw error;
      }
    },
    close: () => folder.remove(),
  };
}
