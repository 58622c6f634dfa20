import { ContentAny, ContentBinary, type Doc, decodeStateVector, encodeStateVector, type Item } from 'yjs';
import type { ServerReport } from '../lib/protocol/relay.ts';
import { toBase64url } from '../lib/vault/base64url.ts';
import type { Journal } from './journal.ts';

/** Values shown whole. */
const MAX_SAMPLES = 12;
/** A longer one would not fit a sample: 300 bytes are 400 characters. */
const MAX_SAMPLE_BYTES = 300;
/** Writers listed, those with most operations first: every start of a browser is another one. */
const MAX_WRITERS = 5_000;

/**
 * What the document shows to whoever has no key: how many values of which size under which keys, and which Yjs clients wrote how much.
 * Reads the structure as it lies in the document; no shared type is given a kind for it.
 */
export function reportDocument(
  doc: Doc,
  journal: Pick<Journal, 'bytes' | 'rowBytes' | 'rows'>,
): ServerReport['document'] {
  const sizes = new Map<number, number>();
  const samples: ServerReport['document']['samples'] = [];
  let values = 0;
  for (const type of doc.share.values()) {
    for (const [key, item] of type._map) {
      const sealed = item.deleted ? null : bytesOf(item);
      if (sealed === null) continue;
      values++;
      sizes.set(sealed.length, (sizes.get(sealed.length) ?? 0) + 1);
      if (samples.length < MAX_SAMPLES && sealed.length <= MAX_SAMPLE_BYTES) {
        samples.push({ key, sealed: toBase64url(sealed), bytes: sealed.length });
      }
    }
  }
  const writers = [...decodeStateVector(encodeStateVector(doc))]
    .map(([client, operations]) => ({ client, operations }))
    .sort((a, b) => b.operations - a.operations)
    .slice(0, MAX_WRITERS);
  return {
    values,
    writers,
    sizes: [...sizes].map(([bytes, count]) => ({ bytes, values: count })).sort((a, b) => a.bytes - b.bytes),
    snapshotBytes: journal.bytes - journal.rowBytes,
    rows: journal.rows,
    samples,
  };
}

/** A value's bytes; of what is not bytes, its JSON: then somebody wrote something that is not ours. */
function bytesOf({ content }: Item): Uint8Array | null {
  if (content instanceof ContentBinary) return content.content;
  if (!(content instanceof ContentAny)) return null;
  const value: unknown = content.arr.at(-1);
  return value instanceof Uint8Array ? value : new TextEncoder().encode(JSON.stringify(value) ?? '');
}
