/**
 * Whether a host, as `URL` spells it, is this computer or stands for an address that only a home or office network knows:
 * loopback, the ranges of RFC 1918, 3927, 4193, 4291 and 6598, and addresses of IPv4 written as IPv6. Names are not
 * looked up.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host === 'localhost' || /\.(localhost|local|home\.arpa|internal)$/.test(host)) return true;
  if (host.startsWith('[')) return /^\[(::1?\]|::ffff:|64:ff9b:|f[cd]|fe[89a-f])/.test(host);
  return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.\d[\d.]*$/.test(
    host,
  );
}
