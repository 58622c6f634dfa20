import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createFamilyDocument } from '../../../lib/model/family-document.ts';
import type { RoomId } from '../../../lib/protocol/ids.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../../lib/vault/family-keys.ts';
import { createSealingCodec } from '../../../lib/vault/sealing-codec.ts';
import { ana, ben, groceries, id, item } from '../../doubles/family-fixture.ts';

const room = 'r'.repeat(43) as RoomId;
const { idKey, contentKey } = deriveFamilyKeys(newFamilySecret());
const clock = { now: () => 1_760_000_000_000 };

function open(keys: { idKey: Uint8Array; contentKey: Uint8Array }) {
  const doc = new Y.Doc();
  const codec = createSealingCodec({ room, idKey: keys.idKey, contentKeys: new Map([[1, keys.contentKey]]), epoch: 1 });
  return { doc, family: createFamilyDocument({ doc, codec, clock }) };
}

describe('[D1] the family document under the family’s own seal', () => {
  const source = open({ idKey, contentKey });
  source.family.setActor({ member: ana, device: id('laptop') });
  source.family.seedFamily({
    familyName: 'Sanchez',
    member: { id: ana, name: 'Ana', colour: 'rose' },
    device: { id: id('laptop'), name: 'Laptop' },
    listNames: { groceries: 'Groceries', todo: 'To-do' },
  });
  source.family.execute(
    { type: 'addList', id: groceries, name: 'Market', kind: 'groceries' },
    { at: 1, isResent: false },
  );
  source.family.execute(
    { type: 'addItems', list: groceries, items: [{ id: item('Milk'), title: 'Leche entera 🥛', who: [ben] }] },
    { at: 2, isResent: false },
  );
  const state = Y.encodeStateAsUpdate(source.doc);

  it('is read by another device of the family, with the same hash', () => {
    const other = open({ idKey, contentKey });
    Y.applyUpdate(other.doc, state);
    expect(other.family.contentHash()).toBe(source.family.contentHash());
    expect(other.family.familyName()).toBe('Sanchez');
  });

  it('shows none of its words or ids to whoever carries it', () => {
    const carried = new TextDecoder('latin1').decode(state);
    for (const secret of ['Sanchez', 'Ana', 'Market', 'Leche', 'groceries', 'core', 'title', groceries, item('Milk')]) {
      expect(carried).not.toContain(secret);
    }
  });

  it('[D4] is kept and counted by a device without the key', () => {
    const stranger = open(deriveFamilyKeys(newFamilySecret()));
    Y.applyUpdate(stranger.doc, state);
    expect(stranger.family.familyName()).toBe('');
    expect(stranger.family.health()).toEqual({
      fromNewer: 0,
      unreadable: stranger.doc.getMap('values').size,
      lockedOut: 0,
    });
    expect(Y.encodeStateAsUpdate(stranger.doc)).toEqual(state);
  });
});
