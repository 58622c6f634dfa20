import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import { ana, ben, createFamily, event, groceries, item, sync, todo } from '../../doubles/family-fixture.ts';

const milk = item(`Milk-${ana}`);

function withMilk() {
  const family = createFamily();
  family.a.add(groceries, 'Milk');
  sync(family.a, family.b, family.c);
  return { ...family, seen: family.a.list()[0]?.version ?? '' };
}
const isResent = true;

describe('[D9] a command sent again', () => {
  it('changes nothing that is there already', () => {
    const { a, seen } = withMilk();
    const commands: DocumentCommand[] = [
      {
        type: 'changeItem',
        ids: [milk],
        change: { title: 'Oat milk', note: 'n', who: [ben], due: '2026-12-01', quantity: { amount: 2 } },
        seen,
      },
      { type: 'setDone', ids: [milk], done: true, seen },
      { type: 'changeItem', ids: [milk], change: { list: todo }, seen },
      { type: 'deleteItems', ids: [milk] },
    ];
    for (const body of commands) {
      a.run(body, { at: 50 });
      const hash = a.family.contentHash();
      const again = a.run(body, { at: 50, isResent });
      expect(again).toMatchObject({ ok: true });
      expect(again).not.toHaveProperty('isOvertaken');
      expect(a.family.contentHash()).toBe(hash);
    }
  });

  it('is done now if it was not done before', () => {
    const { a, seen } = withMilk();
    a.run({ type: 'setDone', ids: [milk], done: true, seen }, { isResent });
    expect(a.titles()).toEqual(['x Milk']);
  });

  it('does not write over what another member changed since', () => {
    const { a, b, seen } = withMilk();
    b.run({ type: 'changeItem', ids: [milk], change: { title: 'Soy milk' } });
    sync(a, b);
    expect(a.run({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk' }, seen }, { isResent })).toEqual({
      ok: true,
      isOvertaken: true,
    });
    expect(a.titles()).toEqual(['Soy milk']);
  });

  it('does not tick again what another member unticked since', () => {
    const { a, b, seen } = withMilk();
    a.run({ type: 'setDone', ids: [milk], done: true, seen }, { at: 50 });
    sync(a, b);
    b.run({ type: 'setDone', ids: [milk], done: false });
    sync(a, b);
    expect(a.run({ type: 'setDone', ids: [milk], done: true, seen }, { at: 50, isResent })).toMatchObject({
      isOvertaken: true,
    });
    expect(a.titles()).toEqual(['Milk']);
  });

  it('is done where another member changed something else', () => {
    const { a, b, seen } = withMilk();
    b.run({ type: 'changeItem', ids: [milk], change: { title: 'Soy milk' } });
    sync(a, b);
    const result = a.run({ type: 'setDone', ids: [milk], done: true, seen }, { isResent });
    expect(result).not.toHaveProperty('isOvertaken');
    expect(a.titles()).toEqual(['x Soy milk']);
  });

  it('is done over an earlier change of the same member, and not over a later one', () => {
    const { a, seen } = withMilk();
    a.run({ type: 'changeItem', ids: [milk], change: { title: 'One' }, seen }, { at: 50 });
    a.run({ type: 'changeItem', ids: [milk], change: { title: 'Two' }, seen }, { at: 60, isResent });
    expect(a.titles()).toEqual(['Two']);
    expect(
      a.run({ type: 'changeItem', ids: [milk], change: { title: 'One' }, seen }, { at: 50, isResent }),
    ).toMatchObject({
      isOvertaken: true,
    });
    expect(a.titles()).toEqual(['Two']);
  });

  it('without a version does not delete again what was restored since', () => {
    const { a, b } = withMilk();
    a.run({ type: 'deleteItems', ids: [milk] }, { at: 50 });
    const restore = a.run({ type: 'deleteItems', ids: [milk] }, { at: 50, isResent });
    expect(restore).toMatchObject({ ok: true, inverse: [{ path: `item/${milk}/life` }] });
    sync(a, b);
    b.run({ type: 'undo', inverse: (restore.ok && restore.inverse) || [] });
    sync(a, b);
    expect(a.run({ type: 'deleteItems', ids: [milk] }, { at: 50, isResent })).toMatchObject({ isOvertaken: true });
    expect(a.titles()).toEqual(['Milk']);
  });

  it('fresh, it writes over anything: the last writer wins', () => {
    const { a, b, seen } = withMilk();
    b.run({ type: 'changeItem', ids: [milk], change: { title: 'Soy milk' } });
    sync(a, b);
    a.run({ type: 'changeItem', ids: [milk], change: { title: 'Oat milk' }, seen });
    expect(a.titles()).toEqual(['Oat milk']);
  });

  it('can still be taken back where its answer got lost', () => {
    const { a, seen } = withMilk();
    a.run({ type: 'setDone', ids: [milk], done: true, seen }, { at: 50 });
    const again = a.run({ type: 'setDone', ids: [milk], done: true, seen }, { at: 50, isResent });
    a.run({ type: 'undo', inverse: (again.ok && again.inverse) || [] });
    expect(a.titles()).toEqual(['Milk']);
  });

  it('holds for a row of several additions: only what is as it was seen is written', () => {
    const { a, b } = withMilk();
    b.add(groceries, 'Milk');
    sync(a, b);
    const [row] = a.list();
    b.run({ type: 'changeItem', ids: [milk], change: { title: 'Soy milk' } });
    sync(a, b);
    const result = a.run(
      { type: 'changeItem', ids: row?.ids ?? [], change: { title: 'Oat milk' }, seen: row?.version },
      { isResent },
    );
    expect(result).toMatchObject({ ok: true, isOvertaken: true });
    expect(a.titles().sort()).toEqual(['Oat milk', 'Soy milk']);
  });

  it('holds for events', () => {
    const { a, b } = createFamily();
    const dinner = event('Dinner');
    const when = { allDay: true, start: '2026-11-24', end: '2026-11-25' } as const;
    a.run({ type: 'addEvent', id: dinner, title: 'Dinner', when, who: [], place: null, notes: null });
    sync(a, b);
    const agenda = { type: 'agenda', from: '2026-11-01', to: '2026-11-30', zone: 'UTC' } as const;
    const seen = a.rows(agenda)[0]?.version ?? '';
    b.run({ type: 'changeEvent', id: dinner, change: { title: 'Supper' } });
    sync(a, b);
    expect(a.run({ type: 'changeEvent', id: dinner, change: { title: 'Lunch' }, seen }, { isResent })).toEqual({
      ok: true,
      isOvertaken: true,
    });
    const moved = { allDay: true, start: '2026-11-26', end: '2026-11-27' } as const;
    expect(a.run({ type: 'changeEvent', id: dinner, change: { when: moved }, seen }, { isResent })).not.toHaveProperty(
      'isOvertaken',
    );
    expect(a.rows(agenda)).toMatchObject([{ title: 'Supper', when: moved }]);
  });
});
