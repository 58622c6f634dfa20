import type { Connection, Room, Server } from 'partykit/server';
import { onConnect } from 'y-partykit';

/** What most PartyKit projects run: y-partykit with its own persistence. To compare with; not part of the product. */
// biome-ignore lint/style/noDefaultExport: PartyKit takes the default export of a party's module.
export default class StockRoom implements Server {
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  onConnect(connection: Connection): Promise<void> {
    return onConnect(connection, this.#room, { persist: { mode: 'snapshot' } });
  }
}
