import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { RoomIdSchema } from '../../lib/protocol/ids.ts';
import { fromBase64url, toBase64url } from '../../lib/vault/base64url.ts';
import { readFamilyEntry } from '../../lib/vault/chain.ts';
import { makeEnterEntry } from '../../lib/vault/chain-making.ts';
import { extendChain, foundChain } from '../../lib/vault/chain-rules.ts';
import { deviceIdOf } from '../../lib/vault/device.ts';
import { createDeviceKeys, openDevice, unwrapSecret } from '../../lib/vault/device-keys.ts';
import { startEpoch } from '../../lib/vault/epoch-start.ts';
import { deriveFamilyKeys } from '../../lib/vault/family-keys.ts';
import { readInviteLink } from '../../lib/vault/invite.ts';
import { createKeyring, unlockSecrets } from '../../lib/vault/keyring.ts';
import { checkProof } from '../../lib/vault/proof.ts';
import { createSealingCodec } from '../../lib/vault/sealing-codec.ts';

/*
 * Families made by version 1 live on: what was written then must open for ever. If a test fails here, the code is wrong, never
 * the file. Only the proof may go: it lives two minutes, and it changes with the relay protocol's number.
 */

const bytes = v.pipe(
  v.string(),
  v.transform((text) => fromBase64url(text)),
  v.instance(Uint8Array),
);
const VectorsSchema = v.object({
  secret: bytes,
  keys: v.object({ content: bytes, id: bytes, accessPublic: bytes }),
  device: v.object({ signPublic: bytes, agreePublic: bytes, id: v.string() }),
  contentKeys: v.array(v.object({ epoch: v.number(), key: bytes })),
  entry: v.object({ at: v.number(), bytes, room: RoomIdSchema }),
  values: v.pipe(
    v.array(v.object({ epoch: v.number(), path: v.string(), text: v.string(), key: v.string(), sealed: bytes })),
    v.length(8),
  ),
  proof: v.object({ authority: v.string(), at: v.number(), nonce: v.string(), bytes }),
  invites: v.pipe(
    v.array(v.object({ link: v.string(), familyName: v.string(), member: v.optional(v.string()) })),
    v.length(2),
  ),
  wrapped: v.object({ key: bytes, context: v.string(), bytes }),
});
const vectors = v.parse(
  VectorsSchema,
  JSON.parse(await readFile(new URL('vault-v1.json', import.meta.url), 'utf8')) as unknown,
);
const { entry, device, secret } = vectors;
const contentKeys = new Map(vectors.contentKeys.map(({ epoch, key }) => [epoch, key]));

describe('what version 1 wrote', () => {
  it('derives the same keys from the family’s secret', () => {
    const keys = deriveFamilyKeys(secret);
    expect(keys.contentKey).toEqual(vectors.keys.content);
    expect(keys.idKey).toEqual(vectors.keys.id);
    expect(keys.accessPublic).toEqual(vectors.keys.accessPublic);
  });

  it('names the device the same', () => {
    expect(deviceIdOf(device.signPublic)).toBe(device.id);
  });

  it('is the same family', () => {
    const { signPublic, agreePublic } = device;
    expect(readFamilyEntry(entry.bytes, entry.room)).toEqual({
      ok: true,
      create: {
        room: entry.room,
        at: entry.at,
        deviceId: device.id,
        signPublic,
        agreePublic,
        accessPublic: vectors.keys.accessPublic,
        isLegacy: true,
      },
    });
    expect(foundChain(entry.bytes, entry.room)).toMatchObject({ ok: true, state: { epoch: 1, isLegacy: true } });
  });

  it('lives on: another device that holds the secret comes into its chain, and an epoch can begin', async () => {
    const founded = foundChain(entry.bytes, entry.room);
    if (!founded.ok) throw new Error(founded.why);
    const keyring = createKeyring({ room: entry.room, secrets: new Map([[1, secret]]) });
    const stored = await createDeviceKeys();
    const other = await openDevice(stored);
    const access = { signPublic: keyring.accessPublic, sign: keyring.signAccess };
    const place = { previous: founded.state.head, at: entry.at + 1 };
    const entered = extendChain(founded.state, await makeEnterEntry({ ...place, access, device: other }));
    if (!entered.ok) throw new Error(entered.why);
    const epoch = await startEpoch({ state: entered.state, device: other, secret, removing: [], at: entry.at + 2 });
    const began = extendChain(entered.state, epoch.entry);
    if (!began.ok) throw new Error(began.why);
    const secrets = unlockSecrets(began.state, epoch);
    expect(secrets?.get(1)).toEqual(secret);
  });

  it.each([1, 200])('opens under the same keys when epoch %i is current', (epoch) => {
    const codec = createSealingCodec({ room: entry.room, idKey: vectors.keys.id, contentKeys, epoch });
    for (const { path, text, key, sealed } of vectors.values) {
      expect(codec.keyOf(path)).toBe(key);
      const opened = codec.open(key, sealed);
      expect(opened).toEqual({ ok: true, path, plain: new TextEncoder().encode(text) });
    }
  });

  it('is let in', () => {
    const { proof } = vectors;
    const read = readFamilyEntry(entry.bytes, entry.room);
    if (!read.ok) throw new Error(read.why);
    const { authority, at, nonce } = proof;
    const args = {
      proof: proof.bytes,
      room: entry.room,
      authority,
      entry: read.create,
      now: at,
      toleranceMs: 0,
      protocol: 1,
    };
    const { signPublic, id: deviceId } = device;
    expect(checkProof(args)).toEqual({ ok: true, deviceId, signPublic, chainHead: entry.room, nonce, at });
    expect(checkProof({ ...args, protocol: 2 })).toEqual({ ok: false, reason: 'bad-proof' });
  });

  it('invites no more: its links carried the family’s secret, and are told apart from mangled ones', () => {
    for (const { link } of vectors.invites) expect(readInviteLink(link)).toEqual({ ok: false, why: 'old' });
  });

  it('unwraps', async () => {
    const { key, context, bytes: wrapped } = vectors.wrapped;
    const wrapKey = await crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, ['decrypt']);
    expect(toBase64url(await unwrapSecret({ wrapKey }, wrapped, context))).toBe(toBase64url(secret));
  });
});
