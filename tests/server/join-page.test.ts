import { describe, expect, it } from 'vitest';
import { joinPage } from '../../server/join-page.ts';

const open = (url: string, headers: Record<string, string> = {}) => joinPage({ url, headers: new Headers(headers) });

describe('the page that links lead to', () => {
  it.each([
    ['', 'en', 'Join a family'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es', 'Unirse a una familia'],
    ['de,en;q=0.5,es;q=0.3', 'en', 'Join a family'],
    ['fr, es', 'es', 'Unirse a una familia'],
  ])('says what to do in the language of who opens it: %j', async (accepted, language, button) => {
    const response = await open('https://relay.example/join', { 'accept-language': accepted });
    const page = await response.text();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain(button);
    expect(page).not.toContain('http');
  });

  it('says what to install, and that the icon goes on from here', async () => {
    const page = await (await open('https://relay.example/join')).text();

    expect(page).toContain('install the extension <b>Family OS</b>');
    expect(page).toContain('Press the Family OS icon');
  });

  it('fits an invite and a recovery kit alike, since it sees neither', async () => {
    const page = await (await open('https://relay.example/join')).text();

    expect(page).toContain('recovery kit');
    expect(page).toContain('invite');
    expect(page).not.toMatch(/location\.hash/);
  });

  it('loads nothing, sends nothing, and runs only its own script', async () => {
    for (const url of ['https://relay.example/join', 'http://127.0.0.1:1999/join', 'http://relay.example/join']) {
      const response = await open(url);
      const page = await response.text();
      const policy = response.headers.get('content-security-policy') ?? '';
      const hashes = [];
      for (const [, content = ''] of page.matchAll(/<(?:script|style)>([\s\S]*?)<\/(?:script|style)>/g)) {
        const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content));
        hashes.push(`sha256-${Buffer.from(digest).toString('base64')}`);
      }

      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(hashes.length).toBeGreaterThan(0);
      for (const hash of hashes) expect(policy).toContain(`'${hash}'`);
      expect(page).not.toMatch(/src=|href=|fetch\(|<form|<input/);
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it.each(['127.0.0.1:1999', 'localhost:1999', '[::1]:8080', 'relay.localhost', '127.8.0.1'])(
    'is served over http from this very computer, and says so: %s',
    async (host) => {
      const response = await open(`http://${host}/join`, { host });
      const page = await response.text();

      expect(response.status).toBe(200);
      expect(page).toContain('over http, without encryption, from this very computer');
      expect(page).toContain('Join a family');
    },
  );

  it.each(['relay.example', '192.168.1.5:1999', '127.0.0.1.relay.example', 'localhost.relay.example', '[2001:db8::1]'])(
    'over http from anywhere else says only that the link should be https: %s',
    async (host) => {
      const response = await open(`http://${host}/join`, { host });
      const page = await response.text();

      expect(response.status).toBe(403);
      expect(page).toContain('This link should begin with https');
      expect(page).not.toContain('Join a family');
      expect(page).not.toContain('<script>');
    },
  );

  it('believes a proxy that says it was https', async () => {
    const headers = { host: 'relay.example', 'x-forwarded-proto': 'https' };

    expect((await open('http://relay.example/join', headers)).status).toBe(200);
  });
});
