import { describe, expect, test } from 'vitest';
import type { CommandBody } from '../../../lib/protocol/commands.ts';
import type { ListId } from '../../../lib/protocol/ids.ts';
import { MESSAGES_VERSION } from '../../../lib/protocol/messages.ts';
import { createSnapshotCache } from '../../../lib/stores/snapshot-cache.ts';
import { ANSWER_LIMIT_MS, createWorkerClient } from '../../../lib/stores/worker-client.ts';
import { ALIVE_INTERVAL_MS, WELCOME_LIMIT_MS } from '../../../lib/stores/worker-link.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, settle } from '../../doubles/fake-worker.ts';
import { entry, GROCERIES, listRow, sessionRow } from './rows.ts';

function start(prepare: (worker: ReturnType<typeof createFakeWorker>) => void = () => {}) {
  const worker = createFakeWorker();
  prepare(worker);
  const clock = createFakeClock();
  const life = createFakeLife();
  const { platform } = worker;
  const cache = createSnapshotCache({ cache: platform.cache, clock, life });
  const client = createWorkerClient({ platform, clock, life, cache });
  return { worker, clock, life, cache, client };
}

const LIST = { type: 'list', list: GROCERIES } as const;
const TICK: CommandBody = { type: 'setDone', ids: [entry('milk').id], done: true };

describe('live queries', () => {
  test('show the snapshot, then every patch', () => {
    const { worker, client } = start((w) => w.setRows('list', [entry('milk'), entry('eggs')]));
    const query = client.live(LIST);
    expect([...query.rows.value.keys()]).toEqual(['milk', 'eggs']);
    worker.patch('list', [entry('rice'), entry('milk', { title: 'Oat milk', version: '2' })], ['eggs']);
    expect([...query.rows.value.values()].map((row) => row.title)).toEqual(['Oat milk', 'rice']);
  });

  test('are shared by equal queries and end with their last reader', () => {
    const { worker, client } = start();
    const first = client.live(LIST);
    const second = client.live({ list: GROCERIES, type: 'list' });
    expect(worker.port.subs.size).toBe(1);
    first.close();
    first.close();
    expect(worker.port.subs.size).toBe(1);
    second.close();
    expect(worker.port.subs.size).toBe(0);
  });

  test('ask again when a message was lost, and show no half-truth in between', () => {
    const { worker, client } = start((w) => w.setRows('list', [entry('milk')]));
    const query = client.live(LIST);
    const [sub] = [...worker.port.subs.keys()];
    worker.setRows('list', [entry('milk'), entry('eggs'), entry('rice')]);
    worker.port.post({ type: 'patch', epoch: worker.epoch, sub, seq: 2, set: [entry('rice')], del: [] });
    expect([...query.rows.value.keys()]).toEqual(['milk', 'eggs', 'rice']);
    expect([...worker.port.subs.keys()]).not.toContain(sub);
  });

  test('keep a row that has not changed when everything is sent anew', () => {
    const { worker, clock, client } = start((w) => w.setRows('list', [entry('milk')]));
    const query = client.live(LIST);
    const before = query.rows.value.get('milk');
    worker.port.die();
    clock.advance(0);
    expect(worker.ports).toHaveLength(2);
    expect(query.rows.value.get('milk')).toBe(before);
  });

  test('ignore what is not a message of ours', () => {
    const { worker, client } = start((w) => w.setRows('list', [entry('milk')]));
    const query = client.live(LIST);
    worker.port.post({ type: 'patch', sub: 1, seq: 1, set: 'everything', del: [] });
    worker.port.post({ type: 'unheard-of' });
    worker.port.post({ type: 'snapshot', epoch: worker.epoch, sub: 999, seq: 0, rows: [entry('ghost')] });
    expect([...query.rows.value.keys()]).toEqual(['milk']);
  });
});

describe('the port', () => {
  test('is replaced when it dies: every query is asked for again', () => {
    const { worker, clock, client } = start((w) => w.setRows('list', [entry('milk')]));
    const query = client.live(LIST);
    client.live({ type: 'lists' });
    worker.epoch = 'epoch-2';
    worker.setRows('list', [entry('milk'), entry('eggs')]);
    worker.port.die();
    expect(client.state.value).toBe('connecting');
    clock.advance(0);
    expect(client.state.value).toBe('up');
    expect([...worker.port.subs.values()].map(({ query: { type } }) => type)).toEqual(['list', 'lists']);
    expect([...query.rows.value.keys()]).toEqual(['milk', 'eggs']);
  });

  test('is replaced when the worker speaks of another epoch', () => {
    const { worker, clock, client } = start();
    client.live(LIST);
    const [sub] = [...worker.port.subs.keys()];
    worker.port.post({ type: 'snapshot', epoch: 'another', sub, seq: 0, rows: [] });
    clock.advance(0);
    expect(worker.ports).toHaveLength(2);
    expect(worker.ports[0]?.isOpen).toBe(false);
  });

  test('is tried again, and the person told, when no welcome comes', () => {
    const { worker, clock, client } = start((w) => {
      w.isSilent = true;
    });
    clock.advance(WELCOME_LIMIT_MS - 1);
    expect(client.state.value).toBe('connecting');
    clock.advance(1);
    expect(client.state.value).toBe('slow');
    worker.isSilent = false;
    clock.advance(10_000);
    expect(client.state.value).toBe('up');
  });

  test('shows signs of life only while the page is visible', () => {
    const { worker, clock, life } = start();
    const alive = () => worker.port.received.filter(({ type }) => type === 'alive').length;
    clock.advance(ALIVE_INTERVAL_MS * 2);
    expect(alive()).toBe(2);
    life.hide();
    clock.advance(ALIVE_INTERVAL_MS * 4);
    expect(alive()).toBe(2);
  });

  test('of a hidden page does not wake the worker again; the page comes back when it is shown', () => {
    const { worker, clock, life, client } = start();
    life.hide();
    worker.port.die();
    clock.advance(60_000);
    expect(worker.ports).toHaveLength(1);
    life.show();
    expect(worker.ports).toHaveLength(2);
    expect(client.state.value).toBe('up');
  });

  test('of a hidden page comes back for a command', async () => {
    const { worker, life, client } = start();
    life.hide();
    worker.port.die();
    client.send(TICK);
    await settle();
    expect(worker.ports).toHaveLength(2);
    expect(worker.commands).toHaveLength(1);
  });

  test('to a worker of another build is given up: the page must be reloaded', () => {
    const { worker, clock, client } = start((w) => {
      w.version = MESSAGES_VERSION + 1;
    });
    expect(client.state.value).toBe('outdated');
    clock.advance(60_000);
    expect(worker.ports).toHaveLength(1);
  });
});

describe('commands', () => {
  test('are in the outbox before they are sent, and kept from then on', async () => {
    const { worker, client } = start();
    const put = worker.platform.outbox.put;
    let sentBefore = -1;
    worker.platform.outbox.put = async (command) => {
      sentBefore = worker.commands.length;
      await put(command);
    };
    const { kept, outcome } = client.send(TICK);
    expect(client.pending.value).toBe(1);
    await kept;
    await settle();
    expect(sentBefore).toBe(0);
    expect(worker.commands.map(({ isResent }) => isResent)).toEqual([false]);
    expect([...worker.outbox.values()]).toEqual([worker.commands[0]?.command]);
    worker.acknowledge(0, { ok: true });
    expect(await outcome).toEqual({ ok: true });
    expect(client.pending.value).toBe(0);
  });

  test('that were not acknowledged are sent again on the next port, with the same id, and said to be', async () => {
    const { worker, clock, client } = start();
    const { outcome } = client.send(TICK);
    await settle();
    worker.port.die();
    clock.advance(0);
    expect(worker.commands.map(({ isResent }) => isResent)).toEqual([false, true]);
    expect(worker.commands[1]?.command).toEqual(worker.commands[0]?.command);
    worker.acknowledge(1);
    expect((await outcome).ok).toBe(true);
  });

  test('made while there is no worker go as soon as there is one, as first sent', async () => {
    const { worker, clock, client } = start((w) => {
      w.isSilent = true;
    });
    client.send(TICK);
    await settle();
    expect(worker.commands).toHaveLength(0);
    worker.isSilent = false;
    clock.advance(WELCOME_LIMIT_MS + 1_000);
    expect(worker.commands.map(({ isResent }) => isResent)).toEqual([false]);
  });

  test('that the outbox refuses count as kept only once the worker has answered', async () => {
    const { worker, client } = start((w) => {
      w.isOutboxBroken = true;
    });
    let isKept = false;
    const sent = client.send(TICK);
    void sent.kept.then(() => {
      isKept = true;
    });
    await settle();
    expect(worker.commands).toHaveLength(1);
    expect(isKept).toBe(false);
    worker.acknowledge(0);
    await settle();
    expect(isKept).toBe(true);
  });

  test('that do not belong into the outbox stay out of it, and are given up after a while', async () => {
    const { worker, clock, client } = start();
    const outcome = client.run({ type: 'makeInvite' });
    await settle();
    expect(worker.outbox.size).toBe(0);
    expect(worker.commands).toHaveLength(1);
    clock.advance(ANSWER_LIMIT_MS);
    expect(await outcome).toEqual({ ok: false, error: 'no-answer' });
  });

  test('in the outbox are waited for, however long', async () => {
    const { worker, clock, client } = start();
    const { outcome } = client.send(TICK);
    await settle();
    clock.advance(ANSWER_LIMIT_MS * 10);
    expect(client.pending.value).toBe(1);
    worker.acknowledge(0);
    expect((await outcome).ok).toBe(true);
  });
});

describe('the cached snapshot', () => {
  test('is shown until the worker has answered, and written soon after', () => {
    const first = start((w) => w.setRows('lists', [listRow()]));
    first.client.live({ type: 'lists' }, { name: 'lists' });
    first.clock.advance(1_000);

    const second = start((w) => {
      for (const [key, value] of first.worker.cache) w.cache.set(key, value);
      w.isSilent = true;
    });
    const query = second.client.live({ type: 'lists' }, { name: 'lists' });
    expect(query.rows.value.get(GROCERIES)).toEqual(listRow());
    expect(query.isLive.value).toBe(false);
  });

  test('is written at once when the page goes', () => {
    const { worker, life, client } = start((w) => w.setRows('session', [sessionRow()]));
    client.live({ type: 'session' }, { name: 'session' });
    expect(worker.cache.size).toBe(0);
    life.hide();
    expect(worker.cache.size).toBe(1);
  });

  test('of another query, another shape or another build is not used', () => {
    const { worker, client } = start((w) => {
      w.isSilent = true;
      w.cache.set(`snapshot/${MESSAGES_VERSION}/list`, { query: '[]', rows: [entry('milk')] });
      w.cache.set(`snapshot/${MESSAGES_VERSION}/lists`, 'rubbish');
      w.cache.set(`snapshot/${MESSAGES_VERSION - 1}/session`, { query: '[["type","session"]]', rows: [sessionRow()] });
    });
    expect(worker.cache.size).toBe(3);
    expect(client.live({ type: 'list', list: 'x' as ListId }, { name: 'list' }).rows.value.size).toBe(0);
    expect(client.live({ type: 'lists' }, { name: 'lists' }).rows.value.size).toBe(0);
    expect(client.live({ type: 'session' }, { name: 'session' }).rows.value.size).toBe(0);
  });

  test('is forgotten on request; what the worker has said stays and is kept anew', () => {
    const { worker, life, client } = start((w) => {
      w.setRows('lists', [listRow()]);
      w.cache.set('draft', 'mil');
    });
    const lists = client.live({ type: 'lists' }, { name: 'lists' });
    client.forgetCache();
    expect(worker.cache.size).toBe(0);
    expect(lists.rows.value.size).toBe(1);
    life.hide();
    expect([...worker.cache.keys()]).toEqual([`snapshot/${MESSAGES_VERSION}/lists`]);
  });
});
