import type { AccessRow } from '../../../lib/protocol/access-row.ts';
import type { OccurrenceRow, When } from '../../../lib/protocol/event-values.ts';
import type { DeviceId, EventId, ItemId, ListId, MemberId, RoomId } from '../../../lib/protocol/ids.ts';
import type { SessionRow, SyncRow } from '../../../lib/protocol/queries.ts';
import type { EntryRow, ListRow, MemberRow } from '../../../lib/protocol/values.ts';

/** Rows for tests of the stores: short ids, and only what a test cares about. */

export const GROCERIES = 'groceries' as ListId;
export const TODO = 'todo' as ListId;
export const ANA = 'ana' as MemberId;
export const BEN = 'ben' as MemberId;

export function listRow(part: Partial<ListRow> = {}): ListRow {
  return { id: GROCERIES, name: 'Groceries', kind: 'groceries', order: 'a0', openCount: 0, ...part };
}

export function entry(id: string, part: Partial<EntryRow> = {}): EntryRow {
  return {
    id: id as ItemId,
    ids: [id as ItemId],
    list: GROCERIES,
    title: id,
    quantities: [],
    who: [],
    at: 0,
    done: null,
    order: id,
    version: '1',
    ...part,
  };
}

export function sessionRow(part: Partial<SessionRow> = {}): SessionRow {
  return {
    id: 'session',
    state: 'ready',
    family: { id: 'room' as RoomId, name: 'Sanchez' },
    me: ANA,
    fromNewer: 0,
    unreadable: 0,
    ...part,
  };
}

export function syncRow(part: Partial<SyncRow> = {}): SyncRow {
  return { id: 'sync', state: 'synced', unsent: 0, host: '127.0.0.1:1999', ...part };
}

export function member(id: MemberId, name: string, part: Partial<MemberRow> = {}): MemberRow {
  return { id, name, colour: 'rose', isYou: id === ANA, isRemoved: false, devices: [], ...part };
}

/** A browser of somebody. */
export function device(id: string, name: string, isThis = false): MemberRow['devices'][number] {
  return { id: id as DeviceId, name, addedAt: 0, isThis };
}

export function accessRow(part: Partial<AccessRow> = {}): AccessRow {
  return {
    id: 'access',
    approval: false,
    invites: [],
    waiting: [],
    unknownDevices: [],
    recovery: null,
    here: [],
    seen: [],
    ...part,
  };
}

export function occurrence(
  title: string,
  firstDay: string,
  part: { lastDay?: string; at?: string; to?: string; who?: MemberId[] } = {},
): OccurrenceRow {
  const lastDay = part.lastDay ?? firstDay;
  const when: When =
    part.at === undefined
      ? { allDay: true, start: firstDay, end: '9999-12-31' }
      : {
          allDay: false,
          start: `${firstDay}T${part.at}`,
          end: `${lastDay}T${part.to ?? part.at}`,
          zone: 'Europe/Madrid',
        };
  return {
    id: `${title}/${when.start}`,
    event: title as EventId,
    title,
    when,
    firstDay,
    lastDay,
    who: part.who ?? [],
    at: 0,
    version: '1',
    ...(part.at === undefined ? {} : { startsAt: part.at, endsAt: part.to ?? part.at }),
  };
}
