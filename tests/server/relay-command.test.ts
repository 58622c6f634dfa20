import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RELAY_PROTOCOL } from '../../lib/protocol/relay.ts';
import { type RelayProcess, startRelay } from '../../scripts/relay-process.ts';
import { until } from './until.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'relay.ts');
let folder: string;
let relay: RelayProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'family-os-relay-command-'));
  relay = await startRelay({ dataDir: join(folder, 'shared') });
});
afterAll(async () => {
  await relay.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => (errors += String(text)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output, errors };
}

function isServing(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createConnection(port, '127.0.0.1');
  socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

describe('npm run relay', () => {
  it('says how it is used', async () => {
    const { code, output } = await run('--help');

    expect(code).toBe(0);
    expect(output).toContain('--port');
    expect(output).toContain('--data');
    expect(output).toContain('--host');
  });

  it.each([
    [['--port', 'x'], '--port takes a number'],
    [['--port', '70000'], '--port takes a number'],
    [['--port', '-1'], '--port'],
    [['--data', ''], '--data takes the path'],
    [['--host', 'a/b'], '--host takes an address'],
    [['--prot', '1'], '--prot'],
    [['extra'], 'extra'],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, output, errors } = await run(...args);

    expect([code, output]).toEqual([2, '']);
    expect(errors).toContain(message);
  });

  it('says when the port is in use, in one line', async () => {
    const { code, output, errors } = await run('--port', String(relay.port), '--data', join(folder, 'other'));

    expect([code, output]).toEqual([1, '']);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(errors).toContain(`Port ${relay.port} is in use`);
  });

  it('says when the address is none of this machine', async () => {
    const { code, errors } = await run('--port', '0', '--host', '203.0.113.9', '--data', join(folder, 'other'));

    expect(code).toBe(1);
    expect(errors).toContain('"203.0.113.9" is no address of this machine');
  });

  it('says when it cannot keep its data where it was told to', async () => {
    const { code, errors } = await run('--port', '0', '--data', '/dev/null/data');

    expect(code).toBe(1);
    expect(errors).toContain('The relay did not start');
  });

  it('prints one line with its address, and ends with 0 when it is asked to', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const child = spawn(process.execPath, [SCRIPT, '--port', '0', '--data', join(folder, signal)]);
      let output = '';
      child.stdout.on('data', (text) => (output += String(text)));
      await until('it serves', () => output.endsWith('\n'));
      expect(output).toMatch(/^Family OS relay on http:\/\/127\.0\.0\.1:\d+\n$/);
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect(await isServing(Number(new URL(output.split(' ').at(-1) ?? '').port))).toBe(false);
    }
  });

  it('leaves nothing running when its own process is killed', async () => {
    const victim = await startRelay({ dataDir: join(folder, 'victim') });
    const children = (await readFile(`/proc/${victim.pid}/task/${victim.pid}/children`, 'utf8')).trim().split(' ');
    expect(children).toHaveLength(1);
    process.kill(victim.pid, 'SIGKILL');
    await expect.poll(() => isServing(victim.port)).toBe(false);
    const runtime = `/proc/${children[0]}/cmdline`;
    // Gone, or a zombie that waits for its new parent.
    await expect.poll(() => readFile(runtime, 'utf8').catch(() => '')).toBe('');
    await victim.stop();
  });

  it('ends with the program that started it', async () => {
    const module = join(import.meta.dirname, '..', '..', 'scripts', 'relay-process.ts');
    const program = `
      const { startRelay } = await import(${JSON.stringify(module)});
      console.log((await startRelay({ dataDir: ${JSON.stringify(join(folder, 'orphan'))} })).port);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program]);
    let output = '';
    parent.stdout.on('data', (text) => (output += String(text)));
    await until('the relay serves', () => output.endsWith('\n'));
    expect(await isServing(Number(output))).toBe(true);
    parent.kill('SIGKILL');

    await expect.poll(() => isServing(Number(output)), { timeout: 5_000 }).toBe(false);
  });
});

describe('over HTTP', () => {
  it('says that it is a relay, to any origin', async () => {
    const response = await fetch(`${relay.url}/health`);

    expect(await response.json()).toEqual({ relay: 'family-os', protocol: RELAY_PROTOCOL });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('serves the page that links lead to', async () => {
    const response = await fetch(`${relay.url}/join`);

    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Family OS');
  });

  it('serves nothing else', async () => {
    for (const path of ['/', '/parties/other/room', '/parties/constructor/room', '/join/x', '/%00', '/__scheduled__']) {
      expect((await fetch(relay.url + path)).status, path).toBeGreaterThanOrEqual(400);
    }
    expect((await fetch(`${relay.url}/health`, { method: 'POST' })).status).toBe(405);
  });
});
