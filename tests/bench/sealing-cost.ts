/**
 * What it costs that the relay sees neither kind nor group of what it carries
 * (docs/decisions/0001-sealing-and-keys.md): bytes of the document, and time until a view has what it needs. Run with
 * `node tests/bench/sealing-cost.ts`; takes about 20 s.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { newId, type RoomId } from '../../lib/protocol/ids.ts';
import { deriveFamilyKeys, newFamilySecret } from '../../lib/vault/family-keys.ts';
import { createSealingCodec } from '../../lib/vault/sealing-codec.ts';
import { sizeClass } from '../../lib/vault/size-class.ts';

const RUNS = 15;
const ENTRIES = 5_000;
const room = 'r'.repeat(43) as RoomId;
const { idKey, contentKey } = deriveFamilyKeys(newFamilySecret());
const encoder = new TextEncoder();

interface Value {
  readonly path: string;
  readonly plain: Uint8Array;
}
/** One way to put a value into the document. */
interface Layout {
  put(value: Value): { key: string; stored: Uint8Array };
  /**
   * Opens what stands under `key`; a layout with legible keys skips what is of no kind in `kinds` (null: every kind).
   */
  open(key: string, stored: Uint8Array, kinds: readonly string[] | null): void;
}

/** As in the product: the key is a keyed hash of the whole path, the path is inside. */
function hashed(): Layout {
  const codec = createSealingCodec({ room, idKey, contentKeys: new Map([[1, contentKey]]), epoch: 1 });
  return {
    put: ({ path, plain }) => ({ key: codec.keyOf(path), stored: codec.seal(path, plain) }),
    open(key, stored) {
      if (!codec.open(key, stored).ok) throw new Error('does not open');
    },
  };
}

/**
 * The alternative: `kind/id/group` legible (ids are random), nothing but the value and its length inside, the same
 * padding or none.
 */
function legible(pad: (length: number) => number): Layout {
  const header = 26;
  const aad = (key: string) => encoder.encode(`family-os/value/v1${room}1${key}`);
  return {
    put({ path, plain }) {
      const nonce = crypto.getRandomValues(new Uint8Array(24));
      const padded = new Uint8Array(pad(plain.length + 2));
      padded.set(plain, 2);
      const sealed = xchacha20poly1305(contentKey, nonce, aad(path)).encrypt(padded);
      const stored = new Uint8Array(header + sealed.length);
      stored.set(nonce, 2);
      stored.set(sealed, header);
      return { key: path, stored };
    },
    open(key, stored, kinds) {
      if (kinds !== null && !kinds.includes(key.slice(0, key.indexOf('/')))) return;
      xchacha20poly1305(contentKey, stored.subarray(2, header), aad(key)).decrypt(stored.subarray(header));
    },
  };
}

/** No sealing: what Yjs and the keys alone take. */
const plainLayout: Layout = { put: ({ path, plain }) => ({ key: path, stored: plain }), open: () => undefined };

const by = newId();
const list = newId();
const value = (path: string, fields: object): Value => ({
  path,
  plain: encoder.encode(JSON.stringify({ v: 1, ...fields, by, at: 1_795_262_400_000 })),
});
const TITLES = ['Milk', 'Bread', 'Olive oil', 'Dishwasher tablets', 'Birthday present for Léa', 'Tomatoes', 'Eggs'];
const title = (index: number) => TITLES[index % TITLES.length];
const entryOf = (index: number) =>
  value(`item/${newId()}/core`, { title: title(index), list, order: `a${index.toString(36)}`, quantity: '2' });

/** One value each, the list of the first table. */
const oneList = Array.from({ length: ENTRIES }, (_, index) => entryOf(index));
/** A family of some years: the same list, half of it ticked, and a calendar. */
const family = [
  ...oneList,
  ...oneList.slice(0, ENTRIES / 2).map(({ path }) => value(path.replace('/core', '/done'), { done: true })),
  ...Array.from({ length: 1_500 }, (_, index) =>
    value(`event/${newId()}/core`, {
      title: title(index),
      when: { date: '2026-11-21', time: '15:00', zone: 'Europe/Madrid' },
    }),
  ),
  ...Array.from({ length: 12 }, () => value(`member/${newId()}/profile`, { name: 'Ana', colour: 'teal' })),
];

function documentBytes(layout: Layout, values: readonly Value[]): number {
  const doc = new Doc();
  const root = doc.getMap('family');
  doc.transact(() => {
    for (const each of values) {
      const { key, stored } = layout.put(each);
      root.set(key, stored);
    }
  });
  return encodeStateAsUpdate(doc).length;
}

interface Spread {
  median: number;
  low: number;
  high: number;
}
/** Milliseconds of `run`, each time on what `prepare` made anew: the median of RUNS and the middle half. */
function time<Prepared>(prepare: () => Prepared, run: (prepared: Prepared) => void): Spread {
  const times: number[] = [];
  for (let turn = 0; turn < RUNS + 3; turn++) {
    const prepared = prepare();
    const started = performance.now();
    run(prepared);
    // The first three warm the compiler up.
    if (turn >= 3) times.push(performance.now() - started);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

function timeToOpen(make: () => Layout, values: readonly Value[], kinds: readonly string[] | null): Spread {
  const writer = make();
  const stored = values.map((each) => writer.put(each));
  return time(make, (layout) => {
    for (const { key, stored: bytes } of stored) layout.open(key, bytes, kinds);
  });
}

const show = ({ median, low, high }: Spread) => `${median.toFixed(0)} ms (${low.toFixed(0)}–${high.toFixed(0)})`;
const perEntry = (bytes: number) => `${bytes} B, ${(bytes / ENTRIES).toFixed(1)} B each`;

const layouts: [name: string, make: () => Layout][] = [
  ['hashed path, padded (chosen)', hashed],
  ['legible kind and group, padded', () => legible(sizeClass)],
  ['legible, not padded', () => legible((length) => length)],
];

console.log(`${ENTRIES} entries, one value each, as one Yjs update`);
for (const [name, make] of [...layouts, ['plain', () => plainLayout] as const]) {
  console.log(`  ${name}: ${perEntry(documentBytes(make(), oneList))}`);
}
console.log(
  `A family of ${family.length} values: ${ENTRIES} entries, half ticked, 1,500 events, 12 members; median of ${RUNS}`,
);
for (const [name, make] of layouts.slice(0, 2)) {
  console.log(`  ${name}: all ${show(timeToOpen(make, family, null))}`);
}
const view = (kinds: readonly string[]) => show(timeToOpen(() => legible(sizeClass), family, kinds));
console.log(`  legible, what the list needs (item): ${view(['item'])}`);
console.log(`  legible, what the agenda needs (event): ${view(['event'])}`);

const small = Array.from({ length: ENTRIES }, () => ({
  path: `item/${newId()}/core`,
  plain: new Uint8Array(60).fill(65),
}));
const sealing = time(hashed, (layout) => {
  for (const each of small) layout.put(each);
});
console.log(`${ENTRIES} values of 60 B: sealing ${show(sealing)}, opening ${show(timeToOpen(hashed, small, null))}`);
