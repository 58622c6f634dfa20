/** Which of our links a text is or holds: an invite's, or a recovery kit's. Not whether it is a good one: the worker says that. */
export type JoinLinkKind = 'invite' | 'recovery';

/** The payload after the fragment mark, which some messengers write as %23. */
const LINK = /\/join\/?(?:#|%23)\s*([A-Za-z0-9_-]{2})/;
/** base64url of a payload whose first byte is 0x40: that of a recovery kit (docs/PROTOCOL.md). */
const RECOVERY_START = /^Q[A-P]/;

/** What kind of link a text holds; null for none. */
export function joinLinkKind(text: string): JoinLinkKind | null {
  const start = LINK.exec(text)?.[1];
  if (start === undefined) return null;
  return RECOVERY_START.test(start) ? 'recovery' : 'invite';
}

/** What kind of join page an address is of: one that a relay serves, with its payload; null for any other page. */
export function joinPageKind(address: string): JoinLinkKind | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol) || !/^\/join\/?$/.test(url.pathname)) return null;
  return joinLinkKind(address);
}

/**
 * How far a link reaches: `everywhere` over https; without that only on this computer (`here`), or on a network that nobody else is on
 * (`near`).
 */
export function linkReach(link: string): 'everywhere' | 'near' | 'here' {
  const url = URL.parse(link);
  if (url === null || url.protocol === 'https:') return 'everywhere';
  return /^(localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname) ? 'here' : 'near';
}
