import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { ItemId } from '../../../lib/protocol/ids.ts';
import { ana, ben, groceries, id, lea } from '../../doubles/family-fixture.ts';
import { codecUpTo, createSealedDevice, exchange, rename } from './epoch-fixture.ts';

const milk = id<ItemId>('Milk');

/** Ana wrote under epoch 1, Ben under epoch 2; Léa holds the keys of epoch 1 only. */
function behind() {
  const a = createSealedDevice(ana, 1);
  const b = createSealedDevice(ben, 2);
  const c = createSealedDevice(lea, 3);
  a.run({ type: 'addList', id: groceries, name: 'Groceries', kind: 'groceries' });
  a.add('Milk', 'Bread');
  exchange(a, b, c);
  b.learn(2);
  b.run({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } });
  b.add('Eggs');
  Y.applyUpdate(c.doc, b.toSend());
  return { a, b, c };
}

describe('[K1] values of an epoch whose key is not held', () => {
  it('are kept, counted apart, and not shown', () => {
    const { b, c } = behind();
    expect(c.titles()).toEqual(['Bread', 'Milk']);
    expect(c.family.health()).toEqual({ fromNewer: 0, unreadable: 2, lockedOut: 2 });
    expect(c.toSend()).toEqual(b.toSend());
  });

  it('are shown, as a change would be, once the key is there; nothing else is opened again', () => {
    const { b, c } = behind();
    const patches: string[][] = [];
    const told: unknown[] = [];
    c.family.watch(
      { type: 'list', list: groceries },
      { snapshot: () => undefined, patch: (set) => patches.push(set.map(({ title }) => title)) },
    );
    c.family.onHealth((health) => told.push(health));
    const before = c.opened();
    c.learn(2);
    expect(c.opened() - before).toBe(2);
    expect(patches.map((titles) => titles.toSorted())).toEqual([['Eggs', 'Oat milk']]);
    expect(told).toEqual([{ fromNewer: 0, unreadable: 0, lockedOut: 0 }]);
    expect(c.family.contentHash()).toBe(b.family.contentHash());
    c.learn(3);
    expect(c.opened() - before).toBe(2);
    expect(patches).toHaveLength(1);
  });

  it('stay as they are where the key learned is not theirs', () => {
    const { b, c } = behind();
    b.learn(4);
    b.add('Soap');
    Y.applyUpdate(c.doc, b.toSend());
    c.learn(2);
    expect(c.titles()).toEqual(['Bread', 'Eggs', 'Oat milk']);
    expect(c.family.health()).toEqual({ fromNewer: 0, unreadable: 1, lockedOut: 1 });
    c.learn(4);
    expect(c.titles()).toEqual(['Bread', 'Eggs', 'Oat milk', 'Soap']);
  });

  it('are not written over by somebody who cannot read them', () => {
    const { c } = behind();
    const state = c.toSend();
    const change = rename('Milk', 'Soy milk');
    expect(c.run(change)).toEqual({ ok: false, error: 'from-newer' });
    expect(c.toSend()).toEqual(state);
    c.learn(2);
    expect(c.run(change)).toMatchObject({ ok: true });
    expect(c.titles()).toEqual(['Bread', 'Eggs', 'Soy milk']);
  });

  it('count no more once somebody has written over them', () => {
    const { a, b, c } = behind();
    exchange(a, b);
    // Ben's was written over under the old epoch by Ana, who had seen it.
    a.learn(2);
    expect(a.run({ type: 'changeItem', ids: [milk], change: { title: 'Rice milk' } })).toMatchObject({ ok: true });
    a.run({ type: 'deleteItems', ids: [id('Eggs')] });
    expect(a.family.health().lockedOut).toBe(0);
    Y.applyUpdate(c.doc, a.toSend());
    expect(c.family.health()).toEqual({ fromNewer: 0, unreadable: 3, lockedOut: 3 });
    c.learn(2);
    expect(c.titles()).toEqual(['Bread', 'Rice milk']);
    expect(c.family.health().lockedOut).toBe(0);
  });

  it('are written under the newest epoch held', () => {
    const { c } = behind();
    c.learn(2);
    c.add('Soap');
    const codec = codecUpTo(2);
    const sealed = c.doc.getMap('values').get(codec.keyOf(`item/${id('Soap')}/core`));
    expect(sealed instanceof Uint8Array && codec.epochOf(sealed)).toBe(2);
    expect(codec.epoch).toBe(2);
  });
});

describe('the epoch that sealed bytes tell of', () => {
  it('is known without opening them, and of no other format', () => {
    const codec = codecUpTo(8);
    for (let epoch = 1; epoch <= 8; epoch++) {
      expect(codec.epochOf(codecUpTo(epoch).seal('a/b/c', new Uint8Array(3)))).toBe(epoch);
    }
    const sealed = codec.seal('a/b/c', new Uint8Array(3));
    sealed[0] = 2;
    expect(codec.epochOf(sealed)).toBeNull();
    expect(codec.epochOf(new Uint8Array())).toBeNull();
    expect(codec.epochOf(new Uint8Array([1]))).toBeNull();
  });
});
