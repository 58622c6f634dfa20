/**
 * What the family document costs: bytes, opening, one edit. Prints a table.
 *
 *     node tests/bench/document-cost.ts [--items 5000] [--runs 7]
 *
 * Times are medians over the runs; bytes are of `Y.encodeStateAsUpdate`, which is what is stored and sent.
 */
import { parseArgs } from 'node:util';
import * as Y from 'yjs';
import type { Codec } from '../../lib/model/codec.ts';
import { createFamilyDocument, type FamilyDocument } from '../../lib/model/family-document.ts';
import { type DeviceId, type ItemId, type ListId, type MemberId, newId, type RoomId } from '../../lib/protocol/ids.ts';
import { createSealingCodec } from '../../lib/vault/sealing-codec.ts';
import { createPlainCodec } from '../doubles/plain-codec.ts';

const { values } = parseArgs({
  options: { items: { type: 'string', default: '5000' }, runs: { type: 'string', default: '7' } },
});
const ITEMS = Number(values.items);
const RUNS = Number(values.runs);
const AT = 1_763_800_000_000;

const bytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const room = btoa(String.fromCharCode(...bytes(32)))
  .replaceAll(/[+/]/g, '_')
  .replaceAll('=', '') as RoomId;
const idKey = bytes(32);
const contentKeys = new Map([[0, bytes(32)]]);
/** A fresh codec for every opening: none may remember what another has derived. */
const codecs: Record<string, () => Codec> = {
  plain: createPlainCodec,
  sealed: () => createSealingCodec({ room, idKey, contentKeys, epoch: 0 }),
};
/** Of the epoch after. */
const nextCodec = () =>
  createSealingCodec({ room, idKey, contentKeys: new Map([...contentKeys, [1, bytes(32)]]), epoch: 1 });

const member = newId<MemberId>();
const device = newId<DeviceId>();
const list = newId<ListId>();

function open(doc: Y.Doc, codec: Codec): FamilyDocument {
  const family = createFamilyDocument({ doc, codec, clock: { now: () => AT } });
  family.setActor({ member, device });
  return family;
}

/** A list in which every title is its own, added one by one as people do. */
function fill(doc: Y.Doc, codec: Codec): ItemId[] {
  const family = open(doc, codec);
  family.execute({ type: 'addList', id: list, name: 'Groceries', kind: 'groceries' }, { at: AT, isResent: false });
  return Array.from({ length: ITEMS }, (_, index) => {
    const id = newId<ItemId>();
    const items = [{ id, title: `Grocery number ${index}` }];
    family.execute({ type: 'addItems', list, items }, { at: AT + index, isResent: false });
    return id;
  });
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const table: Record<string, Record<string, number>> = {};
for (const [name, createCodec] of Object.entries(codecs)) {
  const source = new Y.Doc();
  const addAll = timed(() => fill(source, createCodec()));
  const state = Y.encodeStateAsUpdate(source);
  const runs = Array.from({ length: RUNS }, () => {
    const doc = new Y.Doc();
    const load = timed(() => Y.applyUpdate(doc, state));
    let family: FamilyDocument | undefined;
    const index = timed(() => {
      family = open(doc, createCodec());
    });
    if (!family) throw new Error('not opened');
    let rows: { id: ItemId }[] = [];
    let patched = 0;
    const opened = family;
    const snapshot = timed(() => {
      opened.watch(
        { type: 'list', list },
        {
          snapshot: (all) => {
            rows = all;
          },
          patch: (set) => {
            patched += set.length;
          },
        },
      );
      opened.watch({ type: 'lists' }, { snapshot: () => undefined, patch: () => undefined });
    });
    const ticked = rows.filter((_, position) => position % Math.ceil(rows.length / 50) === 0).map(({ id }) => id);
    const edits = ticked.map((id) =>
      timed(() => opened.execute({ type: 'setDone', ids: [id], done: true }, { at: AT, isResent: false })),
    );
    if (patched !== ticked.length) throw new Error(`expected ${ticked.length} rows in patches, saw ${patched}`);
    const adds = Array.from({ length: 50 }, (_, count) =>
      timed(() =>
        opened.execute(
          { type: 'addItems', list, items: [{ id: newId<ItemId>(), title: `New ${count}` }] },
          { at: AT, isResent: false },
        ),
      ),
    );
    const hash = timed(() => void opened.contentHash());
    const hashAgain = median(
      ticked.map((id) => {
        opened.execute({ type: 'setDone', ids: [id], done: false }, { at: AT, isResent: false });
        return timed(() => void opened.contentHash());
      }),
    );
    const digest = timed(() => void opened.stateDigest());
    const copy = opened.snapshotRegisters();
    const compare = timed(() => void opened.copyFrom(copy));
    let sealAnew = Number.NaN;
    if (name === 'sealed') {
      opened.setCodec(nextCodec());
      sealAnew = timed(() => {
        if (opened.sealAnew(() => true) < ITEMS) throw new Error('not all sealed anew');
      });
    }
    return {
      load,
      index,
      snapshot,
      edit: median(edits),
      add: median(adds),
      hash,
      hashAgain,
      digest,
      compare,
      sealAnew,
    };
  });
  const of = (pick: (run: (typeof runs)[number]) => number, digits = 1) =>
    Number(median(runs.map(pick)).toFixed(digits));
  table[name] = {
    'state, bytes per item': Math.round(state.length / ITEMS),
    'state, KB': Math.round(state.length / 1024),
    'adding all one by one, ms': Math.round(addAll),
    'Yjs loads the state, ms': of((run) => run.load),
    'decoding and indexing, ms': of((run) => run.index),
    'snapshot of the list, ms': of((run) => run.snapshot),
    'one tick with its patch, ms': of((run) => run.edit, 2),
    'one add with its patch, ms': of((run) => run.add, 2),
    'content hash, first, ms': of((run) => run.hash),
    'content hash after a change, ms': of((run) => run.hashAgain, 2),
    'state digest, ms': of((run) => run.digest, 2),
    'comparing with an equal copy, ms': of((run) => run.compare, 1),
    'sealing all anew, ms': of((run) => run.sealAnew),
  };
}
console.log(`${ITEMS} items, median of ${RUNS} runs, Node ${process.version}`);
const names = Object.keys(table);
console.table(
  Object.fromEntries(
    Object.keys(table[names[0] ?? ''] ?? {}).map((measure) => [
      measure,
      Object.fromEntries(names.map((name) => [name, table[name]?.[measure]])),
    ]),
  ),
);
