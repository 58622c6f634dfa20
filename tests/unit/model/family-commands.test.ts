import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import type { DeviceId, MemberId } from '../../../lib/protocol/ids.ts';
import type { MemberColour } from '../../../lib/protocol/values.ts';
import {
  ana,
  ben,
  createDevice,
  type Device,
  getRaw,
  id,
  lea,
  mirror,
  putRaw,
  sync,
} from '../../doubles/family-fixture.ts';
import { seeded } from '../../doubles/random-family.ts';

const laptop = id<DeviceId>(`d-${ana}`);
const phone = id<DeviceId>(`d-${ben}`);

/** Ana, who chose violet, and Ben, who chose nothing; both on their own devices, in touch. */
function founded() {
  const a = createDevice(ana, 1);
  const b = createDevice(ben, 2);
  a.family.seedFamily({
    familyName: 'Sanchez',
    member: { id: ana, name: 'Ana', colour: 'violet' },
    device: { id: laptop, name: 'Laptop' },
    listNames: { groceries: 'Groceries', todo: 'To-do' },
  });
  sync(a, b);
  b.family.addMember({ id: ben, name: 'Ben', device: { id: phone, name: 'Phone' } });
  sync(a, b);
  return { a, b };
}

const rename = (member: MemberId, name: string) => ({ type: 'changeMember', member, name }) as const;
const recolour = (member: MemberId, colour: MemberColour) => ({ type: 'changeMember', member, colour }) as const;
const row = (device: Device, member: MemberId) => device.family.members().find((candidate) => candidate.id === member);

describe('[M1] name and colour of a member, a device’s name, the family’s name', () => {
  it('are changed, by anyone, and shown to everyone at once', () => {
    const { a, b } = founded();
    const page = mirror(b, { type: 'members' });
    a.run({ type: 'changeMember', member: ben, name: ' Benny ', colour: 'teal' });
    a.run({ type: 'renameDevice', device: phone, name: ' Old phone ' });
    a.run({ type: 'renameFamily', name: ' Sanchez Ruiz ' });
    sync(a, b);
    expect(page.rows.get(ben)).toMatchObject({ name: 'Benny', colour: 'teal', devices: [{ name: 'Old phone' }] });
    expect(b.family.familyName()).toBe('Sanchez Ruiz');
    expect(b.family.memberName(ben)).toBe('Benny');
    expect(b.family.deviceInfo(phone)).toEqual({ member: ben, name: 'Old phone' });
    expect(b.family.memberName(lea)).toBeNull();
    expect(b.family.deviceInfo(id('none'))).toBeNull();
  });

  it('hold side by side where they are changed at the same time', () => {
    const { a, b } = founded();
    const c = createDevice(lea, 3);
    sync(a, c);
    a.run(rename(ben, 'Benny'));
    b.run(recolour(ben, 'teal'));
    c.run({ type: 'renameDevice', device: phone, name: 'Old phone' });
    c.family.removeMember(ben);
    sync(a, b, c);
    for (const device of [a, b, c]) {
      expect(row(device, ben)).toMatchObject({ name: 'Benny', colour: 'teal', isRemoved: true });
      expect(device.family.deviceInfo(phone)?.name).toBe('Old phone');
    }
  });

  it('of two names given at the same time one stands, the same for everyone', () => {
    const { a, b } = founded();
    a.run(rename(ben, 'Benny'));
    b.run(rename(ben, 'Benito'));
    sync(a, b);
    expect(row(a, ben)?.name).toBe('Benito');
    expect(row(b, ben)?.name).toBe('Benito');
  });

  it('are refused for who or what is not there, and where a newer version wrote', () => {
    const { a } = founded();
    const state = a.family.stateDigest();
    expect(a.run(rename(lea, 'Léa'))).toEqual({ ok: false, error: 'not-found' });
    expect(a.run({ type: 'renameDevice', device: id('none'), name: 'x' })).toEqual({ ok: false, error: 'not-found' });
    expect(a.family.stateDigest()).toBe(state);
    putRaw(a, `member/${lea}/profile`, [9, { name: ['Léa'] }]);
    putRaw(a, `member/${ben}/name`, [9, { name: ['Ben'] }]);
    putRaw(a, 'family//name', [9, {}]);
    for (const body of [rename(lea, 'Léa'), rename(ben, 'Benny'), { type: 'renameFamily', name: 'x' } as const]) {
      expect(a.run(body)).toEqual({ ok: false, error: 'from-newer' });
    }
    expect(row(a, ben)?.name).toBe('Ben');
  });

  it('keep what a later version stored beside them', () => {
    const { a } = founded();
    putRaw(a, `member/${ben}/colour`, [1, { colour: 'rainbow', at: 1, pattern: 'dots' }]);
    expect(row(a, ben)?.colour).toBe('slate');
    a.run(recolour(ben, 'teal'));
    expect(getRaw(a, `member/${ben}/colour`)).toMatchObject([1, { colour: 'teal', by: ana, pattern: 'dots' }]);
  });

  it('may be given to a family whose name nobody can read', () => {
    const a = createDevice(ana);
    expect(a.run({ type: 'renameFamily', name: 'Sanchez' })).toEqual({ ok: true });
    expect(a.family.familyName()).toBe('Sanchez');
  });
});

describe('[M2] changing to what it is already', () => {
  it('writes nothing', () => {
    const { a } = founded();
    const state = a.family.stateDigest();
    const bodies: DocumentCommand[] = [
      { type: 'changeMember', member: ana, name: ' Ana', colour: 'violet' },
      { type: 'changeMember', member: ana },
      { type: 'renameDevice', device: laptop, name: 'Laptop ' },
      { type: 'renameFamily', name: 'Sanchez' },
      { type: 'setApproval', approval: false },
    ];
    for (const body of bodies) expect(a.run(body)).toEqual({ ok: true });
    expect(a.family.stateDigest()).toBe(state);
  });

  it('but for a colour that was only given out: choosing it makes it a choice, which stays', () => {
    const { a } = founded();
    expect(row(a, ben)?.colour).toBe('rose');
    a.run(recolour(ben, 'rose'));
    const state = a.family.stateDigest();
    a.run(recolour(ben, 'rose'));
    expect(a.family.stateDigest()).toBe(state);
    a.run(recolour(ana, 'rose'));
    expect(row(a, ben)?.colour).toBe('rose');
  });
});

describe('[M3] taking back', () => {
  it('puts back what stood there, each by itself, and can be taken back', () => {
    const { a } = founded();
    const before = a.family.members();
    const inverses = [
      a.undoable({ type: 'changeMember', member: ben, name: 'Benny', colour: 'teal' }),
      a.undoable({ type: 'renameDevice', device: phone, name: 'Old phone' }),
      a.undoable({ type: 'renameFamily', name: 'Ruiz' }),
      a.undoable({ type: 'setApproval', approval: true }),
    ];
    const after = a.family.members();
    const redos = inverses.map((inverse) => a.undoable({ type: 'undo', inverse }));
    expect(a.family.members()).toEqual(before);
    expect(a.family.familyName()).toBe('Sanchez');
    expect(a.family.approval()).toBe(false);
    for (const inverse of redos) a.run({ type: 'undo', inverse });
    expect(a.family.members()).toEqual(after);
    expect(a.family.familyName()).toBe('Ruiz');
    expect(a.family.approval()).toBe(true);
  });

  it('of a first choice of colour leaves the member without a choice again', () => {
    const { a } = founded();
    const inverse = a.undoable(recolour(ben, 'teal'));
    a.run({ type: 'undo', inverse });
    a.run(recolour(ana, 'rose'));
    expect(row(a, ben)?.colour).toBe('blue');
  });

  it('leaves alone what somebody changed since', () => {
    const { a, b } = founded();
    const inverse = a.undoable({ type: 'changeMember', member: ben, name: 'Benny', colour: 'teal' });
    sync(a, b);
    b.run(rename(ben, 'Benito'));
    sync(a, b);
    a.run({ type: 'undo', inverse });
    expect(row(a, ben)).toMatchObject({ name: 'Benito', colour: 'rose' });
    expect(a.run({ type: 'undo', inverse: inverse.filter(({ path }) => path.endsWith('/name')) })).toEqual({
      ok: true,
      isOvertaken: true,
    });
  });

  it('reaches neither what somebody came in with nor that they were removed', () => {
    const { a } = founded();
    a.family.removeMember(ben);
    for (const [path, value] of [
      [`member/${ben}/life`, { deleted: false, at: 1 }],
      [`member/${ben}/profile`, { name: 'x', at: 1 }],
      [`device/${phone}/info`, { member: ana, name: 'x', at: 1 }],
    ] as const) {
      expect(a.run({ type: 'undo', inverse: [{ path, expect: '', value }] })).toEqual({
        ok: false,
        error: 'bad-input',
      });
    }
  });
});

describe('[M4] sent again', () => {
  it('they change nothing that is there, and write over no later change', () => {
    const { a, b } = founded();
    const bodies: DocumentCommand[] = [
      { type: 'changeMember', member: ben, name: 'Benny', colour: 'teal' },
      { type: 'renameDevice', device: phone, name: 'Old phone' },
      { type: 'renameFamily', name: 'Ruiz' },
    ];
    const at = 1_900_000_000_000;
    for (const body of bodies) a.run(body, { at });
    const state = a.family.stateDigest();
    for (const body of bodies) expect(a.run(body, { at, isResent: true })).toEqual({ ok: true });
    expect(a.family.stateDigest()).toBe(state);
    sync(a, b);
    b.run(rename(ben, 'Benito'), { at: at + 1 });
    sync(a, b);
    const [again] = bodies;
    if (!again) throw new Error('no command');
    expect(a.run(again, { at, isResent: true })).toMatchObject({ ok: true, isOvertaken: true });
    expect(row(a, ben)).toMatchObject({ name: 'Benito', colour: 'teal' });
  });

  it('approval can still be taken back where the answer got lost', () => {
    const { a } = founded();
    a.run({ type: 'setApproval', approval: true }, { at: 50 });
    const again = a.run({ type: 'setApproval', approval: true }, { at: 50, isResent: true });
    a.run({ type: 'undo', inverse: (again.ok && again.inverse) || [] });
    expect(a.family.approval()).toBe(false);
  });
});

describe('[M9] approval', () => {
  it('is off until somebody asks for it, and the family’s, not the device’s', () => {
    const { a, b } = founded();
    expect(a.family.approval()).toBe(false);
    a.run({ type: 'setApproval', approval: true });
    sync(a, b);
    expect(b.family.approval()).toBe(true);
    b.run({ type: 'setApproval', approval: false });
    sync(a, b);
    expect(a.family.approval()).toBe(false);
  });
});

describe('[M1] at random', () => {
  const colours: MemberColour[] = ['teal', 'green', 'orange', 'slate'];
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

  it.each(seeds)(
    'three members rename, recolour, remove and let in each other offline: all see the same, and nothing is made up, seed %i',
    (seed) => {
      const random = seeded(seed);
      const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
      const members = [ana, ben, lea];
      const devices = members.map((member, index) => createDevice(member, seed * 10 + (index === 0 ? 7 : index)));
      const [first] = devices as [Device, Device, Device];
      first.family.seedFamily({
        familyName: 'Sanchez',
        member: { id: ana, name: 'Ana', colour: 'violet' },
        device: { id: laptop, name: 'Laptop' },
        listNames: { groceries: 'Groceries', todo: 'To-do' },
      });
      for (const member of [ben, lea]) {
        first.family.addMember({ id: member, name: member, device: { id: id(`d-${member}`), name: 'Phone' } });
      }
      sync(...devices);
      const pages = devices.map((device) => mirror(device, { type: 'members' }));
      const names = new Map<string, Set<string>>(members.map((member) => [member, new Set([member, 'Ana'])]));
      const chosen = new Map<string, Set<string>>(members.map((member) => [member, new Set()]));
      const everRemoved = new Set<string>();
      const everBack = new Set<string>();
      for (let step = 0; step < 60; step++) {
        const device = pick(devices);
        const member = pick(members);
        const dice = Math.floor(random() * 12);
        if (dice < 4) {
          const name = `n${step}`;
          names.get(member)?.add(name);
          device.run(rename(member, name));
        } else if (dice < 7) {
          const colour = pick(colours);
          chosen.get(member)?.add(colour);
          device.run(recolour(member, colour));
        } else if (dice === 7) {
          everRemoved.add(member);
          device.family.removeMember(member);
        } else if (dice === 8) {
          everBack.add(member);
          device.family.addDevice({ member, device: { id: id(`new-${step}`), name: 'New' } });
        } else if (dice === 9) device.run({ type: 'renameDevice', device: id(`d-${member}`), name: `d${step}` });
        else sync(device, pick(devices));
      }
      sync(...devices);
      sync(...devices);
      const rows = (device: Device) =>
        device.family.members().map(({ isYou: _you, devices: own, ...rest }) => ({
          ...rest,
          devices: own.map(({ isThis: _this, ...other }) => other),
        }));
      for (const [index, device] of devices.entries()) {
        expect(rows(device)).toEqual(rows(first));
        expect(device.family.contentHash()).toBe(first.family.contentHash());
        expect([...(pages[index]?.rows.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
          device.family.members().sort((a, b) => (a.id < b.id ? -1 : 1)),
        );
        expect(device.faults).toEqual([]);
      }
      expect(
        rows(first)
          .map((member) => member.id)
          .sort(),
      ).toEqual([...members].sort());
      for (const { id: member, name, colour, isRemoved } of rows(first)) {
        expect(names.get(member)).toContain(name);
        if (chosen.get(member)?.size) expect(chosen.get(member)).toContain(colour);
        if (!everRemoved.has(member)) expect(isRemoved).toBe(false);
        else if (!everBack.has(member)) expect(isRemoved).toBe(true);
      }
    },
  );
});
