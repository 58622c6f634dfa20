import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createFamilyDocument } from '../../../lib/model/family-document.ts';
import type { ListId } from '../../../lib/protocol/ids.ts';
import {
  ana,
  ben,
  createDevice,
  createFamily,
  getRaw,
  groceries,
  id,
  item,
  putRaw,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';
import { createPlainCodec } from '../../doubles/plain-codec.ts';

const milk = item(`Milk-${ana}`);
const title = (name: string) => `item/${milk}/${name}`;

function withMilk() {
  const family = createFamily();
  family.a.add(groceries, 'Milk');
  sync(family.a, family.b, family.c);
  return family;
}

describe('values of other versions', () => {
  it('[D2] unknown kinds and groups stay, and count as nothing wrong', () => {
    const { a, b } = withMilk();
    putRaw(a, 'meal/2026-11-24/core', [1, { dish: 'soup' }]);
    putRaw(a, `event/${id('x')}/weather:2026-11-24`, [1, { gone: true }]);
    putRaw(a, `item/not-an-id/core`, [1, { title: 'x' }]);
    putRaw(a, title('toString'), [1, {}]);
    sync(a, b);
    expect(b.family.health()).toEqual({ fromNewer: 0, unreadable: 0, lockedOut: 0 });
    expect(getRaw(b, 'meal/2026-11-24/core')).toEqual([1, { dish: 'soup' }]);
    expect(b.titles()).toEqual(['Milk']);
    expect(b.family.contentHash()).toBe(a.family.contentHash());
  });

  it('[D2] unknown fields survive a change of the same group, known ones do not linger', () => {
    const { a } = withMilk();
    putRaw(a, title('title'), [1, { title: 'Milch', at: 5, by: ben, language: 'de' }]);
    expect(a.titles()).toEqual(['Milch']);
    a.run({ type: 'changeItem', ids: [milk], change: { title: 'Leche' } }, { at: 9 });
    expect(getRaw(a, title('title'))).toEqual([
      1,
      { title: 'Leche', at: 9, by: ana, language: 'de', was: [{ title: 'Milch', at: 5, by: ben }] },
    ]);
  });

  it('[D3] a newer value is counted, kept and not written over, and the command does nothing at all', () => {
    const { a, b } = withMilk();
    const stored = [2, { title: { en: 'Milk', de: 'Milch' } }];
    putRaw(b, title('title'), stored);
    sync(a, b);
    expect(a.family.health()).toEqual({ fromNewer: 1, unreadable: 0, lockedOut: 0 });
    expect(a.titles()).toEqual(['Milk']);
    const hash = a.family.contentHash();
    expect(a.run({ type: 'changeItem', ids: [milk], change: { note: 'n', title: 'x' } })).toEqual({
      ok: false,
      error: 'from-newer',
    });
    expect(a.family.contentHash()).toBe(hash);
    expect(getRaw(a, title('title'))).toEqual(stored);
    expect(a.run({ type: 'setDone', ids: [milk], done: true })).toMatchObject({ ok: true });
  });

  it('[D3] an entry, list or event that is newer as a whole is not shown and cannot be changed', () => {
    const { a } = createFamily();
    const pets = id<ListId>('Pets');
    putRaw(a, title('core'), [2, { text: 'Milk' }]);
    putRaw(a, `list/${pets}/core`, [2, { text: 'Pets' }]);
    putRaw(a, `event/${id('e')}/core`, [2, {}]);
    expect(a.titles()).toEqual([]);
    for (const result of [
      a.run({ type: 'setDone', ids: [milk], done: true }),
      a.run({ type: 'addItems', list: pets, items: [{ id: item('Food'), title: 'Food' }] }),
      a.run({ type: 'addList', id: pets, name: 'Pets', kind: 'plain' }),
      a.run({ type: 'deleteEvent', id: id('e') }),
    ]) {
      expect(result).toEqual({ ok: false, error: 'from-newer' });
    }
    expect(a.run({ type: 'addItems', list: groceries, items: [{ id: milk, title: 'x' }] })).toMatchObject({ ok: true });
    expect(getRaw(a, title('core'))).toEqual([2, { text: 'Milk' }]);
  });

  it('a kind of list and a colour of a later version read as the plainest, and a link that is none as no link', () => {
    const { a } = createFamily();
    putRaw(a, `list/${id('Chores')}/core`, [1, { name: 'Chores', kind: 'chores', order: 'a9', at: 1 }]);
    putRaw(a, `member/${ben}/profile`, [1, { name: 'Ben', colour: 'plaid', at: 1 }]);
    const link = { url: 'javascript:alert(1)', title: 'x' };
    putRaw(a, title('core'), [1, { title: 'Milk', list: groceries, order: 'a5', at: 1, link }]);
    expect(a.rows({ type: 'lists' }).at(-1)).toMatchObject({ name: 'Chores', kind: 'plain' });
    expect(a.family.members()).toMatchObject([{ name: 'Ben', colour: 'slate' }]);
    expect(a.list()[0]).not.toHaveProperty('link');
    expect(a.family.health()).toEqual({ fromNewer: 0, unreadable: 0, lockedOut: 0 });
  });
});

describe('values that cannot be read', () => {
  it.each<[string, (device: ReturnType<typeof createDevice>) => void]>([
    ['no bytes', (device) => device.doc.getMap('values').set(title('title'), 'Milk')],
    ['bytes that do not open', (device) => device.doc.getMap('values').set(title('title'), new Uint8Array([1, 2, 3]))],
    [
      'bytes of another key',
      (device) =>
        device.doc.getMap('values').set(title('title'), device.codec.seal(title('note'), new Uint8Array([1]))),
    ],
    [
      'no JSON',
      (device) =>
        device.doc.getMap('values').set(title('title'), device.codec.seal(title('title'), new Uint8Array([123]))),
    ],
    [
      'no UTF-8',
      (device) =>
        device.doc.getMap('values').set(title('title'), device.codec.seal(title('title'), new Uint8Array([255]))),
    ],
    ['no version', (device) => putRaw(device, title('title'), { title: 'x' })],
    ['a version that is none', (device) => putRaw(device, title('title'), ['1', { title: 'x', at: 1 }])],
    ['no object', (device) => putRaw(device, title('title'), [1, 'x'])],
    ['a list for an object', (device) => putRaw(device, title('title'), [1, []])],
    ['another type', (device) => putRaw(device, title('title'), [1, { title: 7, at: 1 }])],
    ['a text too long', (device) => putRaw(device, title('title'), [1, { title: 'x'.repeat(501), at: 1 }])],
  ])('[D4] %s: counted, kept, shown as if it were not there', (_, damage) => {
    const { a, b } = withMilk();
    damage(b);
    const stored = b.doc.getMap('values').get(title('title'));
    sync(a, b);
    expect(a.family.health()).toEqual({ fromNewer: 0, unreadable: 1, lockedOut: 0 });
    expect(a.titles()).toEqual(['Milk']);
    expect(a.doc.getMap('values').get(title('title'))).toEqual(stored);
    expect(a.family.contentHash()).toBe(b.family.contentHash());
    a.run({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } });
    expect(a.titles()).toEqual(['Oat milk']);
    expect(a.family.health()).toEqual({ fromNewer: 0, unreadable: 0, lockedOut: 0 });
    expect(a.faults).toEqual([]);
  });

  it('[D4] a codec that throws costs one value', () => {
    const doc = new Y.Doc();
    const codec = createPlainCodec();
    const family = createFamilyDocument({
      doc,
      codec: {
        ...codec,
        open(key, sealed) {
          if (key.includes('bad')) throw new Error('no');
          return codec.open(key, sealed);
        },
      },
      clock: { now: () => 1 },
    });
    doc.transact(() => {
      doc.getMap('values').set('bad', new Uint8Array([1]));
      doc
        .getMap('values')
        .set('family//name', codec.seal('family//name', new TextEncoder().encode('[1,{"name":"Sanchez","at":1}]')));
    });
    expect(family.familyName()).toBe('Sanchez');
    expect(family.health()).toEqual({ fromNewer: 0, unreadable: 1, lockedOut: 0 });
  });

  it('tells about health when it changes, and only then', () => {
    const { a } = withMilk();
    const told: unknown[] = [];
    const stop = a.family.onHealth((health) => told.push(health));
    a.add(groceries, 'Bread');
    putRaw(a, title('title'), [9, {}]);
    a.doc.getMap('values').set('junk', 1);
    a.doc.getMap('values').delete('junk');
    stop();
    putRaw(a, title('note'), [9, {}]);
    expect(told).toEqual([
      { fromNewer: 1, unreadable: 0, lockedOut: 0 },
      { fromNewer: 1, unreadable: 1, lockedOut: 0 },
      { fromNewer: 1, unreadable: 0, lockedOut: 0 },
    ]);
  });
});

describe('partial content', () => {
  it('[D5] without a core nothing is shown, and all of it when the core comes', () => {
    const { a } = createFamily();
    const b = createDevice(ben);
    putRaw(b, title('title'), [1, { title: 'Oat milk', at: 2 }]);
    putRaw(b, title('done'), [1, { done: true, at: 2 }]);
    expect(b.family.export().lists).toEqual([]);
    putRaw(b, title('core'), [1, { title: 'Milk', list: groceries, order: 'a5', at: 1 }]);
    expect(b.titles()).toEqual([]);
    expect(b.family.export().lists).toMatchObject([
      { name: '', deleted: false, entries: [{ title: 'Oat milk', done: true }] },
    ]);
    sync(a, b);
    expect(b.titles()).toEqual(['x Oat milk']);
  });

  it('[D5] what is hard-deleted by a purge is gone from the rows', () => {
    const { a, b } = withMilk();
    b.doc.getMap('values').delete(title('core'));
    sync(a, b);
    expect(a.titles()).toEqual([]);
    expect(a.rows({ type: 'lists' })[0]?.openCount).toBe(0);
  });
});

describe('commands', () => {
  it('[D6] are one Yjs transaction', () => {
    const { a } = withMilk();
    let updates = 0;
    a.doc.on('update', () => updates++);
    a.run({
      type: 'changeItem',
      ids: [milk],
      change: { title: 'x', note: 'y', who: [ben], due: '2026-12-01', list: todo },
    });
    expect(updates).toBe(1);
    a.run({ type: 'setDone', ids: [milk], done: false });
    expect(updates).toBe(1);
  });

  it('[D6] of a codec that cannot seal do nothing, and say so', () => {
    const faults: unknown[] = [];
    const doc = new Y.Doc();
    const codec = {
      ...createPlainCodec(),
      seal: () => {
        throw new Error('no key');
      },
    };
    const family = createFamilyDocument({
      doc,
      codec,
      clock: { now: () => 1 },
      onFault: (error) => faults.push(error),
    });
    expect(
      family.execute({ type: 'addList', id: groceries, name: 'x', kind: 'plain' }, { at: 1, isResent: false }),
    ).toEqual({
      ok: false,
      error: 'internal',
    });
    expect(doc.getMap('values').size).toBe(0);
    expect(faults).toHaveLength(1);
  });

  it('store whole moments whatever a clock says', () => {
    const { a } = createFamily();
    const moments = [1.5, -3, Number.NaN, Number.POSITIVE_INFINITY];
    for (const [index, at] of moments.entries()) {
      a.run({ type: 'addItems', list: todo, items: [{ id: item(`${index}`), title: `${at}` }] }, { at });
    }
    expect(Object.fromEntries(a.list(todo).map((row) => [row.title, row.at]))).toEqual({
      '1.5': 2,
      '-3': 0,
      NaN: 0,
      Infinity: 0,
    });
  });

  it('after closing are refused, and nothing is told any more', () => {
    const { a, b } = withMilk();
    let patches = 0;
    a.family.watch({ type: 'list', list: groceries }, { snapshot: () => undefined, patch: () => patches++ });
    a.family.close();
    a.family.close();
    expect(a.run({ type: 'setDone', ids: [milk], done: true })).toEqual({ ok: false, error: 'no-family' });
    b.add(groceries, 'Bread');
    sync(a, b);
    expect(patches).toBe(0);
    expect(a.doc.getMap('values').size).toBe(b.doc.getMap('values').size);
  });
});

describe('content', () => {
  it('[D1] is decoded once per value, however often it is asked for', () => {
    const { a } = createFamily();
    const b = createDevice(ben);
    for (let count = 0; count < 50; count++) a.add(groceries, `Item ${count}`);
    sync(a, b);
    expect(b.codec.opened).toBe(b.doc.getMap('values').size);
    b.list();
    b.rows({ type: 'lists' });
    b.family.contentHash();
    b.family.export();
    b.run({ type: 'setDone', ids: [item(`Item 1-${ana}`)], done: true });
    expect(b.codec.opened).toBe(b.doc.getMap('values').size);
  });

  it('[D12] hashes alike however it came, and apart where it differs', () => {
    const { a, b } = withMilk();
    const hash = a.family.contentHash();
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const fresh = createDevice(ben);
    sync(a, fresh);
    expect(fresh.family.contentHash()).toBe(hash);
    b.run({ type: 'setDone', ids: [milk], done: true });
    expect(b.family.contentHash()).not.toBe(hash);
    // The same value written again is the same content.
    putRaw(fresh, title('core'), getRaw(fresh, title('core')));
    expect(fresh.family.contentHash()).toBe(hash);
    expect(createDevice(ana).family.contentHash()).not.toBe(hash);
  });

  it('[D15] is exported whole, with what is deleted, marked', () => {
    const { a } = createFamily();
    a.family.addMember({ id: ana, name: 'Ana', device: { id: id('laptop'), name: 'Laptop' } });
    a.run(
      { type: 'addItems', list: groceries, items: [{ id: milk, title: 'Milk', quantity: { amount: 2 } }] },
      { at: 0 },
    );
    a.run({ type: 'deleteItems', ids: [milk] });
    const exported = a.family.export();
    expect(JSON.parse(JSON.stringify(exported))).toEqual(exported);
    expect(exported).toMatchObject({
      format: 'family-os',
      version: 1,
      members: [{ name: 'Ana', colour: 'rose', devices: ['Laptop'] }],
      lists: [
        {
          name: 'Groceries',
          kind: 'groceries',
          deleted: false,
          entries: [
            {
              title: 'Milk',
              quantities: [{ amount: 2 }],
              addedBy: ana,
              addedAt: '1970-01-01T00:00:00.000Z',
              deleted: true,
            },
          ],
        },
        { name: 'To-do' },
      ],
      events: [],
    });
  });
});
