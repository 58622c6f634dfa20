import type { Map as YMap } from 'yjs';
import type { Codec } from './codec.ts';

/** Whether the relay may lack the Yjs operation `clock` of `client`. */
export type IsUnsent = (client: number, clock: number) => boolean;

/**
 * The values to write again so that nothing sealed under an older epoch than the codec's is ever sent: those whose
 * current Yjs item the relay may lack. Opened and sealed as they are, whatever they hold. What does not open is left
 * out: nobody who is removed can open it either, unless it is of an epoch that this device does not hold, and that is
 * a newer one.
 *
 * Reads `_map` of Y.Map, which is Yjs' own: the one place that tells which operation made a value
 * (tests/unit/model/yjs-internals.test.ts holds it to that; the version of Yjs is pinned).
 */
export function valuesToSealAnew(
  values: YMap<unknown>,
  codec: Codec,
  isUnsent: IsUnsent,
): [key: string, sealed: Uint8Array][] {
  const anew: [string, Uint8Array][] = [];
  for (const [key, item] of values._map) {
    if (item.deleted || !isUnsent(item.id.client, item.id.clock)) continue;
    const bytes = values.get(key);
    if (!(bytes instanceof Uint8Array)) continue;
    const epoch = codec.epochOf(bytes);
    if (epoch === null || epoch >= codec.epoch) continue;
    const opened = codec.open(key, bytes);
    if (opened.ok) anew.push([key, codec.seal(opened.path, opened.plain)]);
  }
  return anew;
}
