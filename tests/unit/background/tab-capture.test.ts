import { describe, expect, test } from 'vitest';
import { itemFromTab } from '../../../lib/background/tab-capture.ts';
import { MAX_LINE_LENGTH } from '../../../lib/protocol/values.ts';

const page = { pageUrl: 'https://example.org/soup', pageTitle: 'Soup for six' };

describe('an entry from a tab', () => {
  test('is what was selected, on one line, with the page attached', () => {
    const item = itemFromTab({ ...page, selection: '  leeks\n and\tpotatoes ' });
    expect(item).toMatchObject({
      title: 'leeks and potatoes',
      link: { url: 'https://example.org/soup', title: 'Soup for six' },
    });
  });

  test('is the link that was clicked, by its text or else its address', () => {
    const linkUrl = 'https://www.example.org/pan?size=28';
    expect(itemFromTab({ ...page, linkUrl, linkText: 'A big pan' })).toMatchObject({
      title: 'A big pan',
      link: { url: linkUrl, title: 'A big pan' },
    });
    expect(itemFromTab({ ...page, linkUrl })).toMatchObject({ title: 'example.org/pan', link: { url: linkUrl } });
  });

  test('is the page, where nothing else was meant', () => {
    expect(itemFromTab(page)).toMatchObject({ title: 'Soup for six', link: { url: 'https://example.org/soup' } });
  });

  test('is the page with what is selected on it as its note, and without what only tracks in its address', () => {
    const pageUrl = 'https://example.org/soup?utm_source=mail&serves=6';
    expect(itemFromTab({ ...page, pageUrl, pageSelection: ' Serves six,\nhot ' })).toMatchObject({
      title: 'Soup for six',
      note: 'Serves six,\nhot',
      link: { url: 'https://example.org/soup?serves=6' },
    });
    expect(itemFromTab({ ...page, pageSelection: ' ' })).not.toHaveProperty('note');
  });

  test('keeps a long selection whole in the note and never cuts an emoji in half', () => {
    const selection = '👩‍👩‍👧‍👦'.repeat(200);
    const item = itemFromTab({ ...page, selection });
    expect(item?.title.length).toBeLessThanOrEqual(MAX_LINE_LENGTH);
    expect(item?.title.isWellFormed()).toBe(true);
    expect(item?.note).toBe(selection);
  });

  test('takes markup as text', () => {
    expect(itemFromTab({ selection: '<img src=x onerror=alert(1)>' })?.title).toBe('<img src=x onerror=alert(1)>');
  });

  test.each(['chrome://settings', 'javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x'])(
    'attaches no %s',
    (pageUrl) => {
      expect(itemFromTab({ pageUrl, pageTitle: 'Somewhere' })).not.toHaveProperty('link');
    },
  );

  test('is nothing where there is nothing', () => {
    expect(itemFromTab({})).toBeNull();
    expect(itemFromTab({ selection: ' \n ' })).toBeNull();
  });
});
