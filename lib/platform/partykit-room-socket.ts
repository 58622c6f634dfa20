import * as v from 'valibot';
import YPartyKitProvider from 'y-partykit/provider';
import { Awareness } from 'y-protocols/awareness';
import type { AnswerOf, RoomSocketFactory } from '../ports/ports.ts';
import { DeviceIdSchema } from '../protocol/ids.ts';
import {
  ACK_PREFIX,
  type Call,
  CLOSE_CODE_REFUSED,
  GateAnswerSchema,
  KEEPALIVE_FRAME,
  KEEPALIVE_INTERVAL_MS,
  LEFT_PREFIX,
  MAX_PRESENCE_BYTES,
  NEWS_PREFIX,
  PARTY,
  PRESENCE_FRAME,
  RefusalReasonSchema,
  ServerReportSchema,
} from '../protocol/relay.ts';
import { type RelayHost, relayOrigin } from '../protocol/relay-host.ts';

/** A host that swallows packets would otherwise leave us connecting for minutes. */
const CONNECT_LIMIT_MS = 15_000;
const CALL_LIMIT_MS = 10_000;
/** Before a call that broke is made once more: an interface that comes up is there by then. */
const CALL_PAUSE_MS = 400;
const NEWS = new RegExp(`^${NEWS_PREFIX}([A-Za-z0-9_-]{43}) (\\d{1,4})$`);

/**
 * RoomSocketFactory on the stock YPartyKitProvider: one provider per attempt, since it would reconnect with the same,
 * by then stale, proof. A WebSocket subclass counts what goes out and reads the relay's text frames, which the provider ignores.
 */
export function createPartykitRoomSockets(): RoomSocketFactory {
  return {
    connect({ host, room, doc, params, events }) {
      const counter = createUpdateCounter();
      const awareness = new Awareness(doc);
      // No presence: with a local state the provider would announce it to the room every 15 s.
      awareness.setLocalState(null);
      let acked = 0;
      let isClosed = false;
      let wasOpen = false;
      let socket: WebSocket | null = null;
      let keepAlive: ReturnType<typeof setInterval> | undefined;

      class ObservedSocket extends WebSocket {
        constructor(url: string | URL) {
          super(url);
          socket = this;
          this.addEventListener('open', () => {
            wasOpen = true;
            clearTimeout(connectLimit);
            keepAlive = setInterval(() => this.send(new Uint8Array(KEEPALIVE_FRAME)), KEEPALIVE_INTERVAL_MS);
          });
          this.addEventListener('message', (event) => {
            if (typeof event.data === 'string') return readText(event.data);
            const frame = new Uint8Array(event.data as ArrayBuffer);
            if (frame[0] !== PRESENCE_FRAME) return;
            // Not for the provider, which listens after this and would take it for a fault.
            event.stopImmediatePropagation();
            if (!isClosed && frame.length <= MAX_PRESENCE_BYTES) events.presence(frame);
          });
          this.addEventListener('close', ({ code, reason }) => {
            const parsed = v.safeParse(RefusalReasonSchema, reason);
            finish(code === CLOSE_CODE_REFUSED && parsed.success ? parsed.output : undefined);
          });
        }

        override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBuffer>): void {
          // Reading a dead socket's readyState is the provider's business; a late keep-alive must not throw.
          if (this.readyState !== this.OPEN) return;
          super.send(data as ArrayBufferView<ArrayBuffer>);
          const kind = counter.count(data);
          if (kind !== null && !isClosed) events.sent(counter.sent, kind);
        }
      }

      function readText(text: string): void {
        if (isClosed) return;
        if (text.startsWith(ACK_PREFIX)) {
          const count = Number(text.slice(ACK_PREFIX.length));
          if (!Number.isSafeInteger(count) || count <= acked || count > counter.sent) return;
          acked = count;
          events.acked(acked);
        } else if (text.startsWith(LEFT_PREFIX)) {
          const device = v.safeParse(DeviceIdSchema, text.slice(LEFT_PREFIX.length));
          if (device.success) events.left(device.output);
        } else {
          const [, head, knocks] = NEWS.exec(text) ?? [];
          if (head !== undefined) events.news(head, Number(knocks));
        }
      }

      const provider = new YPartyKitProvider(host.authority, room, doc, {
        connect: false,
        party: PARTY,
        protocol: host.isSecure ? 'wss' : 'ws',
        params,
        awareness,
        // Firefox's event page has a `window`, from which the provider would conclude that tabs share documents by BroadcastChannel.
        disableBc: true,
        // Its types name the DOM's WebSocket; the subclass is one in workers too.
        WebSocketPolyfill: ObservedSocket as unknown as typeof WebSocket,
      });
      provider.on('synced', (isSynced: boolean) => {
        if (isSynced && !isClosed) events.synced();
      });
      const connectLimit = setTimeout(() => (socket === null ? finish() : socket.close()), CONNECT_LIMIT_MS);
      provider.connect();

      function finish(reason?: Parameters<typeof events.closed>[0]['reason']): void {
        if (isClosed) return;
        isClosed = true;
        clearTimeout(connectLimit);
        clearInterval(keepAlive);
        // The provider opens its socket a few microtasks after `connect`, and a destroyed one would still do so: let that pass first.
        setTimeout(() => {
          provider.destroy();
          awareness.destroy();
        }, 0);
        events.closed(reason === undefined ? { wasOpen } : { wasOpen, reason });
      }

      return {
        close: () => finish(),
        sendPresence(frame) {
          if (socket?.readyState === WebSocket.OPEN && frame.length <= MAX_PRESENCE_BYTES)
            socket.send(new Uint8Array(frame));
        },
      };
    },

    call: (args) => callRoom(args),
  };
}

/**
 * Once more where it breaks at once: a browser breaks off what is under way when an interface comes or goes (a laptop that wakes up, a
 * network that is left), a room may be starting anew, and every call may be made twice. Not where it took its whole time: people wait.
 */
async function callRoom<C extends Call>(args: {
  host: RelayHost;
  room: string;
  call: C;
}): Promise<AnswerOf<C> | 'unreachable' | 'not-a-relay'> {
  let answer = await tryCall(args);
  if (answer === 'broken' || answer === 'in-trouble') {
    await new Promise((resolve) => setTimeout(resolve, CALL_PAUSE_MS));
    answer = await tryCall(args);
  }
  // A relay in trouble, or the proxy before one that is away: as good as no answer.
  if (answer === 'in-trouble') return 'unreachable';
  if (answer !== 'broken') return answer;
  return (await doesAnswer(relayOrigin(args.host))) ? 'not-a-relay' : 'unreachable';
}

async function tryCall<C extends Call>(args: {
  host: RelayHost;
  room: string;
  call: C;
}): Promise<AnswerOf<C> | 'unreachable' | 'not-a-relay' | 'broken' | 'in-trouble'> {
  const { host, room, call } = args;
  try {
    // text/plain keeps it a simple request: no preflight for a relay behind an unknown proxy to get wrong.
    const response = await fetch(`${relayOrigin(host)}/parties/${PARTY}/${room}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify(call),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    if (response.status >= 500) return 'in-trouble';
    const answer: unknown = await response.json();
    const schema = call.type === 'report' ? v.union([ServerReportSchema, GateAnswerSchema]) : GateAnswerSchema;
    const parsed = v.safeParse(schema, answer);
    return parsed.success ? (parsed.output as AnswerOf<C>) : 'not-a-relay';
  } catch (problem) {
    if (problem instanceof SyntaxError) return 'not-a-relay';
    return problem instanceof Error && problem.name === 'TimeoutError' ? 'unreachable' : 'broken';
  }
}

/** Whether anything speaks HTTP there: a page without CORS headers looks like no answer to the request above. */
async function doesAnswer(origin: string): Promise<boolean> {
  try {
    await fetch(origin, {
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    return true;
  } catch {
    return false;
  }
}

/** Counts the update-bearing sync messages (y-protocols: sync 0; SyncStep2 1, Update 2) of one socket; a chunked batch is one. */
function createUpdateCounter(): { readonly sent: number; count(data: unknown): 'state' | 'update' | null } {
  let sent = 0;
  let batch: 'none' | 'started' | 'counted' = 'none';
  return {
    get sent() {
      return sent;
    },
    count(data) {
      if (typeof data === 'string') {
        batch = data.includes('"type":"start"') ? 'started' : 'none';
        return null;
      }
      if (!(data instanceof Uint8Array) || batch === 'counted') return null;
      if (batch === 'started') batch = 'counted';
      if (data[0] !== 0 || (data[1] !== 1 && data[1] !== 2)) return null;
      sent += 1;
      return data[1] === 1 ? 'state' : 'update';
    },
  };
}
