import { describe, expect, test } from 'vitest';
import type { ListId } from '../../../lib/protocol/ids.ts';
import { createApp } from '../../../lib/stores/app.ts';
import {
  addList,
  useTemplate as addTemplate,
  archiveList,
  changeList,
  duplicateList,
  moveList,
} from '../../../lib/stores/list-changes.ts';
import { createShownList } from '../../../lib/stores/shown-list.ts';
import { enDialogs } from '../../../locales/en-dialogs.ts';
import { enLists } from '../../../locales/en-lists.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { GROCERIES, listRow } from './rows.ts';

const id = (text: string) => text as ListId;
const [A, B, C] = ['a', 'b', 'c'].map((name) => listRow({ id: id(name), name, order: name })) as [
  ReturnType<typeof listRow>,
  ReturnType<typeof listRow>,
  ReturnType<typeof listRow>,
];

function start() {
  const worker = createFakeWorker();
  const app = createApp({
    platform: worker.platform,
    clock: createFakeClock(),
    life: createFakeLife(),
    texts: [enDialogs, enLists],
  });
  const sent = () => worker.commands.map(({ command }) => command.body);
  return { worker, app, sent, offered: () => app.undo.shown.value?.text() };
}

describe('a list', () => {
  test('is moved between the neighbours that it then has, and not past the ends', async () => {
    const { app, sent } = start();
    moveList(app, [A, B, C], A, 1);
    moveList(app, [A, B, C], C, -1);
    moveList(app, [A, B, C], B, -1);
    moveList(app, [A, B, C], A, -1);
    moveList(app, [A, B, C], C, 1);
    await settle();
    expect(sent()).toEqual([
      { type: 'moveList', id: 'a', after: 'b', before: 'c' },
      { type: 'moveList', id: 'c', after: 'a', before: 'b' },
      { type: 'moveList', id: 'b', after: null, before: 'a' },
    ]);
  });

  test('is changed in what was changed, and the change can be taken back by its name', async () => {
    const { app, sent, offered } = start();
    changeList(app, A, {});
    changeList(app, A, { name: 'Weekend', colour: null });
    expect(offered()).toBe('Changed the list “Weekend”');
    archiveList(app, A, true);
    expect(offered()).toBe('Archived “a”');
    await settle();
    expect(sent()).toEqual([
      { type: 'changeList', id: 'a', name: 'Weekend', colour: null },
      { type: 'changeList', id: 'a', archived: true },
    ]);
  });

  test('that is made or copied comes in front only once it is there', async () => {
    const { app, worker } = start();
    const made = addList(app, { name: 'Camping', kind: 'plain' });
    const copied = duplicateList(app, A, { name: 'Copy', asTemplate: false, onlyOpen: true });
    await settle();
    const [add, copy] = worker.commands.map(({ command }) => command.body);
    expect(copy).toMatchObject({ type: 'duplicateList', from: 'a', name: 'Copy', asTemplate: false, onlyOpen: true });
    worker.acknowledge(0);
    worker.acknowledge(1, { ok: false, error: 'not-found' });
    expect(await made).toBe(add !== undefined && 'id' in add ? add.id : 'no id');
    expect(await copied).toBeUndefined();
    expect(app.problems.shown.value).toBe('not-found');
  });

  test('takes a template in, each time under an id of its own', async () => {
    const { app, sent } = start();
    addTemplate(app, listRow({ id: id('weekly'), name: 'Weekly shop', isTemplate: true }), A);
    addTemplate(app, listRow({ id: id('weekly'), name: 'Weekly shop', isTemplate: true }), A);
    await settle();
    const uses = sent().map((body) => (body.type === 'useTemplate' ? body.use : ''));
    expect(new Set(uses).size).toBe(2);
    expect(sent()[0]).toMatchObject({ type: 'useTemplate', from: 'weekly', list: 'a' });
  });

  test('has a tab unless it is archived or a template; then it is among every list only', () => {
    const { app, worker } = start();
    const lists = createShownList({ client: app.client, cache: app.platform.cache });
    worker.patch('lists', [
      listRow({ order: 'b' }),
      listRow({ id: id('old'), order: 'a', isArchived: true }),
      listRow({ id: id('weekly'), order: 'c', isTemplate: true }),
    ]);
    expect(lists.all.value.map((list) => list.id)).toEqual([GROCERIES]);
    expect(lists.every.value.map((list) => list.id)).toEqual(['old', GROCERIES, 'weekly']);
  });
});
