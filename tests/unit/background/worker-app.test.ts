import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ELSEWHERE_MS } from '../../../lib/background/elsewhere.ts';
import { createWorkerApp, type WorkerApp } from '../../../lib/background/worker-app.ts';
import type { CommandBody, CommandResult } from '../../../lib/protocol/commands.ts';
import { type CommandId, type ItemId, newId, type RoomId } from '../../../lib/protocol/ids.ts';
import type { WorkerMessage } from '../../../lib/protocol/messages.ts';
import { type OwnChangeRow, UNDO_DEPTH } from '../../../lib/protocol/own-changes.ts';
import type { ElsewhereRow, Query } from '../../../lib/protocol/queries.ts';
import type { EntryRow, ListRow } from '../../../lib/protocol/values.ts';
import { lineOutside } from '../../../lib/stores/line-outside.ts';
import { toBase64url } from '../../../lib/vault/base64url.ts';
import { makeInviteLink, newInviteSecret } from '../../../lib/vault/invite.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createMemoryCalendars } from '../../doubles/memory-calendars.ts';
import { createMemoryDisk, createMemoryDocStorage } from '../../doubles/memory-doc-storage.ts';
import { createMemoryKeyStore, createMemoryKeyValue } from '../../doubles/memory-key-value.ts';
import { createScriptedRoomSockets } from '../../doubles/scripted-room-sockets.ts';

/** What one browser keeps when its worker dies. */
function createBrowser() {
  return {
    keyValue: createMemoryKeyValue(),
    sessionValue: createMemoryKeyValue(),
    keyStore: createMemoryKeyStore(),
    disk: createMemoryDisk(),
    clock: createFakeClock(),
    sockets: createScriptedRoomSockets(),
    menus: [] as { id: string; title: string }[],
    flashes: [] as string[],
    badge: -1,
    zone: 'Europe/Madrid',
    rings: [] as ((alarm: string) => void)[],
  };
}
type Browser = ReturnType<typeof createBrowser>;

const running: WorkerApp[] = [];
let browser: Browser;

beforeEach(() => {
  browser = createBrowser();
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

/** Starts a worker on what the browser has kept. */
function startWorker(): WorkerApp {
  browser.rings = [];
  const app = createWorkerApp({
    clock: browser.clock,
    random: () => 0.5,
    alarms: { set: () => {}, setAt: () => {}, clear: () => {}, onAlarm: (callback) => browser.rings.push(callback) },
    keyValue: browser.keyValue,
    sessionValue: browser.sessionValue,
    keyStore: browser.keyStore,
    network: { onOnline: () => {} },
    sockets: browser.sockets,
    docStorage: () => createMemoryDocStorage(browser.disk),
    log: { warn: () => {} },
    calendars: createMemoryCalendars(),
    badge: { flash: (kind) => browser.flashes.push(kind), count: (n) => (browser.badge = n) },
    notifier: {
      show: async () => {},
      clear: () => {},
      onScreen: async () => [],
      onClicked: () => {},
      onButton: () => {},
      onClosed: () => {},
    },
    openCalendar: () => {},
    zone: () => browser.zone,
    menus: { show: (entries) => (browser.menus = entries) },
    defaultHost: '127.0.0.1:1999',
    language: 'en-US',
    loadLineCode: async () => lineOutside,
    deviceName: 'Test on Linux',
  });
  running.push(app);
  void app.start();
  return app;
}

/** A page that keeps rows per query, as the real one does. */
function openPage(app: WorkerApp) {
  const tables = new Map<number, Map<string, { id: string }>>();
  const acks = new Map<string, CommandResult>();
  let deliver: (message: unknown) => void = () => {};
  let disconnect = () => {};
  let subs = 0;
  app.connectPage({
    send(raw) {
      const message = structuredClone(raw) as WorkerMessage;
      if (message.type === 'ack') acks.set(message.id, message.result);
      if (message.type === 'snapshot') tables.set(message.sub, new Map(message.rows.map((row) => [row.id, row])));
      if (message.type === 'patch') {
        for (const id of message.del) tables.get(message.sub)?.delete(id);
        for (const row of message.set) tables.get(message.sub)?.set(row.id, row);
      }
    },
    onMessage: (callback) => (deliver = callback),
    onDisconnect: (callback) => (disconnect = callback),
  });
  deliver({ type: 'hello', version: 1 });
  return {
    watch<T>(query: Query): () => T[] {
      const sub = ++subs;
      deliver({ type: 'subscribe', sub, query });
      return () => [...(tables.get(sub)?.values() ?? [])] as T[];
    },
    async send(body: CommandBody, isResent = false, id = newId<CommandId>(), says?: string): Promise<CommandResult> {
      deliver({ type: 'command', command: { id, at: browser.clock.now(), ...(says && { says }), body }, isResent });
      await vi.waitFor(() => expect(acks.has(id)).toBe(true));
      return acks.get(id) as CommandResult;
    },
    raw: (message: unknown) => deliver(message),
    acks,
    close: () => disconnect(),
  };
}

async function withFamily() {
  const app = startWorker();
  const page = openPage(app);
  expect(await page.send({ type: 'createFamily', yourName: 'Ana', familyName: 'Sanchez' })).toEqual({ ok: true });
  const lists = page.watch<ListRow>({ type: 'lists' });
  await vi.waitFor(() => expect(lists()).toHaveLength(2));
  const groceries = lists().find(({ name }) => name === 'Groceries');
  if (groceries === undefined) throw new Error('no list Groceries');
  return { app, page, groceries: groceries.id };
}

const milk = () => ({ id: newId<ItemId>(), title: 'Milk' });

describe('a family', () => {
  test('is none at first, and every query says so', async () => {
    const page = openPage(startWorker());
    const session = page.watch({ type: 'session' });
    const lists = page.watch({ type: 'lists' });
    await vi.waitFor(() => expect(session()).toMatchObject([{ state: 'none' }]));
    expect(lists()).toEqual([]);
    expect(await page.send({ type: 'deleteItems', ids: [newId<ItemId>()] })).toEqual({ ok: false, error: 'no-family' });
  });

  test('is made offline, with its lists, and known to the next worker', async () => {
    await withFamily();
    const page = openPage(startWorker());
    const session = page.watch({ type: 'session' });
    const members = page.watch({ type: 'members' });
    await vi.waitFor(() => expect(session()).toMatchObject([{ state: 'ready', family: { name: 'Sanchez' } }]));
    expect(members()).toMatchObject([{ name: 'Ana', isYou: true, devices: [{ name: 'Test on Linux', isThis: true }] }]);
  });

  test('a second one is refused while in one', async () => {
    const { page } = await withFamily();
    const again = await page.send({ type: 'createFamily', yourName: 'Ana', familyName: 'Other' });
    expect(again).toEqual({ ok: false, error: 'already-in-family' });
  });

  test('can invite nobody while no relay answers, and says that', async () => {
    const { page } = await withFamily();
    expect(await page.send({ type: 'makeInvite' })).toEqual({ ok: false, error: 'offline' });
  });

  test('is not joined by what is no invite, each for its own reason', async () => {
    const page = openPage(startWorker());
    const session = page.watch({ type: 'session' });
    const invite = makeInviteLink({
      relayOrigin: 'http://127.0.0.1:1999',
      room: toBase64url(new Uint8Array(32).fill(7)) as RoomId,
      secret: newInviteSecret(),
      familyName: 'Sanchez',
    });
    const join = (text: string, yourName = 'Ben') => page.send({ type: 'joinFamily', invite: text, yourName });
    expect(await join('hello')).toEqual({ ok: false, error: 'invite-not-a-link' });
    expect(await join(invite.slice(0, -4))).toEqual({ ok: false, error: 'invite-mangled' });
    expect(await join(invite, ' ')).toEqual({ ok: false, error: 'name-missing' });
    expect(await join(invite)).toEqual({ ok: false, error: 'offline' });
    expect(session()).toMatchObject([{ state: 'none' }]);
    expect(browser.keyValue.content.has('family')).toBe(false);
  });

  test('that cannot be stored is not made', async () => {
    browser.disk.isBroken = true;
    const page = openPage(startWorker());
    const failed = await page.send({ type: 'createFamily', yourName: 'Ana', familyName: 'Sanchez' });
    expect(failed).toEqual({ ok: false, error: 'storage-failed' });
    expect([...browser.keyValue.content.keys()]).toEqual([]);
  });

  test('is left only with a warning while changes are unsent, and then leaves nothing behind', async () => {
    const { page } = await withFamily();
    expect(await page.send({ type: 'leaveFamily', evenUnsent: false })).toEqual({ ok: false, error: 'unsent-changes' });
    const session = page.watch({ type: 'session' });
    expect(await page.send({ type: 'leaveFamily', evenUnsent: true })).toEqual({ ok: true, value: { isTold: true } });
    expect(session()).toMatchObject([{ state: 'none' }]);
    expect(browser.disk.updates).toEqual([]);
    expect([...browser.keyValue.content.keys()]).toEqual([]);
  });
});

describe('a command', () => {
  test('is acknowledged once stored, and the next worker has it', async () => {
    const { page, groceries } = await withFamily();
    const result = await page.send({ type: 'addItems', list: groceries, items: [milk()] });
    expect(result).toMatchObject({ ok: true });
    const list = openPage(startWorker()).watch<EntryRow>({ type: 'list', list: groceries });
    await vi.waitFor(() => expect(list()).toMatchObject([{ title: 'Milk' }]));
  });

  test('left in the outbox by a page whose worker died is carried out at the next start, once', async () => {
    const { groceries } = await withFamily();
    const command = {
      id: newId<CommandId>(),
      at: 1,
      body: { type: 'addItems' as const, list: groceries, items: [milk()] },
    };
    await browser.keyValue.set(`outbox/${command.id}`, command);
    const page = openPage(startWorker());
    const list = page.watch<EntryRow>({ type: 'list', list: groceries });
    expect(await page.send(command.body, true, command.id)).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(list()).toMatchObject([{ title: 'Milk', ids: [command.body.items[0]?.id] }]));
    await vi.waitFor(async () => expect(await browser.keyValue.list('outbox/')).toEqual({}));
  });

  test('that is no command is refused, and the worker goes on', async () => {
    const { page, groceries } = await withFamily();
    const id = newId<CommandId>();
    page.raw({
      type: 'command',
      isResent: false,
      command: { id, at: 0, body: { type: 'addItems', list: groceries, items: [{ id: 'x', title: '' }] } },
    });
    for (const junk of [null, 7, 'hello', {}, { type: 'subscribe', sub: 'x' }, { type: 'command' }]) page.raw(junk);
    await vi.waitFor(() => expect(page.acks.get(id)).toEqual({ ok: false, error: 'bad-input' }));
    expect(await page.send({ type: 'addItems', list: groceries, items: [milk()] })).toMatchObject({ ok: true });
  });

  test('that cannot be stored says so, and is stored with the next one that can', async () => {
    const { page, groceries } = await withFamily();
    browser.disk.isBroken = true;
    const sync = page.watch({ type: 'sync' });
    expect(await page.send({ type: 'addItems', list: groceries, items: [milk()] })).toEqual({
      ok: false,
      error: 'storage-failed',
    });
    expect(sync()).toMatchObject([{ state: 'storage-failed' }]);
    browser.disk.isBroken = false;
    await page.send({ type: 'addItems', list: groceries, items: [{ id: newId<ItemId>(), title: 'Bread' }] });
    expect(sync()).not.toMatchObject([{ state: 'storage-failed' }]);
    const list = openPage(startWorker()).watch<EntryRow>({ type: 'list', list: groceries });
    await vi.waitFor(() =>
      expect(
        list()
          .map(({ title }) => title)
          .sort(),
      ).toEqual(['Bread', 'Milk']),
    );
  });
});

describe('the status', () => {
  test('is synced only once the relay has confirmed everything, and true at every step before', async () => {
    const { page, groceries } = await withFamily();
    const sync = page.watch({ type: 'sync' });
    await vi.waitFor(() => expect(browser.sockets.attempts).toHaveLength(1));
    const events = browser.sockets.attempts[0]?.events;
    events?.sent(1, 'state');
    expect(sync()).toMatchObject([{ state: 'sending' }]);
    events?.synced();
    expect(sync()).toMatchObject([{ state: 'sending' }]);
    events?.acked(1);
    expect(sync()).toMatchObject([{ state: 'synced', unsent: 0 }]);
    await page.send({ type: 'addItems', list: groceries, items: [milk()] });
    expect(sync()).toMatchObject([{ state: 'sending', unsent: 1 }]);
    events?.closed({ wasOpen: true });
    expect(sync()).toMatchObject([{ state: 'offline', unsent: 1 }]);
  });

  test('remembers across worker starts that something is unsent', async () => {
    await withFamily();
    const page = openPage(startWorker());
    const sync = page.watch<{ unsent: number }>({ type: 'sync' });
    await vi.waitFor(() => expect(sync()[0]?.unsent).toBeGreaterThan(0));
  });

  test('a host that is none is refused where it was typed; another one is used at once', async () => {
    const { page } = await withFamily();
    expect(await page.send({ type: 'setHost', host: 'relay.example/path' })).toEqual({ ok: false, error: 'bad-host' });
    const answer = page.send({ type: 'setHost', host: 'relay.example' });
    await vi.waitFor(() => expect(browser.sockets.attempts.at(-1)?.authority).toBe('relay.example'));
    browser.sockets.answer = 'not-a-relay';
    browser.sockets.attempts.at(-1)?.events.closed({ wasOpen: false });
    expect(await answer).toEqual({ ok: true, value: { state: 'refused', reason: 'not-a-relay' } });
  });
});

describe('with no page open', () => {
  test('it stays connected for two minutes, then only an alarm or a start of the browser fetches what is new', async () => {
    const { app, page } = await withFamily();
    await vi.waitFor(() => expect(browser.sockets.attempts).toHaveLength(1));
    const first = browser.sockets.attempts[0];
    first?.events.sent(1, 'state');
    first?.events.synced();
    first?.events.acked(1);
    page.close();
    browser.clock.advance(119_000);
    expect(first?.isClosedByClient).toBe(false);
    browser.clock.advance(2_000);
    expect(first?.isClosedByClient).toBe(true);

    for (const ring of browser.rings) ring('catch-up');
    await vi.waitFor(() => expect(browser.sockets.attempts).toHaveLength(2));
    const second = browser.sockets.attempts[1];
    second?.events.sent(1, 'state');
    second?.events.synced();
    second?.events.acked(1);
    await vi.waitFor(() => expect(second?.isClosedByClient).toBe(true));

    void app.catchUp();
    await vi.waitFor(() => expect(browser.sockets.attempts).toHaveLength(3));
    browser.clock.advance(20_000);
    await vi.waitFor(() => expect(browser.sockets.attempts[2]?.isClosedByClient).toBe(true));
  });

  test('a change without a receipt keeps it connected until there is one', async () => {
    const { page } = await withFamily();
    await vi.waitFor(() => expect(browser.sockets.attempts).toHaveLength(1));
    const socket = browser.sockets.attempts[0];
    page.close();
    browser.clock.advance(300_000);
    expect(socket?.isClosedByClient).toBe(false);
    socket?.events.sent(1, 'state');
    socket?.events.synced();
    socket?.events.acked(1);
    expect(socket?.isClosedByClient).toBe(true);
  });
});

describe('from any tab', () => {
  test('the context menu follows the lists and adds to the one that was chosen', async () => {
    const { app, page, groceries } = await withFamily();
    await vi.waitFor(() =>
      expect(browser.menus.map(({ title }) => title)).toEqual(['Add to Groceries', 'Add to To-do']),
    );
    const todo = browser.menus[1]?.id;
    await app.addFromTab({ selection: 'Call the plumber' }, todo as never);
    await app.addFromTab({ pageUrl: 'https://example.org/soup', pageTitle: 'Soup' });
    expect(browser.flashes).toEqual(['added', 'added']);
    const first = page.watch<EntryRow>({ type: 'list', list: groceries });
    await vi.waitFor(() =>
      expect(first()).toMatchObject([{ title: 'Soup', link: { url: 'https://example.org/soup' } }]),
    );
    await page.send({ type: 'changeSettings', change: { language: 'es' } });
    expect(browser.menus.map(({ title }) => title)).toEqual(['Añadir a Groceries', 'Añadir a To-do']);
  });

  test('[W50] what was added without a page is told to the next one, with how to take it back', async () => {
    const { app, page, groceries } = await withFamily();
    const rows = page.watch<EntryRow>({ type: 'list', list: groceries });
    expect(await app.describeLine('2x milk')).toMatchObject([{ text: 'milk' }]);
    expect(await app.addLine('2x milk')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(rows()).toMatchObject([{ title: 'milk', quantities: [{ amount: 2 }] }]));
    await app.stop();
    // The worker ends before the person opens a page.
    const later = startWorker();
    const next = openPage(later);
    const told = next.watch<ElsewhereRow>({ type: 'elsewhere' });
    await vi.waitFor(() => expect(told()).toMatchObject([{ title: 'milk', list: groceries }]));
    const shown = next.watch<EntryRow>({ type: 'list', list: groceries });
    await vi.waitFor(() => expect(shown()).toHaveLength(1));
    await next.send({ type: 'undo', inverse: told()[0]?.inverse ?? [] });
    await vi.waitFor(() => expect(shown()).toEqual([]));
  });

  test('[W51] what was added long ago, or in a family that was left, is told to nobody', async () => {
    const { app, page } = await withFamily();
    await app.addLine('milk');
    const told = page.watch<ElsewhereRow>({ type: 'elsewhere' });
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    await page.send({ type: 'leaveFamily', evenUnsent: true });
    await vi.waitFor(() => expect(told()).toEqual([]));
    expect([...browser.keyValue.content.values(), ...browser.sessionValue.content.values()].join()).not.toContain(
      'milk',
    );

    const again = await withFamily();
    await again.app.addLine('bread');
    await again.app.stop();
    browser.clock.advance(ELSEWHERE_MS + 1);
    const late = openPage(startWorker()).watch<ElsewhereRow>({ type: 'elsewhere' });
    const lists = openPage(running.at(-1) as WorkerApp).watch({ type: 'lists' });
    await vi.waitFor(() => expect(lists()).toHaveLength(2));
    expect(late()).toEqual([]);
  });

  test('a line that says nothing adds nothing, and the badge says so', async () => {
    const { app } = await withFamily();
    expect(await app.addLine('  ')).toEqual({ ok: false, error: 'bad-input' });
    expect(browser.flashes).toEqual(['failed']);
  });

  test('without a family nothing is lost silently: the badge says it failed', async () => {
    expect(await startWorker().addFromTab({ selection: 'x' })).toEqual({ ok: false, error: 'no-family' });
    expect(browser.flashes).toEqual(['failed']);
  });
});

describe('[W52] one’s own last changes', () => {
  const addMilk = (list: ListRow['id']): CommandBody => ({ type: 'addItems', list, items: [milk()] });
  const change = (page: ReturnType<typeof openPage>, body: CommandBody, says: string) =>
    page.send(body, false, newId<CommandId>(), says);

  test('are known to later pages and workers, and taken back once, the way undo does', async () => {
    const { app, page, groceries } = await withFamily();
    await change(page, addMilk(groceries), 'Added “Milk”');
    await page.send(addMilk(groceries));
    await change(page, { type: 'changeSettings', change: { theme: 'dark' } }, 'Dark');
    page.close();
    await app.stop();
    const next = openPage(startWorker());
    const own = next.watch<OwnChangeRow>({ type: 'ownChanges' });
    const rows = next.watch<EntryRow>({ type: 'list', list: groceries });
    await vi.waitFor(() => expect(own()).toMatchObject([{ says: 'Added “Milk”' }]));
    await vi.waitFor(() => expect(rows()[0]?.ids).toHaveLength(2));
    const [added] = own();
    const back: CommandBody = { type: 'takeBack', change: added?.id ?? newId() };
    const answers = await Promise.all([next.send(back), next.send(back)]);
    expect(answers).toMatchObject([{ ok: true }, { ok: true, isOvertaken: true }]);
    expect(answers[0]).not.toHaveProperty('isOvertaken');
    await vi.waitFor(() => expect(rows()[0]?.ids).toHaveLength(1));
    expect(own()).toEqual([]);
    expect(browser.sessionValue.content.size).toBe(0);
  });

  test('are twenty, none with what was not done; what is too big to keep is known to this worker alone', async () => {
    const { app, page, groceries } = await withFamily();
    const many = (length: number) =>
      Array.from({ length }, (_, n) => ({ id: newId<ItemId>(), title: `Milk ${length} ${n}` }));
    const [most, more] = [many(2_000), many(1_999)];
    await change(page, { type: 'addItems', list: groceries, items: most }, 'Added most');
    await page.send({ type: 'addItems', list: groceries, items: more });
    const ids = [...most, ...more].map(({ id }) => id);
    await change(page, { type: 'deleteItems', ids }, 'Deleted too many');
    for (let n = 1; n <= UNDO_DEPTH - 2; n += 1) await change(page, addMilk(groceries), `Added ${n}`);
    await change(page, { type: 'deleteItems', ids: [newId<ItemId>()] }, 'Deleted nothing');
    const own = page.watch<OwnChangeRow>({ type: 'ownChanges' });
    expect(own().map(({ says }) => says)).toEqual([
      'Added most',
      'Deleted too many',
      ...own()
        .slice(2)
        .map((_, n) => `Added ${n + 1}`),
    ]);
    expect(own()).toHaveLength(UNDO_DEPTH);
    await app.stop();
    const later = openPage(startWorker()).watch<OwnChangeRow>({ type: 'ownChanges' });
    await vi.waitFor(() => expect(later()).toHaveLength(UNDO_DEPTH - 1));
    expect(later()[0]).toMatchObject({ says: 'Added most' });
  });

  test('are still known where taking one back could not be stored, and is done with the next that can', async () => {
    const { app, page, groceries } = await withFamily();
    await change(page, addMilk(groceries), 'Added “Milk”');
    const own = page.watch<OwnChangeRow>({ type: 'ownChanges' });
    const body: CommandBody = { type: 'takeBack', change: own()[0]?.id ?? newId() };
    const id = newId<CommandId>();
    await browser.keyValue.set(`outbox/${id}`, { id, at: browser.clock.now(), body });
    browser.disk.isBroken = true;
    expect(await page.send(body, false, id)).toEqual({ ok: false, error: 'storage-failed' });
    expect(own()).toHaveLength(1);
    await app.stop();
    browser.disk.isBroken = false;
    const next = openPage(startWorker());
    const left = next.watch<OwnChangeRow>({ type: 'ownChanges' });
    const rows = next.watch<EntryRow>({ type: 'list', list: groceries });
    const outbox = () => [...browser.keyValue.content.keys()].filter((key) => key.startsWith('outbox/'));
    await vi.waitFor(() => expect(outbox()).toEqual([]));
    expect([left(), rows()]).toEqual([[], []]);
    expect(browser.sessionValue.content.size).toBe(0);
  });

  test('are forgotten with the family that is left', async () => {
    const { page, groceries } = await withFamily();
    await change(page, addMilk(groceries), 'Added “Milk”');
    const own = page.watch<OwnChangeRow>({ type: 'ownChanges' });
    expect(own()).toHaveLength(1);
    await page.send({ type: 'leaveFamily', evenUnsent: true });
    await vi.waitFor(() => expect(own()).toEqual([]));
    expect(browser.sessionValue.content.size).toBe(0);
  });
});
