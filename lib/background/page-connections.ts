import * as v from 'valibot';
import type { PagePort } from '../ports/ports.ts';
import type { CommandResult } from '../protocol/commands.ts';
import { MESSAGES_VERSION, type PageMessage, PageMessageSchema, type WorkerMessage } from '../protocol/messages.ts';
import type { Query } from '../protocol/queries.ts';
import type { RunCommand } from './command-runner.ts';
import type { WatchQuery } from './live-queries.ts';

/** Serves one page each: subscriptions, commands, signs of life. Owns no state of the family. */
export interface PageConnections {
  add(port: PagePort): void;
}

/** `epoch`: random per worker start. `onUse`: a page came, went or is alive. */
export function createPageConnections(deps: {
  epoch: string;
  watch: WatchQuery;
  run: RunCommand;
  onUse(openPages: number): void;
}): PageConnections {
  const { epoch } = deps;
  let count = 0;

  return {
    add(port) {
      const stops = new Map<number, () => void>();
      let isOpen = true;
      count += 1;
      deps.onUse(count);

      function send(message: WorkerMessage): void {
        // A page may vanish between a change and its patch.
        if (isOpen) port.send(message);
      }

      function subscribe(sub: number, query: Query): void {
        stops.get(sub)?.();
        let seq = 0;
        stops.set(
          sub,
          deps.watch(query, {
            snapshot: (rows) => send({ type: 'snapshot', epoch, sub, seq: seq++, rows }),
            patch: (set, del) => send({ type: 'patch', epoch, sub, seq: seq++, set, del }),
          }),
        );
      }

      async function handle(message: PageMessage): Promise<void> {
        switch (message.type) {
          case 'hello':
            return send({ type: 'welcome', version: MESSAGES_VERSION, epoch });
          case 'subscribe':
            return subscribe(message.sub, message.query);
          case 'unsubscribe':
            stops.get(message.sub)?.();
            stops.delete(message.sub);
            return;
          case 'command': {
            const result = await deps.run(message.command, message.isResent);
            return send({ type: 'ack', id: message.command.id, result });
          }
          case 'alive':
            return deps.onUse(count);
        }
      }

      port.onMessage((raw) => {
        const parsed = v.safeParse(PageMessageSchema, raw);
        if (parsed.success) void handle(parsed.output);
        else refuse(raw);
      });
      port.onDisconnect(() => {
        if (!isOpen) return;
        isOpen = false;
        for (const stop of stops.values()) stop();
        stops.clear();
        count -= 1;
        deps.onUse(count);
      });

      /** A command that does not parse is answered, so that the page can say so instead of waiting. */
      function refuse(raw: unknown): void {
        const command = v.safeParse(
          v.object({ type: v.literal('command'), command: v.looseObject({ id: v.string() }) }),
          raw,
        );
        const result: CommandResult = { ok: false, error: 'bad-input' };
        if (command.success) port.send({ type: 'ack', id: command.output.command.id, result });
      }
    },
  };
}
