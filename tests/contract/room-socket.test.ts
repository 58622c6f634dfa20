import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createPartykitRoomSockets } from '../../lib/platform/partykit-room-socket.ts';
import { RELAY_PROTOCOL } from '../../lib/protocol/relay.ts';
import { parseRelayHost, type RelayHost } from '../../lib/protocol/relay-host.ts';
import { createFakeClock } from '../doubles/fake-clock.ts';
import { startRelayInFolder } from '../server/relay-folder.ts';
import { until } from '../server/until.ts';
import { describeRoomSockets } from './room-socket-contract.ts';

/** The real adapter on Node's own WebSocket against the real relay. Only intervals follow a clock of ours: nobody waits 20 s for a sign of life. */
describeRoomSockets('the stock provider and the real relay', async () => {
  const folder = await startRelayInFolder();
  const webServer = await serve(200, '<h1>Hello</h1>');
  const troubled = await serve(503, '{"relay":"family-os","protocol":1,"error":"trouble"}');
  const nobody = await serve(200, '');
  const nobodyPort = portOf(nobody);
  await close(nobody);

  const clock = createFakeClock();
  const webSockets: WebSocket[] = [];
  const real = { setInterval, clearInterval, WebSocket };
  globalThis.setInterval = ((callback: () => void, ms: number) => {
    const handle = { cancel: () => {} };
    const again = () => {
      handle.cancel = clock.after(ms, () => {
        again();
        callback();
      });
    };
    again();
    return handle;
  }) as unknown as typeof setInterval;
  globalThis.clearInterval = ((handle?: { cancel(): void }) => handle?.cancel()) as typeof clearInterval;
  globalThis.WebSocket = class extends real.WebSocket {
    constructor(url: string | URL) {
      super(url);
      webSockets.push(this);
      // Node prints an error that nobody listens to.
      this.addEventListener('error', () => {});
    }
  };

  const hostOf = (port: number): RelayHost => {
    const host = parseRelayHost(`127.0.0.1:${port}`);
    if (host === null) throw new Error('no host');
    return host;
  };
  /** What was sent before is with the relay and what it answered is here: a question after it has made the way there and back. */
  const flow = async () => {
    for (let n = 0; n < 3; n++) await fetch(`http://${folder.authority}/health`);
  };
  return {
    sockets: createPartykitRoomSockets(),
    get relay() {
      return hostOf(folder.relay.port);
    },
    nobody: hostOf(nobodyPort),
    webServer: hostOf(portOf(webServer)),
    troubled: hostOf(portOf(troubled)),
    webSockets,
    until,
    flow,
    async pass(ms) {
      clock.advance(ms);
      await flow();
    },
    killRelay: () => folder.relay.kill9(),
    startRelay: () => folder.restart(),
    async remove() {
      Object.assign(globalThis, real);
      await Promise.all([folder.remove(), close(webServer), close(troubled)]);
    },
  };
});

async function serve(status: number, body: string): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

describe('a call that breaks', () => {
  /** Breaks the first `breaks` connections (or answers them that it is in trouble), then answers as a relay that knows nobody. */
  async function brokenServer(breaks: number, how: 'reset' | 'trouble' = 'reset') {
    let calls = 0;
    const server = createServer((request, response) => {
      calls += 1;
      if (calls <= breaks && how === 'trouble') response.writeHead(503).end('{}');
      else if (calls <= breaks) request.socket.resetAndDestroy();
      else
        response.end(
          JSON.stringify({ relay: 'family-os', protocol: RELAY_PROTOCOL, ok: false, reason: 'not-a-member' }),
        );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = parseRelayHost(`127.0.0.1:${portOf(server)}`);
    if (host === null) throw new Error('no host');
    const ask = () =>
      createPartykitRoomSockets().call({
        host,
        room: 'A'.repeat(43),
        call: { type: 'ask', protocol: '', chain: '', proof: '' },
      });
    return { ask, calls: () => calls, close: () => close(server) };
  }

  it('once is made again, and answered', async () => {
    const server = await brokenServer(1);
    expect(await server.ask()).toMatchObject({ ok: false, reason: 'not-a-member' });
    expect(server.calls()).toBe(2);
    await server.close();
  });

  it('in a relay that was in trouble for a moment is made again, too', async () => {
    const server = await brokenServer(1, 'trouble');
    expect(await server.ask()).toMatchObject({ ok: false, reason: 'not-a-member' });
    await server.close();
  });

  it('again and again is nobody there, after a bounded number of attempts', async () => {
    const server = await brokenServer(Number.POSITIVE_INFINITY);
    expect(await server.ask()).toBe('unreachable');
    expect(server.calls()).toBeLessThanOrEqual(6);
    await server.close();
  });
});
