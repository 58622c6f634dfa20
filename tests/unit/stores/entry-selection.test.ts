import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { createEntrySelection } from '../../../lib/stores/entry-selection.ts';
import { entry } from './rows.ts';

function start(...ids: string[]) {
  const open = signal<readonly string[]>(ids);
  const list = signal({ id: 'groceries' });
  const selection = createEntrySelection(
    { open, peek: (id) => (open.peek().includes(id) ? entry(id) : undefined) },
    list,
  );
  return { open, list, selection };
}

describe('picking rows', () => {
  test('one by one, and back again; taking the last one back does not end it', () => {
    const { selection } = start('a', 'b', 'c');
    expect(selection.isOn.value).toBe(false);
    selection.toggle('c');
    selection.toggle('a');
    expect(selection.ids.value).toEqual(['a', 'c']);
    expect(selection.rows().map(({ id }) => id)).toEqual(['a', 'c']);
    selection.toggle('a');
    selection.toggle('c');
    expect([selection.isOn.value, selection.ids.value]).toEqual([true, []]);
    selection.end();
    expect(selection.isOn.value).toBe(false);
  });

  test('a stretch grows and shrinks from where it began, in both directions', () => {
    const { selection } = start('a', 'b', 'c', 'd', 'e');
    selection.extend('c', 'd');
    selection.extend('d', 'e');
    expect(selection.ids.value).toEqual(['c', 'd', 'e']);
    selection.extend('e', 'd');
    expect(selection.ids.value).toEqual(['c', 'd']);
    selection.extend('d', 'a');
    expect(selection.ids.value).toEqual(['a', 'b', 'c']);
  });

  test('a row that leaves the list is picked no more, and stays so', () => {
    const { open, selection } = start('a', 'b');
    selection.all();
    open.value = ['b'];
    expect(selection.ids.value).toEqual(['b']);
    expect(selection.rows()).toHaveLength(1);
  });

  test('another list begins with none; a change of this one ends nothing', () => {
    const { list, selection } = start('a', 'b');
    selection.all();
    list.value = { id: 'groceries' };
    expect(selection.isOn.value).toBe(true);
    list.value = { id: 'todo' };
    expect([selection.isOn.value, selection.ids.value]).toEqual([false, []]);
  });
});
