/**
 * What a person cannot see: soft hyphen, zero-width space, word joiner, byte order mark, direction marks and variation
 * selectors. Zero-width joiner and non-joiner stay, since Persian words and emoji differ by them.
 */
const INVISIBLE = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]|[\uFE00-\uFE0F]/gu;

/**
 * The form in which two titles are the same thing to buy: NFKC, case-folded, spaces collapsed. Plurals stay apart.
 * Locale independent, so that every device merges alike. Empty for a title that has nothing visible: such titles never
 * merge.
 */
export function titleKey(title: string): string {
  return (
    title
      .normalize('NFKC')
      .replaceAll(INVISIBLE, '')
      .toLowerCase()
      // What lower case leaves apart and Unicode case folding joins: Straße / STRASSE, ΟΔΟΣ / οδος.
      .replaceAll('ß', 'ss')
      .replaceAll('ς', 'σ')
      .normalize('NFKC')
      .replaceAll(/\s+/gu, ' ')
      .trim()
  );
}
