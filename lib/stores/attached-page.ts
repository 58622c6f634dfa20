import { cleanAddress } from '../page-reading/clean-address.ts';
import type { PageOffers, PagePlatform } from '../ports/page-ports.ts';
import { MAX_LINE_LENGTH, type PageLink } from '../protocol/values.ts';

/** The tab in front as something to attach, or why the browser did not hand it over. */
export type FoundPage =
  | {
      readonly ok: true;
      readonly link: PageLink;
      /** What is selected on it. */
      readonly note?: string;
      /** What else it holds to take; undefined where that is nothing, or it is not read (yet). */
      readonly offers?: Omit<PageOffers, 'selection'>;
    }
  | { readonly ok: false; readonly why: 'not-granted' | 'not-a-web-page' };

/**
 * Looks at the tab in front: `onFound` is called with its title and address, and once more if it holds something to take. Nothing of it is kept or
 * sent before the person takes it. `zone` is the viewer's.
 */
export async function lookAtPage(
  platform: Pick<PagePlatform, 'activePage' | 'readPage'>,
  zone: string,
  onFound: (page: FoundPage) => void,
): Promise<void> {
  const page = await platform.activePage();
  if (!page.ok) {
    onFound(page);
    return;
  }
  // A page without a title is known by its host.
  const title = (page.title.trim() || new URL(page.url).host).slice(0, MAX_LINE_LENGTH);
  const link = { url: cleanAddress(page.url), title };
  onFound({ ok: true, link });
  try {
    const { selection, ...offers } = await platform.readPage(zone);
    const hasOffers = offers.recipe !== undefined || offers.events.length > 0 || offers.calendarLinks.length > 0;
    onFound({ ok: true, link, ...(selection !== '' && { note: selection }), ...(hasOffers && { offers }) });
  } catch {
    // A page that the browser guards, such as its store: it can be attached, and holds nothing for us.
  }
}
