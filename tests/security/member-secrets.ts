import { deviceKey, readFamilyRecord, wrapContext } from '../../lib/sync/family-record.ts';
import { fromBase64url } from '../../lib/vault/base64url.ts';
import { readChain } from '../../lib/vault/chain-rules.ts';
import type { ChainState } from '../../lib/vault/chain-state.ts';
import { readStoredDevice, type StoredDevice, unwrapSecret } from '../../lib/vault/device-keys.ts';
import { createKeyring, type Keyring } from '../../lib/vault/keyring.ts';
import { type Needle, needlesOfBytes } from './needles.ts';
import type { RealMember } from './real-member.ts';

/** Everything that a member's browser holds, as a thief who can use it would have it. */
export interface MemberSecrets {
  readonly stored: StoredDevice;
  readonly chain: ChainState;
  /** Raw, by epoch. */
  readonly secrets: ReadonlyMap<number, Uint8Array>;
  readonly keyring: Keyring;
}

export async function secretsOf(member: RealMember): Promise<MemberSecrets> {
  const record = readFamilyRecord(JSON.parse(member.stored.get('family') ?? 'null'));
  const { room } = record;
  const stored = readStoredDevice(member.keys.get(deviceKey(room)));
  if (stored === null) throw new Error(`${member.name} has no keys`);
  const secrets = new Map<number, Uint8Array>();
  for (const { epoch, wrapped } of record.secrets) {
    secrets.set(epoch, await unwrapSecret(stored, bytesOf(wrapped), wrapContext(room, epoch)));
  }
  const chain = readChain(record.chain.map(bytesOf), room);
  if (!chain.ok) throw new Error(`${member.name} keeps a chain that does not hold`);
  return { stored, chain: chain.state, secrets, keyring: createKeyring({ room, secrets }) };
}

/** To hunt for secrets and for the keys that follow from them. */
export function needlesOfSecrets({ secrets, keyring }: MemberSecrets): Needle[] {
  const { idKey, contentKeys } = keyring.sealingKeys();
  return [
    ...[...secrets].flatMap(([epoch, secret]) =>
      needlesOfBytes(`secret of epoch ${epoch}`, 'raw', Buffer.from(secret)),
    ),
    ...[...contentKeys].flatMap(([epoch, key]) =>
      needlesOfBytes(`content key of epoch ${epoch}`, 'raw', Buffer.from(key)),
    ),
    ...needlesOfBytes('id key', 'raw', Buffer.from(idKey)),
  ];
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === null) throw new Error('not base64url');
  return bytes;
}
