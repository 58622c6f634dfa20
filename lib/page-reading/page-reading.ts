import * as v from 'valibot';
import type { PageReading } from '../ports/page-ports.ts';
import { eventsOfFile, MAX_LINKED_FILE_LENGTH } from './calendar-file.ts';
import { findEvents } from './event.ts';
import { PAGE_LIMITS, PageContentSchema } from './page-content.ts';
import { findRecipe } from './recipe.ts';

/** All that reads what was taken from a page. */
export const pageReading: PageReading = {
  limits: PAGE_LIMITS,
  maxFileLength: MAX_LINKED_FILE_LENGTH,
  offersOf(raw, zone) {
    const content = v.parse(PageContentSchema, raw);
    const recipe = findRecipe(content);
    return {
      selection: content.selection,
      ...(recipe && { recipe }),
      events: findEvents(content, zone),
      calendarLinks: content.calendarLinks,
    };
  },
  eventsOfFile,
};
