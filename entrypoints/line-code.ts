import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { lineOutside } from '../lib/stores/line-outside.ts';

/** The code that reads lines of the address bar, for the worker: it is loaded by lib/platform/line-code.ts and leaves itself behind there. */
export default defineUnlistedScript(() => {
  Object.assign(globalThis, { familyOsLines: lineOutside });
});
