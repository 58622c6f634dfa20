import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { logTrouble } from '../../server/trouble.ts';

describe('what the relay writes down', () => {
  const logged = (...args: Parameters<typeof logTrouble>) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    logTrouble(...args);
    return log.mock.calls.flat().join(' ');
  };

  it('names rooms and devices by six characters', () => {
    const text = logged('handshake', new Error('no'), { room: 'abcdefghijklmnop', device: 'ABCDEFGHIJKLMNOP' });

    expect(text).toBe('handshake: room abcdef device ABCDEF: no');
  });

  it('never quotes what was received', () => {
    const { issues } = v.safeParse(v.object({ proof: v.number() }), { proof: 'the-secret' });
    const text = logged('call', issues === undefined ? null : new v.ValiError(issues));

    expect(text).toBe('call: a value of another shape than expected');
  });
});
