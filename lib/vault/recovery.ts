import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { RoomId } from '../protocol/ids.ts';
import { type AgreeKeys, agreeKeysOf } from './agree-keys.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { joinBytes } from './byte-fields.ts';
import { ENTRY_HASH_BYTES } from './chain-entry.ts';
import { deriveKey } from './family-keys.ts';
import { pointerRoomOf } from './key-proof.ts';
import { FIRST_RECOVERY_VERSION, findLink, makeLink } from './link-payload.ts';
import { openPointerContent, type PointerContent, sealPointerContent } from './recovery-pointer.ts';
import { type SignKeys, signKeysOf } from './sign-keys.ts';

/** Version byte of a recovery link: far from those of invites, so that neither is ever taken for the other. */
const LINK_VERSION = FIRST_RECOVERY_VERSION;
const SECRET_BYTES = 16;
/** What 128 bits and their checksum make (BIP 39). */
const WORD_COUNT = 12;
/** So many letters tell every word of the list from every other. */
const UNIQUE_LETTERS = 4;
const MAX_TEXT_LENGTH = 40_000;
const SIGN_CONTEXT = 'family-os/recovery-sign/v1';
const AGREE_CONTEXT = 'family-os/recovery-agree/v1';
const POINTER_SIGN_CONTEXT = 'family-os/recovery-pointer-sign/v1';
const POINTER_SEAL_CONTEXT = 'family-os/recovery-pointer-seal/v1';

/** The keys of a recovery kit. */
export interface RecoveryKeys extends SignKeys {
  /** X25519, public: what the family's secret is sealed to. */
  readonly agreePublic: Uint8Array;
  /** To open that with. */
  readonly agreeKeys: AgreeKeys;
  readonly pointer: RecoveryPointer;
}

/** A note that a relay keeps in a room of its own, so that words alone find the family. Only the kit opens it. */
export interface RecoveryPointer extends SignKeys {
  /** The room it lies in. */
  readonly room: RoomId;
  /** Throws RangeError for a room or origin that is none. */
  sealPointer(content: PointerContent): Uint8Array;
  /** Null where it is not this kit's, or damaged. */
  openPointer(pointer: Uint8Array): PointerContent | null;
}

/**
 * `unknown-word`: one is not in the list. `count`: not twelve. `checksum`: all are words, but not of one kit. `mangled`: a link that
 * lost or changed something on the way. `newer`: a link of a version not known here.
 */
export type KitProblem = 'not-a-kit' | 'count' | 'checksum' | 'mangled' | 'newer';

/** What a kit says: the secret, and where it is a link, which family at which relay. */
export type KitReading =
  | { ok: true; secret: Uint8Array; room?: RoomId; origin?: string }
  | { ok: false; why: KitProblem }
  /** `position`: from 1. */
  | { ok: false; why: 'unknown-word'; word: string; position: number };

/** 128 random bits for one kit. */
export function newRecoverySecret(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
}

/** Twelve words of the English BIP 39 list. Throws RangeError unless given 16 bytes. */
export function recoveryWords(secret: Uint8Array): string[] {
  return entropyToMnemonic(checked(secret), wordlist).split(' ');
}

/** `<origin>/join#…` with the secret (16 bytes) and the room (32 bytes). Throws RangeError for a part that is none. */
export function makeRecoveryLink(args: { relayOrigin: string; room: RoomId; secret: Uint8Array }): string {
  const room = fromBase64url(args.room);
  if (room?.length !== ENTRY_HASH_BYTES) throw new RangeError('not the name of a room');
  const content = joinBytes(checked(args.secret), room);
  return makeLink({ relayOrigin: args.relayOrigin, version: LINK_VERSION, content });
}

/**
 * Reads the words or the link of a kit in what somebody typed or pasted. Case, spaces, numbers, commas and line breaks do no
 * harm, and of each word its first four letters are enough. Never throws.
 */
export function readRecoveryKit(text: unknown): KitReading {
  if (typeof text !== 'string' || text.length > MAX_TEXT_LENGTH) return { ok: false, why: 'not-a-kit' };
  const found = findLink(text);
  if (!found.ok) return found.why === 'mangled' ? { ok: false, why: 'mangled' } : readWords(text);
  const { origin, kind, version, content } = found.link;
  if (kind !== 'recovery') return { ok: false, why: 'not-a-kit' };
  if (version !== LINK_VERSION) return { ok: false, why: 'newer' };
  if (content.length !== SECRET_BYTES + ENTRY_HASH_BYTES) return { ok: false, why: 'mangled' };
  const room = toBase64url(content.subarray(SECRET_BYTES)) as RoomId;
  return { ok: true, secret: content.slice(0, SECRET_BYTES), room, origin };
}

/** Throws RangeError unless given 16 bytes. */
export function deriveRecoveryKeys(secret: Uint8Array): RecoveryKeys {
  checked(secret);
  const agreeKeys = agreeKeysOf(deriveKey(secret, AGREE_CONTEXT));
  const pointerKeys = signKeysOf(deriveKey(secret, POINTER_SIGN_CONTEXT));
  const sealKey = deriveKey(secret, POINTER_SEAL_CONTEXT);
  const room = pointerRoomOf(pointerKeys.signPublic);
  return {
    ...signKeysOf(deriveKey(secret, SIGN_CONTEXT)),
    agreePublic: agreeKeys.publicKey,
    agreeKeys,
    pointer: {
      ...pointerKeys,
      room,
      sealPointer: (content) => sealPointerContent(sealKey, room, content),
      openPointer: (pointer) => openPointerContent(sealKey, room, pointer),
    },
  };
}

function readWords(text: string): KitReading {
  // As printed: "1. apple 2. bread", or in columns. Format characters are invisible to whoever pastes.
  const tokens =
    text
      .toLowerCase()
      .replace(/\p{Cf}/gu, '')
      .match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  const words = readAsWords(tokens);
  const known = words.filter((word) => word !== null);
  // Mostly other words: some text, not a kit with slips of the pen.
  if (known.length === 0 || known.length * 2 < tokens.length) return { ok: false, why: 'not-a-kit' };
  const index = words.indexOf(null);
  if (index >= 0) return { ok: false, why: 'unknown-word', word: tokens[index] ?? '', position: index + 1 };
  if (known.length !== WORD_COUNT) return { ok: false, why: 'count' };
  try {
    return { ok: true, secret: Uint8Array.from(mnemonicToEntropy(known.join(' '), wordlist)) };
  } catch {
    return { ok: false, why: 'checksum' };
  }
}

/** Of each the word of the list that it is, or starts. The list is looked through only here: not at every start of a worker. */
function readAsWords(tokens: readonly string[]): (string | null)[] {
  const all = new Set(wordlist);
  const byStart = new Map(wordlist.map((word) => [word.slice(0, UNIQUE_LETTERS), word]));
  return tokens.map((token) => {
    if (all.has(token)) return token;
    const word = byStart.get(token.slice(0, UNIQUE_LETTERS));
    return word !== undefined && token.length >= UNIQUE_LETTERS && word.startsWith(token) ? word : null;
  });
}

function checked(secret: Uint8Array): Uint8Array {
  if (secret.length !== SECRET_BYTES) throw new RangeError('the secret of a kit has 16 bytes');
  return secret;
}
