import type { CalendarValidators, WebCalendarAnswer } from '../ports/web-calendars.ts';
import { isPrivateHost } from '../protocol/private-host.ts';

/** More than any calendar has: ten years of a busy family. */
const MAX_BYTES = 5 * 1_024 * 1_024;
/** For the whole answer, from asking to its last byte. */
const LIMIT_MS = 20_000;
/** Longer values are no validators. */
const MAX_VALIDATOR_LENGTH = 500;

/**
 * Asks a site for a calendar: without cookies, without saying who sent it there, a bounded time and a bounded size,
 * whatever the site does. A browser follows redirects before it says where to; an answer that came from an address of a
 * home network or of this computer is thrown away unless the person had named that very host. `limits` are for tests.
 */
export async function fetchCalendar(
  url: string,
  { etag, lastModified }: CalendarValidators,
  limits: { readonly bytes?: number; readonly ms?: number } = {},
): Promise<WebCalendarAnswer> {
  const abort = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    abort.abort();
  }, limits.ms ?? LIMIT_MS);
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: abort.signal,
      headers: {
        accept: 'text/calendar, text/plain;q=0.5, */*;q=0.1',
        ...(etag !== undefined && { 'if-none-match': etag }),
        ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
      },
    });
    if (isElsewhere(url, response.url)) return failed('private-address');
    if (response.status === 304) return { state: 'unchanged' };
    if (response.status === 401 || response.status === 403) return failed('login');
    if (response.status === 404 || response.status === 410) return failed('not-found');
    if (!response.ok) return failed('failed');
    const bytes = await readBounded(response, limits.bytes ?? MAX_BYTES);
    if (bytes === null) return failed('too-large');
    return { state: 'read', bytes, validators: validatorsOf(response) };
  } catch {
    return failed(isLate ? 'too-slow' : 'unreachable');
  } finally {
    clearTimeout(timer);
    // Whatever the site still sends, nobody waits for it.
    abort.abort();
  }
}

function failed(problem: Extract<WebCalendarAnswer, { state: 'failed' }>['problem']): WebCalendarAnswer {
  return { state: 'failed', problem };
}

function isElsewhere(asked: string, answered: string): boolean {
  const from = URL.parse(answered)?.hostname ?? '';
  return isPrivateHost(from) && from !== URL.parse(asked)?.hostname;
}

/** Null where there is more; the rest is not read. */
async function readBounded(response: Response, limit: number): Promise<Uint8Array | null> {
  if (Number(response.headers.get('content-length') ?? 0) > limit) return null;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    if (length > limit) return null;
    parts.push(part);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

function validatorsOf(response: Response): CalendarValidators {
  const read = (name: string) => {
    const value = response.headers.get(name) ?? '';
    return value !== '' && value.length <= MAX_VALIDATOR_LENGTH ? value : undefined;
  };
  const [etag, lastModified] = [read('etag'), read('last-modified')];
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
}
