import * as v from 'valibot';
import { type CommandBody, CommandResultSchema, type NewItem } from '../../lib/protocol/commands.ts';
import { type CommandId, type ItemId, ListIdSchema, newId } from '../../lib/protocol/ids.ts';
import { MESSAGES_VERSION, type PageMessage, PORT_NAME } from '../../lib/protocol/messages.ts';
import { type Query, SyncRowSchema } from '../../lib/protocol/queries.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import type { BareChromium } from './bare-chromium.ts';

const SYNC_LIMIT_MS = 30_000;

/**
 * Makes a family with that many entries in its first list, by the messages that pages send. Resolves once all of it is on the relay.
 * Leaves no page of the extension open.
 */
export async function fillFamily(
  browser: BareChromium,
  extensionId: string,
  family: { relay: string; open: number; done: number },
): Promise<void> {
  // Installing opens the welcome page.
  const welcome = await waitUntil('the welcome page', async () =>
    (await browser.targets()).find(({ type, url }) => type === 'page' && url.includes(`${extensionId}/welcome.html`)),
  );
  await browser.closeTarget(welcome.targetId);
  // A page of the extension's origin with no script of its own.
  const page = await browser.openTab(`chrome-extension://${extensionId}/icon/16.png`);
  await waitUntil(
    'a page to talk from',
    async () =>
      (await browser.evaluate(page, 'typeof chrome?.runtime?.connect === "function"').catch(() => false)) === true,
  );
  const ask = (message: PageMessage) =>
    browser.evaluate(page, `(${askWorker})(${JSON.stringify(PORT_NAME)}, ${JSON.stringify(message)})`);
  const rows = async (query: Query) =>
    v.parse(v.object({ rows: v.array(v.unknown()) }), await ask({ type: 'subscribe', sub: 1, query })).rows;
  const command = async (body: CommandBody) => {
    const sent = {
      type: 'command' as const,
      isResent: false,
      command: { id: newId<CommandId>(), at: Date.now(), body },
    };
    const { result } = v.parse(v.object({ result: CommandResultSchema }), await ask(sent));
    if (!result.ok) throw new Error(`The family could not be made: ${body.type} answered ${result.error}.`);
  };

  await ask({ type: 'hello', version: MESSAGES_VERSION });
  await command({ type: 'setHost', host: family.relay });
  await command({ type: 'createFamily', yourName: 'Ana', familyName: 'Sanchez' });
  const [first] = v.parse(v.array(v.looseObject({ id: ListIdSchema })), await rows({ type: 'lists' }));
  if (first === undefined) throw new Error('The new family has no list.');
  const list = first.id;
  const items = Array.from({ length: family.open + family.done }, (_, number) => entry(number));
  await command({ type: 'addItems', list, items });
  await command({ type: 'setDone', ids: items.slice(family.open).map(({ id }) => id), done: true });
  const stored = v.parse(v.array(v.looseObject({ done: v.unknown() })), await rows({ type: 'list', list }));
  const open = stored.filter(({ done }) => done === null).length;
  if (stored.length !== items.length || open !== family.open) {
    throw new Error(`The family has ${stored.length} entries, ${open} of them open.`);
  }
  await waitUntil(
    'the relay to have it all',
    async () => v.parse(v.array(SyncRowSchema), await rows({ type: 'sync' }))[0]?.state === 'synced',
    SYNC_LIMIT_MS,
  );
  await browser.closeTarget(page);
}

const THINGS = ['Milk', 'Wholemeal bread', 'Tomatoes', 'Olive oil', 'Toothpaste', 'Apples', 'Rice', 'Coffee beans'];

/** An entry as families have them: no two alike, some with more than a title. */
function entry(number: number): NewItem {
  return {
    id: newId<ItemId>(),
    title: `${THINGS[number % THINGS.length]} no. ${number + 1}`,
    ...(number % 4 === 0 ? { quantity: { amount: 1 + (number % 5), unit: 'kg' } } : {}),
    ...(number % 10 === 0 ? { note: 'the one from the market' } : {}),
  };
}

/** Runs in the page. Answers the worker's first answer to this message, on a port of its own. */
function askWorker(portName: string, message: PageMessage): Promise<unknown> {
  const port = chrome.runtime.connect({ name: portName });
  return new Promise((resolve, reject) => {
    port.onMessage.addListener((answer: unknown) => {
      port.disconnect();
      resolve(answer);
    });
    port.onDisconnect.addListener(() => reject(new Error('The worker closed the port.')));
    port.postMessage(message);
  });
}
