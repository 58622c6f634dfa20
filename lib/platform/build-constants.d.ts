/** Set by wxt.config.ts at build time; nowhere else. */

/** The relay a new installation starts with, as `PARTYKIT_HOST` said at build time; 127.0.0.1:1999 in development builds. */
declare const __RELAY_HOST__: string;
/** True where the build was made without `PARTYKIT_HOST`. */
declare const __IS_DEVELOPMENT_BUILD__: boolean;
