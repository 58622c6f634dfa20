import * as Y from 'yjs';
import type { Codec } from '../../../lib/model/codec.ts';
import type { DocumentCommand } from '../../../lib/model/document-messages.ts';
import { createFamilyDocument, type FamilyDocument } from '../../../lib/model/family-document.ts';
import type { CommandResult } from '../../../lib/protocol/commands.ts';
import type { ItemId, ListId, MemberId, RoomId } from '../../../lib/protocol/ids.ts';
import { createSealingCodec } from '../../../lib/vault/sealing-codec.ts';
import { groceries, id } from '../../doubles/family-fixture.ts';

const room = 'r'.repeat(43) as RoomId;
const idKey = crypto.getRandomValues(new Uint8Array(32));
const keys = new Map(Array.from({ length: 9 }, (_, epoch) => [epoch, crypto.getRandomValues(new Uint8Array(32))]));

/** The family's own seal as it is held up to `epoch`. `onSeal` is told of every value sealed. */
export function codecUpTo(epoch: number, onSeal: (sealed: Uint8Array) => void = () => undefined): Codec {
  const contentKeys = new Map([...keys].filter(([held]) => held >= 1 && held <= epoch));
  const codec = createSealingCodec({ room, idKey, contentKeys, epoch });
  return {
    ...codec,
    seal(path, plain) {
      const sealed = codec.seal(path, plain);
      onSeal(sealed);
      return sealed;
    },
  };
}

/** A member's device whose values are really sealed. */
export interface SealedDevice {
  readonly doc: Y.Doc;
  readonly family: FamilyDocument;
  /** Everything this device ever sealed, by epoch. */
  readonly sealed: Map<number, Uint8Array[]>;
  /** The Yjs clients as which it has written. */
  readonly clients: ReadonlySet<number>;
  /** How often a value was opened. */
  readonly opened: () => number;
  /** Holds the keys up to `epoch` from now on. */
  learn(epoch: number): void;
  run(body: DocumentCommand): CommandResult;
  add(...titles: string[]): void;
  titles(): string[];
  /** What it would send to somebody who has `vector`. */
  toSend(vector?: Uint8Array): Uint8Array;
}

let moment = 1_760_000_000_000;

/** `clientId` as Yjs gives them: of 32 bits. */
export function createSealedDevice(member: MemberId, clientId: number, epoch = 1): SealedDevice {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const sealed = new Map<number, Uint8Array[]>();
  const clients = new Set<number>();
  doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
    if (local) clients.add(doc.clientID);
  });
  let opened = 0;
  const codecOf = (held: number): Codec => {
    const codec = codecUpTo(held, (bytes) => sealed.set(held, [...(sealed.get(held) ?? []), bytes]));
    return {
      ...codec,
      open(key, bytes) {
        opened++;
        return codec.open(key, bytes);
      },
    };
  };
  const family = createFamilyDocument({ doc, codec: codecOf(epoch), clock: { now: () => moment++ } });
  family.setActor({ member, device: id(`d-${member}`) });
  const run = (body: DocumentCommand) => family.execute(body, { at: moment++, isResent: false });
  return {
    doc,
    family,
    sealed,
    clients,
    opened: () => opened,
    learn: (held) => family.setCodec(codecOf(held)),
    run,
    add(...titles) {
      for (const title of titles) {
        const result = run({ type: 'addItems', list: groceries, items: [{ id: id<ItemId>(title), title }] });
        if (!result.ok) throw new Error(`not added: ${title}, ${result.error}`);
      }
    },
    titles() {
      let titles: string[] = [];
      const list: ListId = groceries;
      family.watch(
        { type: 'list', list },
        { snapshot: (rows) => (titles = rows.map(({ title }) => title)), patch: () => undefined },
      )();
      return titles.sort();
    },
    toSend: (vector) => Y.encodeStateAsUpdate(doc, vector),
  };
}

/** Gives each what the others have. */
export function exchange(...devices: { doc: Y.Doc }[]): void {
  for (const from of devices) {
    for (const to of devices) {
      if (from !== to) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)));
    }
  }
}

/** What the relay has confirmed of a device's own operations: everything up to its state now. */
export function confirmedNow(device: SealedDevice): {
  vector: Uint8Array;
  isUnsent: (client: number, clock: number) => boolean;
} {
  const vector = Y.encodeStateVector(device.doc);
  const clocks = Y.decodeStateVector(vector);
  return {
    vector,
    isUnsent: (client, clock) => device.clients.has(client) && clock >= (clocks.get(client) ?? 0),
  };
}

/** Whether `part` stands anywhere in `whole`. */
export function containsBytes(whole: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(whole.buffer, whole.byteOffset, whole.length).includes(part);
}

/** Gives the entry that was added under `title` another one. */
export function rename(title: string, next: string): DocumentCommand {
  return { type: 'changeItem', ids: [id<ItemId>(title)], change: { title: next } };
}
