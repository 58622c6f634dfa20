import { describe, expect, it } from 'vitest';
import { MEMBER_COLOURS } from '../../../lib/protocol/values.ts';
import { ana, ben, createDevice, id, lea, mirror, sync } from '../../doubles/family-fixture.ts';

function founded() {
  const a = createDevice(ana, 1);
  a.family.seedFamily({
    familyName: ' Sanchez ',
    member: { id: ana, name: ' Ana ', colour: 'violet' },
    device: { id: id(`d-${ana}`), name: 'Chrome on Linux' },
    listNames: { groceries: 'Groceries', todo: 'To-do' },
  });
  return a;
}

describe('a new family', () => {
  it('has its name, its first member with this device, and two lists, groceries first', () => {
    const a = founded();
    expect(a.family.familyName()).toBe('Sanchez');
    expect(a.family.members()).toMatchObject([
      { id: ana, name: 'Ana', colour: 'violet', isYou: true, devices: [{ name: 'Chrome on Linux', isThis: true }] },
    ]);
    expect(a.rows({ type: 'lists' })).toMatchObject([
      { name: 'Groceries', kind: 'groceries' },
      { name: 'To-do', kind: 'todo' },
    ]);
    expect(a.family.health()).toEqual({ fromNewer: 0, unreadable: 0, lockedOut: 0 });
  });

  it('has no name before anything of it is known', () => {
    expect(createDevice(ana).family.familyName()).toBe('');
  });
});

describe('[D14] members', () => {
  it('get the first colour that nobody has, and are listed in the order in which they joined', () => {
    const a = founded();
    a.family.addMember({ id: ben, name: 'Ben', device: { id: id('phone'), name: 'Phone' } });
    a.family.addMember({ id: lea, name: 'Léa', device: { id: id('tablet'), name: 'Tablet' } });
    expect(a.family.members().map(({ name, colour }) => [name, colour])).toEqual([
      ['Ana', 'violet'],
      ['Ben', 'rose'],
      ['Léa', 'blue'],
    ]);
  });

  it('who join at once, each without knowing of the others, have different colours on every device', () => {
    const a = founded();
    const b = createDevice(ben, 2);
    const c = createDevice(lea, 3);
    b.family.addMember({ id: ben, name: 'Ben', device: { id: id('phone'), name: 'Phone' } });
    c.family.addMember({ id: lea, name: 'Léa', device: { id: id('tablet'), name: 'Tablet' } });
    sync(a, b, c);
    const colours = a.family.members().map(({ colour }) => colour);
    expect(new Set(colours).size).toBe(3);
    for (const device of [b, c]) expect(device.family.members().map(({ colour }) => colour)).toEqual(colours);
  });

  it('share colours only when there are more of them than colours', () => {
    const a = founded();
    for (let count = 1; count <= 8; count++) {
      a.family.addMember({ id: id(`m${count}`), name: `M${count}`, device: { id: id(`d${count}`), name: 'x' } });
    }
    const colours = a.family.members().map(({ colour }) => colour);
    expect(new Set(colours.slice(0, 8))).toEqual(new Set(MEMBER_COLOURS));
    expect(MEMBER_COLOURS).toContain(colours[8]);
  });

  it('that are there already are not entered again', () => {
    const a = founded();
    const hash = a.family.contentHash();
    a.family.addMember({ id: ana, name: 'Other', device: { id: id(`d-${ana}`), name: 'Other' } });
    a.family.addDevice({ member: ana, device: { id: id(`d-${ana}`), name: 'Other' } });
    expect(a.family.contentHash()).toBe(hash);
  });

  it('have several devices, oldest first; a device of nobody known waits for its member', () => {
    const a = founded();
    const b = createDevice(ben, 2);
    a.family.addDevice({ member: ana, device: { id: id('tablet'), name: 'Tablet' } });
    a.family.addDevice({ member: ben, device: { id: id('phone'), name: 'Phone' } });
    expect(a.family.members()).toMatchObject([{ devices: [{ name: 'Chrome on Linux' }, { name: 'Tablet' }] }]);
    sync(a, b);
    b.family.addMember({ id: ben, name: 'Ben', device: { id: id(`d-${ben}`), name: 'Laptop' } });
    sync(a, b);
    expect(a.family.members()[1]).toMatchObject({ isYou: false, devices: [{ name: 'Phone' }, { name: 'Laptop' }] });
    expect(b.family.members()[1]).toMatchObject({ isYou: true, devices: [{ isThis: false }, { isThis: true }] });
  });

  it('are told anew when this device learns who acts', () => {
    const a = founded();
    const page = mirror(a, { type: 'members' });
    a.family.setActor({ member: ben, device: id('other') });
    a.family.setActor({ member: ben, device: id('other') });
    expect(page.patches).toHaveLength(1);
    expect(page.rows.get(ana)).toMatchObject({ isYou: false });
  });
});
