import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstLoad } from '../../../scripts/first-load.ts';

/** A build in the forms that the bundler writes. */
const BUILD = {
  'popup.html': `<!doctype html><html><head>
    <link rel="icon" href="/icon/16.png">
    <script type="module" crossorigin src="/chunks/popup-1.js"></script>
    <link rel="modulepreload" crossorigin href="/chunks/shared-2.js">
    <link rel="stylesheet" crossorigin href="/assets/popup-3.css"></head></html>`,
  'chunks/popup-1.js':
    'import{a as t,b}from"./shared-2.js";import"./effects-4.js";const later=()=>import("./lazy-5.js");t(b)',
  'chunks/shared-2.js': 'import{c}from"./deep-6.js";export{c as a,c as b};export{d}from"./passed-on-7.js";',
  'chunks/effects-4.js': 'globalThis.x=1;',
  'chunks/lazy-5.js': 'import"./only-lazy-8.js";',
  'chunks/deep-6.js': 'export const c=1;',
  'chunks/passed-on-7.js': 'export const d=1;',
  'chunks/only-lazy-8.js': '',
  'assets/popup-3.css': '',
};

describe('what a page loads first', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'family-os-build-'));
    for (const sub of ['chunks', 'assets']) await mkdir(join(folder, sub));
    for (const [name, content] of Object.entries(BUILD)) await writeFile(join(folder, name), content);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const names = (extensions: string[]) =>
    firstLoad(folder, 'popup.html', extensions)
      .map((path) => path.slice(folder.length + 1))
      .sort();

  it('is what it names and what that imports statically, at any depth', () => {
    expect(names(['.js'])).toEqual([
      'chunks/deep-6.js',
      'chunks/effects-4.js',
      'chunks/passed-on-7.js',
      'chunks/popup-1.js',
      'chunks/shared-2.js',
    ]);
  });

  it('counts the page and its styles where they are asked for', () => {
    expect(names(['.css', '.html'])).toEqual(['assets/popup-3.css', 'popup.html']);
  });

  it('throws for a page that was not built', () => {
    expect(() => firstLoad(folder, 'welcome.html', ['.js'])).toThrow(/welcome\.html/);
  });
});
