/**
 * Writes tests/compat/vault-v1.json: values that every later version must keep opening. It was run once, with `node
 * tests/compat/write-vault-vectors.ts` and the makers of that time, and shows how; those of today write version 2. It refuses to run over
 * its own output: a new format gets a file of its own.
 */
import { writeFile } from 'node:fs/promises';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import type { MemberId } from '../../lib/protocol/ids.ts';
import { fromBase64url, toBase64url } from '../../lib/vault/base64url.ts';
import { createFamilyEntry, readFamilyEntry, roomIdOf } from '../../lib/vault/chain.ts';
import { deviceIdOf } from '../../lib/vault/device.ts';
import { wrapSecret } from '../../lib/vault/device-keys.ts';
import { deriveFamilyKeys } from '../../lib/vault/family-keys.ts';
import { makeInviteLink } from '../../lib/vault/invite.ts';
import { makeProof } from '../../lib/vault/proof.ts';
import { createSealingCodec } from '../../lib/vault/sealing-codec.ts';

const countingBytes = (length: number, start: number) =>
  Uint8Array.from({ length }, (_, index) => (start + index) % 256);

const signSeed = countingBytes(32, 1);
const signPublic = ed25519.getPublicKey(signSeed);
const device = {
  id: deviceIdOf(signPublic),
  signPublic,
  agreePublic: x25519.getPublicKey(countingBytes(32, 33)),
  sign: async (bytes: Uint8Array) => ed25519.sign(bytes, signSeed),
};
const secret = countingBytes(32, 65);
const keys = deriveFamilyKeys(secret);
const at = 1_795_262_400_000;
const entry = await createFamilyEntry({ device, accessPublic: keys.accessPublic, at });
const room = roomIdOf(entry);
if (!readFamilyEntry(entry, room).ok) throw new Error('the entry made is not valid');

const secondKey = countingBytes(32, 97);
const contentKeys = new Map([
  [1, keys.contentKey],
  [200, secondKey],
]);
const plains: [path: string, text: string][] = [
  ['item/AAAAAAAAAAAAAAAAAAAAAA/text', '{"v":1,"title":"Milk"}'],
  ['member/BBBBBBBBBBBBBBBBBBBBBB/core', '{"v":1,"name":"Léa"}'],
  ['', ''],
  ['event/CCCCCCCCCCCCCCCCCCCCCC/notes', 'long '.repeat(200)],
];
const values = [1, 200].flatMap((epoch) => {
  const codec = createSealingCodec({ room, idKey: keys.idKey, contentKeys, epoch });
  return plains.map(([path, text]) => ({
    epoch,
    path,
    text,
    key: codec.keyOf(path),
    sealed: toBase64url(codec.seal(path, new TextEncoder().encode(text))),
  }));
});

const authority = 'relay.example:8443';
const chainHead = fromBase64url(room) ?? new Uint8Array(32);
const proof = await makeProof({ room, authority, keys, device, now: at, chainHead });

const member = toBase64url(countingBytes(16, 129)) as MemberId;
const inviteArgs = { relayOrigin: 'https://relay.example:8443', room, secret, entry, familyName: 'Sanchez' };

const rawWrapKey = countingBytes(32, 145);
const wrapKey = await crypto.subtle.importKey('raw', rawWrapKey, 'AES-GCM', false, ['encrypt', 'decrypt']);

const vectors = {
  version: 1,
  secret: toBase64url(secret),
  keys: {
    content: toBase64url(keys.contentKey),
    id: toBase64url(keys.idKey),
    accessPublic: toBase64url(keys.accessPublic),
  },
  device: {
    signPublic: toBase64url(device.signPublic),
    agreePublic: toBase64url(device.agreePublic),
    id: device.id,
  },
  contentKeys: [...contentKeys].map(([epoch, key]) => ({ epoch, key: toBase64url(key) })),
  entry: { at, bytes: toBase64url(entry), room },
  values,
  proof: { authority, at, nonce: toBase64url(proof.subarray(7, 23)), bytes: toBase64url(proof) },
  invites: [
    { link: makeInviteLink(inviteArgs), familyName: 'Sanchez' },
    { link: makeInviteLink({ ...inviteArgs, member }), familyName: 'Sanchez', member },
  ],
  wrapped: {
    key: toBase64url(rawWrapKey),
    context: `family/${room}`,
    bytes: toBase64url(await wrapSecret({ wrapKey }, secret, `family/${room}`)),
  },
};
// `wx`: fails where the file exists.
await writeFile(new URL('vault-v1.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`, { flag: 'wx' });
