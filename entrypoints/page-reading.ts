import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { pageReading } from '../lib/page-reading/page-reading.ts';

/**
 * The code that reads what was taken from a web page, in a file of its own: it is loaded by lib/platform/page-tab-reader.ts, and its schemas
 * stay out of what every page loads.
 */
export default defineUnlistedScript(() => {
  Object.assign(globalThis, { familyOsPageReading: pageReading });
});
