import { Agent, type IncomingMessage, request } from 'node:http';
import type { SeededRandom } from '../doubles/seeded-random.ts';
import type { HandshakeParams } from './chain-family.ts';
import { type CallMaterial, hostileCall, hostileHandshake, hostilePath } from './mutations.ts';

export interface StrangerReport {
  /** Handshakes and calls that were answered. */
  readonly attempts: number;
  /** By status, and reason where the relay gave one. */
  readonly answers: Readonly<Record<string, number>>;
  /** Whatever was not refused, or made the relay stumble. */
  readonly wrong: readonly string[];
}

/** Somebody on the network who is in no family: tries handshakes and calls, one by one. */
export interface Stranger {
  attempt(): Promise<void>;
  report(): StrangerReport;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly isUpgraded: boolean;
}

const ANSWER_LIMIT_MS = 20_000;

export function createStranger(
  args: CallMaterial & {
    readonly authority: string;
    readonly random: SeededRandom;
    readonly room: string;
    readonly excluded: readonly HandshakeParams[];
    readonly notNow: readonly HandshakeParams[];
  },
): Stranger {
  const { authority, random, room, handshake, excluded, notNow } = args;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const answers: Record<string, number> = {};
  const wrong: string[] = [];
  let attempts = 0;

  function send(options: { method: string; path: string; body?: string; isUpgrade?: boolean }): Promise<Answer> {
    const [host = '', port = ''] = authority.split(':');
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const { method, path, body, isUpgrade = false } = options;
    const sent = request({
      host,
      port,
      method,
      path,
      // The agent would keep waiting on a socket that was upgraded.
      agent: isUpgrade ? false : agent,
      timeout: ANSWER_LIMIT_MS,
      headers: isUpgrade
        ? {
            connection: 'Upgrade',
            upgrade: 'websocket',
            'sec-websocket-version': '13',
            'sec-websocket-key': Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64'),
          }
        : { 'content-type': 'text/plain' },
    });
    sent.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve({ status: 101, body: '', isUpgraded: true });
    });
    sent.on('response', (response) => {
      readBody(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, body: text, isUpgraded: false }),
        reject,
      );
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.end(body);
    return promise;
  }

  const upgrade = (params: Record<string, string>) =>
    send({ method: 'GET', path: `/parties/main/${room}?${new URLSearchParams(params)}`, isUpgrade: true });
  const post = (body: string) => send({ method: 'POST', path: `/parties/main/${room}`, body });

  function judge(what: string, { status, body, isUpgraded }: Answer): void {
    const said = readAnswer(body);
    const key = `${status}${said?.reason === undefined ? '' : ` ${said.reason}`}`;
    answers[key] = (answers[key] ?? 0) + 1;
    const isRefused = !isUpgraded && status < 500 && said?.ok !== true;
    if (!isRefused) wrong.push(`${what}: ${key}`);
    // A removed device may learn who removed it, and nothing after that.
    if (said?.tail !== undefined && said.reason !== 'removed') wrong.push(`${what}: told the chain`);
    if (said?.hasMore === true) wrong.push(`${what}: told more than why`);
  }

  return {
    async attempt() {
      const what = random.weighted<[string, () => Promise<Answer>]>([
        [45, ['handshake', () => upgrade(hostileHandshake(random, handshake))]],
        [12, ['handshake that is refused', () => upgrade(random.pick([...excluded, ...notNow]))]],
        [35, ['call', () => post(hostileCall(random, args))]],
        [
          4,
          [
            'call that is refused',
            () => post(JSON.stringify({ type: random.pick(['ask', 'report']), ...random.pick(excluded) })),
          ],
        ],
        [4, ['path', () => send({ method: random.pick(['GET', 'PUT', 'DELETE', 'POST']), path: hostilePath(random) })]],
      ]);
      const [name, act] = what;
      try {
        const answer = await act();
        // A page at a hostile path is one of the two static ones.
        if (name === 'path' && answer.status === 200 && !answer.body.includes('"ok":true'))
          answers['200 static'] = (answers['200 static'] ?? 0) + 1;
        else judge(name, answer);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        answers[`no answer: ${why}`] = (answers[`no answer: ${why}`] ?? 0) + 1;
        // A body of megabytes may be answered by hanging up; silence is wrong.
        if (why === 'no answer') wrong.push(`${name}: no answer`);
      }
      attempts += 1;
    },
    report: () => ({ attempts, answers, wrong }),
    async close() {
      agent.destroy();
    },
  };
}

async function readBody(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += chunk as string;
  return text;
}

function readAnswer(body: string): { ok?: unknown; reason?: unknown; tail?: unknown; hasMore: boolean } | null {
  try {
    const answer = JSON.parse(body) as Record<string, unknown>;
    return {
      ...answer,
      hasMore: ['knocks', 'seen', 'pointer', 'devices', 'document'].some((field) => field in answer),
    };
  } catch {
    return null;
  }
}
