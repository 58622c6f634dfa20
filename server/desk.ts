import * as v from 'valibot';
import type { InviteId } from '../lib/protocol/ids.ts';
import { type GateAnswer, RELAY_PROTOCOL, type ServerReport } from '../lib/protocol/relay.ts';
import { fromBase64url, toBase64url } from '../lib/vault/base64url.ts';
import { entryHashOf, readEntry } from '../lib/vault/chain-entry.ts';
import { activeDevices, type ChainInvite, type ChainState } from '../lib/vault/chain-state.ts';
import { deviceIdOf } from '../lib/vault/device.ts';
import { inviteIdOf } from '../lib/vault/key-id.ts';
import type { CheckedCall } from './call.ts';
import { createCallerAllowances, type Rate } from './caller-allowances.ts';
import type { ChainStore, GateStorage } from './chain-store.ts';
import type { Claim, Refusal } from './claim.ts';
import type { Gate } from './gate.ts';
import type { KnockStore } from './knock-store.ts';
import {
  DEVICE_CALLS,
  DEVICE_REPORTS,
  FOUNDING_APPENDS,
  KEY_CALLS,
  POINTER_CALLS,
  SIGNER_APPENDS,
  SIGNER_ENTRIES,
  STRANGER_CALLS,
} from './limits.ts';
import type { Room } from './room.ts';

/** What a call is answered with, without what every answer starts with. */
export type Answer = Omit<GateAnswer, 'relay' | 'protocol'> | ServerReport;

/** Answers the calls that come over HTTP, of members and of those who are not yet. */
export interface Desk {
  /** Only after chain and knocks were opened. */
  answer(call: CheckedCall, now: number): Promise<Answer>;
}

export interface DeskDeps {
  storage: GateStorage;
  chain: ChainStore;
  gate: Gate;
  knocks: KnockStore;
  room: Pick<Room, 'familyChanged' | 'socketsOf' | 'report'>;
}

const POINTER_KEY = 'gate/pointer';
const PointerSchema = v.object({ pointer: v.string(), madeAt: v.number() });

/** All callers that the family does not know. */
const STRANGERS = 'strangers';
const TOO_FAST: Answer = { ok: false, reason: 'too-fast' };
const REPLAYED: Answer = { ok: false, reason: 'replayed' };
const OK: Answer = { ok: true };

export function createDesk({ storage, chain, gate, knocks, room }: DeskDeps): Desk {
  const allowances = createCallerAllowances();
  const allEntries = () => chain.entries.map(({ entry }) => entry);

  const isWithin = (caller: string | null, rate: Rate, now: number) =>
    caller === null ? allowances.take(STRANGERS, STRANGER_CALLS, now) : allowances.take(caller, rate, now);

  /** What is new for this device: up to where it left, if it did. Undefined for a device that may not know. */
  const tailFor = ({ device, head }: Claim, state: ChainState): string[] | undefined => {
    const known = state.devices.get(device);
    const index = state.indexOf(head);
    // A device of protocol 1 has to see the chain in order to enter it; its proof shows that it holds the secret.
    const mayEnter = known === undefined && state.isLegacy && state.epoch === 1;
    if (index === null || (known === undefined && !mayEnter)) return undefined;
    const departure = chain.departureOf(device);
    return allEntries().slice(index + 1, departure === undefined ? undefined : departure + 1);
  };

  const ask = async (claim: Claim, now: number): Promise<Answer> => {
    const { state } = chain;
    const isKnown = state?.devices.has(claim.device) === true;
    if (gate.isUsed(claim)) return REPLAYED;
    if (!isWithin(isKnown ? `ask ${claim.device}` : null, DEVICE_CALLS, now)) return TOO_FAST;
    await knocks.prune(state, now);
    const refusal = gate.judge(claim, now);
    const tail = state === null ? undefined : tailFor(claim, state);
    return {
      ...answerOf(refusal),
      ...(tail === undefined ? {} : { tail }),
      ...(state === null ? { isNew: true } : {}),
      ...(state !== null && gate.judgeMembership(claim) === null
        ? { knocks: knocks.waiting(state, now), seen: seenAt(now) }
        : {}),
    };
  };

  /** Who is connected now, is seen now. */
  const seenAt = (now: number): NonNullable<GateAnswer['seen']> => {
    const seen = new Map(gate.seen());
    for (const device of room.socketsOf().keys()) seen.set(device, now);
    return [...seen];
  };

  const append = async (call: Extract<CheckedCall, { type: 'append' }>, now: number): Promise<Answer> => {
    const entries: Uint8Array[] = [];
    for (const text of call.entries) {
      const entry = fromBase64url(text);
      if (entry === null) return { ok: false, reason: 'bad-entry' };
      entries.push(entry);
    }
    if (!mayAppend(call.signer, entries, now)) return TOO_FAST;
    return answerOf(await chain.append(entries, now));
  };

  const mayAppend = (signer: string, entries: readonly Uint8Array[], now: number): boolean => {
    const { state } = chain;
    // Only who has the founding entry comes so far with it: the edge compares its hash with the room's name.
    if (state === null && isFounding(entries)) return allowances.take('founding', FOUNDING_APPENDS, now);
    // Entries that are known are shown to anyone who was ever in the family: who sends one may be anybody.
    const isReplay = state?.indexOf(toBase64url(entryHashOf(entries[0] ?? new Uint8Array()))) !== null;
    if (state === null || isReplay || !isSigner(state, signer)) return allowances.take(STRANGERS, STRANGER_CALLS, now);
    return (
      allowances.take(`append ${signer}`, SIGNER_APPENDS, now) &&
      allowances.take(`entries ${signer}`, SIGNER_ENTRIES, now, Math.min(entries.length, SIGNER_ENTRIES.burst))
    );
  };

  const readByInvite = (id: InviteId, now: number): Answer => {
    const invite = chain.state?.invites.get(id);
    if (!isWithin(invite === undefined ? null : `key ${id}`, KEY_CALLS, now)) return TOO_FAST;
    const problem = problemOf(invite, now);
    if (problem === null) return { ok: true, tail: allEntries() };
    const use = chain.useOf(id);
    // Who was let in by it finds its own keys in the entry that used it; whoever else has the link could have read so far before.
    return use === undefined ? answerOf(problem) : { ...answerOf(problem), tail: allEntries().slice(0, use + 1) };
  };

  const readByRecovery = (key: string, now: number): Answer => {
    const { state } = chain;
    if (state === null) return isWithin(null, KEY_CALLS, now) ? { ok: false, reason: 'nothing-found' } : TOO_FAST;
    const isCurrent = state.recovery !== null && toBase64url(state.recovery.signPublic) === key;
    if (!isWithin(isCurrent ? 'recovery' : null, KEY_CALLS, now)) return TOO_FAST;
    return isCurrent ? { ok: true, tail: allEntries() } : { ok: false, reason: 'recovery-replaced' };
  };

  const knock = async (call: Extract<CheckedCall, { type: 'knock' }>, now: number): Promise<Answer> => {
    const invite = chain.state?.invites.get(call.invite);
    if (!isWithin(invite === undefined ? null : `key ${call.invite}`, KEY_CALLS, now)) return TOO_FAST;
    const problem = problemOf(invite, now);
    if (problem !== null) return answerOf(problem);
    if (invite?.needsApproval !== true) return { ok: false, reason: 'bad-proof' };
    const refusal = await knocks.put(call, now);
    if (refusal === null) room.familyChanged();
    return answerOf(refusal);
  };

  const readPointer = async () => {
    const stored = v.safeParse(PointerSchema, await storage.get(POINTER_KEY));
    return stored.success ? stored.output : null;
  };

  const point = async (pointer: string, madeAt: number, now: number): Promise<Answer> => {
    if (!allowances.take('pointer', POINTER_CALLS, now)) return TOO_FAST;
    const before = await readPointer();
    if (before !== null && before.madeAt > madeAt) return { ok: false, reason: 'replayed' };
    await storage.put(POINTER_KEY, { pointer, madeAt } satisfies v.InferOutput<typeof PointerSchema>);
    await storage.sync();
    return OK;
  };

  const find = async (now: number): Promise<Answer> => {
    if (!allowances.take('pointer', POINTER_CALLS, now)) return TOO_FAST;
    const stored = await readPointer();
    return stored === null ? { ok: false, reason: 'nothing-found' } : { ok: true, pointer: stored.pointer };
  };

  const report = async (claim: Claim, now: number): Promise<Answer> => {
    const { state } = chain;
    const isKnown = state?.devices.has(claim.device) === true;
    if (gate.isUsed(claim)) return REPLAYED;
    if (!isWithin(isKnown ? `report ${claim.device}` : null, DEVICE_REPORTS, now)) return TOO_FAST;
    const refusal = gate.judgeMembership(claim);
    if (refusal !== null) return answerOf(refusal);
    const { document, bytes } = await room.report();
    const waiting = knocks.waiting(state, now);
    const seen = gate.seen();
    const sockets = room.socketsOf();
    const devices = state === null ? [] : activeDevices(state);
    const usedProofs = gate.usedProofs(now);
    return {
      relay: 'family-os',
      protocol: RELAY_PROTOCOL,
      ok: true,
      at: now,
      bytes: {
        chain: chain.entries.reduce((sum, { entry }) => sum + entry.length, 0),
        document: bytes,
        other: [waiting, [...seen]].reduce((sum, it) => sum + JSON.stringify(it).length, usedProofs * USED_PROOF_BYTES),
      },
      chain: chain.entries.slice(),
      devices: devices.map(({ id }) => {
        const lastConnectedAt = seen.get(id);
        return { id, sockets: sockets.get(id) ?? 0, ...(lastConnectedAt === undefined ? {} : { lastConnectedAt }) };
      }),
      knocks: waiting,
      usedProofs,
      document,
    };
  };

  return {
    async answer(call, now) {
      if (call.type === 'point') return point(call.pointer, call.madeAt, now);
      if (call.type === 'find') return find(now);
      await gate.open();
      switch (call.type) {
        case 'ask':
          return ask(call.claim, now);
        case 'report':
          return report(call.claim, now);
        case 'append':
          return append(call, now);
        case 'read':
          return call.by === 'invite' ? readByInvite(call.invite, now) : readByRecovery(call.key, now);
        case 'knock':
          return knock(call, now);
      }
    },
  };
}

/** A nonce of 22 characters, a time of 13 digits, and what JSON puts around them. */
const USED_PROOF_BYTES = 40;

function answerOf(refusal: Refusal | null): Exclude<Answer, ServerReport> {
  return refusal === null ? { ok: true } : { ok: false, ...refusal };
}

/** Why nobody comes in by this invite now. */
function problemOf(invite: ChainInvite | undefined, now: number): Refusal | null {
  if (invite === undefined) return { reason: 'invite-unknown' };
  if (invite.state === 'used') return { reason: 'invite-used' };
  if (invite.state === 'revoked') return { reason: 'invite-revoked' };
  if (now > invite.expiresAt) return { reason: 'invite-expired' };
  return invite.state === 'void' ? { reason: 'invite-revoked' } : null;
}

function isFounding([first]: readonly Uint8Array[]): boolean {
  const read = first === undefined ? null : readEntry(first);
  return read?.ok === true && read.entry.body.type === 'create';
}

/** Whether the family knows this key as one that may sign entries now. */
function isSigner(state: ChainState, signer: string): boolean {
  const key = fromBase64url(signer);
  if (key === null) return false;
  const device = state.devices.get(deviceIdOf(key));
  if (device !== undefined) return device.removed === null;
  if (state.invites.get(inviteIdOf(key))?.state === 'open') return true;
  if (state.recovery !== null && toBase64url(state.recovery.signPublic) === signer) return true;
  return state.isLegacy && state.epoch === 1 && toBase64url(state.accessPublic) === signer;
}
