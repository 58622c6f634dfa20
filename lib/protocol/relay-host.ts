/** A relay's address as connections use it. Plain data, always made by `parseRelayHost`. */
export interface RelayHost {
  /** `host[:port]`, lower case, IPv6 in brackets; the port only where it is not the scheme's own. */
  readonly authority: string;
  /** wss and https, rather than ws and http. */
  readonly isSecure: boolean;
}

const SCHEMES: Record<string, boolean> = { 'ws:': false, 'http:': false, 'wss:': true, 'https:': true };

/**
 * Reads a relay address as people write it: `host[:port]`, or with an explicit ws, wss, http or https scheme. Without one, loopback
 * and private addresses are taken as plain (ws) and all others as secure (wss). Anything with a path, a query or a login is refused,
 * since it would be dropped silently.
 */
export function parseRelayHost(text: string): RelayHost | null {
  const trimmed = text.trim();
  const explicit = /^([a-z]+):\/\//i.exec(trimmed);
  const rest = explicit ? trimmed.slice(explicit[0].length) : trimmed;
  if (rest === '' || /[\s/?#@\\]/.test(rest.replace(/\/$/, ''))) return null;
  const scheme = explicit?.[1] === undefined ? null : `${explicit[1].toLowerCase()}:`;
  if (scheme !== null && SCHEMES[scheme] === undefined) return null;
  // Parsed as http so that `URL` knows host and port; the real scheme only decides the default port to leave out.
  const url = URL.parse(`http://${rest}`);
  if (url === null || url.hostname === '' || /:0*$/.test(rest) || !isPlausibleName(url.hostname)) return null;
  const isSecure = scheme === null ? !isPrivate(url.hostname) : (SCHEMES[scheme] ?? true);
  const port = explicitPort(rest);
  const isDefaultPort = port === null || port === (isSecure ? 443 : 80);
  return { authority: isDefaultPort ? url.hostname : `${url.hostname}:${port}`, isSecure };
}

/** `http://…` or `https://…` of the relay, without a trailing slash. */
export function relayOrigin(host: RelayHost): string {
  return `${host.isSecure ? 'https' : 'http'}://${host.authority}`;
}

/** The shortest text that `parseRelayHost` reads back as this host: what options show. */
export function relayHostText(host: RelayHost): string {
  const short = parseRelayHost(host.authority);
  return short !== null && short.isSecure === host.isSecure && short.authority === host.authority
    ? host.authority
    : relayOrigin(host);
}

function explicitPort(rest: string): number | null {
  const match = /:(\d+)\/?$/.exec(rest);
  return match?.[1] === undefined ? null : Number(match[1]);
}

function isPlausibleName(hostname: string): boolean {
  return hostname.startsWith('[') || /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/.test(hostname);
}

/** Loopback and the private ranges of RFC 1918, RFC 4193 and RFC 3927/4291 (link-local). */
function isPrivate(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  if (hostname.startsWith('[')) return /^\[(::1\]|f[cd]|fe[89ab])/.test(hostname);
  return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)\d/.test(hostname);
}
