import { describe, expect, test } from 'vitest';
import type { KeyValue } from '../../lib/ports/ports.ts';

/** What every KeyValue must do. `createPlace` makes an empty place; every `open()` is another worker life on it. */
export function describeKeyValue(name: string, createPlace: () => { open(): KeyValue }): void {
  describe(`KeyValue: ${name}`, () => {
    test('answers undefined where there is nothing', async () => {
      const store = createPlace().open();
      expect(await store.get('missing')).toBeUndefined();
      expect(await store.list('')).toEqual({});
    });

    test('gives back what was set, to this life and the next', async () => {
      const place = createPlace();
      const store = place.open();
      const values = {
        text: 'Milk 🥛 جبن',
        number: 1.5,
        no: false,
        nothing: null,
        list: [1, [2]],
        deep: { a: { b: '' } },
      };
      for (const [key, value] of Object.entries(values)) await store.set(key, value);
      for (const life of [store, place.open()]) {
        for (const [key, value] of Object.entries(values)) expect(await life.get(key), key).toEqual(value);
      }
    });

    test('setting again replaces the whole value', async () => {
      const store = createPlace().open();
      await store.set('settings', { language: 'es', theme: 'dark' });
      await store.set('settings', { language: 'en' });
      expect(await store.get('settings')).toEqual({ language: 'en' });
    });

    test('values are copies: whoever changes an object afterwards changes nothing that is stored', async () => {
      const store = createPlace().open();
      const value = { titles: ['Milk'] };
      await store.set('draft', value);
      value.titles.push('Bread');
      const first = (await store.get('draft')) as typeof value;
      first.titles.push('Eggs');
      expect(await store.get('draft')).toEqual({ titles: ['Milk'] });
    });

    test('lists what has a prefix, by its whole key, and nothing else', async () => {
      const store = createPlace().open();
      await store.set('outbox/a', 1);
      await store.set('outbox/b', { two: 2 });
      await store.set('outboxes', 3);
      await store.set('settings', 4);
      expect(await store.list('outbox/')).toEqual({ 'outbox/a': 1, 'outbox/b': { two: 2 } });
      expect(Object.keys(await store.list('')).sort()).toEqual(['outbox/a', 'outbox/b', 'outboxes', 'settings']);
    });

    test('removing takes one key away, and what is not there is no mistake', async () => {
      const store = createPlace().open();
      await store.set('outbox/a', 1);
      await store.set('outbox/b', 2);
      await store.remove('outbox/a');
      await store.remove('outbox/a');
      await store.remove('missing');
      expect(await store.get('outbox/a')).toBeUndefined();
      expect(await store.list('outbox/')).toEqual({ 'outbox/b': 2 });
    });

    test('writes take effect in the order in which they were made, awaited or not', async () => {
      const place = createPlace();
      const store = place.open();
      const writes = [store.set('unsent', 1), store.set('unsent', 2), store.remove('unsent'), store.set('unsent', 3)];
      await Promise.all(writes);
      expect(await place.open().get('unsent')).toBe(3);
    });

    test('a key is a key, whatever it looks like', async () => {
      const store = createPlace().open();
      for (const key of ['a.b', 'a/b/c', '__proto__x', '0']) {
        expect(await store.get(key), key).toBeUndefined();
        await store.set(key, key);
        expect(await store.get(key)).toBe(key);
      }
    });
  });
}
