import type { CommandBody } from '../../lib/protocol/commands.ts';
import type { Query, RowOf } from '../../lib/protocol/queries.ts';
import type { Outcome } from '../../lib/stores/worker-client.ts';
import { createMemoryBrowser, type MemoryBrowser, type MemoryPage } from './memory-browser.ts';
import { createMemoryRelay, type MemoryRelay } from './memory-relay.ts';
import { createSeededRandom } from './seeded-random.ts';
import { installSeededRealm, type SeededRealm } from './seeded-realm.ts';

/** A relay and browsers in one process, where nothing moves by itself. Everything comes from the seed. */
export interface MemoryWorld {
  readonly realm: SeededRealm;
  readonly relay: MemoryRelay;
  readonly browsers: readonly MemoryBrowser[];
  addBrowser(name: string): MemoryBrowser;
  /** Lets everything flow until nothing is left to do: frames, writes, whatever they cause. No time passes. */
  flow(): Promise<void>;
  /** Time passes, and everything flows as it does. */
  flowFor(ms: number): Promise<void>;
  /** Sends a command from the browser's page (its last, or a new one) and lets everything flow until it is answered. */
  run(browser: MemoryBrowser, body: CommandBody): Promise<Outcome>;
  /** What a page shows of a query once everything has flowed. */
  rows<Q extends Query>(browser: MemoryBrowser, query: Q): Promise<RowOf<Q['type']>[]>;
  /** Creates a family in the first browser and lets the others join it by invite; everybody is in sync afterwards. */
  foundFamily(...browsers: MemoryBrowser[]): Promise<void>;
  join(browser: MemoryBrowser, from: MemoryBrowser): Promise<void>;
  /** Ends everything, gives the process its globals back, and throws what was thrown where nobody could catch it. */
  close(): Promise<void>;
}

/** Only one at a time. */
export function createMemoryWorld(seed = 1): MemoryWorld {
  const realm = installSeededRealm(seed);
  const random = createSeededRandom(seed ^ 0x5f3759df);
  const relay = createMemoryRelay();
  const browsers: MemoryBrowser[] = [];

  const pageOf = (browser: MemoryBrowser): MemoryPage => browser.pages.at(-1) ?? browser.openPage();

  async function flow(): Promise<void> {
    for (;;) {
      await relay.drain(realm.settle);
      const waiting = browsers.flatMap(({ disk, keyWrites }) => [disk, keyWrites]).filter((it) => it.waiting > 0);
      if (waiting.length === 0) return;
      for (const it of waiting) it.write();
    }
  }

  async function answered(browser: MemoryBrowser, body: CommandBody): Promise<Outcome> {
    let outcome: Outcome | undefined;
    void pageOf(browser)
      .run(body)
      .then((answer) => {
        outcome = answer;
      });
    // A page whose worker was just killed tries again after up to a second.
    for (let round = 0; round < 40 && outcome === undefined; round++) await world.flowFor(round === 0 ? 1 : 250);
    if (outcome === undefined) throw new Error(`${browser.name}: no answer to ${body.type}`);
    return outcome;
  }

  const world: MemoryWorld = {
    realm,
    relay,
    browsers,
    flow,
    addBrowser(name) {
      const browser = createMemoryBrowser({
        name,
        relay,
        clock: realm.clock,
        random: random.next,
        // Yjs lets the higher client win among concurrent writes.
        nextClientId: () => random.below(2 ** 32),
      });
      browsers.push(browser);
      return browser;
    },
    async flowFor(ms) {
      await flow();
      const end = realm.clock.now() + ms;
      while (realm.clock.runNext(end - realm.clock.now())) await flow();
      realm.clock.advance(end - realm.clock.now());
    },
    run: answered,
    async rows(browser, query) {
      const live = pageOf(browser).live(query);
      await flow();
      if (!live.isLive.peek()) await world.flowFor(1_000);
      const rows = [...live.rows.peek().values()];
      live.close();
      return rows;
    },
    async join(browser, from) {
      const invite = await answered(from, { type: 'makeInvite' });
      if (!invite.ok) throw new Error(`${from.name} cannot invite: ${invite.error}`);
      const link = String(invite.value?.link);
      const joined = await answered(browser, { type: 'joinFamily', invite: link, yourName: browser.name });
      if (!joined.ok) throw new Error(`${browser.name} cannot join: ${joined.error}`);
    },
    async foundFamily(founder, ...others) {
      const made = await answered(founder, { type: 'createFamily', yourName: founder.name, familyName: 'Sanchez' });
      if (!made.ok) throw new Error(`no family: ${made.error}`);
      for (const other of others) await world.join(other, founder);
      await flow();
    },
    async close() {
      for (const browser of browsers) browser.close();
      await realm.settle();
      realm.restore();
    },
  };
  return world;
}
