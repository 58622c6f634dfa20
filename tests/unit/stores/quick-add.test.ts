import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../lib/stores/app.ts';
import { PARSER_WAIT_MS } from '../../../lib/stores/line-reader.ts';
import { loadReading } from '../../../lib/stores/line-reading.ts';
import { createListStores } from '../../../lib/stores/list-stores.ts';
import { stepBack } from '../../../lib/stores/step-back.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { createFakeLife, createFakeWorker, type FakeWorker, settle } from '../../doubles/fake-worker.ts';
import { ANA, BEN, entry, GROCERIES, listRow, member, sessionRow, TODO } from './rows.ts';

/** Monday, in Madrid. */
const MONDAY_9_30 = Date.parse('2026-11-23T08:30Z');

function family(): FakeWorker {
  const worker = createFakeWorker();
  worker.setRows('session', [sessionRow()]);
  worker.setRows('lists', [listRow(), listRow({ id: TODO, name: 'To-do', kind: 'todo', order: 'a1' })]);
  worker.setRows('members', [member(ANA, 'Ana'), member(BEN, 'Ben')]);
  worker.setRows('list', [entry('milk', { title: 'Milk', quantities: [{ amount: 1 }] })]);
  return worker;
}

async function open(worker: FakeWorker, { load = loadReading, language = 'en' } = {}) {
  const clock = createFakeClock();
  clock.advance(MONDAY_9_30 - clock.now());
  const platform = { ...worker.platform, language };
  const app = createApp({ platform, clock, life: createFakeLife(), zone: 'Europe/Madrid' });
  await app.ready;
  const stores = createListStores(app, 'popup', load);
  if (load === loadReading) {
    // The stores' own loading takes as many turns as these.
    await Promise.all([loadReading(language), loadReading('en')]);
    stores.draft.prepare();
  }
  await settle();
  return { app, clock, ...stores };
}

function added(worker: FakeWorker) {
  return worker.commands.flatMap(({ command: { body } }) => (body.type === 'addItems' ? [body] : []));
}

function kinds(draft: Awaited<ReturnType<typeof open>>['draft']): string[] {
  return draft.reading.value.parts.map(({ id }) => id);
}

describe('a line', () => {
  test('is no longer for somebody who was removed from the family', async () => {
    const worker = family();
    worker.setRows('members', [member(ANA, 'Ana'), member(BEN, 'Ben', { isRemoved: true })]);
    const { draft } = await open(worker);
    draft.write('cake @Ben @Ana');
    expect(kinds(draft)).toEqual(['person:Ana']);
  });

  test('is added with quantity, people and day, and without their words', async () => {
    const worker = family();
    const { draft } = await open(worker);
    draft.write('2x birthday candles @ana by Friday');
    expect(kinds(draft)).toEqual(['quantity', 'person:Ana', 'date']);
    expect(await draft.submit(GROCERIES)).toBe(true);
    await settle();
    expect(added(worker)).toMatchObject([
      {
        list: GROCERIES,
        items: [{ title: 'birthday candles', quantity: { amount: 2 }, who: [ANA], due: '2026-11-27' }],
      },
    ]);
    expect(draft.text.value).toBe('');
  });

  test('goes to the list that it names, read as that list’s kind, and the offer says so', async () => {
    const worker = family();
    const { draft, app } = await open(worker);
    draft.write('call 3 friends on Friday #To-do');
    expect(kinds(draft)).toEqual(['date', 'list']);
    await draft.submit(GROCERIES);
    expect(app.undo.shown.value?.text()).toBe('Added “call 3 friends” to To-do');
    await settle();
    expect(added(worker)).toMatchObject([{ list: TODO, items: [{ title: 'call 3 friends', due: '2026-11-27' }] }]);
  });

  test('[Q17] has a day, a time and a repeat as its entry has them', async () => {
    const worker = family();
    const { draft, lists } = await open(worker);
    lists.show(TODO);
    draft.write('call school tomorrow at 3pm');
    expect(draft.reading.value).toMatchObject({ title: 'call school', due: '2026-11-24', dueTime: '15:00' });
    expect(kinds(draft)).toEqual(['date', 'time']);
    // A time alone, and a repeat, bring their day.
    draft.write('call school at 3pm');
    expect(draft.reading.value).toMatchObject({ title: 'call school', due: '2026-11-23', dueTime: '15:00' });
    draft.write('water plants every Monday');
    const repeat = { rrule: 'FREQ=WEEKLY;BYDAY=MO', from: 'due' };
    expect(draft.reading.value).toMatchObject({ title: 'water plants', due: '2026-11-30', repeat });
    expect(kinds(draft)).toEqual(['repeat']);
    await draft.submit(TODO);
    expect(added(worker)).toMatchObject([{ items: [{ title: 'water plants', due: '2026-11-30', repeat }] }]);
  });

  test('[Q17] keeps in its title what an entry cannot hold: an end, several days', async () => {
    const { draft, lists } = await open(family());
    lists.show(TODO);
    draft.write('orthodontist tomorrow 4-5pm');
    expect(draft.reading.value).toMatchObject({ title: 'orthodontist 4-5pm', due: '2026-11-24' });
    expect(kinds(draft)).toEqual(['date']);
    draft.write('camping from Friday to Sunday');
    expect(draft.reading.value).toEqual({ title: 'camping from Friday to Sunday', parts: [] });
  });

  test('means the day that goes with the time beside it', async () => {
    const { draft, lists } = await open(family());
    lists.show(TODO);
    draft.write('standup on Monday at 11:00');
    expect(draft.reading.value).toMatchObject({ title: 'standup', due: '2026-11-23', dueTime: '11:00' });
    draft.drop('time');
    expect(draft.reading.value).toMatchObject({ title: 'standup at 11:00' });
    expect(draft.reading.value).not.toHaveProperty('dueTime');
  });

  test('that is longer than an entry holds is not read', async () => {
    const { draft } = await open(family());
    draft.write(`2 ${'x'.repeat(600)}`);
    expect(draft.reading.value.parts).toEqual([]);
    expect(draft.tooLong.value).toBe(602);
  });

  test('shows its sum in the row that it joins, before the worker has answered', async () => {
    const { draft, view } = await open(family());
    draft.write('2 milk');
    const done = draft.submit(GROCERIES);
    expect(view.open.value).toEqual(['milk']);
    expect(view.peek('milk')?.quantities).toEqual([{ amount: 3 }]);
    await done;
    draft.write('500 ml milk');
    await draft.submit(GROCERIES);
    expect(view.peek('milk')?.quantities).toEqual([{ amount: 3 }, { amount: 500, unit: 'ml' }]);
    draft.write('milk');
    await draft.submit(GROCERIES);
    expect(view.peek('milk')?.quantities).toEqual([{ amount: 4 }, { amount: 500, unit: 'ml' }]);
  });
});

describe('languages', () => {
  test('the browser’s is read first, English where it says nothing', async () => {
    const { draft, lists } = await open(family(), { language: 'de' });
    lists.show(TODO);
    draft.write('Oma anrufen am Freitag');
    expect(draft.reading.value).toMatchObject({ title: 'Oma anrufen', due: '2026-11-27' });
    draft.write('call grandma on Friday');
    expect(draft.reading.value).toMatchObject({ title: 'call grandma', due: '2026-11-27' });
  });
});

describe('a reading taken back', () => {
  test('leaves its words in the title, until the line is cleared', async () => {
    const worker = family();
    const { draft } = await open(worker);
    draft.write('2 milk @Ana');
    draft.drop('quantity');
    expect(draft.reading.value.title).toBe('2 milk');
    expect(kinds(draft)).toEqual(['person:Ana']);
    await draft.submit(GROCERIES);
    await settle();
    expect(added(worker)[0]?.items).toMatchObject([{ title: '2 milk', who: [ANA] }]);
    draft.write('2 milk');
    expect(kinds(draft)).toEqual(['quantity']);
    draft.drop('quantity');
    draft.write('');
    draft.write('2 milk');
    expect(kinds(draft)).toEqual(['quantity']);
  });

  test('stays taken back when the page is opened again', async () => {
    const worker = family();
    const first = await open(worker);
    first.draft.write('2 milk @Ana');
    first.draft.drop('person:Ana');
    const next = family();
    for (const [key, value] of worker.cache) next.cache.set(key, value);
    const { draft } = await open(next);
    expect(draft.text.value).toBe('2 milk @Ana');
    expect(kinds(draft)).toEqual(['quantity']);
    expect(draft.reading.value.title).toBe('milk @Ana');
  });

  test('by Backspace at the end of the line: marked first, then dropped, then letters', async () => {
    const { draft } = await open(family());
    const marked = signal<string | null>(null);
    draft.write('milk @Ben @Ana');
    expect(stepBack(draft, marked)).toBe(true);
    expect(marked.value).toBe('person:Ana');
    expect(kinds(draft)).toEqual(['person:Ben', 'person:Ana']);
    expect(stepBack(draft, marked)).toBe(true);
    expect(marked.value).toBeNull();
    expect(kinds(draft)).toEqual(['person:Ben']);
    expect(stepBack(draft, marked)).toBe(false);
    draft.write('milk @Ben ');
    expect(stepBack(draft, marked)).toBe(false);
  });
});

describe('before the parser is there', () => {
  test('Enter waits for it, so that what is added does not depend on luck', async () => {
    const worker = family();
    let arrive = () => {};
    const isThere = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { draft } = await open(worker, { load: (tag) => isThere.then(() => loadReading(tag)) });
    draft.write('2 milk');
    expect(kinds(draft)).toEqual([]);
    const done = draft.submit(GROCERIES);
    await settle();
    expect(added(worker)).toEqual([]);
    arrive();
    expect(await done).toBe(true);
    await settle();
    expect(added(worker)[0]?.items).toMatchObject([{ title: 'milk', quantity: { amount: 2 } }]);
  });

  test.each([
    ['does not come', () => new Promise<never>(() => {})],
    ['cannot be loaded', () => Promise.reject(new Error('gone'))],
  ])('Enter adds the line as it is where the parser %s', async (_, load) => {
    const worker = family();
    const { draft, clock } = await open(worker, { load });
    draft.write('2 milk');
    const done = draft.submit(GROCERIES);
    clock.advance(PARSER_WAIT_MS);
    expect(await done).toBe(true);
    await settle();
    expect(added(worker)[0]?.items).toMatchObject([{ title: '2 milk' }]);
  });
});
