import type { Command } from '../protocol/commands.ts';

/**
 * What popup, side panel, options and welcome need from the browser. The real one is lib/platform/page-platform.ts; only
 * entrypoints create it, stores and components are handed it.
 */
export interface PagePlatform {
  /** Opens a port to the worker (waking it). Each call is a new port. */
  connect(): WorkerPort;
  /** Commands that must outlive page and worker, in storage.local under `outbox/<id>`; the worker drains them at its start and removes what it has done. */
  readonly outbox: {
    put(command: Command): Promise<void>;
    remove(id: Command['id']): Promise<void>;
  };
  /**
   * The page's last snapshots, readable synchronously (localStorage), so that the first paint has content. Everything in it is a copy
   * that may be stale; `read` answers undefined for anything missing or unreadable.
   */
  readonly cache: {
    read(key: string): unknown;
    write(key: string, value: unknown): void;
    clear(): void;
  };
  /** Title and address of the tab in front, where the browser granted it for this click; else why not. */
  activePage(): Promise<
    { ok: true; url: string; title: string } | { ok: false; why: 'not-granted' | 'not-a-web-page' }
  >;
  /** Must be called straight from a click. Rejects where the browser has none. */
  openSidePanel(): Promise<void>;
  openOptions(): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Offers a file for saving. */
  saveFile(name: string, mediaType: string, text: string): void;
  /** The browser's UI language, BCP 47. */
  readonly language: string;
  /** Reloads the extension's own page (after an update). */
  reload(): void;
}

/** One connection to the worker; dies with it. */
export interface WorkerPort {
  send(message: unknown): void;
  onMessage(callback: (message: unknown) => void): void;
  /** Called once, when the worker is gone; not after `close`. */
  onDisconnect(callback: () => void): void;
  close(): void;
}
