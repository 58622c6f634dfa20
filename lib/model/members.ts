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
  const rows: (MemberRow & { at: number })[] = [];
  for (const id of registers.ids('member') as Iterable<MemberId>) {
    const profile = registers.entity('member', id)?.profile?.value;
    if (!profile) continue;
    const own = (devices.get(id) ?? []).sort((a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1));
    const { name, colour, at } = profile;
    rows.push({ id, name, colour, isYou: id === actor?.member, devices: own, at });
  }
  return rows.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ at: _, ...row }) => row);
}

/** The first colour that nobody has; with more members than colours they repeat in turn. */
export function freeColour(members: readonly Pick<MemberRow, 'colour'>[]): MemberColour {
  const used = new Set(members.map(({ colour }) => colour));
  const [first] = MEMBER_COLOURS;
  return (
    MEMBER_COLOURS.find((colour) => !used.has(colour)) ??
    MEMBER_COLOURS[members.length % MEMBER_COLOURS.length] ??
    first
  );
}
