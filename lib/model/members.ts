import type { DeviceId, MemberId } from '../protocol/ids.ts';
import { MEMBER_COLOURS, type MemberColour, type MemberRow } from '../protocol/values.ts';
import type { Registers } from './registers.ts';

/** Who acts through this document on this device. */
export interface Actor {
  readonly member: MemberId;
  readonly device: DeviceId;
}

/**
 * All members in the order in which they joined, each with its devices, oldest first. A device whose member is not
 * known is left out.
 */
export function memberRows(registers: Registers, actor: Actor | undefined): MemberRow[] {
  const devices = new Map<string, MemberRow['devices']>();
  for (const id of registers.ids('device') as Iterable<DeviceId>) {
    const info = registers.entity('device', id)?.info?.value;
    if (!info) continue;
    const device = { id, name: info.name, addedAt: info.at, isThis: id === actor?.device };
    devices.set(info.member, [...(devices.get(info.member) ?? []), device]);
  }
  const profiles = [];
  for (const id of registers.ids('member') as Iterable<MemberId>) {
    const profile = registers.entity('member', id)?.profile?.value;
    if (profile) profiles.push({ id, ...profile });
  }
  profiles.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  // Given out at reading, in the order of joining: members who join at once, each without knowing of the other, differ all the same.
  const used = new Set<MemberColour>(profiles.flatMap(({ colour }) => colour ?? []));
  return profiles.map(({ id, name, colour: chosen }, index) => {
    const colour = chosen ?? freeColour(used, index);
    used.add(colour);
    const own = (devices.get(id) ?? []).sort((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1));
    return { id, name, colour, isYou: id === actor?.member, devices: own };
  });
}

/** The first colour that nobody has; with more members than colours they repeat. */
function freeColour(used: ReadonlySet<MemberColour>, index: number): MemberColour {
  const [first] = MEMBER_COLOURS;
  return MEMBER_COLOURS.find((colour) => !used.has(colour)) ?? MEMBER_COLOURS[index % MEMBER_COLOURS.length] ?? first;
}
