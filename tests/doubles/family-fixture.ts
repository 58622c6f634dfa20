import * as Y from 'yjs';
import type { DocumentCommand, DocumentQuery } from '../../lib/model/document-messages.ts';
import { createFamilyDocument, type FamilyDocument } from '../../lib/model/family-document.ts';
import type { CommandResult, Inverse } from '../../lib/protocol/commands.ts';
import type { DeviceId, EventId, ItemId, ListId, MemberId } from '../../lib/protocol/ids.ts';
import type { RowOf } from '../../lib/protocol/queries.ts';
import { createPlainCodec } from './plain-codec.ts';

/** The sample family, its lists and readable ids: 22 characters, as real ones are. */
export const id = <Id extends string>(name: string): Id =>
  name
    .replaceAll(/[^\w-]/gu, '_')
    .padEnd(22, '0')
    .slice(0, 22) as Id;
export const ana = id<MemberId>('Ana');
export const ben = id<MemberId>('Ben');
export const lea = id<MemberId>('Lea');
export const groceries = id<ListId>('Groceries');
export const todo = id<ListId>('Todo');
export const item = (name: string): ItemId => id(name);
export const event = (name: string): EventId => id(name);

/** One member's device: a document, its Y.Doc, and a clock that ticks with every command. */
export interface Device {
  readonly family: FamilyDocument;
  readonly doc: Y.Doc;
  readonly codec: ReturnType<typeof createPlainCodec>;
  readonly faults: unknown[];
  /** Executes at the next moment, or at `at`. */
  run(body: DocumentCommand, options?: { at?: number; isResent?: boolean }): CommandResult;
  /** As `run`, and answers the inverse, failing where there is none. */
  undoable(body: DocumentCommand): Inverse;
  add(list: ListId, ...titles: string[]): void;
  /** What a query answers now. */
  rows<Q extends DocumentQuery>(query: Q): RowOf<Q['type']>[];
  list(list?: ListId): RowOf<'list'>[];
  /** `title`, with `x ` before ticked ones, in display order. */
  titles(list?: ListId): string[];
}

let shared = 1_760_000_000_000;

/** A device of `member` with nothing on it. `clientId` fixes who wins among concurrent writes: the higher one. */
export function createDevice(member: MemberId, clientId?: number, randomBit?: () => boolean): Device {
  const doc = new Y.Doc();
  if (clientId !== undefined) doc.clientID = clientId;
  const codec = createPlainCodec();
  const faults: unknown[] = [];
  const family = createFamilyDocument({
    doc,
    codec,
    clock: { now: () => shared++ },
    onFault: (error) => faults.push(error),
    ...(randomBit && { randomBit }),
  });
  family.setActor({ member, device: id<DeviceId>(`d-${member}`) });
  const device: Device = {
    family,
    doc,
    codec,
    faults,
    run: (body, options) => family.execute(body, { at: options?.at ?? shared++, isResent: options?.isResent ?? false }),
    undoable(body) {
      const result = device.run(body);
      if (!result.ok || !result.inverse) throw new Error(`nothing to undo: ${JSON.stringify(result)}`);
      return result.inverse;
    },
    add(list, ...titles) {
      for (const title of titles) {
        const result = device.run({ type: 'addItems', list, items: [{ id: item(`${title}-${member}`), title }] });
        if (!result.ok) throw new Error(`not added: ${title}, ${result.error}`);
      }
    },
    rows(query) {
      let answer: RowOf<(typeof query)['type']>[] = [];
      family.watch(query, { snapshot: (rows) => (answer = rows), patch: () => undefined })();
      return answer;
    },
    list: (list = groceries) => device.rows({ type: 'list', list }),
    titles: (list = groceries) => device.list(list).map((row) => (row.done ? `x ${row.title}` : row.title)),
  };
  return device;
}

/** Devices of Ana, Ben and Léa that know the same two lists and nothing else. A later one wins concurrent writes. */
export function createFamily(): { a: Device; b: Device; c: Device } {
  const [a, b, c] = [createDevice(ana, 1), createDevice(ben, 2), createDevice(lea, 3)];
  a.run({ type: 'addList', id: groceries, name: 'Groceries', kind: 'groceries' });
  a.run({ type: 'addList', id: todo, name: 'To-do', kind: 'todo' });
  sync(a, b, c);
  return { a, b, c };
}

/** Brings all devices to the same state. */
export function sync(...devices: Device[]): void {
  for (const from of devices) {
    for (const to of devices) {
      if (from !== to) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)));
    }
  }
}

/** Stores a value as another version of the extension would have written it. */
export function putRaw(device: Device, path: string, stored: unknown): void {
  const plain = new TextEncoder().encode(JSON.stringify(stored));
  device.doc.getMap('values').set(device.codec.keyOf(path), device.codec.seal(path, plain));
}

/** The stored value of a path: `[schema version, object]`. */
export function getRaw(device: Device, path: string): unknown {
  const sealed = device.doc.getMap('values').get(device.codec.keyOf(path));
  if (!(sealed instanceof Uint8Array)) return undefined;
  const opened = device.codec.open(device.codec.keyOf(path), sealed);
  return opened.ok ? JSON.parse(new TextDecoder().decode(opened.plain)) : undefined;
}

/** A page's copy of a query: the snapshot, kept up to date by patches alone. */
export function mirror<Q extends DocumentQuery>(device: Device, query: Q) {
  const rows = new Map<string, RowOf<Q['type']>>();
  const patches: { set: string[]; del: string[] }[] = [];
  let snapshots = 0;
  const stop = device.family.watch(query, {
    snapshot(all) {
      snapshots++;
      for (const row of all) rows.set(row.id, row);
    },
    patch(set, del) {
      patches.push({ set: set.map((row) => row.id), del });
      for (const gone of del) rows.delete(gone);
      for (const row of set) rows.set(row.id, row);
    },
  });
  return { rows, patches, stop, snapshots: () => snapshots };
}
