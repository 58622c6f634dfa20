import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { CommandBody, Inverse } from '../../../lib/protocol/commands.ts';
import type { CommandId } from '../../../lib/protocol/ids.ts';
import { type OwnChangeRow, UNDO_DEPTH } from '../../../lib/protocol/own-changes.ts';
import { followOwnChanges } from '../../../lib/stores/own-changes.ts';
import { createUndo, OFFER_MS } from '../../../lib/stores/undo.ts';
import type { Outcome, WorkerClient } from '../../../lib/stores/worker-client.ts';
import { createFakeClock } from '../../doubles/fake-clock.ts';
import { settle } from '../../doubles/fake-worker.ts';

const INVERSE = [{ path: 'item/a/done', expect: '2', value: null }];

const known = (...rows: OwnChangeRow[]): ReadonlyMap<string, OwnChangeRow> => new Map(rows.map((row) => [row.id, row]));

function start(undoResult: Outcome = { ok: true }) {
  const clock = createFakeClock();
  /** What the worker knows of. */
  const rows = signal(known());
  const sent: CommandBody[] = [];
  const problems: string[] = [];
  const undo = createUndo({
    client: {
      run: async (body) => {
        sent.push(body);
        return undoResult;
      },
    },
    clock,
    texts: {
      undone: (what, before) => `undone: ${what}${before ? `, before: ${before}` : ''}`,
      overtaken: () => 'overtaken',
    },
    onProblem: (code) => problems.push(code),
  });
  const live = (() => ({ rows, isLive: signal(true), close: () => {} })) as never as WorkerClient['live'];
  followOwnChanges({ client: { live } as WorkerClient, clock, undo });
  const offer = (name: string, outcome: Outcome = { ok: true, inverse: INVERSE }, id?: string) =>
    undo.offer({
      text: () => name,
      outcome: Promise.resolve(outcome),
      ...(id !== undefined && { id: id as CommandId }),
    });
  const row = (id: string, at = clock.now()): OwnChangeRow => ({ id: id as CommandId, at, says: `says ${id}` });
  return { clock, sent, problems, undo, offer, rows, row };
}

describe('an offer', () => {
  test('stands for at least eight seconds, names the change, and then goes', async () => {
    const { clock, undo, offer } = start();
    offer('Ticked “Milk”');
    await settle();
    clock.advance(8_000);
    expect(undo.shown.value?.text()).toBe('Ticked “Milk”');
    expect(undo.shown.value?.canUndo).toBe(true);
    clock.advance(OFFER_MS - 8_000);
    expect(undo.shown.value).toBeNull();
  });

  test('of a change that came too late says so, and that there is nothing to take back', async () => {
    const { undo, offer } = start();
    offer('Milk: now 1', { ok: true, isOvertaken: true });
    await settle();
    expect([undo.shown.value?.text(), undo.shown.value?.canUndo]).toEqual(['overtaken', false]);
    offer('Ticked several', { ok: true, isOvertaken: true, inverse: INVERSE });
    await settle();
    expect([undo.shown.value?.text(), undo.shown.value?.canUndo]).toEqual(['Ticked several', true]);
  });

  test('stays while someone points at it, and has its full time afterwards', async () => {
    const { clock, undo, offer } = start();
    offer('Ticked “Milk”');
    await settle();
    clock.advance(OFFER_MS - 1);
    undo.hold();
    clock.advance(60_000);
    expect(undo.shown.value).not.toBeNull();
    undo.release();
    clock.advance(OFFER_MS - 1);
    expect(undo.shown.value).not.toBeNull();
    clock.advance(1);
    expect(undo.shown.value).toBeNull();
  });

  test('replaces the one before it', async () => {
    const { sent, undo, offer } = start();
    offer('first', { ok: true, inverse: [] });
    offer('second');
    await settle();
    expect(undo.shown.value?.text()).toBe('second');
    undo.undo();
    await settle();
    expect(sent).toEqual([{ type: 'undo', inverse: INVERSE }]);
  });

  test('of a change that cannot be taken back only says what happened', async () => {
    const { undo, offer } = start();
    offer('Made a list', { ok: true });
    await settle();
    expect(undo.shown.value).toMatchObject({ canUndo: false });
    expect(undo.shown.value?.text()).toBe('Made a list');
  });

  test('goes when the change was not made', async () => {
    const { undo, offer } = start();
    offer('Ticked “Milk”', { ok: false, error: 'storage-failed' });
    await settle();
    expect(undo.shown.value).toBeNull();
  });
});

describe('undoing', () => {
  test('goes back change by change, twenty of them, offered any more or not', async () => {
    const { clock, sent, undo, offer } = start();
    const step = (n: number): Inverse => [{ path: `item/${n}/done`, expect: '2', value: null }];
    for (let n = 1; n <= UNDO_DEPTH + 5; n += 1) offer(`change ${n}`, { ok: true, inverse: step(n) });
    await settle();
    clock.advance(60_000);
    for (let n = 0; n < UNDO_DEPTH + 5; n += 1) undo.undo();
    await settle();
    const last = Array.from({ length: UNDO_DEPTH }, (_, index) => UNDO_DEPTH + 5 - index);
    expect(sent).toEqual(last.map((n) => ({ type: 'undo', inverse: step(n) })));
  });

  test('[D16] offers the change before it next, by name', async () => {
    const { clock, sent, undo, offer } = start();
    const step = (n: number): Inverse => [{ path: `item/${n}/done`, expect: '2', value: null }];
    for (const n of [1, 2]) offer(`change ${n}`, { ok: true, inverse: step(n) });
    await settle();
    undo.undo();
    expect(undo.shown.value).toMatchObject({ canUndo: true });
    expect(undo.shown.value?.text()).toBe('undone: change 2, before: change 1');
    await settle();
    clock.advance(8_000);
    expect(undo.shown.value).toMatchObject({ canUndo: true });
    undo.undo();
    expect(undo.shown.value).toMatchObject({ canUndo: false });
    await settle();
    expect(sent).toEqual([2, 1].map((n) => ({ type: 'undo', inverse: step(n) })));
  });

  test('passes over what was not made and what cannot be taken back', async () => {
    const { sent, undo, offer } = start();
    offer('first');
    offer('refused', { ok: false, error: 'storage-failed' });
    offer('for good', { ok: true });
    await settle();
    undo.undo();
    await settle();
    expect(sent).toHaveLength(1);
    expect(undo.shown.value?.text()).toBe('undone: first');
  });

  test('says so for a moment, and cannot be done twice', async () => {
    const { clock, sent, undo, offer } = start();
    offer('Ticked “Milk”');
    await settle();
    undo.undo();
    undo.undo();
    expect(undo.shown.value?.text()).toBe('undone: Ticked “Milk”');
    await settle();
    expect(sent).toHaveLength(1);
    clock.advance(10_000);
    expect(undo.shown.value).toBeNull();
  });

  test('that fails is told', async () => {
    const { problems, undo, offer } = start({ ok: false, error: 'storage-failed' });
    offer('Ticked “Milk”');
    await settle();
    undo.undo();
    await settle();
    expect(problems).toEqual(['storage-failed']);
  });

  test('does not speak over a newer offer', async () => {
    const { undo, offer } = start({ ok: true, isOvertaken: true });
    offer('first');
    await settle();
    undo.undo();
    offer('second');
    await settle();
    expect(undo.shown.value?.text()).toBe('second');
  });
});

describe('[W52] changes of other pages of this browser', () => {
  test('made right before this one opened are on offer; what the worker says a moment later, too', () => {
    const { clock, sent, undo, rows, row } = start();
    rows.value = known(row('old', clock.now() - OFFER_MS), row('last', clock.now() - 1));
    expect(undo.shown.value).toMatchObject({ canUndo: true });
    expect(undo.shown.value?.text()).toBe('says last');
    clock.advance(8_000);
    expect(undo.shown.value).not.toBeNull();
    undo.undo();
    expect(sent).toEqual([]);
    expect(undo.shown.value?.text()).toBe('undone: says last, before: says old');
  });

  test('made long ago, or while this page is open, are on no offer, and can be taken back all the same', async () => {
    const { clock, sent, undo, rows, row } = start();
    const old = row('old', clock.now() - OFFER_MS);
    rows.value = known(old);
    clock.advance(60_000);
    rows.value = known(old, row('beside'));
    expect(undo.shown.value).toBeNull();
    for (let n = 0; n < 3; n += 1) undo.undo();
    await settle();
    expect(sent).toEqual([
      { type: 'takeBack', change: 'beside' },
      { type: 'takeBack', change: 'old' },
    ]);
  });

  test('come in one order with those of this page, the latest first, none twice', async () => {
    const { clock, sent, undo, offer, rows, row } = start();
    offer('first', undefined, 'a');
    clock.advance(1);
    const [a, b] = [row('a', clock.now() - 1), row('b')];
    rows.value = known(a, b);
    await settle();
    clock.advance(1);
    offer('third', undefined, 'c');
    rows.value = known(a, b, row('c'));
    await settle();
    for (let n = 0; n < 4; n += 1) undo.undo();
    await settle();
    expect(sent.map((body) => ('change' in body ? body.change : body.type))).toEqual(['c', 'b', 'a']);
  });

  test('of this page that another took back are gone, on offer or not', async () => {
    const { sent, undo, offer, rows, row } = start();
    offer('first', undefined, 'a');
    rows.value = known(row('a'));
    await settle();
    rows.value = known();
    expect(undo.shown.value).toBeNull();
    undo.undo();
    await settle();
    expect(sent).toEqual([]);
  });

  test('under way can be taken back before the worker knows of them', async () => {
    const { sent, undo, offer, rows, row } = start();
    offer('first', undefined, 'a');
    rows.value = known(row('z', -5));
    undo.undo();
    await settle();
    expect(sent).toEqual([{ type: 'takeBack', change: 'a' }]);
  });
});
