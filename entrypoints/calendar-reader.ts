import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { readFeedAnswer } from '../lib/background/feed-reading.ts';
import { offerReader } from '../lib/platform/offered-reader.ts';

/** Wiring only: the worker's reader of calendars, in a script that it loads when there is one to read. */
export default defineUnlistedScript(() => offerReader(readFeedAnswer));
