import type { PageContent } from '../../../lib/page-reading/page-content.ts';

/** A page with this data on it; objects become JSON-LD texts. */
export function pageWith(data: unknown[], rest: Partial<PageContent> = {}): PageContent {
  const jsonLd = data.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  return { jsonLd, microdata: [], calendarLinks: [], selection: '', ...rest };
}
