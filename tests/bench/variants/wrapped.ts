import type { Connection, Room, Server } from 'partykit/server';
import { onConnect, unstable_getYDoc, type YPartyKitOptions } from 'y-partykit';
import { Doc, encodeStateAsUpdate, mergeUpdates } from 'yjs';
import { createFrameReader } from '../../../server/intake.ts';
import { createJournal, type Journal } from '../../../server/journal.ts';

/**
 * The way not taken: y-partykit's `onConnect` with garbage collection, our journal instead of its persistence, and its connection
 * wrapped so that nothing goes out before it is durable and nothing hostile comes in. To compare with; not part of the product.
 */
// biome-ignore lint/style/noDefaultExport: PartyKit takes the default export of a party's module.
export default class WrappedRoom implements Server {
  readonly #room: Room;
  readonly #journal: Journal;
  readonly #options: YPartyKitOptions;
  #pending: Uint8Array[] = [];
  #flushing: Promise<void> | null = null;
  #doc: Doc | null = null;

  constructor(room: Room) {
    this.#room = room;
    this.#journal = createJournal(room.storage);
    this.#options = {
      gc: true,
      load: async () => {
        const doc = new Doc();
        await this.#journal.load(doc);
        return doc;
      },
    };
  }

  async onConnect(connection: Connection): Promise<void> {
    if (this.#doc === null) {
      this.#doc = await unstable_getYDoc(this.#room, this.#options);
      this.#doc.on('update', (update: Uint8Array) => this.#pending.push(update));
    }
    await onConnect(this.#wrap(connection), this.#room, this.#options);
  }

  #wrap(connection: Connection): Connection {
    const reader = createFrameReader();
    const wrapped = {
      get readyState() {
        return connection.readyState;
      },
      send: (frame: Uint8Array) => void this.#afterFlush(() => connection.send(frame)),
      close: () => connection.close(),
      addEventListener: (type: string, listener: (event: MessageEvent) => void) => {
        connection.addEventListener(type as 'message', (event) => {
          if (type === 'message' && reader.read(event.data).type === 'malformed') return;
          listener(event as unknown as MessageEvent);
        });
      },
    };
    return wrapped as unknown as Connection;
  }

  /** y-partykit sends from inside the update event, before any listener of ours runs: what to wait for is known a turn later. */
  async #afterFlush(send: () => void): Promise<void> {
    await null;
    while (this.#pending.length > 0 || this.#flushing !== null) {
      this.#flushing ??= this.#flush().finally(() => {
        this.#flushing = null;
      });
      await this.#flushing;
    }
    try {
      send();
    } catch {
      // Closed meanwhile.
    }
  }

  async #flush(): Promise<void> {
    const updates = this.#pending;
    this.#pending = [];
    await this.#journal.append(mergeUpdates(updates));
    if (this.#doc !== null && this.#journal.isCompactionDue(false)) {
      await this.#journal.compact(encodeStateAsUpdate(this.#doc));
    }
  }
}
