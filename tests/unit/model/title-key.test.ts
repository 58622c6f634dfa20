import { describe, expect, it } from 'vitest';
import { titleKey } from '../../../lib/model/title-key.ts';

describe('[L3] equal titles', () => {
  it.each([
    ['Milk', 'milk'],
    ['  Oat   milk ', 'oat milk'],
    ['Oat\u00A0milk', 'oat milk'],
    ['Cafe\u0301', 'café'],
    ['ﬁsh', 'fish'],
    ['Ｍｉｌｋ', 'milk'],
    ['Straße', 'STRASSE'],
    ['Weiẞwurst', 'weisswurst'],
    ['ΟΔΟΣ', 'οδος'],
    ['Mi\u00ADlk', 'Milk'],
    ['\u200Fحليب', 'حليب'],
    ['❤️', '❤'],
    ['½ lemon', '1⁄2 lemon'],
  ])('%s and %s are the same', (a, b) => {
    expect(titleKey(a)).toBe(titleKey(b));
  });

  it.each([
    ['Egg', 'Eggs'],
    ['Milk', 'Oat milk'],
    ['Ananás', 'Ananas'],
    ['kıl', 'kil'],
    ['می‌خواهم', 'میخواهم'],
    ['👨‍👩‍👧', '👨👩👧'],
  ])('%s and %s are not', (a, b) => {
    expect(titleKey(a)).not.toBe(titleKey(b));
  });

  it('is empty for a title with nothing to see', () => {
    expect(titleKey('\u200B\u2060 ')).toBe('');
  });
});
