import * as v from 'valibot';
import { applyUpdate, Doc, encodeStateAsUpdate, getState, type Transaction } from 'yjs';
import type { Codec } from '../model/codec.ts';
import type { DocumentCommand } from '../model/document-messages.ts';
import { createFamilyDocument, type FamilyDocument } from '../model/family-document.ts';
import type { Clock, DocStorage, KeyValue, NetworkHint, RoomSocketEvents, RoomSocketFactory } from '../ports/ports.ts';
import type { CommandResult } from '../protocol/commands.ts';
import type { DeviceId, MemberId, RoomId } from '../protocol/ids.ts';
import type { SyncRow } from '../protocol/queries.ts';
import type { Handshake } from '../protocol/relay.ts';
import { type RelayHost, relayHostText } from '../protocol/relay-host.ts';
import type { Verdict } from './chain-keeper.ts';
import { createReceipts } from './receipts.ts';
import { createRoomConnection } from './room-connection.ts';

/** Local changes without the relay's receipt, per family, so that a new worker knows them. */
export const UNSENT_PREFIX = 'unsent/';
/**
 * How many, and since which operation of which Yjs client of this browser: only those may have to be sealed anew before they are sent.
 * `from` is missing where an earlier version noted the number alone.
 */
const UnsentSchema = v.union([
  v.pipe(
    v.number(),
    v.transform((count) => ({ count, from: undefined })),
  ),
  v.object({ count: v.number(), from: v.optional(v.array(v.tuple([v.number(), v.number()]))) }),
]);
/** What could not be stored is tried again this often, so that it does not wait for the next change. */
const STORE_RETRY_MS = 5_000;

/**
 * One family in this browser: its document, where it is stored and how it is synced. Owns the Y.Doc; knows no pages and no keys
 * (it is handed a codec and a maker of handshakes).
 */
export interface FamilySession {
  readonly room: RoomId;
  readonly document: FamilyDocument;
  /** Executes, then waits until it is stored. */
  execute(body: DocumentCommand, context: { at: number; isResent: boolean }): Promise<CommandResult>;
  /** For writes that are no commands (seeding, joining): runs it, then waits until it is stored. */
  write(change: () => void): Promise<boolean>;
  /**
   * From now on it connects as it needs to; until then nothing leaves this browser. What an earlier life left unsent under an
   * older epoch is sealed anew first: that life may have ended between learning the epoch and sealing.
   */
  start(): void;
  readonly sync: SyncRow;
  /** While live it stays connected; otherwise it disconnects once nothing is unsent. */
  setLive(isLive: boolean): void;
  setHost(host: RelayHost): void;
  retryNow(): void;
  /** The keyring has grown: reads what can be read now, and seals anew what the relay does not have yet. Connects anew. */
  learnEpoch(codec: Codec): Promise<void>;
  /** For good, without closing: this device is no longer let in. */
  stopSyncing(): void;
  /** Leaves the relay and tries anew. */
  reconnect(): void;
  sendPresence(frame: Uint8Array): void;
  /** What this copy is, where it is whole: nothing unsent, nothing that does not open. */
  copyDigest(): { state: string; content: string } | null;
  /** The whole document as one Yjs update, sealed as it is. */
  encode(): Uint8Array;
  /** Merges an update from elsewhere (a backup), as something still to be sent. */
  merge(update: Uint8Array): void;
  /** Stops everything; what is stored stays. Idempotent. */
  close(): Promise<void>;
  /** Stops everything and deletes this browser's copy. */
  destroy(): Promise<void>;
}

/** Reads what is stored, then resolves, not connecting yet; rejects with StorageProblem where it cannot be read. */
export async function openFamilySession(deps: {
  room: RoomId;
  actor: { member: MemberId; device: DeviceId };
  codec: Codec;
  clock: Clock;
  random: () => number;
  storage: DocStorage;
  keyValue: KeyValue;
  sockets: RoomSocketFactory;
  network: NetworkHint;
  host: RelayHost;
  /** An earlier worker life may have stored changes and ended before it could note that they are unsent. */
  isUnsentPossible: boolean;
  makeHandshake(host: RelayHost): Promise<Handshake>;
  learnWhy(): Promise<Verdict>;
  onNews: RoomSocketEvents['news'];
  onPresence: RoomSocketEvents['presence'];
  onLeft: RoomSocketEvents['left'];
  /** Connected with the relay's whole state, or no longer. */
  onConnected(isConnected: boolean): void;
  onSync(row: SyncRow): void;
  /** After every change of the document, whoever made it. */
  onChange(): void;
}): Promise<FamilySession> {
  const { room, clock, storage, keyValue } = deps;
  const unsentKey = UNSENT_PREFIX + room;
  const doc = new Doc({ gc: true });
  const noted = v.safeParse(UnsentSchema, await keyValue.get(unsentKey));
  const unsentBefore = noted.success ? noted.output : { count: 0, from: [] };
  const receipts = createReceipts(Math.max(unsentBefore.count, deps.isUnsentPossible ? 1 : 0));
  /** Yjs clients of this browser, and the first operation of each that may be unsent; null: any client's may be. */
  let unsentFrom: Map<number, number> | null =
    unsentBefore.from === undefined ? null : new Map([...unsentBefore.from, [doc.clientID, 0]]);
  let storedUnsent = '';
  // Before this life can write anything: whatever becomes of it, the next one knows whose operations may be unsent.
  await Promise.all([storage.open(doc), rememberUnsent()]);
  let host = deps.host;
  let isLive = false;
  let isStarted = false;
  let isClosed = false;
  let flushing = 0;
  let hasStorageFailed = false;
  let cancelStoreRetry: (() => void) | null = null;
  let lastRow = '';
  let isShutOut = false;
  let isConnected = false;

  // Before the provider's listener, which sends the change: a receipt must know of it.
  doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Doc, transaction: Transaction) => {
    if (!transaction.local) return;
    if (unsentFrom !== null && !unsentFrom.has(doc.clientID)) {
      unsentFrom.set(doc.clientID, transaction.beforeState.get(doc.clientID) ?? 0);
    }
    receipts.changed();
    want();
  });
  const document = createFamilyDocument({ doc, codec: deps.codec, clock });
  document.setActor(deps.actor);
  // After the document's own observers, so that whoever is told sees the change. A throw here would wedge Yjs for good.
  doc.on('afterTransaction', () => queueMicrotask(() => isClosed || deps.onChange()));

  const connection = createRoomConnection({
    clock,
    random: deps.random,
    sockets: deps.sockets,
    network: deps.network,
    room,
    doc,
    host,
    makeHandshake: deps.makeHandshake,
    learnWhy: deps.learnWhy,
    onNews: deps.onNews,
    onPresence: deps.onPresence,
    onLeft: deps.onLeft,
    onState(state) {
      tellConnected(state.phase === 'synced');
      publish();
    },
    onSocket: () => receipts.socketOpened(),
    onSent(n, kind) {
      receipts.sent(n, kind);
      publish();
    },
    onAcked(n) {
      receipts.acked(n);
      if (receipts.unsent === 0) {
        unsentFrom = new Map([[doc.clientID, getState(doc.store, doc.clientID)]]);
        void rememberUnsent();
        if (!isLive) connection.setWanted(false);
      }
      publish();
    },
  });

  /** Whatever is unsent, or wanted live, asks for a connection; a device that was shut out asks for none. */
  function want(): void {
    if (isStarted && !isShutOut) connection.setWanted(true);
  }

  function tellConnected(next: boolean): void {
    if (next === isConnected || isClosed) return;
    isConnected = next;
    deps.onConnected(next);
  }

  function row(): SyncRow {
    const base = { id: 'sync' as const, unsent: receipts.unsent, host: relayHostText(host) };
    const { state } = connection;
    if (hasStorageFailed) return { ...base, state: 'storage-failed' };
    if (isShutOut) return { ...base, state: 'refused', reason: 'removed' };
    if (flushing > 0) return { ...base, state: 'saving' };
    switch (state.phase) {
      case 'refused':
        return {
          ...base,
          state: 'refused',
          reason: state.reason,
          ...(state.skewMs === undefined ? {} : { skewMs: state.skewMs }),
        };
      case 'synced':
      case 'syncing':
        if (receipts.unsent > 0) return { ...base, state: 'sending' };
        return { ...base, state: state.phase === 'synced' && receipts.isStateConfirmed ? 'synced' : 'connecting' };
      case 'connecting':
        return { ...base, state: 'connecting' };
      default:
        return { ...base, state: 'offline' };
    }
  }

  function publish(): void {
    if (isClosed) return;
    const next = row();
    const text = JSON.stringify(next);
    if (text === lastRow) return;
    lastRow = text;
    deps.onSync(next);
  }

  async function rememberUnsent(): Promise<void> {
    const unsent = { count: receipts.unsent, ...(unsentFrom === null ? {} : { from: [...unsentFrom] }) };
    const text = JSON.stringify(unsent);
    if (text === storedUnsent) return;
    storedUnsent = text;
    await keyValue.set(unsentKey, unsent);
  }

  /** Answers whether it is stored. */
  async function flush(): Promise<boolean> {
    flushing += 1;
    publish();
    try {
      await Promise.all([storage.flush(), rememberUnsent()]);
      hasStorageFailed = false;
    } catch {
      hasStorageFailed = true;
      if (!isClosed) cancelStoreRetry ??= clock.after(STORE_RETRY_MS, storeAgain);
    } finally {
      flushing -= 1;
      publish();
    }
    return !hasStorageFailed;
  }

  function storeAgain(): void {
    cancelStoreRetry = null;
    if (hasStorageFailed && !isClosed) void flush();
  }

  /** Under the newest epoch, what the relay may not have yet. Synchronous: nothing can be sent in between. */
  function sealUnsent(): number {
    const from = unsentFrom;
    // Not by the count: it may have been lost with the life that made the changes, whose operations `from` knows all the same.
    if (from === null && receipts.unsent === 0) return 0;
    return document.sealAnew(
      (client, clock) => from === null || clock >= (from.get(client) ?? Number.POSITIVE_INFINITY),
    );
  }

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    cancelStoreRetry?.();
    connection.close();
    document.close();
  }

  return {
    room,
    document,
    async execute(body, context) {
      const result = document.execute(body, context);
      return (await flush()) ? result : { ok: false, error: 'storage-failed' };
    },
    write(change) {
      change();
      return flush();
    },
    start() {
      sealUnsent();
      isStarted = true;
      if (receipts.unsent > 0 || isLive) want();
    },
    get sync() {
      return row();
    },
    setLive(next) {
      isLive = next;
      if (next) want();
      else if (receipts.unsent === 0) connection.setWanted(false);
    },
    setHost(next) {
      host = next;
      connection.setHost(next);
      publish();
    },
    retryNow: () => connection.retryNow(),
    async learnEpoch(codec) {
      document.setCodec(codec);
      if (sealUnsent() > 0) await flush();
      connection.restart();
    },
    stopSyncing() {
      if (isShutOut) return;
      isShutOut = true;
      connection.setWanted(false);
      publish();
    },
    reconnect: () => connection.restart(),
    sendPresence: (frame) => connection.sendPresence(frame),
    copyDigest() {
      const { fromNewer, lockedOut } = document.health();
      // What two devices cannot open for different reasons they cannot compare; what is damaged, both hash as it is.
      if (receipts.unsent > 0 || fromNewer > 0 || lockedOut > 0 || connection.state.phase !== 'synced') return null;
      return { state: document.stateDigest(), content: document.contentHash() };
    },
    encode: () => encodeStateAsUpdate(doc),
    merge(update) {
      applyUpdate(doc, update);
      // Nothing of it was made here, so nothing would ask for a connection, nor count until the relay has it.
      receipts.changed();
      want();
    },
    async close() {
      if (isClosed) return;
      await close();
      await storage.close();
      doc.destroy();
    },
    async destroy() {
      await close();
      await storage.destroy();
      await keyValue.remove(unsentKey);
      doc.destroy();
    },
  };
}
