import type { Doc } from 'yjs';
import type { DeviceId, MemberId } from '../protocol/ids.ts';
import type { CommandResult, RowOf } from '../protocol/messages.ts';
import type { MemberColour, MemberRow } from '../protocol/values.ts';
import type { Codec } from './codec.ts';
import type { DocumentCommand, DocumentQuery } from './document-messages.ts';

/** A device as it is entered into the family: its id and the name its person reads. */
export interface NewDevice {
  id: DeviceId;
  name: string;
}

/** When and how a command reached the document. */
export interface CommandContext {
  /** When the person acted, milliseconds since the epoch. Recorded with the change; never decides who wins. */
  at: number;
  /** True where the page does not know whether the command was done before: another member's later change is then left alone. */
  isResent: boolean;
}

/** Where a live query goes. Called inside a Yjs transaction: it may post messages, never execute commands. */
export interface RowSink<Row> {
  /** Once, synchronously, inside `watch`. In display order. */
  snapshot(rows: Row[]): void;
  /** After every Yjs transaction that altered the query's rows: rows new or changed, and ids gone. Never both empty. */
  patch(set: Row[], del: string[]): void;
}

/** Values that could not be shown; all of them are kept as they are. */
export interface DocumentHealth {
  /** Written by a version newer than this one. */
  fromNewer: number;
  /** Do not open, or are not what their path says. */
  unreadable: number;
}

/**
 * One family's content: reads and writes the Yjs document through the codec and keeps a decoded index of it. Knows nothing of
 * storage, network or browser; whoever owns the Y.Doc may apply updates to it at any time.
 */
export interface FamilyDocument {
  /** Who acts through this document on this device; set once known. */
  setActor(actor: { member: MemberId; device: DeviceId }): void;
  /** Writes what a new family needs: its name, the first member, this device, the lists Groceries (shown first) and To-do. Only the creator calls it, once. */
  seedFamily(args: {
    familyName: string;
    member: { id: MemberId; name: string; colour: MemberColour };
    device: NewDevice;
    listNames: { groceries: string; todo: string };
  }): void;
  /** Enters a member with a first device; the colour is the first that nobody has. A member who is there already stays unchanged. */
  addMember(member: { id: MemberId; name: string; device: NewDevice }): void;
  /** Enters another device of a member. A device that is there already stays unchanged. */
  addDevice(args: { member: MemberId; device: NewDevice }): void;
  /** Executes a command in one Yjs transaction. Idempotent: the same command again changes nothing more. Never throws for what a person can send. */
  execute(body: DocumentCommand, context: CommandContext): CommandResult;
  /** Live query. The returned function ends it and may be called at any time. */
  watch<Q extends DocumentQuery>(query: Q, sink: RowSink<RowOf<Q['type']>>): () => void;
  /** The family's name, or an empty string while it is not known. */
  familyName(): string;
  /** Members, in the order in which they joined. */
  members(): MemberRow[];
  health(): DocumentHealth;
  /** Calls back whenever `health` changed; the returned function ends it. */
  onHealth(callback: (health: DocumentHealth) => void): () => void;
  /** SHA-256 in hex over the sorted content (paths and values): equal on two devices exactly when their content is. */
  contentHash(): string;
  /** Everything readable, as plain JSON that a person can keep; deleted entries included and marked. */
  export(): FamilyExport;
  /** Stops observing the document (which stays its owner's) and ends all live queries. Idempotent. */
  close(): void;
}

/** What `export` answers. */
export interface FamilyExport {
  format: 'family-os';
  version: 1;
  family: { name: string };
  members: { id: string; name: string; colour: string }[];
  lists: {
    id: string;
    name: string;
    kind: string;
    deleted: boolean;
    entries: Record<string, unknown>[];
  }[];
  events: Record<string, unknown>[];
}

/** Opens the family document over `doc`, indexing what is there already; content that arrives later is indexed as it comes. */
export function createFamilyDocument(deps: {
  doc: Doc;
  codec: Codec;
  clock: { now(): number };
  /** Told of an error thrown by a sink or callback, which never reaches Yjs. Without it the error is thrown in a microtask. */
  onFault?: (error: unknown) => void;
}): FamilyDocument {
  throw new Error(`not built yet: ${Object.keys(deps).join(' ')}`);
}
