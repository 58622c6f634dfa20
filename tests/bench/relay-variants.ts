import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { type RelayServer, serveRelay } from '../../scripts/relay-server.ts';
import { createTestFamily, type TestFamily } from '../server/test-family.ts';
import { until } from '../server/until.ts';
import { type BenchMember, connectBenchMember } from './relay-clients.ts';

/**
 * `node tests/bench/relay-variants.ts [--rounds 3] [--seconds 6] [--rooms 25] [--only NAME]`: the relay's room beside two others, in turns on
 * the same machine. The figures are in docs/decisions/0002-relay-room.md. Linux only (/proc).
 */

const ROOT = join(import.meta.dirname, '..', '..');
const VARIANTS = {
  stock: join(import.meta.dirname, 'variants', 'stock.ts'),
  wrapped: join(import.meta.dirname, 'variants', 'wrapped.ts'),
  product: join(ROOT, 'server', 'main.ts'),
};
type Variant = keyof typeof VARIANTS;

const MEMBERS_PER_ROOM = 4;
/** Edits that one member has under way at once when the relay is to be kept busy. */
const EDITS_UNDER_WAY = 2;
/** Edits per second of all members together in the paced run: far below what any variant can do. */
const PACED_EDITS_PER_SECOND = 200;
const STORAGE_EDITS = 1_500;
const STORAGE_KEYS = 50;
const CLOCK_TICKS_PER_SECOND = 100;

interface Figures {
  'deliveries/s': number;
  'busy p50 ms': number;
  'busy p99 ms': number;
  'busy CPU ms/delivery': number;
  'paced p50 ms': number;
  'paced p99 ms': number;
  'paced CPU ms/delivery': number;
  'paced bytes/delivery': number;
  'rows stored': number;
  'KB stored': number;
  'KB to a newcomer': number;
  'MB of memory': number;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '6' },
    rooms: { type: 'string', default: '25' },
    only: { type: 'string' },
  },
});
const [rounds, seconds, rooms] = [Number(values.rounds), Number(values.seconds), Number(values.rooms)];

interface Group {
  members: BenchMember[];
  /** Called for an edit once all the other members have seen it, with the time it took. */
  onDelivered: (member: number) => void;
}

/** Latencies of every single delivery, in milliseconds, while `isMeasuring`. */
const latencies: number[] = [];
let isMeasuring = false;

async function openGroup(authority: string, family: TestFamily): Promise<Group> {
  const sentAt = new Map<string, { at: number; missing: number }>();
  const group: Group = { members: [], onDelivered: () => undefined };
  for (let index = 0; index < MEMBERS_PER_ROOM; index++) {
    const member = await connectBenchMember({
      authority,
      family,
      index,
      onSeen(from, edit) {
        const key = `${from}:${edit}`;
        const sent = sentAt.get(key);
        // Also when a member answers a state request that shows its own edits, or those of before.
        if (sent === undefined || from === index) return;
        if (isMeasuring) latencies.push(performance.now() - sent.at);
        if (--sent.missing > 0) return;
        sentAt.delete(key);
        group.onDelivered(from);
      },
    });
    group.members.push({
      ...member,
      edit(keys) {
        const at = performance.now();
        const edit = member.edit(keys);
        sentAt.set(`${index}:${edit}`, { at, missing: MEMBERS_PER_ROOM - 1 });
        return edit;
      },
    });
  }
  return group;
}

async function measureFor(milliseconds: number): Promise<number[]> {
  latencies.length = 0;
  isMeasuring = true;
  await pause(milliseconds);
  isMeasuring = false;
  return latencies.slice().sort((a, b) => a - b);
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const quantile = (sorted: readonly number[], part: number) =>
  sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;

async function runtimePid(): Promise<number> {
  for (const task of await readdir('/proc/self/task')) {
    for (const pid of (await readFile(`/proc/self/task/${task}/children`, 'utf8')).trim().split(' ')) {
      if (pid !== '' && (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('workerd')) return Number(pid);
    }
  }
  throw new Error('no runtime found');
}

async function cpuMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / CLOCK_TICKS_PER_SECOND;
}

async function residentMb(pid: number): Promise<number> {
  return (Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]) * 4_096) / 1e6;
}

async function busy(
  groups: readonly Group[],
  pid: number,
): Promise<Pick<Figures, 'deliveries/s' | 'busy p50 ms' | 'busy p99 ms' | 'busy CPU ms/delivery'>> {
  for (const group of groups) {
    group.onDelivered = (member) => group.members[member]?.edit(STORAGE_KEYS);
    for (const member of group.members) for (let count = 0; count < EDITS_UNDER_WAY; count++) member.edit(STORAGE_KEYS);
  }
  await pause(1_000);
  const cpu = await cpuMs(pid);
  const sorted = await measureFor(seconds * 1_000);
  const cpuPerDelivery = ((await cpuMs(pid)) - cpu) / sorted.length;
  for (const group of groups) group.onDelivered = () => undefined;
  await pause(500);
  return {
    'deliveries/s': sorted.length / seconds,
    'busy p50 ms': quantile(sorted, 0.5),
    'busy p99 ms': quantile(sorted, 0.99),
    'busy CPU ms/delivery': cpuPerDelivery,
  };
}

async function paced(
  groups: readonly Group[],
  pid: number,
): Promise<Pick<Figures, 'paced p50 ms' | 'paced p99 ms' | 'paced CPU ms/delivery' | 'paced bytes/delivery'>> {
  const members = groups.flatMap((group) => group.members);
  const bytesOf = () => members.reduce((sum, { bytes }) => sum + bytes.in + bytes.out, 0);
  const [cpu, bytes] = [await cpuMs(pid), bytesOf()];
  let turn = 0;
  const timer = setInterval(() => {
    members[turn++ % members.length]?.edit(STORAGE_KEYS);
  }, 1_000 / PACED_EDITS_PER_SECOND);
  const sorted = await measureFor(seconds * 1_000);
  clearInterval(timer);
  const figures = {
    'paced p50 ms': quantile(sorted, 0.5),
    'paced p99 ms': quantile(sorted, 0.99),
    'paced CPU ms/delivery': ((await cpuMs(pid)) - cpu) / sorted.length,
    'paced bytes/delivery': (bytesOf() - bytes) / sorted.length,
  };
  await pause(500);
  return figures;
}

/** One member overwrites fifty values 1,500 times while another listens; both leave; then someone new comes. */
async function stored(
  authority: string,
  dataDir: string,
): Promise<Pick<Figures, 'rows stored' | 'KB stored' | 'KB to a newcomer'>> {
  const before = await storedRows(dataDir);
  const family = await createTestFamily();
  let edits = 0;
  let seen = 0;
  const writer = await connectBenchMember({ authority, family, index: 0, onSeen: () => undefined });
  const reader = await connectBenchMember({ authority, family, index: 1, onSeen: () => seen++ });
  while (edits < STORAGE_EDITS) {
    // A few at a time, below every rate limit.
    for (let count = 0; count < 3; count++, edits++) writer.edit(STORAGE_KEYS);
    await until('they are seen', () => seen >= edits);
    await pause(8);
  }
  await Promise.all([writer.close(), reader.close()]);
  await pause(500);
  const newcomer = await connectBenchMember({ authority, family, index: 2, onSeen: () => undefined });
  await pause(500);
  const received = newcomer.bytes.in;
  await newcomer.close();
  const after = await storedRows(dataDir);
  return {
    'rows stored': after.rows - before.rows,
    'KB stored': (after.bytes - before.bytes) / 1_000,
    'KB to a newcomer': received / 1_000,
  };
}

async function storedRows(dataDir: string): Promise<{ rows: number; bytes: number }> {
  const total = { rows: 0, bytes: 0 };
  for (const file of await readdir(dataDir, { recursive: true })) {
    if (!file.endsWith('.sqlite')) continue;
    const database = new DatabaseSync(join(dataDir, file), { readOnly: true });
    const row = database
      .prepare('SELECT count(*) AS count, coalesce(sum(length(key) + length(value)), 0) AS bytes FROM _cf_KV')
      .get();
    total.rows += Number(row?.count);
    total.bytes += Number(row?.bytes);
    database.close();
  }
  return total;
}

async function run(variant: Variant): Promise<Figures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'family-os-bench-'));
  const server: RelayServer = await serveRelay({ host: '127.0.0.1', port: 0, dataDir, main: VARIANTS[variant] });
  try {
    const pid = await runtimePid();
    const authority = new URL(server.url).host;
    const groups: Group[] = [];
    for (let count = 0; count < rooms; count++) groups.push(await openGroup(authority, await createTestFamily()));
    const busyFigures = await busy(groups, pid);
    const pacedFigures = await paced(groups, pid);
    const memory = await residentMb(pid);
    await Promise.all(groups.flatMap((group) => group.members.map((member) => member.close())));
    await pause(500);
    return { ...busyFigures, ...pacedFigures, ...(await stored(authority, dataDir)), 'MB of memory': memory };
  } finally {
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const results = new Map<Variant, Figures[]>();
const names = (Object.keys(VARIANTS) as Variant[]).filter((name) => values.only === undefined || name === values.only);
for (let round = 0; round < rounds; round++) {
  // There and back, so that a machine that slows down or warms up favours nobody.
  for (const name of round % 2 === 0 ? names : names.toReversed()) {
    const figures = await run(name);
    results.set(name, [...(results.get(name) ?? []), figures]);
    console.error(`round ${round + 1} ${name}: ${Math.round(figures['deliveries/s'])} deliveries/s`);
  }
}
const table: Record<string, Record<string, string>> = {};
for (const [name, all] of results) {
  for (const key of Object.keys(all[0] ?? {}) as (keyof Figures)[]) {
    const sorted = all.map((figures) => figures[key]).sort((a, b) => a - b);
    const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
    const spread = `${shown(sorted[0] ?? Number.NaN)}..${shown(sorted.at(-1) ?? Number.NaN)}`;
    table[key] = { ...table[key], [name]: `${shown(quantile(sorted, 0.5))} (${spread})` };
  }
}
console.table(table);
// See serveRelay.
process.exit(0);
