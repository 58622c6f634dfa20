import { effect } from '@preact/signals';
import { cleanAddress } from '../page-reading/clean-address.ts';
import { MAX_LINE_LENGTH, type PageLink } from '../protocol/values.ts';
import type { App } from './app.ts';
import { brief } from './brief.ts';
import type { AddedItem } from './entry-actions.ts';

/** How long after it an addition from elsewhere is still offered to be taken back here. */
const OFFERED_MS = 10 * 60_000;
/** The last one that a page has offered, so that the next one does not offer it again. */
const TOLD_KEY = 'elsewhere/told';

/**
 * Offers to take back what was added last without a page: by a menu, the shortcut or the address bar. Once, by whichever page is open or opens
 * next. Answers how to end it.
 */
export function followElsewhere(app: App): () => void {
  const { client, clock, i18n, undo, platform } = app;
  const query = client.live({ type: 'elsewhere' });
  const stop = effect(() => {
    const row = query.rows.value.get('elsewhere');
    if (row === undefined || row.at < clock.now() - OFFERED_MS) return;
    if (platform.cache.read(TOLD_KEY) === row.key) return;
    platform.cache.write(TOLD_KEY, row.key);
    const { title, inverse } = row;
    undo.offer({
      text: () => i18n.t('undo.added', { title: brief(title) }),
      outcome: Promise.resolve({ ok: true, inverse }),
    });
  });
  return () => {
    stop();
    query.close();
  };
}

/** What was dropped onto a page of ours. */
export type Dropped = { readonly item: AddedItem } | { readonly text: string } | undefined;

/** A dragged link or text: one entry, or text of several lines to be looked over. Undefined where it is neither. */
export function readDrop(data: Pick<DataTransfer, 'getData'>): Dropped {
  const address =
    data
      .getData('text/uri-list')
      .split(/\r?\n/)
      .find((line) => /^https?:\/\//i.test(line)) ?? '';
  const text = data.getData('text/plain').trim();
  if (address !== '' && address.length <= 4_000 && URL.canParse(address)) {
    const url = cleanAddress(address);
    // Chromium has the link's own words in its markup only, Firefox names them; nothing of the markup but its text is used.
    const words = oneLine(data.getData('text/x-moz-url').split('\n')[1] ?? '') || wordsOf(data.getData('text/html'));
    const link: PageLink = { url, title: words || readable(url) };
    return { item: { title: link.title, link } };
  }
  if (/[\r\n]/.test(text)) return { text };
  return text === '' ? undefined : text.length <= MAX_LINE_LENGTH ? { item: { title: oneLine(text) } } : { text };
}

function wordsOf(html: string): string {
  if (html === '') return '';
  return oneLine(new DOMParser().parseFromString(html.slice(0, 100_000), 'text/html').body.textContent);
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().slice(0, MAX_LINE_LENGTH).toWellFormed();
}

function readable(url: string): string {
  const { host, pathname } = new URL(url);
  return (host.replace(/^www\./, '') + (pathname === '/' ? '' : pathname)).slice(0, MAX_LINE_LENGTH);
}
