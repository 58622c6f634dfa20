import type { When } from '../protocol/event-values.ts';
import type { EventId, FeedId, ListId } from '../protocol/ids.ts';
import type { Item } from './entries.ts';
import type { EntryIndex } from './entry-index.ts';
import { type FamilyEvent, type OwnRegisters, readEvent } from './events.ts';
import { feedEventsOf } from './feed-registers.ts';
import { type FeedEvent, readFeed } from './feeds.ts';
import { type ActiveDevices, memberRows } from './members.ts';
import { byOrder } from './order.ts';
import { sumQuantities } from './quantities.ts';
import type { Registers } from './registers.ts';

/**
 * Everything readable of a family, in plain JSON that a person can keep. Every addition is its own entry; what is
 * deleted is marked.
 */
export interface FamilyExport {
  format: 'family-os';
  version: 1;
  family: { name: string };
  members: { id: string; name: string; colour: string; removed: boolean; devices: string[] }[];
  /** A list whose own name cannot be read is there with an empty one, for its entries' sake. */
  lists: {
    id: string;
    name: string;
    kind: string;
    colour?: string;
    icon?: string;
    archived: boolean;
    template: boolean;
    deleted: boolean;
    entries: ExportedEntry[];
  }[];
  events: ExportedEvent[];
  feeds: ExportedFeed[];
}

/** Moments (`addedAt`, `doneAt`) are ISO 8601 in UTC; `addedBy`, `doneBy` and `who` are member ids. */
interface ExportedEntry {
  id: string;
  title: string;
  quantities: { amount: number; unit?: string | undefined }[];
  note?: string;
  link?: { url: string; title: string };
  who: string[];
  due?: string;
  dueTime?: string;
  category?: string;
  repeat?: { rrule: string; from: string };
  rotation?: string[];
  priority?: number;
  /** The id of the entry that this one is a part of. */
  parent?: string;
  addedBy?: string;
  addedAt: string;
  done: boolean;
  doneBy?: string;
  doneAt?: string;
  deleted: boolean;
}

/** A calendar that is followed. Its address may be a key to somebody's calendar, and this file is open to read: of it the site alone. */
interface ExportedFeed {
  id: string;
  name: string;
  colour?: string;
  from: { site: string } | { country: string; region?: string | undefined };
  everyHours: number;
  events: readonly FeedEvent[];
  deleted: boolean;
}

interface ExportedEvent {
  id: string;
  title: string;
  when: When;
  who: string[];
  place?: string;
  notes?: string;
  category?: string;
  link?: { url: string; title: string };
  /** Minutes before the start. */
  reminders?: number[];
  needsSomeone?: true;
  birthday?: true;
  /** Of what was imported: its name in iCalendar, and properties kept as they came. */
  uid?: string;
  extra?: string[];
  /**
   * Of a series: occurrences by their original local start. `skipped` were taken out, `changed` differ by themselves, and
   * from those of `parts` on the series goes on with other fields or times, or ends. Null is none.
   */
  skipped?: string[];
  changed?: Record<string, Record<string, unknown>>;
  parts?: Record<string, Record<string, unknown>>;
  addedBy?: string;
  addedAt: string;
  deleted: boolean;
}

/** Reads the whole document into an export; of the devices, those that may connect. */
export function exportFamily(registers: Registers, entries: EntryIndex, active: ActiveDevices): FamilyExport {
  // Schemas have checked every id on its way in.
  const eventIds = [...registers.ids('event')] as EventId[];
  return {
    format: 'family-os',
    version: 1,
    family: { name: registers.entity('family', '')?.name?.value?.name ?? '' },
    members: memberRows(registers, undefined, active).map(({ id, name, colour, isRemoved, devices }) => ({
      id,
      name,
      colour,
      removed: isRemoved,
      devices: devices.map((device) => device.name),
    })),
    lists: allLists(entries)
      .sort(byOrder)
      .map(({ id, name, kind, colour, icon, isArchived, isTemplate, isLive, isKnown }) => ({
        id,
        name,
        kind,
        ...(colour && { colour }),
        ...(icon !== undefined && { icon }),
        archived: isArchived,
        template: isTemplate,
        deleted: isKnown && !isLive,
        entries: [...entries.itemsIn(id)].sort(byOrder).map(exportEntry),
      })),
    events: eventIds
      .map((id) => readEvent(registers, id))
      .filter((event) => event !== undefined)
      .sort((a, b) => (a.when.start < b.when.start ? -1 : a.when.start > b.when.start ? 1 : a.id < b.id ? -1 : 1))
      .map(exportEvent),
    feeds: ([...registers.ids('feed')] as FeedId[]).sort().flatMap((id) => exportFeed(registers, id)),
  };
}

function allLists(entries: EntryIndex) {
  return [...entries.listIds({ withUnknown: true })]
    .map((id: ListId) => entries.list(id))
    .filter((list) => list !== undefined);
}

function exportFeed(registers: Registers, id: FeedId): ExportedFeed[] {
  const feed = readFeed(registers, id);
  if (!feed) return [];
  const { name, colour, source, everyHours, isDeleted } = feed;
  const from =
    source.kind === 'web'
      ? { site: new URL(source.url).origin }
      : { country: source.country, ...(source.region !== undefined && { region: source.region }) };
  const events = [...feedEventsOf(registers, id).values()];
  return [{ id, name, ...(colour && { colour }), from, everyHours, events, deleted: isDeleted }];
}

function exportEntry(item: Item): ExportedEntry {
  return {
    id: item.id,
    title: item.title,
    quantities: sumQuantities([item.amount]),
    ...(item.note !== undefined && { note: item.note }),
    ...(item.link && { link: item.link }),
    who: [...item.who],
    ...(item.due !== undefined && { due: item.due }),
    ...(item.dueTime !== undefined && { dueTime: item.dueTime }),
    ...(item.category !== undefined && { category: item.category }),
    ...(item.repeat && { repeat: item.repeat }),
    ...(item.rotation.length > 0 && { rotation: [...item.rotation] }),
    ...(item.priority && { priority: item.priority }),
    ...(item.parent && { parent: item.parent }),
    ...(item.by && { addedBy: item.by }),
    addedAt: moment(item.at),
    done: item.done !== null,
    ...(item.done?.by && { doneBy: item.done.by }),
    ...(item.done && { doneAt: moment(item.done.at) }),
    deleted: item.isDeleted,
  };
}

function exportEvent(event: FamilyEvent): ExportedEvent {
  const { id, fields, when, uid, by, at, isDeleted } = event;
  const { title, who, place, notes, category, link, reminders, needsSomeone, birthday, extra } = fields;
  return {
    id,
    title,
    when,
    who: [...who],
    ...(place !== undefined && { place }),
    ...(notes !== undefined && { notes }),
    ...(category !== undefined && { category }),
    ...(link && { link }),
    ...(reminders && reminders.length > 0 && { reminders: reminders.map(({ minutes }) => minutes) }),
    ...(needsSomeone && { needsSomeone }),
    ...(birthday && { birthday }),
    ...(uid !== undefined && { uid }),
    ...(extra && { extra: [...extra] }),
    ...exportSeries(event),
    ...(by && { addedBy: by }),
    addedAt: moment(at),
    deleted: isDeleted,
  };
}

function exportSeries({ excluded, changed, course, splits }: FamilyEvent) {
  const said = (registers: OwnRegisters | undefined) => {
    const values = Object.entries(registers ?? {}).map(
      ([field, register]) => [field, register?.value?.[field]] as const,
    );
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  };
  const changes = [...changed].map(([name, { registers }]) => [name, said(registers)] as const);
  const parts = course.splits.map(({ occurrence, isEnd }) => {
    return [occurrence, { ...said(splits.get(occurrence)), ...(isEnd && { ends: true }) }] as const;
  });
  const own = changes.filter(([, values]) => Object.keys(values).length > 0);
  return {
    ...(excluded.size > 0 && { skipped: [...excluded].sort() }),
    ...(own.length > 0 && { changed: Object.fromEntries(own) }),
    ...(parts.length > 0 && { parts: Object.fromEntries(parts) }),
  };
}

/**
 * Moments come from other devices' clocks and can be anything; a date that JavaScript cannot write must not cost the
 * export.
 */
function moment(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
