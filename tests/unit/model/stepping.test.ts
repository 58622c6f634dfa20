import { describe, expect, it } from 'vitest';
import type { Quantity } from '../../../lib/protocol/values.ts';
import {
  ben,
  createDevice,
  createFamily,
  type Device,
  getRaw,
  groceries,
  item,
  sync,
  todo,
} from '../../doubles/family-fixture.ts';
import { createSeededRandom } from '../../doubles/seeded-random.ts';

const milk = item('Milk');

function withMilk(quantity?: Quantity, list = groceries) {
  const family = createFamily();
  family.a.run({ type: 'addItems', list, items: [{ id: milk, title: 'Milk', ...(quantity && { quantity }) }] });
  sync(family.a, family.b, family.c);
  return family;
}
const row = (device: Device) => [...device.list(), ...device.list(todo)].find(({ ids }) => ids.includes(milk));
const said = (device: Device) => row(device)?.quantities;
const step = (device: Device, amount: number, unit?: string) =>
  device.run({
    type: 'stepQuantity',
    ids: row(device)?.ids ?? [],
    by: { amount, ...(unit !== undefined && { unit }) },
  });

describe('[L40] counting a quantity up or down', () => {
  it('adds up when several do it without seeing each other, in any list', () => {
    for (const list of [groceries, todo]) {
      const { a, b, c } = withMilk({ amount: 2 }, list);
      step(a, 1);
      step(b, 1);
      step(b, 1);
      step(c, -1);
      sync(a, b, c);
      for (const device of [a, b, c]) expect(said(device)).toEqual([{ amount: 4 }]);
    }
  });

  it('adds up from two browsers of one member', () => {
    const { a } = withMilk({ amount: 2 });
    const [laptop, phone] = [createDevice(ben, 7), createDevice(ben, 8)];
    phone.family.setActor({ member: ben, device: item('phone') as never });
    sync(a, laptop, phone);
    step(laptop, 1);
    step(phone, 1);
    sync(a, laptop, phone);
    expect(said(a)).toEqual([{ amount: 4 }]);
  });

  it('begins at one where nobody counted, however many additions there are, and keeps its unit', () => {
    const { a, b } = withMilk();
    b.add(groceries, 'milk');
    sync(a, b);
    expect(said(a)).toEqual([]);
    step(a, 1);
    step(b, 1);
    sync(a, b);
    expect(said(b)).toEqual([{ amount: 3 }]);
    const flour = withMilk({ amount: 500, unit: 'g' });
    step(flour.a, 50, 'G');
    step(flour.b, -100, 'g');
    sync(flour.a, flour.b);
    expect(said(flour.a)).toEqual([{ amount: 450, unit: 'g' }]);
  });

  it('adds to what is added meanwhile, and goes with the addition that it was made on', () => {
    const { a, b } = withMilk({ amount: 2 });
    step(a, 1);
    b.run({ type: 'addItems', list: groceries, items: [{ id: item('m2'), title: 'milk', quantity: { amount: 3 } }] });
    sync(a, b);
    expect(said(a)).toEqual([{ amount: 6 }]);
    step(b, 1);
    a.run({ type: 'deleteItems', ids: [milk] });
    sync(a, b);
    expect(b.list().map(({ quantities }) => quantities)).toEqual([[{ amount: 3 }]]);
  });

  it('starts anew from a quantity that somebody typed, also one that says the same as before', () => {
    const { a, b } = withMilk({ amount: 2 });
    step(a, 1);
    a.run({ type: 'changeItem', ids: [milk], change: { quantity: { amount: 2 } } });
    expect(said(a)).toEqual([{ amount: 2 }]);
    step(b, 1);
    sync(a, b);
    expect(said(b)).toEqual([{ amount: 2 }]);
    step(b, 1);
    sync(a, b);
    expect(said(a)).toEqual([{ amount: 3 }]);
  });

  it('is taken back without what others counted; and so is a quantity typed over it', () => {
    const { a, b } = withMilk({ amount: 2 });
    const inverse = a.undoable({ type: 'stepQuantity', ids: [milk], by: { amount: 1 } });
    step(b, 1);
    sync(a, b);
    const typed = a.undoable({ type: 'changeItem', ids: [milk], change: { quantity: { amount: 9 } } });
    expect(said(a)).toEqual([{ amount: 9 }]);
    a.run({ type: 'undo', inverse: typed });
    expect(said(a)).toEqual([{ amount: 4 }]);
    const redo = a.undoable({ type: 'undo', inverse });
    sync(a, b);
    expect(said(b)).toEqual([{ amount: 3 }]);
    a.run({ type: 'undo', inverse: redo });
    expect(said(a)).toEqual([{ amount: 4 }]);
  });

  it('[D7] several are taken back, the latest first', () => {
    const { a, b } = withMilk({ amount: 2 });
    const inverses = [1, 2, 3].map(() => a.undoable({ type: 'stepQuantity', ids: [milk], by: { amount: 1 } }));
    step(b, 1);
    sync(a, b);
    for (const [index, inverse] of inverses.toReversed().entries()) {
      expect(a.run({ type: 'undo', inverse })).not.toHaveProperty('isOvertaken');
      expect(said(a)).toEqual([{ amount: 5 - index }]);
    }
  });

  it('never says nothing or less: what is left of a count is one, of a measure no quantity', () => {
    const { a, b } = withMilk({ amount: 2 });
    step(a, -1);
    step(b, -1);
    sync(a, b);
    expect(said(a)).toEqual([]);
    expect(step(a, -1)).toMatchObject({ ok: true, isOvertaken: true });
    step(a, 1);
    expect(said(a)).toEqual([{ amount: 2 }]);
    const flour = withMilk({ amount: 500, unit: 'g' });
    step(flour.a, -300, 'g');
    step(flour.b, -300, 'g');
    sync(flour.a, flour.b);
    expect(said(flour.a)).toEqual([]);
  });

  it('[D9] sent again counts once, also after later steps', () => {
    const { a } = withMilk({ amount: 2 });
    const body = { type: 'stepQuantity' as const, ids: [milk], by: { amount: 1 } };
    a.run(body, { at: 50 });
    a.run(body, { at: 60 });
    a.run(body, { at: 50, isResent: true });
    a.run(body, { at: 60, isResent: true });
    expect(said(a)).toEqual([{ amount: 4 }]);
  });

  it('[D8] comes back with an entry that was deleted, and is part of a copy', () => {
    const { a } = withMilk({ amount: 2 });
    step(a, 1);
    const inverse = a.undoable({ type: 'deleteItems', ids: [milk] });
    a.run({ type: 'undo', inverse });
    expect(said(a)).toEqual([{ amount: 3 }]);
    a.run({ type: 'duplicateList', from: groceries, id: item('copy') as never, name: 'Copy', asTemplate: false });
    expect(a.list(item('copy') as never).map(({ quantities }) => quantities)).toEqual([[{ amount: 3 }]]);
  });

  it('[L31] is told in the history, but for what was taken back', () => {
    const { a } = withMilk({ amount: 2 });
    const inverse = a.undoable({ type: 'stepQuantity', ids: [milk], by: { amount: 1 } });
    step(a, 1);
    const told = () => a.rows({ type: 'history', item: milk }).map(({ what }) => what);
    expect(told()).toEqual(['quantity', 'quantity', 'added']);
    const last = a.undoable({ type: 'stepQuantity', ids: [milk], by: { amount: 1 } });
    a.run({ type: 'undo', inverse: last });
    expect(told()).toEqual(['quantity', 'quantity', 'added']);
    expect(inverse).toHaveLength(1);
  });

  it('[D2] is beside the entry: its own registers stay as they were, for versions that do not count', () => {
    const { a } = withMilk({ amount: 2 });
    const before = [getRaw(a, `item/${milk}/core`), getRaw(a, `item/${milk}/quantity`)];
    step(a, 1);
    expect([getRaw(a, `item/${milk}/core`), getRaw(a, `item/${milk}/quantity`)]).toEqual(before);
  });

  it.each(Array.from({ length: 30 }, (_, seed) => seed + 1))(
    'whatever is counted up and down offline, in whatever order it arrives, is summed (seed %i)',
    (seed) => {
      const random = createSeededRandom(seed);
      const { a, b, c } = withMilk({ amount: 1_000 });
      const devices = [a, b, c];
      let sum = 1_000;
      const undos: [Device, ReturnType<Device['undoable']>, number][] = [];
      for (let count = 0; count < 60; count++) {
        const device = random.pick(devices);
        const amount = random.below(21) - 10;
        if (random.chance(0.25)) sync(device, random.pick(devices));
        else if (random.chance(0.15) && undos.length > 0) {
          const [by, inverse, undone] = undos.pop() ?? [a, [], 0];
          expect(by.run({ type: 'undo', inverse })).not.toHaveProperty('isOvertaken');
          sum -= undone;
        } else if (amount !== 0) {
          undos.push([device, device.undoable({ type: 'stepQuantity', ids: [milk], by: { amount } }), amount]);
          sum += amount;
        }
      }
      sync(a, b, c);
      for (const device of devices) expect(said(device)).toEqual([{ amount: sum }]);
      expect(new Set(devices.map((device) => device.family.contentHash())).size).toBe(1);
    },
  );

  it('[D7] stays where the quantity that somebody else counted from is taken back', () => {
    const { a, b } = withMilk({ amount: 2 });
    const typed = a.undoable({ type: 'changeItem', ids: [milk], change: { quantity: { amount: 5 } } });
    sync(a, b);
    const counted = b.undoable({ type: 'stepQuantity', ids: [milk], by: { amount: 1 } });
    sync(a, b);
    expect(a.run({ type: 'undo', inverse: typed })).toMatchObject({ ok: true, isOvertaken: true });
    expect(said(a)).toEqual([{ amount: 6 }]);
    b.run({ type: 'undo', inverse: counted });
    sync(a, b);
    expect(a.run({ type: 'undo', inverse: typed })).not.toHaveProperty('isOvertaken');
    expect(said(a)).toEqual([{ amount: 2 }]);
  });
});
