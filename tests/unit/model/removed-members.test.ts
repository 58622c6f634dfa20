import { describe, expect, it } from 'vitest';
import type { DeviceId, MemberId } from '../../../lib/protocol/ids.ts';
import {
  ana,
  ben,
  createDevice,
  createFamily,
  type Device,
  groceries,
  id,
  item,
  lea,
  mirror,
  sync,
} from '../../doubles/family-fixture.ts';

const laptop = id<DeviceId>(`d-${ana}`);
const phone = id<DeviceId>('phone');
const tablet = id<DeviceId>('tablet');

function founded() {
  const { a, b, c } = createFamily();
  a.family.addMember({ id: ana, name: 'Ana', device: { id: laptop, name: 'Laptop' } });
  a.family.addMember({ id: ben, name: 'Ben', device: { id: phone, name: 'Phone' } });
  a.family.addDevice({ member: ben, device: { id: tablet, name: 'Tablet' } });
  a.family.addMember({ id: lea, name: 'Léa', device: { id: id('watch'), name: 'Watch' } });
  sync(a, b, c);
  return { a, b, c };
}

const row = (device: Device, member: MemberId) => device.family.members().find((candidate) => candidate.id === member);
const names = (device: Device, member: MemberId) => row(device, member)?.devices.map(({ name }) => name);

describe('[M5] a removed member', () => {
  it('stays listed where they were, marked, in their colour, without devices', () => {
    const { a } = founded();
    const before = a.family.members();
    a.family.setDevices(new Set([laptop, id('watch')]));
    a.family.removeMember(ben);
    expect(a.family.members()).toEqual(
      before.map((member) => (member.id === ben ? { ...member, isRemoved: true, devices: [] } : member)),
    );
  });

  it('keeps what is assigned to them, what they added, and their name', () => {
    const { a, b } = founded();
    b.run({ type: 'addItems', list: groceries, items: [{ id: item('Milk'), title: 'Milk', who: [ben, lea] }] });
    sync(a, b);
    a.family.removeMember(ben);
    expect(a.list()).toMatchObject([{ title: 'Milk', who: [ben, lea], by: ben }]);
    expect(a.family.memberName(ben)).toBe('Ben');
    expect(a.family.deviceInfo(phone)).toEqual({ member: ben, name: 'Phone' });
    expect(a.family.export().members).toMatchObject([
      { name: 'Ana', removed: false, devices: ['Laptop'] },
      { name: 'Ben', removed: true, devices: [] },
      { name: 'Léa', removed: false },
    ]);
  });

  it('is removed once, whoever says so and how often; somebody unknown is not', () => {
    const { a, b } = founded();
    a.family.removeMember(ben);
    const state = a.family.stateDigest();
    a.family.removeMember(ben);
    a.family.removeMember(id('nobody'));
    expect(a.family.stateDigest()).toBe(state);
    b.family.removeMember(ben);
    sync(a, b);
    for (const device of [a, b]) expect(row(device, ben)?.isRemoved).toBe(true);
  });

  it('is told to pages as a change of that row alone', () => {
    const { a, b } = founded();
    const page = mirror(b, { type: 'members' });
    a.family.removeMember(ben);
    sync(a, b);
    expect(page.patches).toEqual([{ set: [ben], del: [] }]);
  });
});

describe('[M6] a removed member who comes back', () => {
  it('by another device is in the family again, as who they were', () => {
    const { a, b } = founded();
    const before = row(a, ben);
    a.family.removeMember(ben);
    sync(a, b);
    b.family.addMember({ id: ben, name: 'Other', device: { id: id('new'), name: 'New phone' } });
    sync(a, b);
    a.family.setDevices(new Set([laptop, id('new')]));
    expect(row(a, ben)).toMatchObject({ name: 'Ben', colour: before?.colour, isRemoved: false });
    expect(names(a, ben)).toEqual(['New phone']);
    // Later that device is shut out, and nobody says that Ben is to go.
    a.family.setDevices(new Set([laptop]));
    expect(row(a, ben)).toMatchObject({ isRemoved: false, devices: [] });
  });

  it('is in the family while one of their devices may connect, whatever the mark says', () => {
    const { a, c } = founded();
    // Ben comes in by another device while Ana, who does not know of it, removes him.
    c.family.addDevice({ member: ben, device: { id: id('new'), name: 'New phone' } });
    a.family.removeMember(ben);
    sync(a, c);
    for (const device of [a, c]) {
      device.family.setDevices(new Set([laptop, id('new')]));
      expect(row(device, ben)).toMatchObject({ isRemoved: false });
      expect(names(device, ben)).toEqual(['New phone']);
      device.family.setDevices(new Set([laptop]));
      expect(row(device, ben)).toMatchObject({ isRemoved: true, devices: [] });
    }
  });

  it('does not come back by a device that is entered already', () => {
    const { a } = founded();
    a.family.removeMember(ben);
    a.family.addDevice({ member: ben, device: { id: phone, name: 'Phone' } });
    a.family.addMember({ id: ben, name: 'Ben', device: { id: phone, name: 'Phone' } });
    expect(row(a, ben)?.isRemoved).toBe(true);
  });
});

describe('[M7] devices that may not connect', () => {
  it('are shown nowhere; while it is not known which, all are', () => {
    const { a } = founded();
    expect(names(a, ben)).toEqual(['Phone', 'Tablet']);
    a.family.setDevices(new Set([laptop, tablet]));
    expect(names(a, ben)).toEqual(['Tablet']);
    expect(a.family.export().members[1]?.devices).toEqual(['Tablet']);
    a.family.setDevices(null);
    expect(names(a, ben)).toEqual(['Phone', 'Tablet']);
  });

  it('leave a member whom nobody removed in the family, without devices', () => {
    const { a } = founded();
    a.family.setDevices(new Set([laptop]));
    expect(row(a, ben)).toMatchObject({ isRemoved: false, devices: [] });
  });

  it('hide nobody’s removal while they are not known', () => {
    const { a } = founded();
    a.family.removeMember(ben);
    expect(row(a, ben)).toMatchObject({ isRemoved: true, devices: [] });
  });

  it('are told to pages at once, and only when something changed', () => {
    const { a } = founded();
    const page = mirror(a, { type: 'members' });
    const active = new Set([laptop, phone]);
    a.family.setDevices(active);
    expect(page.patches).toEqual([{ set: [ben, lea], del: [] }]);
    a.family.setDevices(new Set([phone, laptop]));
    a.family.setDevices(new Set([phone, laptop, id('unknown')]));
    expect(page.patches).toHaveLength(1);
    // Whoever handed the set in may go on using it.
    active.add(tablet);
    a.run({ type: 'changeMember', member: lea, name: 'Lea' });
    expect(names(a, ben)).toEqual(['Phone']);
    a.family.setDevices(null);
    a.family.setDevices(null);
    expect(page.patches).toHaveLength(3);
    expect(page.rows.get(ben)).toEqual(row(a, ben));
  });
});

describe('[M8] a device', () => {
  it('is its member’s whether or not it may connect, and nobody’s before one has entered it', () => {
    const { a } = founded();
    a.family.setDevices(new Set([laptop]));
    expect(a.family.deviceInfo(phone)).toEqual({ member: ben, name: 'Phone' });
    const fresh = createDevice(lea);
    expect(fresh.family.deviceInfo(phone)).toBeNull();
  });
});
