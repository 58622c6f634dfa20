import YPartyKitProvider from 'y-partykit/provider';
import { Doc } from 'yjs';
import type { Device } from '../../lib/vault/device.ts';
import type { TestFamily } from './test-family.ts';
import { until } from './until.ts';

/** A member on the stock provider, as the extension uses it: own reconnects, a fresh proof for every attempt. */
export interface ProviderMember {
  readonly doc: Doc;
  readonly provider: YPartyKitProvider;
  set(key: string, value: string): void;
  get(key: string): unknown;
  /** Connects and resolves once the relay's whole state is here. */
  connect(): Promise<void>;
  /** Goes offline; the document stays. Resolves once the socket is closed. */
  disconnect(): Promise<void>;
  destroy(): void;
}

export function createProviderMember(family: TestFamily, authority: () => string, device: Device): ProviderMember {
  const doc = new Doc();
  const map = doc.getMap('family');
  const provider = new YPartyKitProvider(authority(), family.room, doc, {
    connect: false,
    disableBc: true,
    params: () => family.handshake(authority(), { device }),
  });
  return {
    doc,
    provider,
    set: (key, value) => map.set(key, value),
    get: (key) => map.get(key),
    async connect() {
      provider.connect();
      await until('the provider is synced', () => provider.synced);
    },
    async disconnect() {
      const { ws } = provider;
      provider.disconnect();
      await until('the socket is closed', () => ws === null || ws.readyState === WebSocket.CLOSED);
    },
    destroy() {
      provider.destroy();
      doc.destroy();
    },
  };
}
