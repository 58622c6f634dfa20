import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A TCP proxy on a free loopback port, standing for the network between a browser and a relay: the one way of being offline that
 * every socket notices, in every browser. Its address stays the same while the relay behind it comes and goes.
 */
export interface CuttableProxy {
  readonly port: number;
  /** `127.0.0.1:<port>`: what a member's relay setting takes. */
  readonly authority: string;
  /** Connections that are open now. */
  readonly openConnections: number;
  /** Connections taken since the start, also those that were cut. */
  readonly totalConnections: number;
  /** `reset`: breaks every connection and every new one. `silent`: keeps them open and carries nothing, like a lost wireless network. */
  cut(how?: 'reset' | 'silent'): void;
  /** Carries again. Connections that were silent are broken, as a network that comes back leaves them. */
  mend(): void;
  /** Where new connections go from now on. */
  pointTo(port: number): void;
  /** As it was in the beginning: whole, nobody on it, and no relay behind it. */
  reset(): void;
  close(): Promise<void>;
}

/** The discard port answers nobody: where connections go while there is no relay. */
const NOBODY = 9;

export async function createCuttableProxy(targetPort = NOBODY): Promise<CuttableProxy> {
  let target = targetPort;
  let state: 'open' | 'reset' | 'silent' = 'open';
  let total = 0;
  const sockets = new Set<Socket>();

  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A broken connection is the point of this proxy; whoever is behind it hears of it through `close`.
    socket.on('error', () => undefined);
  };
  const breakAll = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };

  const server = createServer((near) => {
    total += 1;
    track(near);
    if (state === 'reset') {
      near.resetAndDestroy();
      return;
    }
    if (state === 'silent') return;
    const far = connect(target, '127.0.0.1');
    track(far);
    far.setNoDelay(true);
    near.setNoDelay(true);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        if (state !== 'silent') to.write(bytes);
      });
      from.on('end', () => to.end());
      from.on('close', () => to.destroy());
    }
    far.on('error', () => near.resetAndDestroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    port,
    authority: `127.0.0.1:${port}`,
    get openConnections() {
      return sockets.size;
    },
    get totalConnections() {
      return total;
    },
    cut(how = 'reset') {
      state = how;
      if (how === 'reset') breakAll();
    },
    mend() {
      if (state === 'silent') breakAll();
      state = 'open';
    },
    pointTo(next) {
      target = next;
    },
    reset() {
      breakAll();
      state = 'open';
      target = NOBODY;
      total = 0;
    },
    async close() {
      breakAll();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
