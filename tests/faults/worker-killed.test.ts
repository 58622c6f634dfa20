import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandBody } from '../../lib/protocol/commands.ts';
import { type CommandId, type EventId, type ItemId, type ListId, newId } from '../../lib/protocol/ids.ts';
import type { MemoryBrowser } from '../doubles/memory-browser.ts';
import { createMemoryWorld, type MemoryWorld } from '../doubles/memory-world.ts';

let world: MemoryWorld;
let ana: MemoryBrowser;
let ben: MemoryBrowser;

beforeEach(async () => {
  world = createMemoryWorld(7);
  ana = world.addBrowser('Ana');
  ben = world.addBrowser('Ben');
  await world.foundFamily(ana, ben);
});
afterEach(() => world.close());

const listNamed = async (browser: MemoryBrowser, name: string) => {
  const list = (await world.rows(browser, { type: 'lists' })).find((row) => row.name === name);
  if (list === undefined) throw new Error(`no list ${name}`);
  return list.id;
};
const titles = async (browser: MemoryBrowser, list: ListId) =>
  (await world.rows(browser, { type: 'list', list })).map(({ title, done }) => (done ? `x ${title}` : title)).sort();

/** Every effect that the worker has on the outside while `work` runs, in order. */
async function stepsOf(browser: MemoryBrowser, work: () => Promise<unknown>): Promise<string[]> {
  const steps: string[] = [];
  browser.onStep = (step) => steps.push(step);
  await work();
  browser.onStep = () => {};
  return steps;
}

type Survives = 'nothing' | 'everything';

/**
 * Runs `scene` again and again, the worker being killed just before its first effect, then before its second, and so on, until it has no more
 * effects to be killed before. `arm` starts counting; `disarm` tells whether it was killed.
 */
async function killedAtEveryStep(
  survives: Survives,
  scene: (it: { arm(browser: MemoryBrowser): void; disarm(): boolean; step: number }) => Promise<void>,
): Promise<void> {
  const kept = survives === 'everything' ? Number.POSITIVE_INFINITY : 0;
  let isKilled = true;
  let step = 0;
  for (; isKilled; step++) {
    let left = step;
    let armed: MemoryBrowser | undefined;
    isKilled = false;
    await scene({
      step,
      arm(browser) {
        armed = browser;
        browser.onStep = () => {
          if (left-- > 0 || isKilled) return;
          isKilled = true;
          browser.killWorker({ kept, keptKeys: kept });
        };
      },
      disarm() {
        if (armed !== undefined) armed.onStep = () => {};
        return isKilled;
      },
    });
  }
  expect(step).toBeGreaterThan(3);
}

describe('a worker that is killed while a command is on its way', () => {
  test('has these moments to be killed at', async () => {
    const list = await listNamed(ana, 'Groceries');
    const add = () => world.run(ana, { type: 'addItems', list, items: [{ id: newId<ItemId>(), title: 'Milk' }] });
    const steps = await stepsOf(ana, add);
    expect([...new Set(steps)]).toEqual([
      // The page has put the command into the outbox, the worker has executed it: the disk writes, nothing is confirmed.
      'flush',
      'storage set unsent',
      // Stored, not acknowledged.
      'storage remove outbox',
      // Acknowledged next.
      'answer',
    ]);
    // Once that it is unsent; and once, when the relay's receipt comes, that nothing is.
    expect(steps.filter((step) => step === 'storage set unsent')).toHaveLength(2);
  });

  const DEEDS: [name: string, deed: (list: ListId, milk: ItemId) => CommandBody, expected: string[]][] = [
    ['adding', (list) => ({ type: 'addItems', list, items: [{ id: newId(), title: 'Bread' }] }), ['Bread', 'Milk']],
    ['ticking', (_, milk) => ({ type: 'setDone', ids: [milk], done: true }), ['x Milk']],
    ['renaming', (_, milk) => ({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk' } }), ['Oat milk']],
    ['deleting', (_, milk) => ({ type: 'deleteItems', ids: [milk] }), []],
  ];

  for (const [name, deed, expected] of DEEDS) {
    for (const survives of ['nothing', 'everything'] as Survives[]) {
      for (const isPageOpen of [true, false]) {
        const how = `${survives} of its writes under way survives, the page is ${isPageOpen ? 'still open' : 'closed'}`;
        test(`${name}: nothing is lost and nothing doubled, wherever it is killed (${how})`, async () => {
          await killedAtEveryStep(survives, async ({ arm, disarm, step }) => {
            // To-do shows every addition as a row of its own.
            const list = newId<ListId>();
            await world.run(ana, { type: 'addList', id: list, name: 'Trip', kind: 'plain' });
            const milk = newId<ItemId>();
            await world.run(ana, { type: 'addItems', list, items: [{ id: milk, title: 'Milk' }] });
            await world.flowFor(1_000);

            const page = ana.openPage();
            await world.flow();
            arm(ana);
            const sent = page.send(deed(list, milk));
            await sent.kept;
            await world.flow();
            if (!isPageOpen) {
              for (const open of ana.pages) ana.closePage(open);
            }
            disarm();
            ana.startWorker();
            await world.flowFor(5_000);

            expect(await titles(ana, list), `Ana, killed before effect ${step}`).toEqual(expected);
            expect(await titles(ben, list), `Ben, killed before effect ${step}`).toEqual(expected);
            if (isPageOpen) expect(await sent.outcome).toMatchObject({ ok: true });
            expect(await ana.keyValue.list('outbox/')).toEqual({});
            expect(await ana.keyValue.list('set-aside/')).toEqual({});
            for (const open of ana.pages) ana.closePage(open);
          });
        });
      }
    }
  }

  test('what was taken back stays taken back, and only once', async () => {
    const list = await listNamed(ana, 'Groceries');
    await killedAtEveryStep('nothing', async ({ arm, disarm, step }) => {
      const added = await world.run(ana, { type: 'addItems', list, items: [{ id: newId(), title: `Milk ${step}` }] });
      if (!added.ok || !added.inverse) throw new Error('nothing to take back');
      await world.flowFor(1_000);
      arm(ana);
      expect(await world.run(ana, { type: 'undo', inverse: added.inverse })).toMatchObject({ ok: true });
      disarm();
      expect(await titles(ben, list)).toEqual([]);
      expect(await titles(ana, list)).toEqual([]);
    });
  });

  test('an event is there once', async () => {
    await killedAtEveryStep('nothing', async ({ arm, disarm, step }) => {
      arm(ana);
      const when = { allDay: true as const, start: `2026-12-0${step + 1}`, end: `2026-12-0${step + 2}` };
      const event = { id: newId<EventId>(), title: 'Trip', when, who: [], place: null, notes: null };
      expect(await world.run(ana, { type: 'addEvent', ...event })).toMatchObject({ ok: true });
      disarm();
      const agenda = await world.rows(ben, { type: 'agenda', from: when.start, to: when.start, zone: 'UTC' });
      expect(agenda.filter(({ event: id }) => id === event.id)).toHaveLength(1);
    });
  });

  test('commands that were left behind come before the one that is sent now, which may build on them', async () => {
    const list = await listNamed(ana, 'Groceries');
    const milk = newId<ItemId>();
    ana.killWorker();
    const left = { type: 'addItems' as const, list, items: [{ id: milk, title: 'Milk' }] };
    const id = newId<CommandId>();
    await ana.keyValue.set(`outbox/${id}`, { id, at: world.realm.clock.now(), body: left });
    const page = ana.openPage();
    const ticked = page.run({ type: 'setDone', ids: [milk], done: true });
    await world.flowFor(5_000);
    expect(await ticked).toMatchObject({ ok: true });
    expect(await titles(ben, list)).toEqual(['x Milk']);
  });

  test('what was added from a tab, where no page remembers it, is there once', async () => {
    const list = await listNamed(ana, 'Groceries');
    const capture = { pageUrl: 'https://example.org/soup', pageTitle: 'Soup' };
    await killedAtEveryStep('nothing', async ({ arm, disarm, step }) => {
      arm(ana);
      void ana.worker?.addFromTab({ ...capture, pageTitle: `Soup ${step}` });
      await world.flow();
      disarm();
      ana.startWorker();
      await world.flowFor(5_000);
      // Killed before it could note anything, it has not said "added" either.
      const expected = step === 0 ? [] : [`Soup ${step}`];
      for (const browser of [ana, ben])
        expect((await titles(browser, list)).filter((it) => it === `Soup ${step}`)).toEqual(expected);
    });
  });

  test('what it had stored and not noted as unsent still counts as unsent until the relay has it', async () => {
    const list = await listNamed(ana, 'Groceries');
    ana.line.setUp(false);
    // The change reaches the disk, the note does not.
    ana.onStep = (step) => {
      if (step !== 'storage set unsent') return;
      ana.onStep = () => {};
      ana.killWorker({ kept: Number.POSITIVE_INFINITY });
    };
    const page = ana.openPage();
    const sync = page.live({ type: 'sync' });
    const added = page.run({ type: 'addItems', list, items: [{ id: newId(), title: 'Milk' }] });
    await world.flowFor(5_000);
    expect(await added).toMatchObject({ ok: true });
    expect([...sync.rows.peek().values()]).toMatchObject([{ state: 'offline', unsent: 1 }]);
    ana.killWorker();
    await world.flowFor(5_000);
    expect([...sync.rows.peek().values()]).toMatchObject([{ state: 'offline', unsent: 1 }]);
    ana.line.setUp(true);
    await world.flowFor(90_000);
    expect([...sync.rows.peek().values()]).toMatchObject([{ state: 'synced', unsent: 0 }]);
    expect(await titles(ben, list)).toEqual(['Milk']);
  });
});

describe('a worker that is killed while it is being used for the first time', () => {
  for (const survives of ['nothing', 'everything'] as Survives[]) {
    for (const isOnline of [true, false]) {
      const how = `${survives} of its writes under way survives, ${isOnline ? 'online' : 'offline'}`;

      test(`creates a whole family or none (${how})`, async () => {
        await killedAtEveryStep(survives, async ({ arm, disarm, step }) => {
          const lea = world.addBrowser(`Léa ${step}`);
          lea.line.setUp(isOnline);
          const page = lea.openPage();
          await world.flow();
          arm(lea);
          void page.run({ type: 'createFamily', yourName: 'Léa', familyName: 'Dupont' });
          await world.flow();
          lea.closePage(page);
          const isKilled = disarm();
          const [session] = await world.rows(lea, { type: 'session' });
          if (session?.state === 'none') {
            expect(isKilled).toBe(true);
            expect(await world.run(lea, { type: 'createFamily', yourName: 'Léa', familyName: 'Dupont' })).toEqual({
              ok: true,
            });
          }
          expect(await world.rows(lea, { type: 'session' })).toMatchObject([
            { state: 'ready', family: { name: 'Dupont' } },
          ]);
          expect(await world.rows(lea, { type: 'members' })).toMatchObject([{ name: 'Léa', isYou: true }]);
          expect(await world.rows(lea, { type: 'lists' })).toHaveLength(2);
        });
      });
    }

    test(`joins once (${survives} of its writes under way survives)`, async () => {
      await killedAtEveryStep(survives, async ({ arm, disarm, step }) => {
        const invite = await world.run(ana, { type: 'makeInvite' });
        const link = invite.ok ? String(invite.value?.link) : '';
        const name = `Léa ${step}`;
        const lea = world.addBrowser(name);
        arm(lea);
        // The page is still there and asks again: it hears that it worked, not that somebody is in a family already.
        expect(await world.run(lea, { type: 'joinFamily', invite: link, yourName: name })).toEqual({ ok: true });
        disarm();
        await world.flowFor(5_000);
        expect((await world.rows(ana, { type: 'members' })).filter((row) => row.name === name)).toHaveLength(1);
        expect((await world.rows(lea, { type: 'members' })).filter((row) => row.isYou)).toMatchObject([{ name }]);
        // Otherwise each further one would have to talk to all of them.
        lea.close();
      });
    });
  }
});
