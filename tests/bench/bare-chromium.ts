import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import * as v from 'valibot';

/**
 * A Chromium that nothing is attached to while it works. Playwright attaches to every new page, and holds it until it has; in a measurement that
 * time would be in both sides and pull their ratio towards one.
 */
export interface BareChromium {
  /** As in `Chrome/156.0.8078.79`. */
  readonly version: string;
  /** Ids of the extensions it was started with, by name. */
  readonly extensionIds: ReadonlyMap<string, string>;
  /** Pages and workers there are. */
  targets(): Promise<Target[]>;
  /** The toolbar button of an extension, as a click presses it. Resolves once the browser has taken it. */
  clickAction(extensionId: string): Promise<void>;
  openTab(url: string): Promise<string>;
  closeTarget(id: string): Promise<void>;
  /** Evaluates an expression, awaits what it promises, and answers it as plain data. Rejects with what it throws. */
  evaluate(targetId: string, expression: string): Promise<unknown>;
  /** Process ids of the renderers. */
  renderers(): Promise<number[]>;
  /** Idempotent. */
  close(): Promise<void>;
}

const TargetSchema = v.object({ targetId: v.string(), type: v.string(), url: v.string(), title: v.string() });
export type Target = v.InferOutput<typeof TargetSchema>;

const SWITCHES = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // With the pipe it ends when this process does. Only with both does it let the toolbar button be pressed.
  '--remote-debugging-pipe',
  '--enable-unsafe-extension-debugging',
];
const ANSWER_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 5_000;

/** Starts it with an empty tab and resolves once the extensions are there. */
export async function launchBareChromium(options: {
  executablePath: string;
  profileDir: string;
  extensionDirs: string[];
}): Promise<BareChromium> {
  const extensions = options.extensionDirs.join(',');
  const child = spawn(
    options.executablePath,
    [
      ...SWITCHES,
      `--user-data-dir=${options.profileDir}`,
      `--disable-extensions-except=${extensions}`,
      `--load-extension=${extensions}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  const gone = once(child, 'exit');
  const send = createSender(child);
  let isClosed = false;

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    const timer = setTimeout(() => killGroup(child), STOP_LIMIT_MS);
    send('Browser.close').catch(() => killGroup(child));
    await gone;
    clearTimeout(timer);
  }

  const targets = async () =>
    v.parse(v.object({ targetInfos: v.array(TargetSchema) }), await send('Target.getTargets', { filter: [{}] }))
      .targetInfos;

  try {
    const version = v.parse(v.object({ product: v.string() }), await send('Browser.getVersion')).product;
    const listed = v.parse(
      v.object({ extensions: v.array(v.object({ id: v.string(), name: v.string() })) }),
      await send('Extensions.getExtensions'),
    );
    const extensionIds = new Map(listed.extensions.map(({ id, name }) => [name, id]));
    const tab = (await targets()).find(({ type, url }) => type === 'tab' && url === 'about:blank');
    if (tab === undefined) throw new Error('Chromium opened no tab.');

    return {
      version,
      extensionIds,
      targets,
      async clickAction(id) {
        await send('Extensions.triggerAction', { id, targetId: tab.targetId });
      },
      async openTab(url) {
        return v.parse(v.object({ targetId: v.string() }), await send('Target.createTarget', { url })).targetId;
      },
      async closeTarget(targetId) {
        await send('Target.closeTarget', { targetId });
      },
      async evaluate(targetId, expression) {
        const attached = await send('Target.attachToTarget', { targetId, flatten: true });
        const { sessionId } = v.parse(v.object({ sessionId: v.string() }), attached);
        const answer = v.parse(
          v.object({
            result: v.object({ value: v.optional(v.unknown()) }),
            exceptionDetails: v.optional(v.object({ exception: v.object({ description: v.optional(v.string()) }) })),
          }),
          await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId),
        );
        await send('Target.detachFromTarget', { sessionId });
        if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.exception.description);
        return answer.result.value;
      },
      async renderers() {
        const { processInfo } = v.parse(
          v.object({ processInfo: v.array(v.object({ type: v.string(), id: v.number() })) }),
          await send('SystemInfo.getProcessInfo'),
        );
        return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<unknown>;

const AnswerSchema = v.object({
  id: v.optional(v.number()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
});

/** DevTools' protocol over the pipe: JSON messages, a zero byte after each. */
function createSender(child: ChildProcess): Send {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, (answer: v.InferOutput<typeof AnswerSchema>) => void>();
  let lastId = 0;
  let rest = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const answer = v.parse(AnswerSchema, JSON.parse(message));
      if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    }
  });
  // Writing to a browser that has ended; whoever waits for its answer is told by the limit or by its exit.
  input.on('error', () => undefined);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('Chromium ended.')));
  ended.catch(() => undefined);

  return async (method, params = {}, sessionId) => {
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => reject(new Error(`Chromium did not answer ${method} in time.`)), ANSWER_LIMIT_MS);
    waiting.set(id, ({ result, error }) => {
      if (error === undefined) resolve(result);
      else reject(new Error(`${method}: ${error.message}`));
    });
    input.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    try {
      return await Promise.race([promise, ended]);
    } finally {
      clearTimeout(timer);
      waiting.delete(id);
    }
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
