import { describe, expect, it } from 'vitest';
import { hunt, needlesOfBytes, needlesOfText, wordsOf } from './needles.ts';

const WORD = 'Zwetschgenröster';
const around = (content: Buffer) => Buffer.concat([Buffer.from('before'), content, Buffer.from('after')]);
const formsIn = (content: Buffer, text = WORD) =>
  hunt([['here', content]], needlesOfText(text)).map(({ form }) => form);

describe('the hunt finds a word', () => {
  it.each([
    ['UTF-8', Buffer.from(WORD)],
    ['UTF-8', Buffer.from(WORD.toLowerCase())],
    ['UTF-8', Buffer.from(WORD.normalize('NFD'))],
    ['UTF-16LE', Buffer.from(WORD, 'utf16le')],
    ['UTF-16BE', Buffer.from(WORD, 'utf16le').swap16()],
    ['hex of UTF-8', Buffer.from(Buffer.from(WORD).toString('hex'))],
    ['percent encoding', Buffer.from(encodeURIComponent(WORD))],
    ['JSON escapes', Buffer.from('Zwetschgenr\\u00f6ster')],
  ])('as %s', (form, content) => {
    expect(formsIn(around(content))).toContain(form);
  });

  it.each([0, 1, 2, 3, 4, 5])('in base64 and base64url, with %s bytes before it', (before) => {
    for (const text of [WORD, 'söße???>>>ÿÿÿ']) {
      for (const encoding of ['utf8', 'utf16le'] as const) {
        const whole = Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(text, encoding), Buffer.from('yyyy')]);
        for (const kind of ['base64', 'base64url'] as const) {
          const forms = formsIn(around(Buffer.from(whole.toString(kind))), text);
          expect(forms.some((form) => form.startsWith('base64'))).toBe(true);
        }
      }
    }
  });

  it('that is a key', () => {
    const key = crypto.getRandomValues(Buffer.alloc(32));
    for (const content of [key, Buffer.from(key.toString('hex')), Buffer.from(key.toString('base64url'))]) {
      expect(hunt([['here', around(content)]], needlesOfBytes('key', 'raw', key))).not.toEqual([]);
    }
  });

  it('and names place, word and form', () => {
    const places = [
      ['empty', Buffer.alloc(0)],
      ['log', around(Buffer.from(WORD))],
    ] as const;
    expect(hunt(places, needlesOfText(WORD))).toEqual([{ place: 'log', text: WORD, form: 'UTF-8' }]);
  });
});

describe('the hunt finds nothing', () => {
  it('in ten million random bytes, raw and as base64', () => {
    const needles = ['Marzipan', 'Quitte'].flatMap(needlesOfText);
    const random = Buffer.concat(Array.from({ length: 160 }, () => crypto.getRandomValues(Buffer.alloc(65_536))));
    expect(
      hunt(
        [
          ['raw', random],
          ['base64', Buffer.from(random.toString('base64'))],
        ],
        needles,
      ),
    ).toEqual([]);
  });

  it('that is too short to mean anything: such a word is refused', () => {
    expect(() => needlesOfText('Milk')).toThrow(RangeError);
    expect(wordsOf('Milk for Quittengelee, Quittengelee & Léa’s')).toEqual(['Quittengelee']);
  });
});
