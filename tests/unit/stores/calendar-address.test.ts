import { describe, expect, it } from 'vitest';
import { readCalendarAddress, siteOf } from '../../../lib/stores/calendar-address.ts';

describe('[F16] the address of a calendar', () => {
  it.each([
    ['https://school.example/dates.ics', 'https://school.example/dates.ics'],
    ['  webcal://school.example/dates.ics?key=1#top ', 'https://school.example/dates.ics?key=1'],
    ['school.example/dates.ics', 'https://school.example/dates.ics'],
    ['192.168.1.10/home.ics', 'http://192.168.1.10/home.ics'],
    ['http://127.0.0.1:8080/x.ics', 'http://127.0.0.1:8080/x.ics'],
    ['localhost:8080/x.ics', 'http://localhost:8080/x.ics'],
  ])('%s is read', (text, url) => expect(readCalendarAddress(text)).toBe(url));

  it.each([
    '',
    'dates',
    'two words.example',
    'ftp://school.example/x.ics',
    'javascript:alert(1)',
    'file:///etc/passwd',
    `https://a.example/${'x'.repeat(4_000)}`,
  ])('%s is none', (text) => expect(readCalendarAddress(text)).toBeUndefined());

  it('belongs to a site that knows no port', () => {
    expect(siteOf('http://127.0.0.1:8080/x.ics')).toBe('http://127.0.0.1/*');
  });
});
