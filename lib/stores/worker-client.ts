import { type ReadonlySignal, signal } from '@preact/signals';
import type { PagePlatform } from '../ports/page-ports.ts';
import type { Clock } from '../ports/ports.ts';
import {
  type Command,
  type CommandBody,
  type CommandError,
  type CommandResult,
  isOutboxed,
} from '../protocol/commands.ts';
import { type CommandId, newId } from '../protocol/ids.ts';
import type { PageMessage } from '../protocol/messages.ts';
import type { Query, RowOf } from '../protocol/queries.ts';
import { readWorkerMessage } from './envelopes.ts';
import { type LiveQuery, Mirror, queryKey, rowsOf } from './live-query.ts';
import type { PageLife } from './page-life.ts';
import type { SnapshotCache } from './snapshot-cache.ts';
import { createWorkerLink, type WorkerLink } from './worker-link.ts';

/**
 * How long a command that is not in the outbox may stay unanswered before the person is told. Longer than the worker's own
 * limit for trying a relay (about 10 s), so that its answer wins.
 */
export const ANSWER_LIMIT_MS = 30_000;

/** What a command came to. `no-answer` is the page's own: the worker did not answer in time. */
export type Outcome =
  | Extract<CommandResult, { ok: true }>
  | { ok: false; error: CommandError | 'no-answer'; value?: Record<string, unknown> | undefined };

/** A command on its way. */
export interface Sent {
  readonly id: CommandId;
  /** Resolves once the command cannot be lost any more: it is in the outbox, or the worker has answered. */
  readonly kept: Promise<void>;
  /** Resolves with the worker's answer, however long that takes for a command in the outbox. Never rejects. */
  readonly outcome: Promise<Outcome>;
}

/** A snapshot that the first paint uses, and that is kept for the next one. */
export interface Cached<R> {
  readonly name: string;
  /** What of the rows is worth keeping; all of them where missing. */
  pick?(rows: R[]): R[];
}

/**
 * The page's only way to the family: live queries and commands over one port, which it keeps alive, replaces when it
 * dies, and never makes anyone wait for. Knows no view.
 */
export interface WorkerClient {
  /** Rows of a query, kept up to date. Equal queries share a subscription, and the cached snapshot of the first. */
  live<Q extends Query>(query: Q, cached?: Cached<RowOf<Q['type']>>): LiveQuery<RowOf<Q['type']>>;
  /** Sends a command with an id of its own. `says` names it, where it can be taken back. */
  send(body: CommandBody, says?: string): Sent;
  /** Shorthand for `send(body).outcome`. */
  run(body: CommandBody): Promise<Outcome>;
  /** `slow`: no answer for some seconds, still trying. `outdated`: the worker is of another build; the page must be reloaded. */
  readonly state: WorkerLink['state'];
  /** Commands without an answer yet. */
  readonly pending: ReadonlySignal<number>;
  /** Empties the cache and drops rows that only it knew; what the worker has said stays, and is kept anew. */
  forgetCache(): void;
  /** Ends everything for good. Idempotent. */
  close(): void;
}

interface Subscription {
  readonly query: Query;
  readonly mirror: Mirror;
  /** Puts the rows of the moment into the cache. */
  keep(): void;
  sub: number;
  readers: number;
}

interface PendingCommand {
  readonly command: Command;
  /** In the outbox, or never meant for it: it may be sent. */
  isReady: boolean;
  wasSent: boolean;
  finish(outcome: Outcome): void;
}

export function createWorkerClient(deps: {
  platform: Pick<PagePlatform, 'connect' | 'outbox'>;
  clock: Clock;
  life: PageLife;
  cache: SnapshotCache;
}): WorkerClient {
  const { platform, clock, cache } = deps;
  const subscriptions = new Map<string, Subscription>();
  const commands = new Map<CommandId, PendingCommand>();
  const pending = signal(0);
  let lastSub = 0;
  let isClosed = false;

  const link = createWorkerLink({ connect: () => platform.connect(), clock, life: deps.life, onOpen, onUp, onMessage });

  /** A new port: everything is asked for again at once, without waiting for the welcome. */
  function onOpen(): void {
    for (const subscription of subscriptions.values()) subscribe(subscription);
  }

  /** The worker speaks our version: commands may go, those that went before marked as sent again. */
  function onUp(): void {
    for (const entry of commands.values()) transmit(entry);
  }

  function subscribe(subscription: Subscription): void {
    lastSub += 1;
    subscription.sub = lastSub;
    subscription.mirror.restart();
    post({ type: 'subscribe', sub: lastSub, query: subscription.query });
  }

  function onMessage(raw: unknown, epoch: string | undefined): void {
    const message = readWorkerMessage(raw);
    if (message === undefined || message.type === 'welcome') return;
    if (message.type === 'ack') {
      commands.get(message.id)?.finish(message.result);
      return;
    }
    const subscription = [...subscriptions.values()].find(({ sub }) => sub === message.sub);
    if (subscription === undefined) return;
    if (epoch !== undefined && message.epoch !== epoch) {
      link.renew();
      return;
    }
    if (subscription.mirror.apply(message)) {
      subscription.keep();
    } else {
      post({ type: 'unsubscribe', sub: subscription.sub });
      subscribe(subscription);
    }
  }

  function post(message: PageMessage): void {
    link.send(message);
  }

  function transmit(entry: PendingCommand): void {
    const isResent = entry.wasSent;
    if (!entry.isReady || !link.isUp()) return;
    entry.wasSent = true;
    post({ type: 'command', command: entry.command, isResent });
  }

  function send(body: CommandBody, says?: string): Sent {
    const command: Command = { id: newId<CommandId>(), at: clock.now(), ...(says !== undefined && { says }), body };
    const inOutbox = isOutboxed(body);
    let cancelLimit = () => {};
    const outcome = new Promise<Outcome>((resolve) => {
      const entry: PendingCommand = {
        command,
        isReady: !inOutbox,
        wasSent: false,
        finish(result) {
          cancelLimit();
          if (!commands.delete(command.id)) return;
          pending.value = commands.size;
          resolve(result);
        },
      };
      commands.set(command.id, entry);
      pending.value = commands.size;
      if (!inOutbox) cancelLimit = clock.after(ANSWER_LIMIT_MS, () => entry.finish({ ok: false, error: 'no-answer' }));
    });
    const stored = inOutbox ? platform.outbox.put(command) : Promise.reject(new Error('not for the outbox'));
    const kept = stored.catch(() => outcome.then(() => {}));
    // First into the outbox, then on its way: if the page dies in between, the worker finds it at its next start, and removes it
    // once it is done. Where the outbox cannot be written the worker's answer is what keeps the command.
    void stored
      .catch(() => {})
      .then(() => {
        const entry = commands.get(command.id);
        if (entry === undefined || isClosed) return;
        entry.isReady = true;
        link.wake();
        if (!entry.wasSent) transmit(entry);
      });
    return { id: command.id, kept, outcome };
  }

  link.start();

  return {
    state: link.state,
    pending,
    send,
    run: (body) => send(body).outcome,
    live<Q extends Query>(query: Q, cached?: Cached<RowOf<Q['type']>>) {
      const key = queryKey(query);
      let subscription = subscriptions.get(key);
      if (subscription === undefined) {
        const mirror = new Mirror((cached && cache.read(cached.name, key)) ?? []);
        const rows = rowsOf<Q['type']>(mirror);
        const keep = () => {
          if (cached === undefined) return;
          cache.write(cached.name, key, () => {
            const all = [...rows.peek().values()];
            return cached.pick?.(all) ?? all;
          });
        };
        subscription = { query, mirror, keep, sub: 0, readers: 0 };
        subscriptions.set(key, subscription);
        subscribe(subscription);
      }
      const shared = subscription;
      shared.readers += 1;
      let isOpen = true;
      return {
        rows: rowsOf<Q['type']>(shared.mirror),
        isLive: shared.mirror.isLive,
        close() {
          if (!isOpen) return;
          isOpen = false;
          shared.readers -= 1;
          if (shared.readers > 0) return;
          subscriptions.delete(key);
          post({ type: 'unsubscribe', sub: shared.sub });
        },
      };
    },
    forgetCache() {
      cache.clear();
      for (const { mirror, keep } of subscriptions.values()) {
        if (mirror.isLive.peek()) keep();
        else mirror.forget();
      }
    },
    close() {
      isClosed = true;
      link.close();
    },
  };
}
