import { writeFile } from 'node:fs/promises';
import { agreeKeysOf } from '../../lib/vault/agree-keys.ts';
import { fromBase64url, toBase64url } from '../../lib/vault/base64url.ts';
import { makeEnterEntry } from '../../lib/vault/chain-making.ts';
import { extendChain, foundChain } from '../../lib/vault/chain-rules.ts';
import { deriveFamilyKeys } from '../../lib/vault/family-keys.ts';
import { signKeysOf } from '../../lib/vault/sign-keys.ts';
import first from './vault-v1.json' with { type: 'json' };

/**
 * Made vault-v2-enter.json once, and refuses to write over it: the one entry that only families of protocol 1 take, in the family of
 * vault-v1.json.
 */

const entry = fromBase64url(first.entry.bytes) ?? new Uint8Array(0);
const { accessPublic, signAccess } = deriveFamilyKeys(fromBase64url(first.secret) ?? new Uint8Array(0));
const founded = foundChain(entry, first.entry.room);
if (!founded.ok) throw new Error(founded.why);
const enter = await makeEnterEntry({
  previous: founded.state.head,
  at: first.entry.at + 1_000,
  access: { signPublic: accessPublic, sign: signAccess },
  device: {
    signPublic: signKeysOf(new Uint8Array(32).fill(50)).signPublic,
    agreePublic: agreeKeysOf(new Uint8Array(32).fill(51)).publicKey,
  },
});
const extended = extendChain(founded.state, enter);
if (!extended.ok) throw new Error(extended.why);
const vectors = { room: first.entry.room, entries: [entry, enter].map(toBase64url) };
await writeFile(new URL('vault-v2-enter.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`, {
  flag: 'wx',
});
