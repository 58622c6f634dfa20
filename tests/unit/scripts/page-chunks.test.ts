import { describe, expect, it } from 'vitest';
import { createPageChunks } from '../../../scripts/page-chunks.ts';

const GRAPH: Record<string, readonly string[]> = {
  '/p/entrypoints/popup/index.html': ['virtual:plugins', '/p/entrypoints/popup/main.tsx', '/p/styles/popup.css'],
  '/p/entrypoints/popup/main.tsx': ['/p/components/popup-page.tsx', '/p/styles/list.css'],
  '/p/components/popup-page.tsx': ['/p/list.tsx'],
  '/p/entrypoints/sidepanel/index.html': ['virtual:plugins', '/p/entrypoints/sidepanel/main.tsx'],
  '/p/entrypoints/sidepanel/main.tsx': ['/p/list.tsx', '/p/agenda.tsx'],
  '/p/list.tsx': ['/p/row.tsx'],
  '/p/row.tsx': ['/p/list.tsx'],
  '/p/agenda.tsx': ['/p/row.tsx'],
  '/p/dialog.tsx': ['/p/row.tsx'],
};
const graphOf = (modules: Record<string, readonly string[]>) => ({
  getModuleIds: () => Object.keys(modules).values(),
  getModuleInfo: (id: string) => (modules[id] === undefined ? null : { importedIds: modules[id] }),
});

describe('the pages’ chunks', () => {
  const graph = graphOf(GRAPH);
  const chunkOf = createPageChunks();

  it.each(['/p/list.tsx', '/p/row.tsx', 'virtual:plugins'])('what the popup’s first paint needs is one: %s', (id) => {
    expect(chunkOf(id, graph)).toBe('page');
  });

  it.each([
    ['/p/entrypoints/popup/main.tsx', 'a page’s own script would run in the others'],
    ['/p/components/popup-page.tsx', 'it fetches what only the popup shows'],
    ['/p/styles/popup.css', 'a page’s own styles would lie upon the others'],
    ['/p/styles/list.css', 'styles are the bundler’s'],
    ['/p/agenda.tsx', 'the popup does not show it'],
    ['/p/dialog.tsx', 'it comes when it is needed'],
  ])('not %s: %s', (id) => {
    expect(chunkOf(id, graph)).toBeUndefined();
  });

  it('a popup that is built from elsewhere is told at once', () => {
    expect(() => createPageChunks()('/p/list.tsx', graphOf({ '/p/list.tsx': [] }))).toThrow('popup');
  });
});
