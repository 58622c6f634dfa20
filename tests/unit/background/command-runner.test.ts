import { beforeEach, describe, expect, test } from 'vitest';
import { createCommandRunner, OUTBOX_PREFIX } from '../../../lib/background/command-runner.ts';
import type { Command, CommandResult } from '../../../lib/protocol/commands.ts';
import { type CommandId, type ItemId, type ListId, newId } from '../../../lib/protocol/ids.ts';
import { createMemoryKeyValue } from '../../doubles/memory-key-value.ts';

let keyValue: ReturnType<typeof createMemoryKeyValue>;
let executed: { type: string; isResent: boolean }[];
let answer: (command: { type: string }) => Promise<CommandResult>;

beforeEach(() => {
  keyValue = createMemoryKeyValue();
  executed = [];
  answer = async () => ({ ok: true });
});

function runner() {
  return createCommandRunner({
    keyValue,
    log: { warn: () => {} },
    onDone: () => {},
    execute(body, { isResent }) {
      executed.push({ type: body.type, isResent });
      return answer(body);
    },
  });
}

function addMilk(at = 1): Command {
  const items = [{ id: newId<ItemId>(), title: 'Milk' }];
  return { id: newId<CommandId>(), at, body: { type: 'addItems', list: newId<ListId>(), items } };
}

async function leaveInOutbox(command: Command): Promise<void> {
  await keyValue.set(OUTBOX_PREFIX + command.id, command);
}

describe('running', () => {
  test('the same command twice is done once and answered twice', async () => {
    const { run } = runner();
    const command = addMilk();
    const results = await Promise.all([run(command, false), run(command, true)]);
    expect(results).toEqual([{ ok: true }, { ok: true }]);
    expect(executed).toHaveLength(1);
  });

  test('a fault of ours is an answer, never a rejection', async () => {
    answer = () => Promise.reject(new Error('bug'));
    expect(await runner().run(addMilk(), false)).toEqual({ ok: false, error: 'internal' });
  });

  test('what could not be stored may be tried again with the same id', async () => {
    const { run } = runner();
    const command = addMilk();
    answer = async () => ({ ok: false, error: 'storage-failed' });
    expect(await run(command, false)).toEqual({ ok: false, error: 'storage-failed' });
    answer = async () => ({ ok: true });
    expect(await run(command, true)).toEqual({ ok: true });
  });
});

describe('the outbox', () => {
  test('is drained in the order in which people acted, each as re-sent', async () => {
    const later = addMilk(2);
    const earlier: Command = { ...addMilk(1), body: { type: 'deleteItems', ids: [newId<ItemId>()] } };
    await leaveInOutbox(later);
    await leaveInOutbox(earlier);
    await runner().drainOutbox();
    expect(executed).toEqual([
      { type: 'deleteItems', isResent: true },
      { type: 'addItems', isResent: true },
    ]);
    expect([...keyValue.content.keys()]).toEqual([]);
  });

  test('keeps what could not be stored for the next start', async () => {
    const command = addMilk();
    await leaveInOutbox(command);
    answer = async () => ({ ok: false, error: 'storage-failed' });
    await runner().drainOutbox();
    expect([...keyValue.content.keys()]).toEqual([OUTBOX_PREFIX + command.id]);
    answer = async () => ({ ok: true });
    await runner().drainOutbox();
    expect([...keyValue.content.keys()]).toEqual([]);
  });

  test('sets aside what cannot be read or done, and goes on with the rest', async () => {
    await keyValue.set(`${OUTBOX_PREFIX}broken`, { at: 'yesterday' });
    const refused = addMilk(1);
    await leaveInOutbox(refused);
    await leaveInOutbox(addMilk(2));
    let count = 0;
    answer = async () => (++count === 1 ? { ok: false, error: 'not-found' } : { ok: true });
    await runner().drainOutbox();
    expect(executed).toHaveLength(2);
    expect([...keyValue.content.keys()].sort()).toEqual(['set-aside/broken', `set-aside/${refused.id}`].sort());
  });
});
