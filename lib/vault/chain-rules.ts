import { toBase64url } from './base64url.ts';
import { areSameBytes } from './byte-compare.ts';
import { type FamilyEntryProblem, readFamilyEntry } from './chain.ts';
import type { EntryBody, PublicKeys } from './chain-body.ts';
import { type ChangeProblem, changeOf, isAgreeKey } from './chain-changes.ts';
import { type ChainEntry, entryHashOf, isEntrySigned, readEntry } from './chain-entry.ts';
import type { ChainState } from './chain-state.ts';
import { deviceIdOf } from './device.ts';
import { createHeadIndex } from './head-index.ts';
import { inviteIdOf } from './key-id.ts';

export const MAX_CHAIN_ENTRIES = 2_000;
export const MAX_CHAIN_BYTES = 1024 * 1024;
/** Kept back for entries that shut somebody out or bring the family back: a chain that is full takes nobody in any more. */
export const RESERVED_ENTRIES = 100;
const RESERVED_BYTES = 64 * 1024;

/**
 * Why an entry does not extend the chain. `not-next`: it does not follow the newest entry. `too-large`: the entry, or the family.
 */
export type ChainProblem = FamilyEntryProblem | ChangeProblem | 'chain-full';

export type ChainResult = { ok: true; state: ChainState } | { ok: false; why: ChainProblem };

/** The chain of one entry: the one that founds `room`. Never throws. */
export function foundChain(entry: Uint8Array, room: string): ChainResult {
  const read = readFamilyEntry(entry, room);
  if (!read.ok) return read;
  const { create } = read;
  const { deviceId: id, signPublic, agreePublic, at } = create;
  const heads = createHeadIndex().with(create.room);
  const state: ChainState = {
    room: create.room,
    head: entryHashOf(entry),
    headText: create.room,
    length: 1,
    bytes: entry.length,
    firstEntry: entry.slice(),
    accessPublic: create.accessPublic.slice(),
    isLegacy: create.isLegacy,
    epoch: 1,
    epochStartIndex: 0,
    devices: new Map([
      [
        id,
        {
          id,
          signPublic: signPublic.slice(),
          agreePublic: agreePublic.slice(),
          at,
          via: 'create',
          by: null,
          removed: null,
        },
      ],
    ]),
    invites: new Map(),
    recovery: null,
    epochs: new Map(),
    envelopes: new Map(),
    hasOutsider: false,
    heads,
    indexOf: heads.indexOf,
  };
  return { ok: true, state };
}

/**
 * The chain with one entry more, or why it is none of its. Checks one signature (1 to 3 ms) and nothing of what is already in
 * the chain. Times are the signers' own: that an entry is not dated back is for who takes it in first, by its clock, to see. Never
 * throws. `isSignatureKnown`: for an entry that this browser or relay checked when it came, and has kept since; its keys are not tried either.
 */
export function extendChain(state: ChainState, entry: Uint8Array, isSignatureKnown = false): ChainResult {
  // The state keeps parts of it.
  const bytes = entry.slice();
  const read = readEntry(bytes);
  if (!read.ok) return read;
  if (!areSameBytes(read.entry.previous, state.head)) return refused('not-next');
  const isReserve =
    state.length >= MAX_CHAIN_ENTRIES - RESERVED_ENTRIES ||
    state.bytes + bytes.length > MAX_CHAIN_BYTES - RESERVED_BYTES;
  const isFull = state.length >= MAX_CHAIN_ENTRIES || state.bytes + bytes.length > MAX_CHAIN_BYTES;
  if (isFull || (isReserve && GROWING.has(read.entry.body.type))) return refused('chain-full');
  // Before the signature, which costs most; no more than that the signer is not known is told to one who did not sign.
  const stranger = problemOfSigner(state, read.entry);
  if (stranger !== null) return refused(stranger);
  if (!isSignatureKnown && !isEntrySigned(bytes, read.entry)) return refused('bad-signature');
  const change = changeOf(state, read.entry, isSignatureKnown ? () => true : isAgreeKey);
  if (typeof change === 'string') return refused(change);
  const head = entryHashOf(bytes);
  const headText = toBase64url(head);
  const heads = state.heads.with(headText);
  const { length, bytes: bytesBefore } = state;
  return {
    ok: true,
    state: {
      ...state,
      ...change,
      head,
      headText,
      heads,
      indexOf: heads.indexOf,
      length: length + 1,
      bytes: bytesBefore + bytes.length,
    },
  };
}

/**
 * The chain of all these entries, oldest first. `index`: of the first entry that does not hold. Never throws.
 * `areSignaturesKnown`: as with `extendChain`; the first entry is checked all the same.
 */
export function readChain(
  entries: readonly Uint8Array[],
  room: string,
  { areSignaturesKnown = false }: { areSignaturesKnown?: boolean } = {},
): { ok: true; state: ChainState } | { ok: false; why: ChainProblem; index: number } {
  const [first = new Uint8Array(0), ...later] = entries;
  let result = foundChain(first, room);
  for (const [index, entry] of later.entries()) {
    if (!result.ok) return { ...result, index };
    result = extendChain(result.state, entry, areSignaturesKnown);
  }
  return result.ok ? result : { ...result, index: Math.max(0, entries.length - 1) };
}

const refused = (why: ChainProblem) => ({ ok: false, why }) as const;
const GROWING: ReadonlySet<EntryBody['type']> = new Set(['invite', 'join', 'admit', 'enter']);

function problemOfSigner(state: ChainState, { signPublic, body }: ChainEntry): ChainProblem | null {
  // Ids are shortened hashes: the key itself must be the one that is known.
  const isKey = (known: PublicKeys | null | undefined) => !!known && areSameBytes(known.signPublic, signPublic);
  switch (body.type) {
    case 'create':
      return 'not-next';
    case 'join':
      return isKey(state.invites.get(inviteIdOf(signPublic))) ? null : 'invite-unknown';
    case 'readmit':
      return isKey(state.recovery) ? null : 'recovery-replaced';
    case 'enter':
      return areSameBytes(state.accessPublic, signPublic) ? null : 'not-entitled';
    default: {
      const device = state.devices.get(deviceIdOf(signPublic));
      return isKey(device) && device?.removed === null ? null : 'not-entitled';
    }
  }
}
