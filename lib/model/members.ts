import type { DeviceId, MemberId } from '../protocol/ids.ts';
import { MEMBER_COLOURS, type MemberColour, type MemberRow } from '../protocol/values.ts';
import type { Registers } from './registers.ts';

/** Who acts through this document on this device. */
export interface Actor {
  readonly member: MemberId;
  readonly device: DeviceId;
}

/** Devices that may connect, as the family's chain says; null while that is not known. */
export type ActiveDevices = ReadonlySet<DeviceId> | null;

/** A member as it stands now. */
export interface Member {
  readonly id: MemberId;
  readonly name: string;
  /** Chosen by somebody; a member without one gets one that is free. */
  readonly colour: MemberColour | undefined;
  readonly joinedAt: number;
  /** Somebody removed this member, and nobody has let them in since as far as the document says. */
  readonly isMarkedRemoved: boolean;
}

/** A device as it stands now. */
export interface Device {
  readonly id: DeviceId;
  readonly member: MemberId;
  readonly name: string;
  readonly addedAt: number;
}

/** Reads a member. Undefined without a readable profile. */
export function readMember(registers: Registers, id: MemberId): Member | undefined {
  const groups = registers.entity('member', id);
  const profile = groups?.profile?.value;
  if (!profile) return undefined;
  const { name, colour, life } = groups;
  return {
    id,
    name: name?.value?.name ?? profile.name,
    colour: colour?.value ? (colour.value.colour ?? undefined) : profile.colour,
    joinedAt: profile.at,
    isMarkedRemoved: life?.value?.deleted ?? false,
  };
}

/** Reads a device. Undefined without a readable entry of its member's. */
export function readDevice(registers: Registers, id: DeviceId): Device | undefined {
  const groups = registers.entity('device', id);
  const info = groups?.info?.value;
  return info && { id, member: info.member, name: groups.name?.value?.name ?? info.name, addedAt: info.at };
}

/** Whether those who join wait until a member agrees. */
export function isApprovalAsked(registers: Registers): boolean {
  return registers.entity('family', '')?.approval?.value?.approval ?? false;
}

/**
 * All members in the order in which they joined, removed ones too, each with its devices that may connect, oldest
 * first. A device whose member is not known is left out. A member who was marked as removed and has such a device
 * again is in the family; while it is not known which devices may connect, the mark alone says.
 */
export function memberRows(registers: Registers, actor: Actor | undefined, active: ActiveDevices): MemberRow[] {
  const devices = new Map<MemberId, Device[]>();
  for (const id of registers.ids('device') as Iterable<DeviceId>) {
    const device = active && !active.has(id) ? undefined : readDevice(registers, id);
    if (device) devices.set(device.member, [...(devices.get(device.member) ?? []), device]);
  }
  // Schemas have checked every id on its way in.
  const members = [...(registers.ids('member') as Iterable<MemberId>)]
    .map((id) => readMember(registers, id))
    .filter((member) => member !== undefined)
    .sort((a, b) => a.joinedAt - b.joinedAt || (a.id < b.id ? -1 : 1));
  // Given out at reading, in the order of joining: members who join at once, each without knowing of the other, differ
  // all the same. Those removed keep theirs: what they did is still shown in it.
  const used = new Set<MemberColour>(members.flatMap(({ colour }) => colour ?? []));
  return members.map(({ id, name, colour: chosen, isMarkedRemoved }, index) => {
    const colour = chosen ?? freeColour(used, index);
    used.add(colour);
    const own = isMarkedRemoved && !active ? [] : (devices.get(id) ?? []);
    return {
      id,
      name,
      colour,
      isYou: id === actor?.member,
      isRemoved: isMarkedRemoved && own.length === 0,
      devices: own
        .sort((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1))
        .map((device) => ({
          id: device.id,
          name: device.name,
          addedAt: device.addedAt,
          isThis: device.id === actor?.device,
        })),
    };
  });
}

/** The first colour that nobody has; with more members than colours they repeat. */
function freeColour(used: ReadonlySet<MemberColour>, index: number): MemberColour {
  const [first] = MEMBER_COLOURS;
  return MEMBER_COLOURS.find((colour) => !used.has(colour)) ?? MEMBER_COLOURS[index % MEMBER_COLOURS.length] ?? first;
}
