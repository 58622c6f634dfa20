import { describe, expect, test } from 'vitest';
import type { RoomId } from '../../../lib/protocol/ids.ts';
import { joinLinkKind, joinPageKind, linkReach } from '../../../lib/stores/join-link.ts';
import { makeRecoveryLink } from '../../../lib/vault/recovery.ts';

const RECOVERY = makeRecoveryLink({
  relayOrigin: 'https://relay.example',
  room: 'A'.repeat(43) as RoomId,
  secret: new Uint8Array(16).fill(255),
});

describe('a link', () => {
  test('of an invite and of a recovery kit are told apart, also within a mail', () => {
    expect(joinLinkKind('https://relay.example/join#AgAbCd')).toBe('invite');
    expect(joinLinkKind(RECOVERY)).toBe('recovery');
    expect(joinLinkKind(`Ana wrote: <${RECOVERY}>`)).toBe('recovery');
    expect(joinLinkKind(RECOVERY.replace('#', '%23'))).toBe('recovery');
  });

  test('without our payload is none of ours', () => {
    for (const text of ['', 'legal winner', 'https://example.org/', 'https://relay.example/join', '#AgAbCd']) {
      expect(joinLinkKind(text)).toBeNull();
    }
  });

  test('is offered only on a page that a relay serves for it', () => {
    expect(joinPageKind('https://relay.example/join#AgAbCd')).toBe('invite');
    expect(joinPageKind('http://127.0.0.1:1999/join#AgAbCd')).toBe('invite');
    expect(joinPageKind(RECOVERY)).toBe('recovery');
    expect(joinPageKind('https://relay.example/help?to=/join#AgAbCd')).toBeNull();
    expect(joinPageKind('file:///join#AgAbCd')).toBeNull();
    expect(joinPageKind('nonsense')).toBeNull();
  });

  test('without https reaches this computer or this network only', () => {
    expect(linkReach('https://relay.example/join#A')).toBe('everywhere');
    for (const host of ['127.0.0.1:1999', 'localhost:1999', '[::1]:1999', 'relay.localhost']) {
      expect(linkReach(`http://${host}/join#A`)).toBe('here');
    }
    expect(linkReach('http://192.168.1.7:1999/join#A')).toBe('near');
  });
});
