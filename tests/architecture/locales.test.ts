import { describe, expect, it } from 'vitest';
import { projectFiles, readProjectFile } from './source-files.ts';

describe('public/_locales', () => {
  const read = (locale: string) =>
    JSON.parse(readProjectFile(`public/_locales/${locale}/messages.json`)) as Record<string, { message: string }>;
  const locales = projectFiles()
    .map((file) => /^public\/_locales\/(\w+)\/messages\.json$/.exec(file)?.[1])
    .filter((locale) => locale !== undefined);

  it('has English and Spanish', () => {
    expect(locales).toEqual(['en', 'es']);
  });

  it('says everything in every language, and nothing that the manifest does not use', () => {
    const used = [...readProjectFile('wxt.config.ts').matchAll(/__MSG_(\w+)__/g)].map(([, name]) => name);
    for (const locale of locales) expect(Object.keys(read(locale)).sort()).toEqual([...new Set(used)].sort());
  });

  it('keeps within the lengths that the stores take', () => {
    for (const locale of locales) {
      expect(read(locale).extensionName?.message.length).toBeLessThanOrEqual(45);
      expect(read(locale).extensionDescription?.message.length).toBeLessThanOrEqual(132);
    }
  });
});
