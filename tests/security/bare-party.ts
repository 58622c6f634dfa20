import type { Connection, Server } from 'partykit/server';

/** A party with next to no code: what it makes the runtime do is the runtime's own. */
// biome-ignore lint/style/noDefaultExport: PartyKit asks for it.
export default class BareParty implements Server {
  readonly options = { hibernate: true };

  onMessage(_message: string | ArrayBuffer | ArrayBufferView, connection: Connection): void {
    connection.send(new Uint8Array([1, 1, 0]));
  }

  onClose(connection: Connection): void {
    connection.close();
  }
}
