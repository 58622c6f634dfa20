import type { Doc } from 'yjs';
import type { NewItem } from '../protocol/commands.ts';
import type { DeviceId, ListId } from '../protocol/ids.ts';
import type { Call, GateAnswer, RefusalReason, ServerReport } from '../protocol/relay.ts';
import type { RelayHost } from '../protocol/relay-host.ts';
import type { ListRow, MemberRow } from '../protocol/values.ts';

/**
 * Everything the worker needs from the outside, narrowed to what it uses, so that many workers run in one test process on doubles
 * (tests/doubles) and the real ones live in lib/platform. Contract suites run on both.
 */

/** Wall clock and timers. Never used for ordering concurrent changes. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `ms`; the returned function cancels, and may be called at any time. */
  after(ms: number, callback: () => void): () => void;
}

/** Alarms that outlive the worker. Names are ours; re-created at every start. */
export interface Alarms {
  /** Rings every `delayMs`. */
  set(name: string, delayMs: number): void;
  /** Rings once at a moment, in milliseconds since the epoch: after the device's sleep where that moment fell into it, at once where it has passed. */
  setAt(name: string, at: number): void;
  clear(name: string): void;
  onAlarm(callback: (name: string) => void): void;
}

/** Small JSON values that outlive the browser (storage.local). `get` answers undefined where there is none. */
export interface KeyValue {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  /** All keys with this prefix and their values. */
  list(prefix: string): Promise<Record<string, unknown>>;
}

/** The durable home of one family's Yjs document. One writer: the worker. */
export interface DocStorage {
  /**
   * Binds the document to its storage and resolves once what is stored has been applied. Later updates are written as they happen.
   * Rejects with StorageProblem where it cannot be read at all; rows that are damaged are set aside and counted.
   */
  open(doc: Doc): Promise<{ damaged: number }>;
  /** Resolves once every update made so far is durable; rejects with StorageProblem if one is not. */
  flush(): Promise<void>;
  /** Stops writing; idempotent. */
  close(): Promise<void>;
  /** Deletes everything stored, then closes. */
  destroy(): Promise<void>;
}
export class StorageProblem extends Error {
  override name = 'StorageProblem';
}

/** One attempt at the relay: a socket that lives until it closes once. A new attempt is a new socket with a new proof. */
export interface RoomSocket {
  /** Closes for good; `closed` is still called, once. Idempotent. */
  close(): void;
  /** Sends a presence frame (PRESENCE_FRAME first) where the socket is open; else nothing happens. */
  sendPresence(frame: Uint8Array): void;
}
export interface RoomSocketEvents {
  /** Open, and the relay's whole state is applied to the document. */
  synced(): void;
  /**
   * The n-th update-bearing message of this socket has gone out. `state` carries everything the relay did not have (SyncStep2), `update`
   * one change: what came before the first `state` may still be missing there.
   */
  sent(n: number, kind: 'state' | 'update'): void;
  /** The relay confirmed the first n of them as durable. */
  acked(n: number): void;
  /** The relay's newest chain entry (its hash, base64url) and how many wait to be let in: after opening, and at every change. */
  news(head: string, knocks: number): void;
  /** A presence frame of another device, unchecked. */
  presence(frame: Uint8Array): void;
  /** The relay says that a device's last socket closed. */
  left(device: DeviceId): void;
  /** Called once. `reason` where the relay gave one in the close frame. */
  closed(info: { wasOpen: boolean; reason?: RefusalReason }): void;
}
export interface RoomSocketFactory {
  /** Starts connecting at once. `params` are the handshake's query parameters. */
  connect(args: {
    host: RelayHost;
    room: string;
    doc: Doc;
    params: Record<string, string>;
    events: RoomSocketEvents;
  }): RoomSocket;
  /** Calls the room over HTTP. `unreachable`: nobody answers. `not-a-relay`: something else does. */
  call<C extends Call>(args: {
    host: RelayHost;
    room: string;
    call: C;
  }): Promise<AnswerOf<C> | 'unreachable' | 'not-a-relay'>;
}
/** What a call is answered with: a report where one was asked for and granted, else what the gate says. */
export type AnswerOf<C extends Call> = C['type'] extends 'report' ? ServerReport | GateAnswer : GateAnswer;

/** Network presence as the browser tells it; a hint to try at once, never a reason not to try. */
export interface NetworkHint {
  onOnline(callback: () => void): void;
}

/** A page's end of the wire, as the worker sees it. */
export interface PagePort {
  send(message: unknown): void;
  onMessage(callback: (message: unknown) => void): void;
  onDisconnect(callback: () => void): void;
}

/** Diagnostics for developers. Never a name, a title, a key or a whole id: callers shorten. */
export interface Log {
  warn(event: string, detail?: Record<string, string | number | boolean>): void;
}

/** Structured-clone store for key material (non-extractable CryptoKey objects live here and nowhere else): its own IndexedDB database. */
export interface KeyStore {
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The toolbar button's badge: a count that stays, and over it a short confirmation where no page of ours is open. */
export interface Badge {
  /** A tick (`added`) or a warning sign (`failed`) for about two seconds; the count returns after it. */
  flash(kind: 'added' | 'failed'): void;
  /** Nothing is shown for 0. */
  count(n: number): void;
}

/** A notification as it is to be shown: plain text, line by line. */
export interface Note {
  title: string;
  text: string;
  /** What its buttons are called, at most two. Browsers without such buttons leave them out. */
  buttons: string[];
  /** Stays until somebody acts, where the browser can do that. */
  isSticky: boolean;
}

/** A day of the calendar (`YYYY-MM-DD`), and an occurrence (the row's id) on it. */
export interface CalendarPlace {
  date: string;
  row?: string | undefined;
}

/** The notifications of this extension, as the operating system shows them. They may outlive worker and browser, or not. */
export interface Notifier {
  /** Resolves once the browser has it; one of the same id is replaced. Rejects where it is not to be had. */
  show(id: string, note: Note): Promise<void>;
  /** Takes it off the screen; harmless where it is not there. */
  clear(id: string): void;
  /** Ids of those that somebody could still act on. */
  onScreen(): Promise<string[]>;
  onClicked(callback: (id: string) => void): void;
  /** `button` counts from 0, as they were given. */
  onButton(callback: (id: string, button: number) => void): void;
  /** Gone from the screen, by whomever. */
  onClosed(callback: (id: string) => void): void;
}

/** The browser's context menu. `show` replaces all entries; choosing one is reported to the worker by the entrypoint. */
export interface ContextMenus {
  show(entries: { id: string; title: string }[]): void;
}

/** What a context menu or a shortcut knows of the tab it was used in. All of it comes from a web page: text, never markup. */
export interface TabCapture {
  selection?: string | undefined;
  linkUrl?: string | undefined;
  linkText?: string | undefined;
  pageUrl?: string | undefined;
  pageTitle?: string | undefined;
  /** What is selected on a page that is added whole. */
  pageSelection?: string | undefined;
}

/** What reads a line in the person's language. Code of its own: it is loaded when somebody writes in the address bar. */
export interface LineCode {
  /** The entry that the line means, and the list that it names. */
  read(
    line: string,
    around: {
      /** BCP 47. */
      readonly language: string;
      /** Wall clock and zone: `2026-11-22T10:30[Europe/Madrid]`. */
      readonly now: string;
      readonly members: readonly MemberRow[];
      readonly lists: readonly ListRow[];
      /** Where it goes if it names no list. */
      readonly shown: ListRow | undefined;
    },
  ): Promise<{ item: Omit<NewItem, 'id'>; list?: ListId }>;
}

/** One line below the address bar: text, never markup. */
export interface OmniboxSuggestion {
  /** What is entered when it is chosen. */
  readonly content: string;
  readonly text: string;
  /** Said about it, less prominent. */
  readonly detail: string;
}
