import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { importsOf, productFiles, projectFiles, readProjectFile } from './source-files.ts';

const MAX_LINES = 400;
const isText = (file: string) => !/\.(png|ico|woff2|bin)$/.test(file);

describe('files', () => {
  it('are named for what they hold, in kebab-case', () => {
    const sources = projectFiles().filter((file) => /\.(ts|tsx|mjs|css)$/.test(file) && !file.endsWith('.config.ts'));
    const names = sources.map((file) => file.split('/').at(-1) ?? '');
    expect(
      names.filter((name) => !/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|d))?\.(ts|tsx|mjs|css)$/.test(name)),
    ).toEqual([]);
    expect(names.filter((name) => /(^|-)(utils?|helpers?|managers?|common|misc)([-.]|$)/.test(name))).toEqual([]);
  });

  it(`of the product stay under ${MAX_LINES} lines`, () => {
    const long = productFiles().filter((file) => readProjectFile(file).split('\n').length > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('import each other with their extension', () => {
    const missing = productFiles()
      .flatMap(importsOf)
      .filter(({ file }) => file !== null && !/\.(ts|tsx|css|json)$/.test(file));
    expect(missing.map(({ from, specifier }) => `${from} imports ${specifier}`)).toEqual([]);
  });

  it('are never barrels', () => {
    const barrels = productFiles().filter((file) => {
      const statements = readProjectFile(file)
        .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .trim();
      return statements !== '' && /^(export\s[^;]*?\sfrom\s+'[^']+';\s*)+$/.test(statements);
    });
    // The adapter hands one package on, which is its whole purpose.
    expect(barrels).toEqual(['lib/platform/browser.ts']);
  });

  it('have no default export but where a tool asks for one', () => {
    const asked = /^(entrypoints\/[\w-]+\.ts|server\/main\.ts)$/;
    const files = productFiles().filter((file) => /^export default\b/m.test(readProjectFile(file)));
    expect(files.filter((file) => !asked.test(file))).toEqual([]);
  });

  it('name neither a machine, nor its folders, nor a registry', () => {
    const forbidden = [
      // Absolute folders of somebody's machine.
      /\/(work|home|Users)\/[a-z][\w-]*\//,
      /\/tmp\/(?!\.)[a-z]/,
      // Where packages were fetched from.
      /registry\.[a-z]+\.[a-z]+/,
      /"resolved":/,
    ];
    const wrong = projectFiles()
      .filter(isText)
      .filter((file) => file !== 'tests/architecture/repository-rules.test.ts')
      .flatMap((file) => {
        const text = readProjectFile(file);
        return forbidden.filter((pattern) => pattern.test(text)).map((pattern) => `${file} matches ${pattern}`);
      });
    expect(wrong).toEqual([]);
  });
});

describe('tests', () => {
  it('are neither skipped nor singled out', () => {
    const tests = projectFiles().filter((file) => /\.(test|spec)\.tsx?$/.test(file));
    const wrong = tests.filter((file) => /\b(it|test|describe)\.(skip|only|todo|fixme)\b/.test(readProjectFile(file)));
    expect(tests.length).toBeGreaterThan(0);
    expect(wrong.filter((file) => !file.startsWith('tests/architecture/'))).toEqual([]);
  });
});

describe('docs/DEPENDENCIES.md', () => {
  it('has a row for each dependency, at the version that is installed, and for nothing else', () => {
    const wanted = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies });
    const rows = [...readProjectFile('docs/DEPENDENCIES.md').matchAll(/^\| `([^`]+)` \| ([^ |]+) \|/gm)];
    expect(rows.map(([, name, version]) => `${name} ${version}`).sort()).toEqual(
      wanted.map(([name, version]) => `${name} ${version}`).sort(),
    );
  });
});
