import { MAX_FEED_URL_LENGTH } from '../protocol/feed-values.ts';
import { isPrivateHost } from '../protocol/private-host.ts';

/**
 * The address of a calendar as people have it: copied from a site (`webcal:` means a calendar to subscribe to), or
 * without a scheme, which means https, for a device at home http. Undefined where it is none.
 */
export function readCalendarAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const isBare = !/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const host = URL.parse(`http://${trimmed}`)?.hostname ?? '';
  const whole = isBare
    ? `${isPrivateHost(host) ? 'http' : 'https'}://${trimmed}`
    : trimmed.replace(/^webcals?:/i, 'https:');
  const url = URL.parse(whole);
  if (url === null || !/^https?:$/.test(url.protocol) || /\s/.test(trimmed)) return undefined;
  // A name without a dot is no site, but for this computer.
  if (!/[.:]/.test(url.hostname) && url.hostname !== 'localhost') return undefined;
  // A page's mark is never sent.
  url.hash = '';
  return url.href.length <= MAX_FEED_URL_LENGTH ? url.href : undefined;
}

/** The site that an address belongs to, as the browser is asked for it; it knows no ports. */
export function siteOf(url: string): string {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
}
