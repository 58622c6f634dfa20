import type { Command } from '../protocol/commands.ts';
import type { When } from '../protocol/event-values.ts';

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
  /** Looks what the page in front holds, times in `zone`; rejects where the browser did not grant it for this click. */
  readPage(zone: string): Promise<PageOffers>;
  /** The events of a calendar file that the page links to; empty where it cannot be had or holds none. */
  readLinkedEvents(url: string, zone: string): Promise<readonly PageEvent[]>;
  /** Must be called straight from a click. Rejects where the browser has none. */
  openSidePanel(): Promise<void>;
  openOptions(): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Offers a file for saving. */
  saveFile(name: string, mediaType: string, text: string): void;
  /**
   * Asks the person whether this browser may read a site (`https://host/*`); true at once where it already may. Must be
   * called straight from a click.
   */
  allowSite(site: string): Promise<boolean>;
  /** The browser's UI language, BCP 47. */
  readonly language: string;
  /** Reloads the extension's own page (after an update). */
  reload(): void;
}

/** A recipe (schema.org/Recipe) as far as shopping for it goes. */
export interface PageRecipe {
  /** May be empty. */
  readonly name: string;
  /** One a line, as the page writes them; at least one. */
  readonly ingredients: readonly string[];
}

/** An event that a page describes, ready for the calendar. */
export interface PageEvent {
  readonly title: string;
  readonly when: When;
  /** Empty where the page names none. */
  readonly place: string;
  readonly notes: string;
}

/** What a page holds that a family may want. All of it comes from a web page: text, never markup. */
export interface PageOffers {
  /** Empty where nothing is selected. */
  readonly selection: string;
  readonly recipe?: PageRecipe;
  readonly events: readonly PageEvent[];
  /** Calendar files that it links to. */
  readonly calendarLinks: readonly { readonly url: string; readonly text: string }[];
}

/** How much is taken from a page, in UTF-16 units and counts: PAGE_LIMITS of lib/page-reading says what each is. */
export interface TakingLimits {
  readonly scripts: number;
  readonly scriptLength: number;
  readonly things: number;
  readonly properties: number;
  readonly valueLength: number;
  readonly links: number;
  readonly linkLength: number;
  readonly selectionLength: number;
}

/** What reads the content taken from a page: code of its own, with the schemas that check it. */
export interface PageReading {
  readonly limits: TakingLimits;
  /** The longest calendar file behind a link that is read, in bytes. */
  readonly maxFileLength: number;
  /** Throws where the content has another form than what is taken. */
  offersOf(content: unknown, zone: string): PageOffers;
  eventsOfFile(text: string, zone: string): Promise<readonly PageEvent[]>;
}

/** One connection to the worker; dies with it. */
export interface WorkerPort {
  send(message: unknown): void;
  onMessage(callback: (message: unknown) => void): void;
  /** Called once, when the worker is gone; not after `close`. */
  onDisconnect(callback: () => void): void;
  close(): void;
}
