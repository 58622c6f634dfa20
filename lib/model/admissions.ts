import { type DeviceId, type ListId, type MemberId, newId } from '../protocol/ids.ts';
import type { MemberColour } from '../protocol/values.ts';
import { pathOf } from './groups.ts';
import { type Actor, readMember } from './members.ts';
import { orderKeysBetween, type RandomBit } from './order.ts';
import type { Registers, RegisterWrite } from './registers.ts';

/** A device as it is entered into the family: its id and the name its person reads. */
export interface NewDevice {
  id: DeviceId;
  name: string;
}

/**
 * Who comes in and who goes: writes that are no commands of a page, each one transaction. They say what people see;
 * whether a device may connect, the family's chain says.
 */
export interface Admissions {
  /**
   * Writes what a new family needs: its name, the first member, this device, the lists Groceries (shown first) and
   * To-do. Only the creator calls it, once.
   */
  seedFamily(args: {
    familyName: string;
    member: { id: MemberId; name: string; colour: MemberColour };
    device: NewDevice;
    listNames: { groceries: string; todo: string };
  }): void;
  /**
   * Enters a member with a first device and no chosen colour. A member who is there already keeps name and colour;
   * one who was removed is in the family again.
   */
  addMember(member: { id: MemberId; name: string; device: NewDevice }): void;
  /**
   * Enters another device of a member. A device that is there already stays unchanged; a member who was removed is in
   * the family again.
   */
  addDevice(args: { member: MemberId; device: NewDevice }): void;
  /** Marks a member as removed. One who is marked already, or not known, is left as it is. Shuts no device out. */
  removeMember(member: MemberId): void;
}

/** `now` answers whole milliseconds since the epoch. */
export function createAdmissions(deps: {
  registers: Registers;
  actor: () => Actor | undefined;
  now: () => number;
  randomBit?: RandomBit | undefined;
}): Admissions {
  const { registers } = deps;

  /** Writes nothing over a value of a newer version. */
  function write(writes: readonly RegisterWrite[]): void {
    const allowed = writes.filter(({ path }) => !registers.isFromNewer(path));
    if (allowed.length > 0) registers.write(allowed);
  }

  function stamp(at: number): { by?: MemberId; at: number } {
    const actor = deps.actor();
    return { ...(actor && { by: actor.member }), at };
  }

  function deviceOf(member: MemberId, device: NewDevice, at: number): RegisterWrite[] {
    const path = pathOf('device', device.id, 'info');
    if (registers.at(path)) return [];
    // Whoever comes in by another device after having been removed is in the family again.
    const isMarked = registers.entity('member', member)?.life?.value?.deleted === true;
    const life = { path: pathOf('member', member, 'life'), value: { deleted: false, ...stamp(at) } };
    return [{ path, value: { member, name: device.name.trim(), at } }, ...(isMarked ? [life] : [])];
  }

  return {
    seedFamily({ familyName, member, device, listNames }) {
      const at = deps.now();
      const made = { by: member.id, at };
      const [first, second] = orderKeysBetween(null, null, 2, deps.randomBit);
      const list = (name: string, kind: string, order: string | undefined) => ({
        path: pathOf('list', newId<ListId>(), 'core'),
        value: { name: name.trim(), kind, order, ...made },
      });
      write([
        { path: pathOf('family', '', 'name'), value: { name: familyName.trim(), ...made } },
        {
          path: pathOf('member', member.id, 'profile'),
          value: { name: member.name.trim(), colour: member.colour, at },
        },
        ...deviceOf(member.id, device, at),
        list(listNames.groceries, 'groceries', first),
        list(listNames.todo, 'todo', second),
      ]);
    },
    addMember({ id, name, device }) {
      const at = deps.now();
      const path = pathOf('member', id, 'profile');
      write([...(registers.at(path) ? [] : [{ path, value: { name: name.trim(), at } }]), ...deviceOf(id, device, at)]);
    },
    addDevice({ member, device }) {
      write(deviceOf(member, device, deps.now()));
    },
    removeMember(id) {
      const member = readMember(registers, id);
      if (!member || member.isMarkedRemoved) return;
      write([{ path: pathOf('member', id, 'life'), value: { deleted: true, ...stamp(deps.now()) } }]);
    },
  };
}
