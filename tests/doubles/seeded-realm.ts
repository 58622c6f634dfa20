import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createSeededRandom } from './seeded-random.ts';

/**
 * This process with time and chance in a test's hand: timers and `Date.now` follow a clock that stands still, random bytes and new keys
 * come from a seed. What is under test runs as it is (real provider, real crypto), yet the same seed does the same.
 */
export interface SeededRealm {
  readonly clock: FakeClock;
  /** Resolves once nothing goes on by itself any more: only time, or what a test holds back, can cause more. */
  settle(): Promise<void>;
  /** Lets time pass, one timer after the other, each settled before the next. */
  pass(ms: number): Promise<void>;
  /** Gives the process its own time and chance back. Idempotent. */
  restore(): void;
}

/** One at a time: it replaces globals until `restore`. */
export function installSeededRealm(seed: number): SeededRealm {
  const clock = createFakeClock();
  const random = createSeededRandom(seed);
  const undo: (() => void)[] = [];
  const realImmediate = setImmediate;
  let busy = 0;

  function replace(target: object, name: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
    undo.push(() => {
      if (before === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, before);
    });
  }

  // The stock provider listens to the process' end, once for every socket.
  const listenersBefore = process.getMaxListeners();
  process.setMaxListeners(0);
  undo.push(() => process.setMaxListeners(listenersBefore));
  replace(globalThis, 'setTimeout', (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => ({
    cancel: clock.after(delayOf(ms, 0), () => callback(...args)),
  }));
  replace(globalThis, 'setInterval', (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const handle = { cancel: () => {} };
    const again = () => {
      handle.cancel = clock.after(delayOf(ms, 1), () => {
        again();
        callback(...args);
      });
    };
    again();
    return handle;
  });
  const clear = (handle: { cancel(): void } | null | undefined) => handle?.cancel();
  replace(globalThis, 'clearTimeout', clear);
  replace(globalThis, 'clearInterval', clear);
  replace(Date, 'now', () => clock.now());
  replace(Math, 'random', () => random.next());
  replace(crypto, 'getRandomValues', <T extends ArrayBufferView>(view: T): T => {
    random.fill(view);
    return view;
  });
  replace(crypto, 'randomUUID', () => {
    const bytes = new Uint8Array(16);
    random.fill(bytes);
    const hex = Buffer.from(bytes).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  });

  // WebCrypto works on threads: the only thing here that takes real time.
  const { subtle } = crypto;
  for (const name of [
    'sign',
    'verify',
    'encrypt',
    'decrypt',
    'digest',
    'importKey',
    'exportKey',
    'deriveBits',
    'deriveKey',
  ] as const) {
    const real = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>;
    replace(subtle, name, (...args: unknown[]) => counted(real(...args)));
  }
  replace(subtle, 'generateKey', (algorithm: string | { name: string }, isExtractable: boolean, usages: KeyUsage[]) => {
    const bytes = new Uint8Array(32);
    random.fill(bytes);
    return seededKey(typeof algorithm === 'string' ? algorithm : algorithm.name, bytes, isExtractable, usages);
  });

  function counted<T>(work: Promise<T>): Promise<T> {
    busy += 1;
    return work.finally(() => {
      busy -= 1;
    });
  }

  async function settle(): Promise<void> {
    // A turn of the event loop ends when no microtask is left; two, since a stream may need a turn of its own.
    let quiet = 0;
    while (quiet < 2) {
      await new Promise<void>((resolve) => realImmediate(resolve));
      quiet = busy === 0 && !clock.runNext(0) ? quiet + 1 : 0;
    }
  }

  return {
    clock,
    settle,
    async pass(ms) {
      const end = clock.now() + ms;
      await settle();
      while (clock.runNext(end - clock.now())) await settle();
      clock.advance(end - clock.now());
    },
    restore() {
      for (const one of undo.splice(0).reverse()) one();
    },
  };
}

const delayOf = (ms: unknown, least: number) => (typeof ms === 'number' && ms > least ? ms : least);

/** PKCS #8 around a raw private key (RFC 8410), up to the key itself. */
const PKCS8_HEADS: Record<string, string> = {
  Ed25519: '302e020100300506032b657004220420',
  X25519: '302e020100300506032b656e04220420',
};

/** What `generateKey` would answer, from these bytes. */
async function seededKey(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  isExtractable: boolean,
  usages: KeyUsage[],
): Promise<CryptoKey | CryptoKeyPair> {
  const head = PKCS8_HEADS[name];
  if (head === undefined) return crypto.subtle.importKey('raw', bytes, name, isExtractable, usages);
  const publicBytes = new Uint8Array((name === 'Ed25519' ? ed25519 : x25519).getPublicKey(bytes));
  const publicUsages = usages.filter((usage) => usage === 'verify');
  const privateUsages = usages.filter((usage) => usage !== 'verify');
  const pkcs8 = new Uint8Array(Buffer.concat([Buffer.from(head, 'hex'), bytes]));
  const [publicKey, privateKey] = await Promise.all([
    crypto.subtle.importKey('raw', publicBytes, name, true, publicUsages),
    crypto.subtle.importKey('pkcs8', pkcs8, name, isExtractable, privateUsages),
  ]);
  return { publicKey, privateKey };
}
