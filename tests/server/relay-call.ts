import { type GateAnswer, PARTY, RELAY_PROTOCOL } from '../../lib/protocol/relay.ts';
import { toBase64url } from '../../lib/vault/base64url.ts';

/** What the relay says to this body, posted to a room. */
export async function callRelay(authority: string, room: string, body: unknown): Promise<GateAnswer> {
  const response = await fetch(`http://${authority}/parties/${PARTY}/${room}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (response.status !== 200) throw new Error(`the relay answers ${response.status}`);
  return (await response.json()) as GateAnswer;
}

export const appendCall = (...entries: Uint8Array[]) => ({
  type: 'append',
  protocol: String(RELAY_PROTOCOL),
  entries: entries.map(toBase64url),
});
