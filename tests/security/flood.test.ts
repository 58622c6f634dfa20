import { beforeAll, describe, expect, it } from 'vitest';
import { type FloodReport, runFlood } from './flood-run.ts';

/**
 * A small flood, bounded in time, with everything asserted but what other work on the machine decides: latency and memory are for
 * `node tests/security/flood.ts`. `FLOOD=20000` makes it larger.
 */
const COUNT = Number(process.env.FLOOD ?? 1_500);
const LIMIT_MS = 60_000 + COUNT * 40;

describe(`${COUNT} mutated frames, handshakes and calls against the real relay`, () => {
  let report: FloodReport;
  beforeAll(async () => {
    report = await runFlood({ seed: 7, count: COUNT, warmUp: 0, isSettled: false });
  }, LIMIT_MS);

  it('were all sent, and answered', () => {
    const { frames, sessions, stranger } = report.attack;
    expect(frames + stranger.attempts).toBeGreaterThanOrEqual(COUNT);
    expect(sessions).toBeGreaterThan(COUNT / 50);
    const reasons = Object.keys(stranger.answers).join();
    for (const reason of ['bad-proof', 'no-proof', 'wrong-room', 'removed', 'not-a-member', 'clock'])
      expect(reasons).toContain(reason);
  });

  it('got no stranger in, and told none of them anything: not by a replayed proof, nor as a removed device', () => {
    expect(report.attack.stranger.wrong).toEqual([]);
  });

  it('ended every hostile member’s connection', () => {
    expect(report.attack.notClosed).toBe(0);
  });

  it('delivered nothing that no member had sent', () => {
    expect(report.strangers.foreign).toEqual([]);
    expect(report.attack.foreign).toEqual([]);
    // Not because nobody listened: every ping of the other member came.
    expect(report.strangers.latency.pings).toBeGreaterThan(0);
    expect(report.strangers.frames).toBeGreaterThanOrEqual(report.strangers.latency.pings);
    expect(report.attack.delivered).toBeGreaterThan(0);
  });

  it('neither stopped the relay nor its members, and made it say nothing', () => {
    expect([report.strangers.isConnected, report.insider.isConnected]).toEqual([true, true]);
    expect(report.log).toBe('');
  });
});
