import * as v from 'valibot';
import { InviteIdSchema, RoomIdSchema } from '../lib/protocol/ids.ts';
import {
  type Call,
  CallSchema,
  MAX_APPEND_LENGTH,
  PROOF_TOLERANCE_MS,
  type RefusalReason,
} from '../lib/protocol/relay.ts';
import { fromBase64url, toBase64url } from '../lib/vault/base64url.ts';
import { roomIdOf } from '../lib/vault/chain.ts';
import { entrySignature, readEntry } from '../lib/vault/chain-entry.ts';
import { inviteIdOf } from '../lib/vault/key-id.ts';
import { checkKeyProof, isProofOf, type KeyPurpose, keyProofSignature, pointerRoomOf } from '../lib/vault/key-proof.ts';
import { areSigned, ClaimSchema, type Read, readClaim, refusalOfProtocol, refused, type Shown } from './claim.ts';

/**
 * What is asked of a room over HTTP, judged at the edge as far as that goes without storage: sizes, proofs, and that whoever brings
 * entries has signed the first of them. So nobody wakes a room who has not signed something for it.
 */

const KeyText = v.pipe(v.string(), v.length(43));

/** A call on its way from the edge to the room, all signatures checked but those of later entries. */
export const CheckedCallSchema = v.variant('type', [
  v.object({ type: v.literal('ask'), claim: ClaimSchema }),
  v.object({ type: v.literal('report'), claim: ClaimSchema }),
  /** `signer`: who has signed the first, base64url. */
  v.object({ type: v.literal('append'), signer: KeyText, entries: v.array(v.string()) }),
  v.object({ type: v.literal('read'), by: v.literal('invite'), invite: InviteIdSchema }),
  v.object({ type: v.literal('read'), by: v.literal('recovery'), key: KeyText }),
  v.object({ type: v.literal('knock'), invite: InviteIdSchema, knock: v.string(), madeAt: v.number() }),
  v.object({ type: v.literal('point'), pointer: v.string(), madeAt: v.number() }),
  v.object({ type: v.literal('find') }),
]);
export type CheckedCall = v.InferOutput<typeof CheckedCallSchema>;

/** Reads the body of a call. Without a type it is `ask`, as in protocol 1, whose clients must be told that they are too old. */
export async function readCall(shown: Shown, body: unknown): Promise<Read<CheckedCall>> {
  if (!v.is(RoomIdSchema, shown.room)) return refused('wrong-room');
  const plain = v.safeParse(v.looseObject({ type: v.optional(v.string(), 'ask'), protocol: v.string() }), body);
  if (!plain.success) return refused('no-proof');
  // First: of a call of another version, nothing else can be read.
  const otherVersion = refusalOfProtocol(plain.output.protocol);
  if (otherVersion !== null) return otherVersion;
  const call = v.safeParse(CallSchema, plain.output);
  if (!call.success) return refused(plain.output.type === 'append' ? 'bad-entry' : 'no-proof');
  return READERS[call.output.type](shown, call.output as never);
}

type CallOf<Type extends Call['type']> = Extract<Call, { type: Type }>;

const READERS: { [Type in Call['type']]: (shown: Shown, call: CallOf<Type>) => Promise<Read<CheckedCall>> } = {
  ask: (shown, call) => readMemberCall(shown, 'ask', call),
  report: (shown, call) => readMemberCall(shown, 'report', call),
  append: readAppend,

  async read(shown, { key }) {
    const proof = await readKeyProof(shown, key, ['invite', 'recovery'], null);
    if (!proof.ok) return proof;
    const { purpose, signPublic } = proof.value;
    if (purpose === 'invite')
      return { ok: true, value: { type: 'read', by: 'invite', invite: inviteIdOf(signPublic) } };
    return { ok: true, value: { type: 'read', by: 'recovery', key: toBase64url(signPublic) } };
  },

  async knock(shown, { key, knock }) {
    const proof = await readKeyProof(shown, key, ['invite'], knock);
    if (!proof.ok) return proof;
    const { signPublic, at } = proof.value;
    return { ok: true, value: { type: 'knock', invite: inviteIdOf(signPublic), knock, madeAt: at } };
  },

  async point(shown, { key, pointer }) {
    const proof = await readPointerProof(shown, key, pointer);
    return proof.ok ? { ok: true, value: { type: 'point', pointer, madeAt: proof.value.at } } : proof;
  },

  async find(shown, { key }) {
    const proof = await readPointerProof(shown, key, null);
    return proof.ok ? { ok: true, value: { type: 'find' } } : proof;
  },
};

async function readMemberCall(
  shown: Shown,
  type: 'ask' | 'report',
  call: CallOf<'ask' | 'report'>,
): Promise<Read<CheckedCall>> {
  const claim = await readClaim(shown, call);
  return claim.ok ? { ok: true, value: { type, claim: claim.value } } : claim;
}

async function readAppend({ room }: Shown, { entries }: CallOf<'append'>): Promise<Read<CheckedCall>> {
  let length = 0;
  for (const entry of entries) length += entry.length;
  if (length > MAX_APPEND_LENGTH) return refused('too-large');
  const bytes = fromBase64url(entries[0] ?? '');
  const first = bytes === null ? null : readEntry(bytes);
  if (bytes === null || first === null) return refused('bad-entry');
  if (!first.ok) return refused(REASON_OF_FORM[first.why]);
  if (first.entry.body.type === 'create' && roomIdOf(bytes) !== room) return refused('wrong-room');
  if (!(await areSigned([entrySignature(bytes, first.entry)]))) return refused('bad-entry');
  return { ok: true, value: { type: 'append', signer: toBase64url(first.entry.signPublic), entries } };
}

const REASON_OF_FORM = {
  malformed: 'bad-entry',
  newer: 'newer-protocol',
  'too-large': 'too-large',
} as const satisfies Record<string, RefusalReason>;

async function readKeyProof(shown: Shown, key: string, purposes: readonly KeyPurpose[], payload: string | null) {
  const proof = fromBase64url(key);
  const covered = payload === null ? null : fromBase64url(payload);
  if (proof === null || (payload !== null && covered === null)) return refused('bad-proof');
  const signature = keyProofSignature({ ...shown, proof });
  if (!(await areSigned(signature && [signature]))) return refused('bad-proof');
  const checked = checkKeyProof({ ...shown, proof, toleranceMs: PROOF_TOLERANCE_MS, isSignatureKnown: true });
  if (!checked.ok) {
    const { reason, skewMs } = checked;
    return { ok: false, refusal: skewMs === undefined ? { reason } : { reason, skewMs } } as const;
  }
  if (!purposes.includes(checked.purpose) || !isProofOf(checked.payloadHash, covered)) return refused('bad-proof');
  return { ok: true, value: checked } as const;
}

/** A pointer's room is named after its key: nobody else gets there. */
async function readPointerProof(shown: Shown, key: string, payload: string | null) {
  const proof = await readKeyProof(shown, key, ['pointer'], payload);
  return proof.ok && pointerRoomOf(proof.value.signPublic) !== shown.room ? refused('wrong-room') : proof;
}
