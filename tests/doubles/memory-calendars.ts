import { readFile } from 'node:fs/promises';
import { readFeedAnswer } from '../../lib/background/feed-reading.ts';
import type { CalendarValidators, WebCalendarAnswer, WebCalendars } from '../../lib/ports/web-calendars.ts';
import type { FeedProblem } from '../../lib/protocol/feed-values.ts';

/** Calendars on the web as one browser sees them: what each address answers, and what the person allowed. */
export interface MemoryCalendars extends WebCalendars {
  /** What stands at an address: text with the version that it has, or what is wrong. */
  readonly sites: Map<string, { text: string; etag?: string } | FeedProblem>;
  /** Addresses that this browser may read; all of them while undefined. */
  allowed: Set<string> | undefined;
  /** How often the file of public holidays was read. */
  holidaysRead: number;
  /** Every request, with what it knew. */
  readonly asked: { url: string; validators: CalendarValidators }[];
}

export function createMemoryCalendars(): MemoryCalendars {
  const calendars: MemoryCalendars = {
    sites: new Map(),
    allowed: undefined,
    holidaysRead: 0,
    asked: [],
    read: readFeedAnswer,
    isAllowed: (url) => Promise.resolve(calendars.allowed?.has(url) ?? true),
    async holidays() {
      calendars.holidaysRead += 1;
      return JSON.parse(await readFile(new URL('../../public/holidays.json', import.meta.url), 'utf8'));
    },
    ask(url, validators) {
      calendars.asked.push({ url, validators });
      return Promise.resolve(answerOf(calendars.sites.get(url), validators));
    },
  };
  return calendars;
}

function answerOf(
  site: { text: string; etag?: string } | FeedProblem | undefined,
  { etag }: CalendarValidators,
): WebCalendarAnswer {
  if (site === undefined) return { state: 'failed', problem: 'unreachable' };
  if (typeof site === 'string') return { state: 'failed', problem: site };
  if (site.etag !== undefined && site.etag === etag) return { state: 'unchanged' };
  const validators = site.etag === undefined ? {} : { etag: site.etag };
  return { state: 'read', bytes: new TextEncoder().encode(site.text), validators };
}
