import { describe, expect, it } from 'vitest';
import type { RoomId } from '../../../lib/protocol/ids.ts';
import type { ChainState } from '../../../lib/vault/chain-state.ts';
import { deriveContentKey, deriveFamilyKeys, newFamilySecret } from '../../../lib/vault/family-keys.ts';
import {
  createKeyring,
  deriveKnockKeys,
  isSecretOf,
  unlockSecrets,
  unwrapSecretUnder,
  wrapSecretUnder,
} from '../../../lib/vault/keyring.ts';
import { createSealingCodec } from '../../../lib/vault/sealing-codec.ts';
import { tamperedCopies } from './test-family.ts';

const room = 'r'.repeat(43) as RoomId;
const other = 's'.repeat(43) as RoomId;
const secrets = new Map([1, 2, 3].map((epoch) => [epoch, new Uint8Array(32).fill(epoch)]));
const secretOf = (epoch: number) => secrets.get(epoch) ?? new Uint8Array(0);

describe('a keyring', () => {
  it('gives the first secret’s id key and access key, and every epoch’s content key', () => {
    const keyring = createKeyring({ room, secrets });
    const first = deriveFamilyKeys(secretOf(1));
    expect(keyring).toMatchObject({ room, epoch: 3, idKey: first.idKey, accessPublic: first.accessPublic });
    expect(keyring.signAccess(new Uint8Array(1))).toEqual(first.signAccess(new Uint8Array(1)));
    const { contentKeys, ...rest } = keyring.sealingKeys();
    expect(rest).toEqual({ room, idKey: first.idKey, epoch: 3 });
    expect(contentKeys.get(1)).toEqual(first.contentKey);
    expect([...contentKeys]).toEqual([...secrets].map(([epoch, secret]) => [epoch, deriveContentKey(secret)]));
    expect([0, 1, 2, 3, 4].map(keyring.has)).toEqual([false, true, true, true, false]);
    expect(keyring.secretOf(2)).toEqual(secretOf(2));
    expect([keyring.secretOf(4), keyring.knockKeysOf(4)]).toEqual([null, null]);
    expect(keyring.knockKeysOf(2)).toEqual(deriveKnockKeys(secretOf(2)));
  });

  it('is not changed by who holds parts of it', () => {
    const keyring = createKeyring({ room, secrets });
    keyring.secretOf(2)?.fill(0);
    expect(keyring.secretOf(2)).toEqual(secretOf(2));
  });

  it('needs the first secret, and 32 bytes of each', () => {
    expect(() => createKeyring({ room, secrets: new Map([[2, secretOf(2)]]) })).toThrow(RangeError);
    const short = new Map([...secrets, [2, new Uint8Array(31)]] as const);
    expect(() => createKeyring({ room, secrets: short })).toThrow(RangeError);
  });

  it('seals under the newest epoch what one without it cannot open', () => {
    const codec = createSealingCodec(createKeyring({ room, secrets }).sealingKeys());
    const before = createKeyring({ room, secrets: new Map([...secrets].slice(0, 2)) });
    const path = 'item/A/text';
    const sealed = codec.seal(path, new Uint8Array(5));
    const old = createSealingCodec(before.sealingKeys());
    expect(old.open(old.keyOf(path), sealed)).toEqual({ ok: false, why: 'epoch' });
    // Not even where the number of the epoch is painted over.
    for (const epoch of [1, 2]) {
      expect(old.open(old.keyOf(path), sealed.with(1, epoch))).toEqual({ ok: false, why: 'damaged' });
    }
    expect(codec.open(codec.keyOf(path), old.seal(path, new Uint8Array(5))).ok).toBe(true);
  });
});

describe('the secret before, wrapped under the new one', () => {
  const place = { room, epoch: 2 };
  const wrapped = wrapSecretUnder(secretOf(2), secretOf(1), place);

  it('has 72 bytes, others every time, and opens with the new one', () => {
    expect(wrapped).toHaveLength(72);
    expect(wrapSecretUnder(secretOf(2), secretOf(1), place)).not.toEqual(wrapped);
    expect(unwrapSecretUnder(secretOf(2), wrapped, place)).toEqual(secretOf(1));
  });

  it('opens under no other secret, room or epoch', () => {
    for (const secret of [secretOf(1), secretOf(3), newFamilySecret()]) {
      expect(unwrapSecretUnder(secret, wrapped, place)).toBeNull();
    }
    expect(unwrapSecretUnder(secretOf(2), wrapped, { ...place, room: other })).toBeNull();
    expect(unwrapSecretUnder(secretOf(2), wrapped, { ...place, epoch: 3 })).toBeNull();
  });

  it('does not open with any byte changed, or of another length', () => {
    for (const { index, copy } of tamperedCopies(wrapped)) {
      expect(unwrapSecretUnder(secretOf(2), copy, place), `byte ${index}`).toBeNull();
    }
    for (const length of [0, 24, 71]) {
      expect(unwrapSecretUnder(secretOf(2), wrapped.subarray(0, length), place)).toBeNull();
    }
  });

  it('is not made of anything but a secret', () => {
    expect(() => wrapSecretUnder(secretOf(2), new Uint8Array(16), place)).toThrow(RangeError);
  });
});

describe('unlocking what came before', () => {
  /** What the chain says of three epochs; nothing else of it is looked at. */
  function stateOf(change: { epoch?: number; wrapped?: Uint8Array; knockPublic?: Uint8Array } = {}) {
    const epochs = [2, 3].map((epoch) => ({
      epoch,
      wrapped: wrapSecretUnder(secretOf(epoch), secretOf(epoch - 1), { room, epoch }),
      knockPublic: deriveKnockKeys(secretOf(epoch)).publicKey,
      ...(change.epoch === epoch ? change : {}),
    }));
    const { accessPublic } = deriveFamilyKeys(secretOf(1));
    return {
      room,
      epoch: 3,
      accessPublic,
      epochs: new Map(epochs.map((it) => [it.epoch, it])),
    } as unknown as ChainState;
  }

  it('gives every secret up to the one at hand', () => {
    for (const epoch of [1, 2, 3]) {
      const unlocked = unlockSecrets(stateOf(), { epoch, secret: secretOf(epoch) });
      expect(new Map([...(unlocked ?? [])].sort())).toEqual(new Map([...secrets].slice(0, epoch)));
    }
  });

  it('gives nothing where the secret is not the epoch’s own: anyone can seal an envelope', () => {
    expect(unlockSecrets(stateOf(), { epoch: 3, secret: newFamilySecret() })).toBeNull();
    expect(unlockSecrets(stateOf(), { epoch: 3, secret: secretOf(2) })).toBeNull();
    expect(unlockSecrets(stateOf(), { epoch: 1, secret: secretOf(2) })).toBeNull();
    for (const epoch of [0, 4, -1]) expect(unlockSecrets(stateOf(), { epoch, secret: secretOf(3) })).toBeNull();
    expect(isSecretOf(stateOf(), 2, new Uint8Array(31))).toBe(false);
  });

  it('gives nothing where an epoch wraps nothing, or another secret than the one before it', () => {
    const newest = { epoch: 3, secret: secretOf(3) };
    expect(unlockSecrets(stateOf({ epoch: 2, wrapped: new Uint8Array(72) }), newest)).toBeNull();
    const wrong = wrapSecretUnder(secretOf(3), newFamilySecret(), { room, epoch: 3 });
    expect(unlockSecrets(stateOf({ epoch: 3, wrapped: wrong }), newest)).toBeNull();
    const strange = deriveKnockKeys(newFamilySecret()).publicKey;
    expect(unlockSecrets(stateOf({ epoch: 2, knockPublic: strange }), newest)).toBeNull();
  });
});
