import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import type { ServerReport } from '../../../lib/protocol/relay.ts';
import type { PersonView } from '../../../lib/stores/family-view.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { bytesText, deviceNamer, entryText, readRecord } from '../../../lib/stores/server-report.ts';
import { readStoredEntry } from '../../../lib/stores/stored-entries.ts';
import { toBase64url } from '../../../lib/vault/base64url.ts';
import { joinBytes, varintBytes } from '../../../lib/vault/byte-fields.ts';
import { ENTRY_TYPES, type EntryType } from '../../../lib/vault/chain-body.ts';
import { signEntry } from '../../../lib/vault/chain-entry.ts';
import { deviceIdOf } from '../../../lib/vault/device.ts';
import { enReport } from '../../../locales/en-report.ts';
import { ANA, BEN, device, member } from './rows.ts';

const key = (seed: number) => new Uint8Array(32).fill(seed);
const ANAS = key(1);
const BENS = key(2);
const AT = Date.UTC(2026, 10, 22, 12);

/** An entry as the vault writes it; only its signature is none. */
async function entry(type: EntryType, body: Uint8Array, signPublic = ANAS): Promise<string> {
  const signer = { signPublic, sign: () => new Uint8Array(64) };
  return toBase64url(await signEntry({ type, previous: key(type === 'create' ? 0 : 9), at: AT, signer, body }));
}

const i18n = createI18n('en-US');
i18n.learn(enReport);

function person(id: typeof ANA, name: string, sign: Uint8Array): PersonView {
  const row = device(deviceIdOf(sign), 'Chrome on Linux');
  const shown = { ...row, label: row.name, isHere: false, seenAt: undefined };
  return { member: member(id, name), label: name, isHere: false, devices: [shown] };
}
const nameOf = deviceNamer([person(ANA, 'Ana', ANAS), person(BEN, 'Ben', BENS)], i18n.t);

describe('the record in words', () => {
  const ids = (...keys: Uint8Array[]) =>
    joinBytes(varintBytes(2), varintBytes(keys.length), ...keys.map((each) => idBytes(each)));
  const idBytes = (sign: Uint8Array) => Uint8Array.from(atob(plain(deviceIdOf(sign))), (c) => c.charCodeAt(0));
  const plain = (id: DeviceId) => id.replaceAll('-', '+').replaceAll('_', '/');

  test.each<[EntryType, Uint8Array, string]>([
    ['create', new Uint8Array(81), 'Ana’s Chrome on Linux created the family'],
    ['invite', new Uint8Array(151), 'Ana’s Chrome on Linux made an invite'],
    ['revoke', new Uint8Array(16), 'Ana’s Chrome on Linux revoked an invite'],
    ['join', joinBytes(BENS, key(7)), 'Ben’s Chrome on Linux came in with an invite'],
    ['admit', joinBytes(new Uint8Array(16), BENS, key(7)), 'Ana’s Chrome on Linux let in Ben’s Chrome on Linux'],
    ['epoch', ids(BENS), 'Ana’s Chrome on Linux removed Ben’s Chrome on Linux and changed the lock'],
    ['epoch', ids(), 'Ana’s Chrome on Linux changed the lock, for everything written from then on'],
    ['leave', new Uint8Array(0), 'Ana’s Chrome on Linux left'],
    ['recovery', new Uint8Array(144), 'Ana’s Chrome on Linux made a recovery kit'],
    ['readmit', joinBytes(BENS, key(7)), 'Ben’s Chrome on Linux came back with the recovery kit'],
    ['enter', joinBytes(BENS, key(7)), 'Ben’s Chrome on Linux came along from an earlier version'],
  ])('%s', async (type, body, text) => {
    const stored = await readStoredEntry(await entry(type, body));
    expect(stored).toMatchObject({ kind: type, at: AT });
    expect(entryText(stored, nameOf, i18n)).toBe(text);
  });

  test('has a reading for every entry there is', () => {
    expect(Object.keys(ENTRY_TYPES)).toHaveLength(10);
  });

  test('names who is gone by the beginning of their number, and says where it cannot read', async () => {
    const stored = await readStoredEntry(await entry('leave', new Uint8Array(0), key(5)));
    expect(entryText(stored, nameOf, i18n)).toBe(
      `a browser that is not in the family now (${deviceIdOf(key(5)).slice(0, 6)}…) left`,
    );
    for (const text of ['', 'AA', '!!', 'AQsA']) expect(await readStoredEntry(text)).toBeNull();
    expect(entryText(null, nameOf, i18n)).toBe('Something that a newer version of Family OS wrote');
  });

  test('survives anything a server may send in place of an entry', async () => {
    const whole = await entry('epoch', ids(ANAS, BENS));
    for (let length = 0; length < whole.length; length += 1) await readStoredEntry(whole.slice(0, length));
    const endless = await entry('epoch', joinBytes(varintBytes(2), varintBytes(2 ** 28 - 1)));
    expect((await readStoredEntry(endless))?.devices.length).toBeLessThanOrEqual(1_000);
  });

  test('carries the moment at which the server got each entry', async () => {
    const text = await entry('leave', new Uint8Array(0));
    const report = { at: 9, chain: [{ entry: text, receivedAt: 5 }, { entry: text }, { entry: 'AA' }] };
    const lines = await readRecord(report as unknown as ServerReport);
    expect(lines.map(({ at }) => at)).toEqual([5, AT, 9]);
  });
});

test('sizes read like sizes', () => {
  expect(bytesText(0, 'en-US')).toBe('0 bytes');
  expect(bytesText(999, 'en-US')).toBe('999 bytes');
  expect(bytesText(1_234, 'en-US')).toBe('1.2 kB');
  expect(bytesText(45_678, 'en-US')).toBe('46 kB');
  expect(bytesText(1_200_000, 'es-ES')).toBe('1,2 MB');
});
