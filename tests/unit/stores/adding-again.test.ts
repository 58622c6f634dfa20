import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { type ItemId, type ListId, newId } from '../../../lib/protocol/ids.ts';
import type { Quantity } from '../../../lib/protocol/values.ts';
import { againText } from '../../../lib/stores/adding-again.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';

const LIST = 'Groceries-------------' as ListId;
const milk = { id: newId<ItemId>(), title: 'Milk' };

function say(value: Record<string, unknown>, quantities: Quantity[] = [], items = [milk]): string {
  const rows = signal(new Map([['row', { ids: [newId<ItemId>(), milk.id], quantities }]]));
  const client = { live: () => ({ rows, isLive: signal(true), close: () => {} }) };
  return againText({ client: client as never, i18n: createI18n('en-US') }, LIST, items, value);
}

test('[Q73] adding again says what became of it', () => {
  expect(say({ reopened: 1 })).toBe('Milk was ticked: open again');
  expect(say({ merged: 1 }, [{ amount: 3 }])).toBe('Milk: now 3');
  expect(say({ merged: 1 }, [{ amount: 2 }, { amount: 500, unit: 'g' }])).toBe('Milk: now 2 + 500 g');
  expect(say({ merged: 1 })).toBe('Milk was on the list already');
  expect(say({ merged: 1, reopened: 2 }, [], [milk, milk, milk, milk])).toBe(
    'Added 4 entries; of them on the list before: 3',
  );
  expect(say({})).toBe('');
});
