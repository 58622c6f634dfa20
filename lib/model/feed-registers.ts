import type { EventSource } from '../protocol/event-values.ts';
import type { EventId, FeedId } from '../protocol/ids.ts';
import type { Register } from './decode-register.ts';
import { digest } from './digest.ts';
import { type FeedEvent, readFeed, readFeedEvents } from './feeds.ts';
import { type GroupOf, type Kind, pathOf, SCHEMA_VERSION } from './groups.ts';
import type { Changes, Entity, Registers } from './registers.ts';
import { stableJson } from './stable-json.ts';

/**
 * The document's registers with the events of its feeds among them: to whoever reads, a feed's event is an entity like
 * any other, made of the feed's one value; registers that the family has for it (hidden, reminders) stand over that.
 */
export interface FeedRegisters extends Registers {
  /** The changes of a transaction, with the feed events that it added, changed or took away. Called once for each. */
  widen(changes: Changes): Changes;
  /** Whether an event is a feed's. */
  isFeedEvent(id: string): boolean;
}

interface Shown {
  /** Of the value whose events these are, and of how the feed is called and coloured. */
  readonly version: string;
  readonly events: ReadonlyMap<string, Entity<'event'>>;
}

export function createFeedRegisters(registers: Registers): FeedRegisters {
  const shown = new Map<string, Shown>();
  const owners = new Map<string, Entity<'event'>>();

  /** Brings one feed up to date; answers the events that are not what they were. */
  function take(feed: FeedId): Set<string> {
    const now = readFeed(registers, feed);
    const stored = now === undefined || now.isDeleted ? undefined : registers.entity('feed', feed)?.events;
    const source: EventSource = {
      feed,
      ...(now && { name: now.name }),
      ...(now?.colour !== undefined && { colour: now.colour }),
    };
    const version = stored && `${stored.version} ${stableJson(source)}`;
    const before = shown.get(feed);
    const changed = new Set<string>();
    if (before?.version === version) return changed;
    const events = new Map<string, Entity<'event'>>();
    for (const event of readFeedEvents(stored?.value?.events ?? [])) events.set(event.id, entityOf(source, event));
    for (const [id, entity] of events) {
      if (before?.events.get(id)?.core?.version !== entity.core?.version) changed.add(id);
      owners.set(id, entity);
    }
    for (const id of before?.events.keys() ?? []) {
      if (events.has(id)) continue;
      owners.delete(id);
      changed.add(id);
    }
    if (version !== undefined) shown.set(feed, { version, events });
    else shown.delete(feed);
    return changed;
  }

  for (const id of registers.ids('feed')) take(id as FeedId);

  function* eventIds(): Iterable<string> {
    yield* owners.keys();
    for (const id of registers.ids('event')) if (!owners.has(id)) yield id;
  }

  return {
    ...registers,
    entity<K extends Kind>(kind: K, id: string): Entity<K> | undefined {
      const own = registers.entity(kind, id);
      const feeds = kind === 'event' ? owners.get(id) : undefined;
      return feeds ? ({ ...feeds, ...own } as Entity<K>) : own;
    },
    ids: (kind) => (kind === 'event' && owners.size > 0 ? eventIds() : registers.ids(kind)),
    isFeedEvent: (id) => owners.has(id),
    widen(changes) {
      const feeds = changes.get('feed');
      if (!feeds) return changes;
      const events = new Set(changes.get('event'));
      for (const feed of feeds) for (const id of take(feed as FeedId)) events.add(id);
      return events.size === 0 ? changes : new Map([...changes, ['event', events]]);
    },
  };
}

/** A feed's event as registers: its core, and what it says of single occurrences. */
function entityOf(source: EventSource, event: FeedEvent): Entity<'event'> {
  const { id, ex = [], occ = [], ...core } = event;
  const version = digest(stableJson([event, source]));
  const register = (group: string, value: Record<string, unknown>): Register => ({
    path: pathOf('event', id, group as GroupOf<'event'>),
    address: null,
    state: 'read',
    version,
    schemaVersion: SCHEMA_VERSION,
    raw: value,
    value,
  });
  const groups: Record<string, Register> = {
    core: register('core', { ...core, who: [], source, at: 0 }),
  };
  for (const occurrence of ex) groups[`ex:${occurrence}`] = register(`ex:${occurrence}`, { excluded: true, at: 0 });
  for (const { occurrence, change } of occ) {
    for (const [field, value] of Object.entries(change)) {
      const group = `occ:${occurrence}:${field}`;
      groups[group] = register(group, { [field]: value, at: 0 });
    }
  }
  // Every value came from the schema of the group it stands for.
  return groups as Entity<'event'>;
}

/** Ids of the events that a feed has, for those who replace them. */
export function feedEventsOf(registers: Registers, feed: FeedId): ReadonlyMap<EventId, FeedEvent> {
  const stored = registers.entity('feed', feed)?.events?.value?.events ?? [];
  return new Map(readFeedEvents(stored).map((event) => [event.id, event]));
}
