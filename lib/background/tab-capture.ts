import * as v from 'valibot';
import { cleanAddress } from '../page-reading/clean-address.ts';
import type { TabCapture } from '../ports/ports.ts';
import type { NewItem } from '../protocol/commands.ts';
import { type ItemId, newId } from '../protocol/ids.ts';
import { MAX_LINE_LENGTH, MAX_TEXT_LENGTH, PageLinkSchema } from '../protocol/values.ts';

/**
 * One entry from a tab: what was selected, else the link, else the page, with the page (or the link) attached. Null where there is
 * nothing to add, as on the browser's own pages.
 */
export function itemFromTab(capture: TabCapture): NewItem | null {
  const selection = oneLine(capture.selection);
  const link = attach(capture.linkUrl ?? capture.pageUrl, capture.linkUrl ? capture.linkText : capture.pageTitle);
  const title =
    selection || oneLine(capture.linkUrl ? capture.linkText : capture.pageTitle) || (link && readable(link.url));
  if (!title) return null;
  // Whole in the note: a selection too long for a title, or made on a page that is added for itself.
  const note = plainText(title.length <= MAX_LINE_LENGTH ? capture.pageSelection : (capture.selection ?? title));
  return {
    id: newId<ItemId>(),
    title: title.length <= MAX_LINE_LENGTH ? title : `${cutAtWord(title, MAX_LINE_LENGTH - 1)}…`,
    ...(note === '' ? {} : { note }),
    ...(link === undefined ? {} : { link }),
  };
}

function oneLine(text: string | undefined): string {
  return (text ?? '').replace(/\s+/gu, ' ').trim();
}

function plainText(text: string | undefined): string {
  return (text ?? '').trim().slice(0, MAX_TEXT_LENGTH).toWellFormed();
}

function attach(url: string | undefined, title: string | undefined): NewItem['link'] {
  const parsed = v.safeParse(PageLinkSchema, {
    url: url && cleanAddress(url),
    title: oneLine(title).slice(0, MAX_LINE_LENGTH),
  });
  return parsed.success ? parsed.output : undefined;
}

/** Host and path, as a person would name a link without text. */
function readable(url: string): string {
  const { host, pathname } = new URL(url);
  return host.replace(/^www\./, '') + (pathname === '/' ? '' : pathname);
}

function cutAtWord(text: string, length: number): string {
  const cut = text.slice(0, length);
  const space = cut.lastIndexOf(' ');
  // `toWellFormed`: a cut may fall between the halves of an emoji.
  return (space > length / 2 ? cut.slice(0, space) : cut).toWellFormed();
}
