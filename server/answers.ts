import { type GateAnswer, RELAY_PROTOCOL } from '../lib/protocol/relay.ts';
import type { Refusal } from './claim.ts';
import type { Answer } from './desk.ts';

/**
 * HTTP answers of the relay. Open to every origin: extensions ask from their own, there are no cookies, and nothing here is secret.
 */

const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '86400',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** What every answer starts with, so that a client can tell a relay from a web server that answers 200 to anything. */
const RELAY = { relay: 'family-os', protocol: RELAY_PROTOCOL } as const;

export function jsonAnswer(content: object, status = 200): Response {
  return new Response(JSON.stringify(content), {
    status,
    headers: { ...HEADERS, 'content-type': 'application/json; charset=utf-8' },
  });
}

/** `GET /health`: this is a relay, and which protocol it speaks. */
export const healthAnswer = (): Response => jsonAnswer(RELAY);

/** Why a call or handshake is refused. `status` 200 to who asked, 403 to who tried. */
export function refusalAnswer(refusal: Refusal, status: 200 | 403): Response {
  return jsonAnswer({ ...RELAY, ok: false, ...refusal } satisfies GateAnswer, status);
}

/** What a call is answered with. */
export const callAnswer = (answer: Answer): Response => jsonAnswer({ ...RELAY, ...answer });

/** CORS preflight. */
export const preflightAnswer = (): Response => new Response(null, { status: 204, headers: HEADERS });

/** Storage trouble or a fault of ours: try again later. Says nothing more to strangers. */
export const troubleAnswer = (): Response => jsonAnswer({ ...RELAY, error: 'trouble' }, 503);

export const notFoundAnswer = (): Response => jsonAnswer({ ...RELAY, error: 'not-found' }, 404);

export const wrongMethodAnswer = (): Response => jsonAnswer({ ...RELAY, error: 'wrong-method' }, 405);
