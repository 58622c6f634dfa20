import { describe, expect, it } from 'vitest';
import { type Import, importsOf, layerOf, productFiles } from './source-files.ts';

/**
 * Which layer may import which (docs/ARCHITECTURE.md draws it). A layer may always import itself. What is not listed is not allowed, so
 * that a new folder has to be placed here before anything can use it.
 */
const LAYERS: Record<string, { layers: string[]; packages: string[] }> = {
  protocol: { layers: [], packages: ['valibot'] },
  calendar: { layers: ['protocol'], packages: ['valibot'] },
  'quick-add': { layers: ['protocol'], packages: [] },
  'page-reading': { layers: ['protocol', 'ports', 'calendar'], packages: ['valibot'] },
  interchange: { layers: ['protocol'], packages: [] },
  ports: { layers: ['protocol'], packages: ['yjs'] },
  vault: {
    layers: ['protocol'],
    packages: ['@hpke/core', '@noble/ciphers', '@noble/curves', '@noble/hashes', '@scure/bip39', 'valibot'],
  },
  model: {
    layers: ['protocol', 'calendar'],
    packages: ['yjs', 'valibot', '@noble/hashes', 'jittered-fractional-indexing'],
  },
  sync: { layers: ['model', 'vault', 'protocol', 'ports'], packages: ['yjs', 'valibot'] },
  background: {
    layers: ['sync', 'model', 'vault', 'calendar', 'quick-add', 'page-reading', 'protocol', 'ports'],
    packages: ['valibot'],
  },
  locales: { layers: [], packages: [] },
  stores: {
    layers: ['protocol', 'ports', 'calendar', 'quick-add', 'page-reading', 'interchange', 'locales'],
    packages: ['@preact/signals', 'valibot'],
  },
  components: { layers: ['stores', 'protocol', 'locales'], packages: ['preact', '@preact/signals', 'uqr'] },
  platform: {
    layers: ['ports', 'protocol'],
    packages: ['webextension-polyfill', 'valibot', 'yjs', 'lib0', 'y-indexeddb', 'y-partykit', 'y-protocols'],
  },
  server: { layers: ['vault', 'protocol'], packages: ['partykit', 'yjs', 'y-protocols', 'lib0', 'valibot'] },
  entrypoints: {
    layers: ['background', 'components', 'stores', 'page-reading', 'platform', 'protocol', 'locales'],
    packages: ['wxt', 'preact'],
  },
};

const imports = productFiles().flatMap(importsOf);
const show = ({ from, specifier }: Import) => `${from} imports ${specifier}`;

describe('imports go one way', () => {
  it('knows every layer', () => {
    const layers = [...new Set(productFiles().map(layerOf))];
    expect(layers.length).toBeGreaterThan(5);
    expect(layers.filter((layer) => !(layer in LAYERS))).toEqual([]);
  });

  it('each layer imports only the layers below it', () => {
    const wrong = imports.filter((one) => {
      if (one.file === null || !/\.tsx?$/.test(one.file)) return false;
      const [from, to] = [layerOf(one.from), layerOf(one.file)];
      return from !== to && LAYERS[from]?.layers.includes(to) !== true;
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('each layer imports only the packages it is made of', () => {
    const wrong = imports.filter(
      (one) => one.package !== null && LAYERS[layerOf(one.from)]?.packages.includes(one.package) !== true,
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('only entrypoints import the platform', () => {
    const wrong = imports.filter(
      (one) => one.file?.startsWith('lib/platform/') && !/^(entrypoints|lib\/platform)\//.test(one.from),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('only the one adapter imports the WebExtension API', () => {
    const importers = imports.filter((one) => one.package === 'webextension-polyfill').map(({ from }) => from);
    expect(importers).toEqual(['lib/platform/browser.ts']);
  });

  it('nothing that a page loads reaches Yjs, its storage or its provider', () => {
    const pages = productFiles().filter((file) => /^entrypoints\/\w+\/main\.tsx$/.test(file));
    const reached = new Set(pages);
    const wrong: string[] = [];
    // A set that grows while it is walked: what is imported by an import counts as well.
    for (const file of reached) {
      for (const one of importsOf(file)) {
        // Types vanish when the page is built; the ports name Yjs in the worker's ones.
        const isTypeOnly = one.file?.startsWith('lib/ports/') === true;
        if (one.file !== null && /\.tsx?$/.test(one.file) && !isTypeOnly) reached.add(one.file);
        if (one.package !== null && /^(yjs|lib0|y-.*)$/.test(one.package)) wrong.push(show(one));
      }
    }
    expect(pages.length).toBe(4);
    expect(wrong).toEqual([]);
  });

  it('there are no import cycles', () => {
    const next = new Map<string, string[]>();
    for (const { from, file } of imports) if (file !== null) next.set(from, [...(next.get(from) ?? []), file]);
    expect(findCycles(next)).toEqual([]);
  });
});

/** Every cycle that a depth-first walk closes, as `a -> b -> a`. */
function findCycles(next: ReadonlyMap<string, string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const start = path.indexOf(file);
    if (start !== -1) cycles.push([...path.slice(start), file].join(' -> '));
    if (start !== -1 || done.has(file)) return;
    path.push(file);
    for (const imported of next.get(file) ?? []) visit(imported);
    path.pop();
    done.add(file);
  };
  for (const file of next.keys()) visit(file);
  return cycles;
}
