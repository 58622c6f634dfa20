import { parseRelayHost, type RelayHost } from '../../lib/protocol/relay-host.ts';
import { createMemoryRelay } from '../doubles/memory-relay.ts';
import { installSeededRealm } from '../doubles/seeded-realm.ts';
import { describeRoomSockets } from './room-socket-contract.ts';

describeRoomSockets('the relay in memory', async () => {
  const realm = installSeededRealm(5);
  const relay = createMemoryRelay();
  const line = relay.createLine();
  relay.addWebServer('web.example', () => new Response('<h1>Hello</h1>'));
  relay.addWebServer('troubled.example', () => Response.json({ relay: 'family-os', error: 'x' }, { status: 503 }));
  const flow = () => relay.drain(realm.settle);
  return {
    // Questions are answered only while frames and writes flow.
    sockets: {
      connect: line.sockets.connect,
      async call(args) {
        const answer = line.sockets.call(args);
        await flow();
        // One that broke is made again after a pause.
        await realm.pass(500);
        await flow();
        return answer;
      },
    },
    relay: hostOf(relay.authority),
    nobody: hostOf('127.0.0.1:9'),
    webServer: hostOf('http://web.example'),
    troubled: hostOf('http://troubled.example'),
    webSockets: line.webSockets,
    flow,
    async until(what, condition) {
      for (let round = 0; round < 200 && !condition(); round++) {
        await flow();
        if (!condition()) await realm.pass(50);
      }
      if (!condition()) throw new Error(`waited in vain: ${what}`);
    },
    async pass(ms) {
      await flow();
      const end = realm.clock.now() + ms;
      while (realm.clock.runNext(end - realm.clock.now())) await flow();
      realm.clock.advance(end - realm.clock.now());
    },
    async killRelay() {
      relay.kill9();
      for (const link of line.links) link.memberNotices();
    },
    async startRelay() {
      relay.start();
    },
    async remove() {
      realm.restore();
    },
  };
});

function hostOf(text: string): RelayHost {
  const host = parseRelayHost(text);
  if (host === null) throw new Error(`no host: ${text}`);
  return host;
}
