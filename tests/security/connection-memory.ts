import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveRelay } from '../../scripts/relay-server.ts';
import { connectRaw } from '../server/raw-member.ts';
import { relayMemory } from './relay-memory.ts';

/**
 * `node tests/security/connection-memory.ts [--count 20000]`: what connections alone make the relay's runtime grow to. A party with next to no
 * code takes them, one after the other, in ten rooms; each sends one message, waits for its answer, and closes. What this shows is workerd's.
 */

const ROOMS = 10;
const STEPS = 10;
const { values } = parseArgs({ options: { count: { type: 'string', default: '20000' } } });
const count = Number(values.count);
const dataDir = await mkdtemp(join(tmpdir(), 'family-os-bare-'));
const main = join(import.meta.dirname, 'bare-party.ts');
const server = await serveRelay({ host: '127.0.0.1', port: 0, dataDir, main });
const { host } = new URL(server.url);

for (let done = 0; done <= count; done++) {
  if (done % Math.ceil(count / STEPS) === 0) {
    // Here the runtime is a child of this very process.
    const memory = await relayMemory(process.pid, 'parent');
    console.log(`${String(done).padStart(6)} connections: ${(memory / 1_048_576).toFixed(1)} MiB`);
  }
  const member = await connectRaw(host, `room-${done % ROOMS}`, {});
  const { promise, resolve } = Promise.withResolvers<void>();
  member.socket.addEventListener('message', () => resolve());
  member.send(new Uint8Array([1, 1, 0]));
  await promise;
  await member.close();
}
await server.close();
await rm(dataDir, { recursive: true, force: true });
process.exit(0);
