import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CuttableProxy, createCuttableProxy } from '../../e2e/harness/cuttable-proxy.ts';

describe('the network of the browser tests', () => {
  let echo: Server;
  let proxy: CuttableProxy;
  let clients: Socket[];

  beforeEach(async () => {
    clients = [];
    echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await createCuttableProxy((echo.address() as AddressInfo).port);
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await proxy.close();
    echo.close();
  });

  function startDialling(): Socket {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined);
    clients.push(socket);
    return socket;
  }
  async function dial(): Promise<Socket> {
    const socket = startDialling();
    await once(socket, 'connect');
    return socket;
  }
  /** Unlike `once`, not put off by the error that breaking a connection is. */
  const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));
  async function say(socket: Socket, text: string): Promise<string> {
    const answer = once(socket, 'data');
    socket.write(text);
    return String((await answer)[0]);
  }

  it('carries bytes both ways', async () => {
    expect(await say(await dial(), 'hello')).toBe('hello');
  });

  it('cut: breaks what is open and what is new; mended: carries new connections', async () => {
    const open = await dial();
    await say(open, 'hello');
    const broken = closed(open);
    proxy.cut();
    await broken;
    await closed(startDialling());
    proxy.mend();
    expect(await say(await dial(), 'again')).toBe('again');
  });

  it('reset: is whole again, with nobody on it and nothing behind it until it is pointed somewhere', async () => {
    const open = await dial();
    await say(open, 'hello');
    const broken = closed(open);
    proxy.cut('silent');
    proxy.reset();
    await broken;
    expect(proxy.totalConnections).toBe(0);
    await closed(startDialling());
    proxy.pointTo((echo.address() as AddressInfo).port);
    expect(await say(await dial(), 'again')).toBe('again');
  });

  it('cut silently: keeps connections open and carries nothing; mended: breaks them', async () => {
    const open = await dial();
    await say(open, 'hello');
    let heard = '';
    open.on('data', (bytes) => {
      heard += String(bytes);
    });
    proxy.cut('silent');
    open.write('lost');
    const broken = closed(open);
    proxy.mend();
    await broken;
    expect(heard).toBe('');
  });

  it('keeps its port while what is behind it moves', async () => {
    const other = createServer((socket) => socket.end('other')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    proxy.pointTo((other.address() as AddressInfo).port);
    expect(String((await once(await dial(), 'data'))[0])).toBe('other');
    other.close();
  });
});
