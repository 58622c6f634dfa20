import type { Codec } from '../../lib/model/codec.ts';

/** A codec that seals nothing: the key is the path, the value `path\n` + plain bytes. For tests of the model alone. */
export function createPlainCodec(): Codec & { opened: number; sealed: number } {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const codec = {
    opened: 0,
    sealed: 0,
    epoch: 1,
    epochOf: () => 1,
    keyOf: (path: string) => path,
    seal(path: string, plain: Uint8Array) {
      codec.sealed++;
      const head = encoder.encode(`${path}\n`);
      const sealed = new Uint8Array(head.length + plain.length);
      sealed.set(head);
      sealed.set(plain, head.length);
      return sealed;
    },
    open(key: string, sealed: Uint8Array): ReturnType<Codec['open']> {
      codec.opened++;
      const end = sealed.indexOf(10);
      if (end < 0) return { ok: false, why: 'damaged' };
      let path: string;
      try {
        path = decoder.decode(sealed.subarray(0, end));
      } catch {
        return { ok: false, why: 'damaged' };
      }
      return path === key ? { ok: true, path, plain: sealed.subarray(end + 1) } : { ok: false, why: 'damaged' };
    },
  };
  return codec;
}
