/**
 * Base64url without padding (RFC 4648 §5), one behaviour on every runtime: the relay's workerd of 2024 lacks
 * `Uint8Array.prototype.toBase64`, so the native pair is not used anywhere.
 */

/** The bytes as text of A-Z a-z 0-9 - _ only. */
export function toBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * The bytes that `toBase64url` made this text of, or null for any other text: padding, other alphabets, spaces and
 * unused bits that are not zero are refused, so that every byte string has exactly one spelling.
 */
export function fromBase64url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return toBase64url(bytes) === text ? bytes : null;
}
