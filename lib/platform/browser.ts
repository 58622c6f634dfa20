/** The one place that imports the WebExtension API. Chrome >= 148 has `browser` natively, which the polyfill then hands on as it is. */
export { default as browser } from 'webextension-polyfill';
