import type { AccessRow } from '../../lib/protocol/access-row.ts';
import { type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import type { SessionRow, SyncRow } from '../../lib/protocol/queries.ts';
import type { MemberRow } from '../../lib/protocol/values.ts';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../doubles/memory-world.ts';

/** A family's browsers and their relay, with what tests of members do to them. */
export interface MembersStage {
  readonly world: MemoryWorld;
  browser(name: string): MemoryBrowser;
  session(browser: MemoryBrowser): Promise<SessionRow | undefined>;
  sync(browser: MemoryBrowser): Promise<SyncRow | undefined>;
  access(browser: MemoryBrowser): Promise<AccessRow | undefined>;
  members(browser: MemoryBrowser): Promise<MemberRow[]>;
  member(browser: MemoryBrowser, name: string): Promise<MemberRow>;
  titles(browser: MemoryBrowser): Promise<string[]>;
  /** The first who waits, as this browser sees it; throws where nobody does. */
  waiting(browser: MemoryBrowser): Promise<AccessRow['waiting'][number]>;
  list(browser: MemoryBrowser): Promise<ListId>;
  add(browser: MemoryBrowser, ...titles: string[]): ReturnType<MemoryWorld['run']>;
  /** An invite link; throws where none is made. */
  invite(browser: MemoryBrowser): Promise<string>;
  /** Time for a new epoch, a reconnection or a poll. */
  settle(ms?: number): Promise<void>;
}

export function createMembersStage(seed = 41): MembersStage {
  const world = createMemoryWorld(seed);
  let list: ListId | undefined;
  const one = async <T>(rows: Promise<T[]>): Promise<T | undefined> => (await rows)[0];

  async function listOf(browser: MemoryBrowser): Promise<ListId> {
    const lists = await world.rows(browser, { type: 'lists' });
    list ??= lists.find(({ name }) => name === 'To-do')?.id;
    return list ?? newId<ListId>();
  }

  const stage: MembersStage = {
    world,
    browser: (name) => world.addBrowser(name),
    session: (browser) => one(world.rows(browser, { type: 'session' })),
    sync: (browser) => one(world.rows(browser, { type: 'sync' })),
    access: (browser) => one(world.rows(browser, { type: 'access' })),
    members: (browser) => world.rows(browser, { type: 'members' }),
    async member(browser, name) {
      const row = (await stage.members(browser)).find((it) => it.name === name);
      if (row === undefined) throw new Error(`${browser.name} knows no ${name}`);
      return row;
    },
    list: listOf,
    async waiting(browser) {
      const [first] = (await stage.access(browser))?.waiting ?? [];
      if (first === undefined) throw new Error('nobody waits');
      return first;
    },
    async titles(browser) {
      const rows = await world.rows(browser, { type: 'list', list: await listOf(browser) });
      return rows.map(({ title }) => title).sort();
    },
    async add(browser, ...titles) {
      const items = titles.map((title) => ({ id: newId<ItemId>(), title }));
      return world.run(browser, { type: 'addItems', list: await listOf(browser), items });
    },
    async invite(browser) {
      const made = await world.run(browser, { type: 'makeInvite' });
      if (!made.ok) throw new Error(`no invite: ${made.error}`);
      return String(made.value?.link);
    },
    settle: (ms = 6_000) => world.flowFor(ms),
  };
  return stage;
}
