import { extensionDir } from './scripts/build-extension.ts';
import { firstLoad } from './scripts/first-load.ts';

/**
 * What may be loaded before anything is shown, gzipped, in kB of 1000 bytes; of the Chrome build in .output. A page counts what its
 * HTML names and everything that imports statically, not the chunks it may fetch later. The worker is one file, evaluated at every start: without the grammars
 * of lines, the reader of calendar files and that of pages, which it loads from files of their own when they are wanted.
 */
const chrome = extensionDir('chrome');

export default [
  { name: 'popup, JavaScript', path: firstLoad(chrome, 'popup.html', ['.js']), limit: '30 kB', gzip: true },
  {
    name: 'side panel, first load',
    path: firstLoad(chrome, 'sidepanel.html', ['.js', '.css', '.html']),
    limit: '60 kB',
    gzip: true,
  },
  { name: 'worker', path: [`${chrome}/background.js`], limit: '160 kB', gzip: true },
];
