/**
 * The few field types that every binary format of the vault is made of: fixed runs of bytes, one-byte numbers, 48-bit
 * times and varints (LEB128, as in protobuf, shortest form only, so that every number has exactly one spelling).
 * Big-endian.
 */

/** Times are milliseconds since the epoch in 48 bits: good until the year 10889. */
export const TIME_BYTES = 6;
const MAX_TIME = 2 ** 48 - 1;
/**
 * Varints count bytes and epochs: nothing needs more than 28 bits, and four bytes keep to 32-bit integer arithmetic.
 */
const MAX_VARINT = 2 ** 28 - 1;

/** The parts one after the other, in a buffer of their own. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** UTF-8. */
export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Throws RangeError for anything but whole numbers from 0 to 2^28 - 1. */
export function varintBytes(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > MAX_VARINT) throw new RangeError('number does not fit a varint');
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** Parts of a millisecond are dropped. Throws RangeError outside 1970 to 10889. */
export function timeBytes(ms: number): Uint8Array {
  const whole = Math.trunc(ms);
  if (!(whole >= 0 && whole <= MAX_TIME)) throw new RangeError('time does not fit 48 bits');
  const bytes = new Uint8Array(TIME_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(whole / 2 ** 32));
  view.setUint32(2, whole % 2 ** 32);
  return bytes;
}

/** Reads fields from the front. Past the end, or at a field that is not well formed, every read answers null. */
export interface ByteReader {
  readonly offset: number;
  bytes(length: number): Uint8Array | null;
  byte(): number | null;
  varint(): number | null;
  time(): number | null;
  /** Whether everything has been read. */
  isAtEnd(): boolean;
}

/** What `bytes()` answers is a view of `source`, not a copy. */
export function createByteReader(source: Uint8Array): ByteReader {
  let offset = 0;
  const reader: ByteReader = {
    get offset() {
      return offset;
    },
    bytes(length) {
      if (length > source.length - offset) return null;
      offset += length;
      return source.subarray(offset - length, offset);
    },
    byte() {
      return source[offset++] ?? null;
    },
    varint() {
      let value = 0;
      for (let shift = 0; shift < 28; shift += 7) {
        const byte = source[offset++];
        if (byte === undefined) return null;
        value |= (byte & 0x7f) << shift;
        // A last byte of zero could have been left out: two spellings of one number, of which only the shorter is ours.
        if (byte < 0x80) return byte === 0 && shift > 0 ? null : value;
      }
      return null;
    },
    time() {
      const bytes = reader.bytes(TIME_BYTES);
      if (bytes === null) return null;
      const view = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES);
      return view.getUint16(0) * 2 ** 32 + view.getUint32(2);
    },
    isAtEnd: () => offset === source.length,
  };
  return reader;
}
