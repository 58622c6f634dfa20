/** The few entities that authors of structured data leave in their texts. */
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  frac12: '½',
  frac14: '¼',
  frac34: '¾',
  deg: '°',
  eacute: 'é',
  egrave: 'è',
  ntilde: 'ñ',
  rsquo: '’',
  lsquo: '‘',
  ndash: '–',
  mdash: '—',
};

/**
 * Text of a web page on one line: entities decoded, tags and control characters left out. Cut at `max` UTF-16 units, never through a
 * character. What comes out is text, never markup: it may well contain `<`.
 */
export function plainLine(text: string, max: number): string {
  return cut(decode(text).replace(/\s+/gu, ' ').trim(), max);
}

/** The same with its line breaks. */
export function plainLines(text: string, max: number): string {
  const lines = decode(text.replace(/<(?:br|\/p|\/div|\/li)\b[^<>]{0,200}>/gi, '\n')).split(/\r\n?|\n/);
  const plain = lines.map((line) => line.replace(/[^\S\n]+/gu, ' ').trim()).join('\n');
  return cut(plain.replace(/\n{3,}/g, '\n\n').trim(), max);
}

function decode(text: string): string {
  return text
    .replace(/<\/?[a-z][^<>]{0,500}>/gi, ' ')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}\d{0,2}));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
    })
    .replace(/[\p{Cc}\u200b\u2028-\u202e\u2060-\u2069\ufeff]/gu, (character) =>
      /[\n\r\t]/.test(character) ? character : ' ',
    )
    .toWellFormed();
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).toWellFormed().trim();
}
