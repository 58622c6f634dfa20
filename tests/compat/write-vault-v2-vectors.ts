import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MemberId } from '../../lib/protocol/ids.ts';
import { agreeKeysOf } from '../../lib/vault/agree-keys.ts';
import { toBase64url } from '../../lib/vault/base64url.ts';
import { createFamilyEntry, roomIdOf } from '../../lib/vault/chain.ts';
import {
  makeAdmitEntry,
  makeInviteEntry,
  makeJoinEntry,
  makeLeaveEntry,
  makeReadmitEntry,
  makeRecoveryEntry,
  makeRevokeEntry,
} from '../../lib/vault/chain-making.ts';
import { extendChain, foundChain } from '../../lib/vault/chain-rules.ts';
import type { ChainState } from '../../lib/vault/chain-state.ts';
import type { Device } from '../../lib/vault/device.ts';
import { deviceIdOf } from '../../lib/vault/device.ts';
import { sealEnvelope } from '../../lib/vault/envelope.ts';
import { startEpoch } from '../../lib/vault/epoch-start.ts';
import { deriveFamilyKeys } from '../../lib/vault/family-keys.ts';
import { deriveInviteKeys, makeInviteLink } from '../../lib/vault/invite.ts';
import { makeKeyProof } from '../../lib/vault/key-proof.ts';
import { createKeyring, deriveKnockKeys } from '../../lib/vault/keyring.ts';
import { sealKnock } from '../../lib/vault/knock.ts';
import { makeProof } from '../../lib/vault/proof.ts';
import { deriveRecoveryKeys, makeRecoveryLink, recoveryWords } from '../../lib/vault/recovery.ts';
import { createSealingCodec } from '../../lib/vault/sealing-codec.ts';
import { signKeysOf } from '../../lib/vault/sign-keys.ts';

/**
 * Made vault-v2.json once, with the formats of protocol 2: `node tests/compat/write-vault-v2-vectors.ts FILE`. What it wrote stays as it is;
 * a later format gets a file of its own.
 */

const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);
const AT = 1_795_000_000_000;
const ORIGIN = 'https://relay.example';
const AUTHORITY = 'relay.example';

/** A device with keys from a seed, so that whoever reads the vectors can open what is for it. */
function deviceOf(seed: number): Device & { agreePrivate: Uint8Array } {
  const sign = signKeysOf(bytes(32, seed));
  const agreePrivate = bytes(32, seed + 1);
  return {
    id: deviceIdOf(sign.signPublic),
    signPublic: sign.signPublic,
    agreePublic: agreeKeysOf(agreePrivate).publicKey,
    agreePrivate,
    sign: async (message) => sign.sign(message),
  };
}

const ana = deviceOf(10);
const ben = deviceOf(20);
const lea = deviceOf(30);
const mateo = deviceOf(40);
const secret = bytes(32, 1);
const first = await createFamilyEntry({ device: ana, accessPublic: deriveFamilyKeys(secret).accessPublic, at: AT });
const room = roomIdOf(first);
const founded = foundChain(first, room);
if (!founded.ok) throw new Error(founded.why);
let chain: ChainState = founded.state;
const entries: { type: string; entry: string }[] = [{ type: 'create', entry: toBase64url(first) }];

function add(type: string, entry: Uint8Array): void {
  const extended = extendChain(chain, entry);
  if (!extended.ok) throw new Error(`${type}: ${extended.why}`);
  chain = extended.state;
  entries.push({ type, entry: toBase64url(entry) });
}
const place = () => ({ previous: chain.head, at: AT + chain.length * 1_000 });
const envelopeTo = (recipientPublic: Uint8Array, of: Uint8Array) =>
  sealEnvelope({ room, epoch: chain.epoch, recipientPublic, secret: of });

const inviteSecret = bytes(16, 2);
const invite = deriveInviteKeys(inviteSecret);
const expiresAt = AT + 48 * 3_600_000;
add(
  'invite',
  await makeInviteEntry({
    ...place(),
    device: ana,
    invite,
    expiresAt,
    envelope: await envelopeTo(invite.agreePublic, secret),
  }),
);
add('join', await makeJoinEntry({ ...place(), invite, device: ben }));
const knocked = deriveInviteKeys(bytes(16, 3));
add(
  'invite',
  await makeInviteEntry({
    ...place(),
    device: ben,
    invite: knocked,
    expiresAt,
    knockPublic: deriveKnockKeys(secret).publicKey,
  }),
);
const knockInvite = chain.invites.get(knocked.id);
if (knockInvite === undefined) throw new Error('no invite');
const knock = await sealKnock({
  room,
  invite: knockInvite,
  keys: knocked,
  device: lea,
  name: 'Léa',
  deviceName: 'Firefox on Linux',
});
add(
  'admit',
  await makeAdmitEntry({
    ...place(),
    device: ana,
    invite: knocked.id,
    admitted: lea,
    envelope: await envelopeTo(lea.agreePublic, secret),
  }),
);
const revoked = deriveInviteKeys(bytes(16, 4));
add(
  'invite',
  await makeInviteEntry({
    ...place(),
    device: ana,
    invite: revoked,
    expiresAt,
    envelope: await envelopeTo(revoked.agreePublic, secret),
  }),
);
add('revoke', await makeRevokeEntry({ ...place(), device: ben, invite: revoked.id }));
const kitSecret = bytes(16, 5);
const kit = deriveRecoveryKeys(kitSecret);
add(
  'recovery',
  await makeRecoveryEntry({
    ...place(),
    device: ana,
    recovery: kit,
    envelope: await envelopeTo(kit.agreePublic, secret),
  }),
);
const started = await startEpoch({ state: chain, device: ana, secret, removing: [ben.id], at: place().at });
add('epoch', started.entry);
add('readmit', await makeReadmitEntry({ ...place(), recovery: kit, device: mateo }));
add('leave', await makeLeaveEntry({ ...place(), device: lea }));

const keyring = createKeyring({
  room,
  secrets: new Map([
    [1, secret],
    [2, started.secret],
  ]),
});
const codec = createSealingCodec(keyring.sealingKeys());
const pointer = kit.pointer.sealPointer({ room, origin: ORIGIN });
const vectors = {
  room,
  authority: AUTHORITY,
  origin: ORIGIN,
  at: AT,
  secrets: { 1: toBase64url(secret), 2: toBase64url(started.secret) },
  devices: { ana: toBase64url(ana.agreePrivate), lea: toBase64url(lea.agreePrivate) },
  entries,
  knock: { invite: knocked.id, knock: toBase64url(knock), name: 'Léa', deviceName: 'Firefox on Linux' },
  inviteLink: {
    secret: toBase64url(inviteSecret),
    link: makeInviteLink({
      relayOrigin: ORIGIN,
      room,
      secret: inviteSecret,
      familyName: 'Sanchez',
      member: 'AAAAAAAAAAAAAAAAAAAAAA' as MemberId,
    }),
  },
  recovery: {
    secret: toBase64url(kitSecret),
    words: recoveryWords(kitSecret).join(' '),
    link: makeRecoveryLink({ relayOrigin: ORIGIN, room, secret: kitSecret }),
    pointerRoom: kit.pointer.room,
    pointer: toBase64url(pointer),
  },
  keyProof: toBase64url(
    makeKeyProof({ purpose: 'invite', keys: invite, room, authority: AUTHORITY, now: AT, payload: bytes(3, 9) }),
  ),
  proof: toBase64url(
    await makeProof({ room, authority: AUTHORITY, keys: keyring, device: ana, now: AT, chainHead: chain.head }),
  ),
  value: {
    path: 'item/AAAAAAAAAAAAAAAAAAAAAA/core',
    key: codec.keyOf('item/AAAAAAAAAAAAAAAAAAAAAA/core'),
    sealed: toBase64url(
      codec.seal('item/AAAAAAAAAAAAAAAAAAAAAA/core', new TextEncoder().encode('[1,{"title":"Milk"}]')),
    ),
    plain: '[1,{"title":"Milk"}]',
  },
};
const file = process.argv[2] ?? join(import.meta.dirname, 'vault-v2.json');
// `wx`: fails where the file exists.
await writeFile(file, `${JSON.stringify(vectors, null, 2)}\n`, { flag: 'wx' });
