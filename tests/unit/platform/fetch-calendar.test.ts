import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchCalendar } from '../../../lib/platform/fetch-calendar.ts';

const CALENDAR = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
let server: Server;
let answer: RequestListener;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function address(path = '/dates.ics', host = '127.0.0.1'): string {
  return `http://${host}:${(server.address() as AddressInfo).port}${path}`;
}

describe('[F16] fetching a calendar', () => {
  it('gives its bytes, and what tells whether there is a newer one; cookies and referrer stay here', async () => {
    let headers: Record<string, unknown> = {};
    answer = (request, response) => {
      headers = request.headers;
      response.setHeader('etag', '"1"');
      response.setHeader('last-modified', 'Tue, 24 Nov 2026 09:00:00 GMT');
      response.end(CALENDAR);
    };
    const result = await fetchCalendar(address(), {});
    expect(result).toEqual({
      state: 'read',
      bytes: new TextEncoder().encode(CALENDAR),
      validators: { etag: '"1"', lastModified: 'Tue, 24 Nov 2026 09:00:00 GMT' },
    });
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
  });

  it('asks whether there is a newer one, and takes no for an answer', async () => {
    answer = (request, response) => {
      response.statusCode =
        request.headers['if-none-match'] === '"1"' && request.headers['if-modified-since'] ? 304 : 200;
      response.end();
    };
    const validators = { etag: '"1"', lastModified: 'Tue, 24 Nov 2026 09:00:00 GMT' };
    expect(await fetchCalendar(address(), validators)).toEqual({ state: 'unchanged' });
  });

  it.each([
    [401, 'login'],
    [403, 'login'],
    [404, 'not-found'],
    [410, 'not-found'],
    [500, 'failed'],
  ])('says what a site that answers %i means', async (status, problem) => {
    answer = (_request, response) => {
      response.statusCode = status;
      response.end('no');
    };
    expect(await fetchCalendar(address(), {})).toEqual({ state: 'failed', problem });
  });

  it('gives up a body that is too long, announced or not', async () => {
    let sent = 0;
    answer = (request, response) => {
      if (request.url === '/announced') response.setHeader('content-length', '2000000');
      const more = () => {
        while (response.write('x'.repeat(1_000))) sent += 1_000;
        response.once('drain', more);
      };
      more();
    };
    expect(await fetchCalendar(address('/announced'), {}, { bytes: 100_000 })).toMatchObject({ problem: 'too-large' });
    expect(await fetchCalendar(address('/endless'), {}, { bytes: 100_000 })).toMatchObject({ problem: 'too-large' });
    // The line is cut: nobody goes on listening to a body without end.
    expect(sent).toBeLessThan(50_000_000);
  });

  it('gives up a site that never answers, and one that never ends', async () => {
    answer = (request, response) => {
      if (request.url === '/slow') response.write('BEGIN:VCALENDAR\r\n');
    };
    for (const path of ['/silent', '/slow'])
      expect(await fetchCalendar(address(path), {}, { ms: 50 })).toEqual({ state: 'failed', problem: 'too-slow' });
  });

  it('says where nobody is', async () => {
    const gone = address();
    server.close();
    await once(server, 'close');
    expect(await fetchCalendar(gone, {})).toEqual({ state: 'failed', problem: 'unreachable' });
  });

  it('follows a redirect on the host that the person named', async () => {
    answer = (request, response) => {
      if (request.url === '/there') return response.end(CALENDAR);
      response.statusCode = 302;
      response.setHeader('location', '/there');
      return response.end();
    };
    expect(await fetchCalendar(address(), {})).toMatchObject({ state: 'read' });
  });

  it('throws away what came from another device at home than the one that was named', async () => {
    answer = (request, response) => {
      if (request.url === '/there') return response.end('secret');
      response.statusCode = 302;
      response.setHeader('location', address('/there', '127.0.0.1'));
      return response.end();
    };
    expect(await fetchCalendar(address('/', 'localhost'), {})).toEqual({ state: 'failed', problem: 'private-address' });
  });
});
