import { describe, expect, test } from 'vitest';
import { parseRelayHost, relayHostText, relayOrigin } from '../../../lib/protocol/relay-host.ts';

describe('parseRelayHost', () => {
  test.each([
    ['127.0.0.1:1999', '127.0.0.1:1999', false],
    ['localhost:1999', 'localhost:1999', false],
    [' LocalHost:80/ ', 'localhost', false],
    ['192.168.1.5:1999', '192.168.1.5:1999', false],
    ['10.0.0.2', '10.0.0.2', false],
    ['172.16.0.1', '172.16.0.1', false],
    ['172.32.0.1', '172.32.0.1', true],
    ['[::1]:1999', '[::1]:1999', false],
    ['family.sanchez.partykit.dev', 'family.sanchez.partykit.dev', true],
    ['https://family.example', 'family.example', true],
    ['https://family.example:443', 'family.example', true],
    ['wss://127.0.0.1:1999', '127.0.0.1:1999', true],
    ['http://relay.example:8080', 'relay.example:8080', false],
    ['10.example.org', '10.example.org', true],
  ])('%s is %s, secure: %s', (text, authority, isSecure) => {
    expect(parseRelayHost(text)).toEqual({ authority, isSecure });
  });

  test.each([
    '',
    '   ',
    'relay.example/path',
    'https://relay.example/parties',
    'relay.example?x=1',
    'relay.example#x',
    'ana@relay.example',
    'ftp://relay.example',
    'relay example',
    'relay.example:99999',
    'relay.example:0',
    'javascript:alert(1)',
    'rel<b>ay</b>',
    'a..b',
    `${'x'.repeat(10_000)} y`,
  ])('%j is refused', (text) => {
    expect(parseRelayHost(text)).toBeNull();
  });

  test('its text reads back as the same host', () => {
    for (const text of [
      '127.0.0.1:1999',
      'family.example',
      'http://family.example',
      'https://127.0.0.1:1999',
      '[::1]:9',
    ]) {
      const host = parseRelayHost(text);
      expect(host).not.toBeNull();
      if (host !== null) expect(parseRelayHost(relayHostText(host))).toEqual(host);
    }
    expect(relayHostText({ authority: '127.0.0.1:1999', isSecure: false })).toBe('127.0.0.1:1999');
    expect(relayOrigin({ authority: 'family.example', isSecure: true })).toBe('https://family.example');
  });
});
