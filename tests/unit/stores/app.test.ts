import { describe, expect, test } from 'vitest';
import type { RoomId } from '../../../lib/protocol/ids.ts';
import { createApp } from '../../../lib/stores/app.ts';
import { loadReading } from '../../../lib/stores/line-reading.ts';
import { createListStores } from '../../../lib/stores/list-stores.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, type FakeWorker, settle } from '../../doubles/fake-worker.ts';
import { entry, GROCERIES, listRow, sessionRow, TODO } from './rows.ts';

const reading = await loadReading('en');

function open(worker: FakeWorker) {
  const clock = createFakeClock();
  const life = createFakeLife();
  const app = createApp({ platform: worker.platform, clock, life, zone: 'Europe/Madrid' });
  const stores = createListStores(app, 'popup', () => Promise.resolve(reading));
  stores.draft.prepare();
  return { app, clock, life, stores };
}

function family(): FakeWorker {
  const worker = createFakeWorker();
  worker.setRows('session', [sessionRow()]);
  worker.setRows('lists', [listRow(), listRow({ id: TODO, name: 'To-do', kind: 'todo', order: 'a1' })]);
  worker.setRows('list', [entry('milk')]);
  return worker;
}

/** A page as it is opened the next time, before the worker has answered. */
function reopened(before: FakeWorker): FakeWorker {
  const worker = createFakeWorker();
  for (const [key, value] of before.cache) worker.cache.set(key, value);
  worker.isSilent = true;
  return worker;
}

describe('a page that is opened again', () => {
  test('shows session, lists, the shown list and the unsent draft before the worker has answered', () => {
    const worker = family();
    const first = open(worker);
    first.stores.lists.show(TODO);
    first.stores.draft.write('half a thou');
    first.life.hide();
    const { app, stores } = open(reopened(worker));
    expect(app.session.value?.family?.name).toBe('Sanchez');
    expect(stores.lists.current.value?.name).toBe('To-do');
    expect(stores.draft.text.value).toBe('half a thou');
    stores.lists.show(GROCERIES);
    expect(stores.view.open.value).toEqual(['milk']);
    expect(stores.view.isLive.value).toBe(false);
    expect(app.sync.value).toBeUndefined();
  });

  test('after the family was left shows and keeps nothing of it', () => {
    const worker = family();
    const first = open(worker);
    first.stores.draft.write('secret');
    first.life.hide();
    const again = reopened(worker);
    again.isSilent = false;
    again.setRows('session', [{ id: 'session', state: 'none', fromNewer: 0, unreadable: 0 }]);
    const { life, stores } = open(again);
    life.hide();
    expect(stores.lists.all.value).toEqual([]);
    expect(JSON.stringify([...again.cache.values()])).not.toMatch(/secret|milk|Sanchez/);
  });

  test('in another family shows nothing of the one before', () => {
    const worker = family();
    open(worker).life.hide();
    const again = reopened(worker);
    again.isSilent = false;
    again.setRows('session', [sessionRow({ family: { id: 'other' as RoomId, name: 'Other' } })]);
    const { life } = open(again);
    life.hide();
    expect(JSON.stringify([...again.cache.values()])).not.toMatch(/milk|Sanchez/);
    expect(again.cache.get('family')).toBe('other');
  });
});

describe('the line being written', () => {
  test('is cleared only once it is in the outbox; what was typed meanwhile stays', async () => {
    const worker = family();
    const { stores } = open(worker);
    await settle();
    let release = () => {};
    const put = worker.platform.outbox.put;
    worker.platform.outbox.put = async (command) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      await put(command);
    };
    stores.draft.write('Eggs');
    const done = stores.draft.submit(GROCERIES);
    expect(stores.draft.text.value).toBe('Eggs');
    expect(stores.view.open.value).toHaveLength(2);
    stores.draft.write('EggsRi');
    release();
    expect(await done).toBe(true);
    expect(stores.draft.text.value).toBe('Ri');
    expect(worker.cache.get('add/draft/popup')).toBe('Ri');
  });

  test('may be followed by the next before it is in the outbox: each is an entry of its own', async () => {
    const worker = family();
    const { stores } = open(worker);
    await settle();
    const releases: (() => void)[] = [];
    const put = worker.platform.outbox.put;
    worker.platform.outbox.put = async (command) => {
      await new Promise<void>((resolve) => releases.push(resolve));
      await put(command);
    };
    stores.draft.write('Eggs');
    const eggs = stores.draft.submit(GROCERIES);
    stores.draft.write('EggsRice');
    const rice = stores.draft.submit(GROCERIES);
    stores.draft.write('EggsRiceSal');
    releases[1]?.();
    await rice;
    expect(stores.draft.text.value).toBe('EggsRiceSal');
    releases[0]?.();
    await eggs;
    expect(stores.draft.text.value).toBe('Sal');
    await settle();
    const titles = worker.commands.map(({ command: { body } }) => body.type === 'addItems' && body.items[0]?.title);
    expect(titles).toEqual(['Rice', 'Eggs']);
  });

  test('is not added twice by a key held down, nor when it is empty or too long', async () => {
    const worker = family();
    const { stores } = open(worker);
    stores.draft.write('Eggs');
    const first = stores.draft.submit(GROCERIES);
    expect(await stores.draft.submit(GROCERIES)).toBe(false);
    expect(await first).toBe(true);
    stores.draft.write('   ');
    expect(await stores.draft.submit(GROCERIES)).toBe(false);
    stores.draft.write('x'.repeat(10_000));
    expect(stores.draft.tooLong.value).toBe(10_000);
    expect(await stores.draft.submit(GROCERIES)).toBe(false);
    expect(stores.draft.text.value).toHaveLength(10_000);
    await settle();
    expect(worker.commands).toHaveLength(1);
  });

  test('without words adds the attached page by its title, with what was selected on it', async () => {
    const worker = family();
    const { stores } = open(worker);
    const link = { url: 'https://example.org/risotto', title: 'Mushroom risotto' };
    await stores.draft.submit(GROCERIES, { link, note: '300 g rice' });
    const body = worker.commands[0]?.command.body;
    expect(body).toMatchObject({ items: [{ title: 'Mushroom risotto', link, note: '300 g rice' }] });
  });
});

test('a change of language in the settings changes the texts', async () => {
  const worker = family();
  worker.setRows('settings', []);
  const { app } = open(worker);
  await app.ready;
  worker.patch('settings', [{ id: 'settings', ...app.settings.value, language: 'es' }]);
  await expect.poll(() => app.i18n.language.value).toBe('es');
});
