import { parseArgs } from 'node:util';
import { type FloodReport, type Latency, runFlood } from './flood-run.ts';

/**
 * `node tests/security/flood.ts [--count N] [--rate N] [--warm-up N] [--seed N]`: floods a relay of its own with mutated frames, handshakes and calls and prints what came of it.
 * Ends with 1 where a bound is broken.
 */

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    // Per second; 0: as fast as the relay answers six at once.
    rate: { type: 'string', default: '250' },
    // Before anything is measured; twice the count where it is left out.
    'warm-up': { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const count = Number(values.count);
const rate = Number(values.rate);
let saidAt = 0;
const report = await runFlood({
  seed: Number(values.seed),
  count,
  warmUp: Number(values['warm-up'] ?? 2 * count),
  ...(rate > 0 && { rate }),
  onProgress(text) {
    if (performance.now() - saidAt < 10_000) return;
    saidAt = performance.now();
    console.log(text);
  },
});
print(report);
const broken = brokenBounds(report);
console.log(broken.length === 0 ? 'All bounds hold.' : `Broken: ${broken.join('; ')}`);
process.exit(broken.length === 0 ? 0 : 1);

function print({ seconds, attack, strangers, insider, memory, log }: FloodReport): void {
  const total = attack.frames + attack.stranger.attempts;
  const rows: [string, string][] = [
    ['mutated frames, looked at by the relay', `${attack.frames} in ${attack.sessions} connections of members`],
    ['handshakes and calls by strangers', String(attack.stranger.attempts)],
    ['rate', `${Math.round(total / seconds)}/s for ${Math.round(seconds)} s`],
    ['connections not closed by the relay', String(attack.notClosed)],
    ['closed with', histogram(attack.closedBy)],
    ['answers to strangers', histogram(attack.stranger.answers)],
    ['strangers let in, or told something; failures', String(attack.stranger.wrong.length)],
    [
      'frames to members of the family that strangers attacked',
      `${strangers.frames}, not from a member: ${strangers.foreign.length}`,
    ],
    [
      'frames to members of families with hostile members',
      `${attack.delivered}, not from a member: ${attack.foreign.length}`,
    ],
    ['median latency, family that strangers attack', latency(strangers.latency)],
    ['median latency, family with a hostile member', latency(insider.latency)],
    [
      'memory of the relay',
      `${mebibytes(memory.fresh)} at its start, ${mebibytes(memory.before)} before, ${mebibytes(memory.after)} after`,
    ],
    ['what the relay said', log.trim() === '' ? 'nothing' : `${log.trim().split('\n').length} lines`],
  ];
  for (const [name, value] of rows) console.log(`${name}: ${value}`);
  for (const line of new Set([...attack.stranger.wrong, ...attack.foreign, ...strangers.foreign].slice(0, 20)))
    console.log(`  ${line}`);
  if (log.trim() !== '') console.log(log.trim().split('\n').slice(0, 10).join('\n'));
}

function latency({ before, during, ratio, p95Before, p95During, pings }: Latency): string {
  const ms = (value: number) => value.toFixed(2);
  return `${ms(before)} ms before, ${ms(during)} ms during: ${ratio.toFixed(2)}x (95 %: ${ms(p95Before)}, ${ms(p95During)}; ${pings} pings)`;
}

function brokenBounds({ attack, strangers, insider, memory }: FloodReport): string[] {
  const bounds: [string, boolean][] = [
    ['everything was sent', attack.frames + attack.stranger.attempts >= count],
    ['attackers are closed', attack.notClosed === 0],
    ['strangers get nothing', attack.stranger.wrong.length === 0],
    ['members get only what members sent', strangers.foreign.length === 0 && attack.foreign.length === 0],
    ['members stay connected', strangers.isConnected && insider.isConnected],
    ['memory grows by less than 20 MB', memory.after - memory.before < 20e6],
    ['latency stays within 2x', strangers.latency.ratio <= 2 && insider.latency.ratio <= 2],
  ];
  return bounds.filter(([, holds]) => !holds).map(([name]) => name);
}

function histogram(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.map(([name, number]) => `${name} ${number}`).join(', ');
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
