import { describe, expect, it } from 'vitest';
import { digest } from '../../../lib/model/digest.ts';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import { stableJson } from '../../../lib/model/stable-json.ts';
import type { Inverse } from '../../../lib/protocol/commands.ts';
import { createFamily, type Device, getRaw, groceries, item, sync } from '../../doubles/family-fixture.ts';
import { seeded } from '../../doubles/random-family.ts';

const ITEMS = ['Milk', 'Bread', 'Eggs'].map((title) => ({ id: item(title), title }));

/** What a person does to one of the entries; each says something that nobody has said before. */
function deed(random: () => number, count: number): DocumentCommand {
  const { id } = ITEMS[Math.floor(random() * ITEMS.length)] ?? { id: item('Milk') };
  const dice = Math.floor(random() * 5);
  if (dice === 0) return { type: 'setDone', ids: [id], done: random() < 0.5 };
  if (dice === 1) return { type: 'deleteItems', ids: [id] };
  if (dice === 2) return { type: 'restoreItems', ids: [id] };
  const change = dice === 3 ? { title: `Title ${count}` } : { note: `Note ${count}`, priority: ((count % 3) + 1) as 1 };
  return { type: 'changeItem', ids: [id], change };
}

/** As the document knows the value that stands at a path. */
function versionAt(device: Device, path: string): string {
  return digest(stableJson(getRaw(device, path)));
}

function entries(device: Device) {
  const all = device.family.export().lists.find(({ id }) => id === groceries)?.entries ?? [];
  return all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

describe('[D7] the last twenty changes of one person, taken back in order', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'are all back where nobody else did anything, seed %i',
    (seed) => {
      const random = seeded(seed);
      const { a } = createFamily();
      a.run({ type: 'addItems', list: groceries, items: ITEMS });
      const states: unknown[] = [];
      const inverses: Inverse[] = [];
      for (let count = 0; inverses.length < 20; count++) {
        const before = entries(a);
        const result = a.run(deed(random, count));
        if (!result.ok || !result.inverse) continue;
        states.push(before);
        inverses.push(result.inverse);
      }
      while (inverses.length > 0) {
        a.run({ type: 'undo', inverse: inverses.pop() ?? [] });
        const expected = states.pop() as ReturnType<typeof entries>;
        // Who ticked it is who took it back, which is all that may differ.
        const said = (all: ReturnType<typeof entries>) => all.map(({ doneAt: _at, doneBy: _by, ...entry }) => entry);
        expect(said(entries(a))).toEqual(said(expected));
      }
    },
  );

  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'take nothing back that another member did since, seed %i',
    (seed) => {
      const random = seeded(seed);
      const { a, b } = createFamily();
      a.run({ type: 'addItems', list: groceries, items: ITEMS });
      sync(a, b);
      const inverses: Inverse[] = [];
      /** By register: the version that the other one's last change of it left. */
      const othersLast = new Map<string, string>();
      for (let count = 0; count < 40; count++) {
        const isMine = random() < 0.5;
        const result = (isMine ? a : b).run(deed(random, count));
        if (result.ok && result.inverse && isMine) {
          inverses.push(result.inverse);
          for (const { path } of result.inverse) othersLast.delete(path);
        } else if (result.ok && result.inverse) {
          for (const { path, expect: version } of result.inverse) othersLast.set(path, version);
        }
        sync(a, b);
      }
      for (const inverse of inverses.slice(-20).toReversed()) a.run({ type: 'undo', inverse });
      sync(a, b);
      expect(othersLast.size).toBeGreaterThan(0);
      for (const [path, version] of othersLast) expect(versionAt(b, path), path).toBe(version);
      expect(entries(b)).toEqual(entries(a));
    },
  );
});
