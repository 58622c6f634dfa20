import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/project-root.ts';
import config from '../../wxt.config.ts';
import { productFiles, projectFiles, readProjectFile } from '../architecture/source-files.ts';

/** What docs/PRIVACY.md and docs/THREAT_MODEL.md say of the extension, held to its manifest and its sources. */

type Manifest = Record<string, unknown> & {
  permissions: string[];
  content_security_policy: { extension_pages: string };
};

const manifestFor = (browser: 'chrome' | 'firefox'): Manifest => {
  const { manifest } = config;
  if (typeof manifest !== 'function') throw new Error('the manifest depends on the browser');
  return manifest({ browser, manifestVersion: 3, mode: 'production', command: 'build' } as never) as never;
};

/** `file: line` of every line of the product that matches. */
function linesWith(pattern: RegExp, files = productFiles()): string[] {
  return files.flatMap((file) =>
    readProjectFile(file)
      .split('\n')
      .flatMap((line) => (pattern.test(line) ? [`${file}: ${line.trim()}`] : [])),
  );
}

describe.each(['chrome', 'firefox'] as const)('in %s the extension', (browser) => {
  const manifest = manifestFor(browser);

  it('asks for the permissions that docs/PRIVACY.md explains, and no other', () => {
    const explained = [...readProjectFile('docs/PRIVACY.md').matchAll(/^\| `(\w+)`(?: \([^)]+\))? \| /gm)].map(
      ([, name]) => name,
    );
    const expected = browser === 'firefox' ? explained.filter((name) => name !== 'sidePanel') : explained;
    expect(expected.length).toBeGreaterThan(3);
    expect([...manifest.permissions].sort()).toEqual(expected.sort());
  });

  it('reaches into no page, and is reached by none', () => {
    for (const field of [
      'host_permissions',
      'optional_permissions',
      'content_scripts',
      'externally_connectable',
      'web_accessible_resources',
    ]) {
      expect(manifest[field]).toBeUndefined();
    }
    expect(projectFiles().filter((file) => /^entrypoints\/.*content/.test(file))).toEqual([]);
    expect(linesWith(/on(Message|Connect)External|insertCSS|registerContentScripts|debugger\b/)).toEqual([]);
    // By one way only, and for the tab that the person's click gave to us: the manifest names no host.
    expect(linesWith(/executeScript/).map((line) => line.split(': ')[0])).toEqual(['lib/platform/run-in-tab.ts']);
    // Sites of calendars that somebody follows: one at a time, asked for on a click, in one place.
    expect(manifest.optional_host_permissions).toEqual(['https://*/*', 'http://*/*']);
    expect(linesWith(/permissions\.request/).map((line) => line.split(':')[0])).toEqual([
      'lib/platform/page-platform.ts',
    ]);
  });

  it('runs no code but its own, and frames, forms and plugins nothing', () => {
    const policy = new Map(
      manifest.content_security_policy.extension_pages
        .split('; ')
        .map((directive): [string, string] => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1).join(' ')]),
    );
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('default-src')).toBe("'self'");
    for (const closed of ['object-src', 'base-uri', 'form-action']) expect(policy.get(closed)).toBe("'none'");
    expect(manifest.content_security_policy.extension_pages).not.toMatch(/unsafe|\*/);
  });
});

describe('the product', () => {
  it('turns no text into markup or code', () => {
    const sinks =
      /\b(innerHTML|outerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|srcdoc)\b|document\.write\b|\beval\(|new Function\(|setTimeout\(\s*['"`]/;
    expect(linesWith(sinks)).toEqual([]);
  });

  it('speaks to the network in one place, which is told the relay’s address; a page fetches its own calendar file', () => {
    const files = productFiles().filter((file) => !file.startsWith('server/'));
    const speaking =
      /\bfetch\(|new WebSocket|extends WebSocket|XMLHttpRequest|sendBeacon|new EventSource|RTCPeerConnection|importScripts/;
    const places = new Set(linesWith(speaking, files).map((line) => line.split(': ')[0]));
    expect([...places].sort()).toEqual([
      // A file of the extension itself.
      'lib/platform/browser-calendars.ts',
      // Loads a file of the extension itself.
      'lib/platform/calendar-reader.ts',
      // The sites of calendars that the family follows.
      'lib/platform/fetch-calendar.ts',
      // Loads a file of the extension itself.
      'lib/platform/line-code.ts',
      // Runs in the page that the person asked to read.
      'lib/platform/page-tab-reader.ts',
      'lib/platform/partykit-room-socket.ts',
      // A file of the extension itself.
      'lib/stores/holidays.ts',
    ]);
    // One address of somebody's is written into it; none into a page of it: where a place is shown on a map, by a link that the person presses.
    const pages = projectFiles().filter((file) => /^entrypoints\/.*\.html$/.test(file));
    const addresses = linesWith(/(https?|wss?):\/\/(?!host\b)[a-z0-9]/i, [...files, ...pages]);
    expect(addresses.map((line) => line.split(': ')[0])).toEqual(['lib/stores/text-links.ts']);
    expect(addresses[0]).toContain('https://www.openstreetmap.org/search?query=');
  });

  it('keeps nothing in the browser’s own sync, sets no cookie and reads no clipboard', () => {
    const files = productFiles().filter((file) => !file.startsWith('server/'));
    expect(linesWith(/storage\.(sync|managed)|document\.cookie|clipboard\.read/, files)).toEqual([]);
  });

  it('logs by one port only, which workers hand no content, and lets Yjs warn', () => {
    const files = productFiles().filter((file) => !file.startsWith('server/'));
    const places = linesWith(/\bconsole\.\w+\(/, files).map((line) => line.split(': ')[0]);
    // Yjs warns of how it is used, in sentences of its own; no value of a document is in them.
    expect(places).toEqual(['lib/platform/system.ts', 'lib/platform/yjs-console.ts']);
  });
});

describe('the documents', () => {
  it('name only tests that there are', () => {
    for (const document of ['THREAT_MODEL', 'PRIVACY', 'SECURITY_TESTS']) {
      const named = [...readProjectFile(`docs/${document}.md`).matchAll(/tests\/[\w./-]+/g)].map(([path]) =>
        path.replace(/\.$/, ''),
      );
      expect(named.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
    }
  });
});
