/** The most links shown below a text. */
const MAX_LINKS = 10;

/** Addresses of web pages in a text, each once, in its order. */
export function linksIn(text: string): string[] {
  const found = new Set<string>();
  for (const [match] of text.matchAll(/\bhttps?:\/\/[^\s<>"]+/gi)) {
    const url = withoutTail(match);
    if (URL.canParse(url)) found.add(url);
    if (found.size === MAX_LINKS) break;
  }
  return [...found];
}

/**
 * Where the name of a place leads: to the page that it is, or to a map where it reads like an address. Undefined for `School` and the like,
 * which no map knows. Nothing is asked of anyone before somebody follows it.
 */
export function placeLink(place: string): { readonly type: 'web' | 'map'; readonly url: string } | undefined {
  const text = place.trim();
  const [page] = linksIn(text);
  if (page !== undefined) return { type: 'web', url: page };
  // A house number, a postcode, or street and town with a comma between.
  const isAddress = /\p{L}{2}.*\p{N}|\p{N}.*\p{L}{2}|\p{L}{2}.*,\s*\p{L}{2}/u.test(text);
  if (!isAddress) return undefined;
  return { type: 'map', url: `https://www.openstreetmap.org/search?query=${encodeURIComponent(text)}` };
}

/** What ends the sentence around an address is not part of it; a bracket is where the address opened it. */
function withoutTail(url: string): string {
  let end = url.length;
  for (;;) {
    const last = url[end - 1] ?? '';
    const isOpened = last === ')' && url.slice(0, end).split('(').length >= url.slice(0, end).split(')').length;
    if (end === 0 || !/[.,;:!?'")\]}*_]/.test(last) || isOpened) return url.slice(0, end);
    end -= 1;
  }
}
