import { type Read, refused } from './claim.ts';
import { MAX_APPEND_BYTES, MAX_CALL_BYTES, MAX_DRAINED_BYTES } from './limits.ts';

/**
 * The body of a call as JSON; undefined for anything else. Only an `append` may be long. What is longer than that is `too-large`, and
 * none of it is kept.
 */
export async function readCallBody(body: AsyncIterable<Uint8Array> | null): Promise<Read<unknown>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length <= MAX_APPEND_BYTES) chunks.push(chunk);
    else chunks.length = 0;
    // Read on for a while all the same: a body left unread costs the client its connection, and with it our answer.
    if (length > MAX_DRAINED_BYTES) break;
  }
  if (length > MAX_APPEND_BYTES) return refused('too-large');
  const value = parse(chunks, length);
  return { ok: true, value: length <= MAX_CALL_BYTES || isAppend(value) ? value : undefined };
}

function parse(chunks: readonly Uint8Array[], length: number): unknown {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

const isAppend = (value: unknown) =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'append';
