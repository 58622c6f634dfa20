import type { Page } from 'playwright';
import type { CommandBody, CommandResult } from '../lib/protocol/commands.ts';
import { type CommandId, newId } from '../lib/protocol/ids.ts';
import { PORT_NAME } from '../lib/protocol/messages.ts';

/** What a page of the extension says to its worker and hears from it, said by a program: for filling families with more than anybody would type. */

/** Lists, members and the like as the worker hands them out. */
export type NamedRow = { id: string; name: string };

/** Sends one command over a port of its own and waits for what it came to. Rejects where it is refused. */
export async function sendCommand(page: Page, body: CommandBody): Promise<void> {
  const command = { id: newId<CommandId>(), at: Date.now(), body };
  const result = await page.evaluate(
    ({ command, name }) =>
      new Promise<CommandResult>((resolve) => {
        const port = chrome.runtime.connect({ name });
        port.onMessage.addListener((message: { type: string; result: CommandResult }) => {
          if (message.type !== 'ack') return;
          port.disconnect();
          resolve(message.result);
        });
        port.postMessage({ type: 'command', command, isResent: false });
      }),
    { command, name: PORT_NAME },
  );
  if (!result.ok) throw new Error(`${body.type} was refused: ${result.error}`);
}

/** The rows of a live query once there are at least `count`. */
export function namedRows(page: Page, type: 'lists' | 'members', count: number): Promise<NamedRow[]> {
  return page.evaluate(
    ({ type, count, name }) =>
      new Promise<NamedRow[]>((resolve) => {
        const table = new Map<string, NamedRow>();
        const port = chrome.runtime.connect({ name });
        port.onMessage.addListener((message: { rows?: NamedRow[]; set?: NamedRow[] }) => {
          for (const row of message.rows ?? message.set ?? []) table.set(row.id, row);
          if (table.size < count) return;
          port.disconnect();
          resolve([...table.values()]);
        });
        port.postMessage({ type: 'subscribe', sub: 1, query: { type } });
      }),
    { type, count, name: PORT_NAME },
  );
}
