import { expect, test } from 'vitest';
import { describeSuggestion } from '../../../lib/platform/omnibox-markup.ts';

const said = (text: string, isMarkup = true) =>
  describeSuggestion({ content: 'x', text, detail: 'Add to A&B' }, isMarkup);

test.each([
  ['milk', '<match>milk</match> <dim>Add to A&amp;B</dim>'],
  [
    '<url>x</url> & "a" \'b\'',
    '<match>&lt;url&gt;x&lt;/url&gt; &amp; &quot;a&quot; &apos;b&apos;</match> <dim>Add to A&amp;B</dim>',
  ],
  ['a\u0000b\ud83dc', '<match>a b\ufffdc</match> <dim>Add to A&amp;B</dim>'],
])('[Q61] %j stays text where the address bar reads markup', (text, description) => {
  expect(said(text)).toBe(description);
});

test('[Q61] nothing is escaped where it reads none', () => {
  expect(said('<b>milk</b>', false)).toBe('<b>milk</b> — Add to A&B');
});
