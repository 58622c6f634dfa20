/**
 * What a family's lists cost once they are years old: 5,000 entries of which 300 are open. Prints a table.
 *
 *     node tests/bench/list-cost.ts [--items 5000] [--open 300] [--runs 5]
 *
 * Times are medians; the values are sealed. Bytes are what a change adds to `Y.encodeStateAsUpdate`.
 */
import { parseArgs } from 'node:util';
import * as Y from 'yjs';
import type { Codec } from '../../lib/model/codec.ts';
import type { DocumentCommand } from '../../lib/model/document-messages.ts';
import { createFamilyDocument } from '../../lib/model/family-document.ts';
import { type DeviceId, type ItemId, type ListId, type MemberId, newId, type RoomId } from '../../lib/protocol/ids.ts';
import { createSealingCodec } from '../../lib/vault/sealing-codec.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '5000' },
    open: { type: 'string', default: '300' },
    runs: { type: 'string', default: '5' },
  },
});
const ITEMS = Number(values.items);
const OPEN = Number(values.open);
const RUNS = Number(values.runs);
const AT = 1_763_800_000_000;
const bytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const room = newId<RoomId>().padEnd(43, 'A') as RoomId;
const idKey = bytes(32);
const contentKeys = new Map([[0, bytes(32)]]);
const member = newId<MemberId>();
const list = newId<ListId>();
let opened = 0;

function createCodec(): Codec {
  const codec = createSealingCodec({ room, idKey, contentKeys, epoch: 0 });
  return {
    ...codec,
    epoch: codec.epoch,
    open(key, sealed) {
      opened++;
      return codec.open(key, sealed);
    },
  };
}

function open(doc: Y.Doc) {
  const family = createFamilyDocument({ doc, codec: createCodec(), clock: { now: () => AT } });
  family.setActor({ member, device: newId<DeviceId>() });
  let moment = AT;
  return { family, run: (body: DocumentCommand) => family.execute(body, { at: moment++, isResent: false }) };
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const source = new Y.Doc();
const maker = open(source);
maker.run({ type: 'addList', id: list, name: 'Groceries', kind: 'groceries' });
const ids = Array.from({ length: ITEMS }, () => newId<ItemId>());
for (let start = 0; start < ITEMS; start += 100) {
  const items = ids.slice(start, start + 100).map((id, index) => ({ id, title: `Grocery number ${start + index}` }));
  maker.run({ type: 'addItems', list, items });
}
for (const id of ids.slice(OPEN))
  maker.run({ type: 'setDone', ids: [id], done: true, aisle: `Aisle ${id.charCodeAt(0) % 12}` });
const state = Y.encodeStateAsUpdate(source);

const size = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc).length;
const measures: Record<string, number[]> = {};
const note = (name: string, value: number) => {
  measures[name] = [...(measures[name] ?? []), value];
};

for (let round = 0; round < RUNS; round++) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  opened = 0;
  let device = maker;
  note(
    'decoding and indexing, ms',
    timed(() => {
      device = open(doc);
    }),
  );
  note('values opened, per value stored', opened / doc.getMap('values').size);
  let patched = 0;
  for (const query of [{ type: 'list', list }, { type: 'lists' }] as const) {
    device.family.watch(query, {
      snapshot: () => undefined,
      patch: (set) => {
        patched += query.type === 'list' ? set.length : 0;
      },
    });
  }
  opened = 0;
  note(
    'one tick with its patch, ms',
    median(
      ids
        .slice(0, 50)
        .map((id) => timed(() => device.run({ type: 'setDone', ids: [id], done: true, aisle: 'Aisle 1' }))),
    ),
  );
  note('values opened per tick', opened / 50);
  note('rows patched per tick', patched / 50);
  note(
    'adding again what is ticked, ms',
    median(
      ids.slice(-50).map((_, index) =>
        timed(() =>
          device.run({
            type: 'addItems',
            list,
            items: [{ id: newId(), title: `grocery number ${ITEMS - 1 - index}` }],
          }),
        ),
      ),
    ),
  );
  const ask = (text: string) => timed(() => device.run({ type: 'suggest', list, text, limit: 8 }));
  note('suggestions, first time, ms', ask('gro'));
  note('suggestions, one letter, ms', median(['g', 'n', '4'].map(ask)));
  note('suggestions, with a typo, ms', median(['grocrey', 'numbre 42', 'gorcery'].map(ask)));
  note(
    'often together, ms',
    timed(() => device.run({ type: 'together', list, title: 'Grocery number 7', limit: 8 })),
  );
  const search = (text: string) =>
    timed(() => device.family.watch({ type: 'search', text }, { snapshot: () => undefined, patch: () => undefined })());
  note('search, first time, ms', search('number 42'));
  note('search, ms', median(['4', 'grocery', 'xyz'].map(search)));
  const id = ids[60] ?? newId<ItemId>();
  const grown = (change: string) => {
    const before = size(doc);
    device.run({ type: 'changeItem', ids: [id], change: { title: change } });
    return size(doc) - before;
  };
  note('first rename of an entry, bytes', grown('Some other title 1'));
  note('second, which keeps the first, bytes', grown('Some other title 2'));
  for (let count = 3; count < 40; count++) grown(`Some other title ${count}`);
  note('a rename once twenty are kept, bytes', grown('Some other title 40'));
}
console.log(`${ITEMS} entries, ${OPEN} open, sealed, median of ${RUNS} runs, Node ${process.version}`);
console.table(
  Object.fromEntries(Object.entries(measures).map(([name, all]) => [name, Number(median(all).toFixed(2))])),
);
