import { expect, test } from 'vitest';
import { readKitText } from '../../../lib/stores/kit-text.ts';

const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

test('twelve words are a kit, however they were copied from the sheet', () => {
  const numbered = WORDS.split(' ')
    .map((word, index) => `${index + 1}. ${word.toUpperCase()}`)
    .join('\n');
  for (const text of [WORDS, `  ${WORDS.replaceAll(' ', ',  ')}. `, numbered]) {
    expect(readKitText(text)).toEqual({ ok: true, kit: WORDS, isLink: false });
  }
});

test('a recovery link is a kit as well; an invite is told to be one', () => {
  const link = 'https://relay.example/join#QAbcdef';
  expect(readKitText(` ${link}\n`)).toEqual({ ok: true, kit: link, isLink: true });
  expect(readKitText('https://relay.example/join#AgAbCd')).toEqual({ ok: false, why: 'invite' });
});

test('another number of words is counted, none is missing', () => {
  expect(readKitText(WORDS.replace(' yellow', ''))).toEqual({ ok: false, why: 'count', words: 11 });
  expect(readKitText(`${WORDS} ${WORDS}`)).toEqual({ ok: false, why: 'count', words: 24 });
  expect(readKitText(' 1. 2. ')).toEqual({ ok: false, why: 'missing' });
});
