import { describe, expect, test } from 'vitest';
import { exportText } from '../../../lib/stores/list-export.ts';
import { ANA, BEN, entry, listRow, member } from './rows.ts';

const members = new Map([
  [ANA as string, member(ANA, 'Ana')],
  [BEN as string, member(BEN, 'Ben')],
]);
const ROWS = [
  entry('a', { title: 'Milk', quantities: [{ amount: 2, unit: 'l' }], note: 'the blue one\nnot the red' }),
  entry('b', { title: 'Call *Léa*', who: [ANA, BEN], due: '2026-12-01', dueTime: '15:00', priority: 1 }),
  entry('c', { title: 'Number', parent: entry('b').id }),
  entry('d', { title: 'Eggs', done: { at: 1 }, quantities: [{ amount: 6 }, { amount: 500, unit: 'g' }] }),
  entry('e', { title: 'Risotto', link: { url: 'https://example.org/a(b)', title: '' } }),
];
const write = (format: Parameters<typeof exportText>[1], withDone = true, rows = ROWS) =>
  exportText([{ list: listRow(), rows }], format, { withDone, members, categoryOf: () => 'Dairy' });

describe('a list is written', () => {
  test('as Markdown: checkboxes below a heading, parts indented, what looks like Markdown stays text', () => {
    expect(write('markdown')).toBe(
      [
        '## Groceries',
        '',
        '- [ ] Milk · 2 l',
        '  the blue one',
        '  not the red',
        '- [ ] Call \\*Léa\\* · @Ana @Ben · 2026-12-01 15:00',
        '  - [ ] Number',
        '- [ ] [Risotto](<https://example.org/a(b)>)',
        '- [x] Eggs · 6 + 500 g',
        '',
      ].join('\n'),
    );
  });

  test('as text for a message, without what is done where that is not wanted', () => {
    expect(write('text', false)).toBe(
      [
        'Groceries',
        '- Milk · 2 l',
        '- Call *Léa* · @Ana @Ben · 2026-12-01 15:00',
        '  - Number',
        '- Risotto · https://example.org/a(b)',
        '',
      ].join('\n'),
    );
  });

  test('as a table: every cell in its column, quoted where it must be', () => {
    const [head, milk, call, , , eggs] = write('csv').split(/\r\n(?=\w)/);
    expect(head).toBe('\ufeffList,Title,Quantity,Unit,Note,Category,For,Due,Time,Priority,Done,Link');
    expect(milk).toBe('Groceries,Milk,2,l,"the blue one\nnot the red",Dairy,,,,,,');
    expect(call).toBe('Groceries,Call *Léa*,,,,Dairy,"Ana, Ben",2026-12-01,15:00,1,,');
    expect(eggs?.trim()).toBe('Groceries,Eggs,6 + 500 g,,,Dairy,,,,,yes,');
  });

  test('as a table in which nothing is a formula', () => {
    const rows = ['=1+1', '+1', '-1', '@a', '\tx', '"a"'].map((title, n) => entry(`${n}`, { title }));
    const cells = write('csv', true, rows)
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.slice('Groceries,'.length, line.indexOf(',,')));
    expect(cells).toEqual(["'=1+1", "'+1", "'-1", "'@a", "'\tx", '"""a"""']);
  });
});
