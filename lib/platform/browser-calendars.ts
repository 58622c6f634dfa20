import type { WebCalendars } from '../ports/web-calendars.ts';
import { browser } from './browser.ts';
import { createCalendarReader } from './calendar-reader.ts';
import { fetchCalendar } from './fetch-calendar.ts';

/** Calendars on the web, read with the permission that the person gave for their sites. */
export function createBrowserCalendars(): WebCalendars {
  const read = createCalendarReader();
  return {
    async isAllowed(url) {
      const { protocol, hostname } = new URL(url);
      return browser.permissions.contains({ origins: [`${protocol}//${hostname}/*`] }).catch(() => false);
    },
    holidays: async () => (await fetch(browser.runtime.getURL('holidays.json'))).json(),
    ask: (url, validators) => fetchCalendar(url, validators),
    read,
  };
}
