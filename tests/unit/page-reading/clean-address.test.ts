import { describe, expect, it } from 'vitest';
import { cleanAddress } from '../../../lib/page-reading/clean-address.ts';

describe('[Q50] an address', () => {
  it.each([
    ['https://shop.example/p?utm_source=mail&utm_medium=a&size=28', 'https://shop.example/p?size=28'],
    ['https://shop.example/p?size=28&fbclid=abc', 'https://shop.example/p?size=28'],
    ['https://shop.example/p?gclid=abc#reviews', 'https://shop.example/p#reviews'],
    ['https://shop.example/p?UTM_Source=x', 'https://shop.example/p'],
    ['https://shop.example/?mc_cid=1&mc_eid=2&q=a%20b+c&empty=&flag', 'https://shop.example/?q=a%20b+c&empty=&flag'],
    ['https://shop.example/p?srsltid=AfmBOoq', 'https://shop.example/p'],
    ['https://shop.example/p?mtm_campaign=x&pk_kwd=y&a=1', 'https://shop.example/p?a=1'],
  ])('%s loses what only tracks', (from, to) => {
    expect(cleanAddress(from)).toBe(to);
  });

  it.each([
    'https://shop.example/p?id=7&source=list&ref=menu&campaign=3',
    'https://shop.example/p?q=utm_source',
    'https://shop.example/p?a=1&&b=%zz#?utm_source=x',
    'https://shop.example/utm_source=1',
    'https://user@shop.example:8080/?A=1',
    'data:text/plain,?utm_source=x',
    'no address?utm_source=x',
    '',
  ])('%s stays letter by letter', (address) => {
    expect(cleanAddress(address)).toBe(address);
  });
});
