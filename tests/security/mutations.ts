import { Doc } from 'yjs';
import { stateFrame, stateRequestFrame, updateFrame } from '../../server/frames.ts';
import { MAX_BATCH_BYTES, MAX_FRAME_BYTES } from '../../server/limits.ts';
import type { SeededRandom } from '../doubles/seeded-random.ts';
import type { HandshakeParams } from './chain-family.ts';

/** What hostile clients send. Everything follows from the seed of `random`; nothing here touches a network. */

/** A WebSocket message. */
export type Frame = string | Uint8Array;

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function randomBytes(random: SeededRandom, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  random.fill(bytes);
  return bytes;
}

/** One to eight bits turned over, or bytes cut off, doubled, inserted or overwritten. */
export function mutateBytes(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  switch (
    random.weighted([
      [6, 'flip'],
      [3, 'cut'],
      [2, 'insert'],
      [1, 'double'],
      [2, 'overwrite'],
    ] as const)
  ) {
    case 'flip': {
      const flipped = bytes.slice();
      for (let count = 1 + random.below(8); count > 0 && flipped.length > 0; count--) {
        const index = random.below(flipped.length);
        flipped[index] = (flipped[index] ?? 0) ^ (1 << random.below(8));
      }
      return flipped;
    }
    case 'cut':
      return random.chance(0.5) ? bytes.slice(0, at) : bytes.slice(at);
    case 'insert':
      return new Uint8Array([
        ...bytes.subarray(0, at),
        ...randomBytes(random, 1 + random.below(9)),
        ...bytes.subarray(at),
      ]);
    case 'double':
      return new Uint8Array([...bytes, ...bytes.subarray(at)]);
    case 'overwrite': {
      const over = bytes.slice();
      random.fill(over.subarray(at, at + 1 + random.below(16)));
      return over;
    }
  }
}

/** As `mutateBytes`, of a base64url text: some results are none any more. */
export function mutateText(random: SeededRandom, text: string): string {
  const at = random.below(text.length);
  const letter = BASE64URL[random.below(64)] ?? 'A';
  switch (
    random.weighted([
      [6, 'change'],
      [2, 'cut'],
      [2, 'insert'],
      [1, 'odd'],
      [1, 'empty'],
      [1, 'double'],
    ] as const)
  ) {
    case 'change':
      return text.slice(0, at) + letter + text.slice(at + 1);
    case 'cut':
      return text.slice(0, at);
    case 'insert':
      return text.slice(0, at) + letter + text.slice(at);
    case 'odd':
      return text.slice(0, at) + random.pick(['=', '+', ' ', '%', 'é', '\u0000', '💥']) + text.slice(at);
    case 'empty':
      return '';
    case 'double':
      return text + text;
  }
}

/** Frames as a member really sends them: states, updates, questions, from a family document of sealed-looking values. */
export function realFrames(random: SeededRandom): Uint8Array[] {
  const doc = new Doc();
  doc.clientID = random.below(2 ** 32);
  const frames: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => frames.push(updateFrame(update)));
  const map = doc.getMap('values');
  for (let index = 0; index < 12; index++) {
    map.set(`key-${index % 8}`.padEnd(22, 'x'), randomBytes(random, 80 + 32 * random.below(6)));
  }
  map.delete('key-1'.padEnd(22, 'x'));
  frames.push(
    stateRequestFrame(new Uint8Array([0])),
    stateRequestFrame(new Uint8Array([1, 5, 3])),
    stateFrame(new Uint8Array([0, 0])),
  );
  doc.destroy();
  return frames;
}

/** One hostile message of a socket that is let in. Rarely, one of a megabyte. */
export function hostileFrame(random: SeededRandom, real: readonly Uint8Array[]): Frame {
  return random.weighted<() => Frame>([
    [20, () => mutateBytes(random, random.pick(real))],
    [6, () => headTurned(random, random.pick(real))],
    // A question, however odd, ends no connection.
    [16, () => stateRequestFrame(mutateBytes(random, new Uint8Array([1, 5, 3, 9, 200, 1])))],
    [14, () => randomBytes(random, random.below(400))],
    [4, () => new Uint8Array([random.below(256), random.below(256), 0xff, 0xff, 0xff, 0xff, random.below(256)])],
    [6, () => hostileText(random)],
    [8, () => batchMarker(random)],
    [12, () => awareness(random)],
    [12, () => new Uint8Array([100, ...randomBytes(random, random.below(700))])],
    [2, () => new Uint8Array(0)],
    [0.1, () => new Uint8Array(MAX_FRAME_BYTES + 1 + random.below(2_000))],
  ])();
}

/** Message type, step or length wrong, the rest as it was. */
function headTurned(random: SeededRandom, frame: Uint8Array): Uint8Array {
  const turned = frame.slice();
  turned[random.below(3)] = random.below(256);
  return turned;
}

function hostileText(random: SeededRandom): string {
  return random.pick([
    '400000000',
    'null',
    '{}',
    'ack 5',
    'news AAAA 9999',
    'left x',
    '[]'.repeat(random.below(90)),
    '{"__proto__":{"type":"start"}}',
    '\u0000'.repeat(random.below(200)),
    'y-pk-batch',
    '💥'.repeat(random.below(400)),
    String.fromCharCode(...randomBytes(random, random.below(300))),
  ]);
}

/** The stock provider's markers, with sizes that lie, in orders that make no sense. */
function batchMarker(random: SeededRandom): string {
  const type = random.pick(['start', 'start', 'end', 'middle', 7]);
  const size = random.pick([
    0,
    1,
    -1,
    1e9,
    2 ** 31,
    2 ** 53,
    1.5,
    MAX_BATCH_BYTES,
    MAX_BATCH_BYTES + 1,
    null,
    '9',
    random.below(500),
  ]);
  const count = random.pick([0, 1, 2, -1, 1e9, random.below(9)]);
  const id = random.pick(['a', 'b', '', 'x'.repeat(300), 5]);
  return `y-pk-batch#${JSON.stringify({ id, type, size, count })}`;
}

function awareness(random: SeededRandom): Uint8Array {
  return new Uint8Array([random.pick([1, 3]), ...randomBytes(random, random.below(3_000))]);
}

/** A handshake made of a real one, that must not be let in. */
export function hostileHandshake(random: SeededRandom, real: HandshakeParams): Record<string, string> {
  const { protocol, chain, proof } = real;
  return random.weighted<() => Record<string, string>>([
    [40, () => ({ protocol, chain, proof: changed(random, proof) })],
    [15, () => ({ protocol, chain: changed(random, chain), proof })],
    [10, () => ({ protocol, chain, proof: textOf(randomBytes(random, 215)) })],
    [5, () => ({ protocol, chain, proof: textOf(randomBytes(random, random.below(600))) })],
    [5, () => ({ protocol: random.pick(['0', '1', '3', '-2', '2.0', '02x', '99999', '', '２']), chain, proof })],
    [5, () => ({ protocol, chain })],
    [5, () => ({ protocol, proof })],
    [3, () => ({ protocol, chain: proof, proof: chain })],
    [3, () => ({ protocol, chain, proof: proof.repeat(1 + random.below(8)), extra: 'x'.repeat(random.below(2_000)) })],
    [3, () => ({ _pk: random.pick(['', 'x'.repeat(3_000), '../..']), protocol, chain, proof: changed(random, proof) })],
  ])();
}

/** Never the text itself. */
function changed(random: SeededRandom, text: string): string {
  for (;;) {
    const mutated = mutateText(random, text);
    if (mutated !== text) return mutated;
  }
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** What an attacker has seen or made, to build calls from. */
export interface CallMaterial {
  readonly handshake: HandshakeParams;
  /** The family's entries, as somebody who was a member has them. */
  readonly entries: readonly string[];
}

/** Body of a call that must get nothing. Rarely, one that is far too long. */
export function hostileCall(random: SeededRandom, { handshake, entries }: CallMaterial): string {
  const { protocol } = handshake;
  const key = textOf(randomBytes(random, 136));
  const json = (value: unknown) => JSON.stringify(value);
  return random.weighted<() => string>([
    [20, () => json({ type: 'ask', ...hostileHandshake(random, handshake) })],
    [10, () => json({ type: 'report', ...hostileHandshake(random, handshake) })],
    [20, () => json({ type: 'append', protocol, entries: [changed(random, random.pick(entries))] })],
    [5, () => json({ type: 'append', protocol, entries: [...entries].reverse() })],
    [
      5,
      () =>
        json({
          type: 'append',
          protocol,
          entries: Array.from({ length: 1 + random.below(40) }, () => textOf(randomBytes(random, random.below(300)))),
        }),
    ],
    [10, () => json({ type: random.pick(['read', 'find']), protocol, key })],
    [5, () => json({ type: 'knock', protocol, key, knock: textOf(randomBytes(random, random.below(600))) })],
    [5, () => json({ type: 'point', protocol, key, pointer: textOf(randomBytes(random, random.below(300))) })],
    [5, () => json({ type: random.pick(['admit', 'toString', '__proto__', '', 5, null]), ...handshake })],
    [8, () => mutateText(random, json({ type: 'ask', ...handshake }))],
    [5, () => String.fromCharCode(...randomBytes(random, random.below(2_000)))],
    [1, () => '['.repeat(random.below(8_000))],
    [0.05, () => json({ type: 'append', protocol, entries: ['A'.repeat(3_500_000)] })],
  ])();
}

/** Names of rooms and paths that mean nothing. */
export function hostilePath(random: SeededRandom): string {
  return random.pick([
    '/parties/main/',
    '/parties/main/..%2f..%2f',
    `/parties/main/${'A'.repeat(random.below(3_000))}`,
    '/parties/other/room',
    '/parties/main/%00%ff',
    '/parties/main/a%23b%22c',
    `/parties/main/${textOf(randomBytes(random, 32))}`,
    '/join/../../health',
    `/${textOf(randomBytes(random, random.below(40)))}`,
  ]);
}
