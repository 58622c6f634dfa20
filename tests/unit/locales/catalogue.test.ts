import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMAND_ERRORS } from '../../../lib/protocol/commands.ts';
import type { PluralForms } from '../../../locales/catalogue.ts';
import { en } from '../../../locales/en.ts';
import { enCalendar } from '../../../locales/en-calendar.ts';
import { enCalendarFiles } from '../../../locales/en-calendar-files.ts';
import { enDialogs } from '../../../locales/en-dialogs.ts';
import { enEvents } from '../../../locales/en-events.ts';
import { enFeeds } from '../../../locales/en-feeds.ts';
import { enLists } from '../../../locales/en-lists.ts';
import { enOptions } from '../../../locales/en-options.ts';
import { enPanel } from '../../../locales/en-panel.ts';
import { enPeople } from '../../../locales/en-people.ts';
import { enProblems } from '../../../locales/en-problems.ts';
import { enQuickAdd } from '../../../locales/en-quick-add.ts';
import { enRecovery } from '../../../locales/en-recovery.ts';
import { enRepeats } from '../../../locales/en-repeats.ts';
import { enReport } from '../../../locales/en-report.ts';
import { enStart } from '../../../locales/en-start.ts';
import { es } from '../../../locales/es.ts';

type Entry = string | PluralForms;
const PARTS: Record<string, Record<string, Entry>> = {
  en,
  enCalendar,
  enCalendarFiles,
  enDialogs,
  enEvents,
  enLists,
  enFeeds,
  enOptions,
  enPanel,
  enPeople,
  enProblems,
  enQuickAdd,
  enRecovery,
  enRepeats,
  enReport,
  enStart,
};
const english: Record<string, Entry> = Object.assign({}, ...Object.values(PARTS));
const spanish: Record<string, Entry> = es;
const ROOT = new URL('../../../', import.meta.url);

function formsOf(entry: Entry): string[] {
  return typeof entry === 'string' ? [entry] : Object.values(entry);
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

test('no key stands in two parts of English', () => {
  const keys = Object.values(PARTS).flatMap((part) => Object.keys(part));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('the settings’ buttons have names of their own', () => {
  const keys = [
    'options.export',
    'options.exportLists',
    'options.importCalendar',
    'options.exportCalendar',
    'options.feeds.add',
    'options.feeds.holidays',
    'options.leave',
    'backup.export',
    'backup.restore',
    'kit.heading',
  ];
  for (const language of [english, spanish]) {
    const names = keys.map((key) => language[key]);
    expect(names).not.toContain(undefined);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  }
});

describe('Spanish', () => {
  test('has the same keys as English', () => {
    expect(Object.keys(spanish).sort()).toEqual(Object.keys(english).sort());
  });

  test.each(Object.keys(english))('%s: the same placeholders, nothing empty, every plural form', (key) => {
    const [source, target] = [english[key] ?? '', spanish[key] ?? ''];
    const wanted = placeholders(formsOf(source)[0] ?? '');
    for (const text of [...formsOf(source), ...formsOf(target)]) {
      expect(text.trim()).not.toBe('');
      expect(placeholders(text)).toEqual(wanted);
    }
    expect(typeof target).toBe(typeof source);
    if (typeof target !== 'string') {
      const needed = new Intl.PluralRules('es').resolvedOptions().pluralCategories;
      expect(Object.keys(target).sort()).toEqual([...needed].sort());
    }
  });
});

test('the words are those of a family: no cryptography, in no language', () => {
  const terms = /\b(epoch|chain|keys?|cipher|crypt\w*|hash|device id|época|cadena|claves?|cifra\w*|huella)\b/i;
  for (const [key, entry] of [...Object.entries(english), ...Object.entries(spanish)]) {
    for (const text of formsOf(entry)) expect(`${key}: ${text.match(terms)?.[0] ?? ''}`).toBe(`${key}: `);
  }
});

test('every way in which a command can fail has a sentence', () => {
  for (const error of COMMAND_ERRORS) expect(english[`error.${error}`]).toMatch(/^[A-Z].*\.$/);
});

describe('texts and code', () => {
  const sources = new Map<string, string>(
    ['components', 'lib/stores'].flatMap((folder) =>
      readdirSync(new URL(folder, ROOT))
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => [`${folder}/${name}`, readFileSync(new URL(`${folder}/${name}`, ROOT), 'utf8')] as const),
    ),
  );

  /** Keys written out in a file. */
  function keysIn(text: string): string[] {
    return [...text.matchAll(/'([a-zA-Z]+\.[\w.-]+)'/g)].flatMap(([, key = '']) => (key in english ? [key] : []));
  }

  test('use every key, literally or by a prefix', () => {
    const all = [...sources.values()].join('\n');
    const prefixes = [...all.matchAll(/`([a-zA-Z]+\.(?:[\w-]+\.)*)\$\{/g)].map(([, prefix = '']) => prefix);
    const literal = new Set(keysIn(all));
    const unused = Object.keys(english).filter(
      (key) => !literal.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  /** A page's modules without what it loads later. */
  function closure(start: string): string[] {
    const found = new Set([start]);
    for (const file of found) {
      const folder = file.slice(0, file.lastIndexOf('/'));
      for (const [, target = ''] of (sources.get(file) ?? '').matchAll(
        // A type needs no texts.
        /^(?:import|export) (?!type\b)[^;]*? from '(\.[^']+)';/gm,
      )) {
        const path = new URL(target, `file:///${folder}/`).pathname.slice(1);
        if (sources.has(path)) found.add(path);
      }
    }
    return [...found];
  }

  test.each([
    ['components/popup-page.tsx', [en]],
    ['components/side-panel-page.tsx', [en, enPanel]],
    ['components/options-page.tsx', [en, enOptions, enProblems, enDialogs]],
    ['components/welcome-page.tsx', [en, enStart, enProblems, enDialogs]],
    ['components/month-view.tsx', [en, enPanel, enCalendar]],
    ['components/print-dialog.tsx', [en, enPanel, enCalendar, enDialogs]],
    ['components/time-grid.tsx', [en, enPanel, enCalendar]],
    ['components/people-view.tsx', [en, enPanel, enCalendar]],
    ['components/date-picker.tsx', [en, enPanel, enCalendar, enDialogs]],
    ['components/entry-dialog.tsx', [en, enDialogs, enLists]],
    ['components/list-tools.tsx', [en, enDialogs, enLists]],
    ['components/recognised.tsx', [en, enQuickAdd]],
    ['components/paste-dialog.tsx', [en, enQuickAdd, enDialogs]],
    ['components/event-dialog.tsx', [en, enDialogs, enEvents, enRepeats]],
    ['components/reach-dialog.tsx', [en, enPanel, enDialogs, enEvents, enRepeats]],
    ['components/line-event.tsx', [en, enPanel, enDialogs, enEvents, enRepeats, enQuickAdd]],
    ['components/quick-event.tsx', [en, enPanel, enDialogs, enEvents, enRepeats, enQuickAdd]],
    ['components/list-dialog.tsx', [en, enDialogs, enLists, enPeople]],
    ['components/all-lists-dialog.tsx', [en, enDialogs, enLists]],
    ['components/export-lists-dialog.tsx', [en, enDialogs, enLists]],
    ['components/import-list-dialog.tsx', [en, enDialogs, enLists]],
    ['components/history-dialog.tsx', [en, enDialogs, enLists]],
    ['components/trash-dialog.tsx', [en, enDialogs, enLists]],
    ['components/aisles-dialog.tsx', [en, enDialogs, enLists]],
    ['components/copy-list-dialog.tsx', [en, enDialogs, enLists]],
    ['components/invite-dialog.tsx', [en, enPanel, enPeople, enProblems]],
    ['components/member-dialog.tsx', [en, enPanel, enPeople, enDialogs]],
    ['components/remove-dialog.tsx', [en, enPanel, enPeople, enProblems, enDialogs]],
    ['components/family-name-dialog.tsx', [en, enPanel, enPeople, enDialogs]],
    ['components/kit-dialog.tsx', [en, enOptions, enRecovery, enProblems, enDialogs]],
    ['components/restore-dialog.tsx', [en, enOptions, enRecovery, enStart, enProblems, enDialogs]],
    ['components/report-details.tsx', [en, enOptions, enReport, enProblems]],
    ['components/recover-form.tsx', [en, enStart, enRecovery, enProblems, enDialogs]],
    ['components/leave-dialog.tsx', [en, enOptions, enProblems, enDialogs]],
    ['components/calendar-import-dialog.tsx', [en, enOptions, enCalendarFiles, enProblems, enDialogs]],
    ['components/calendar-export-dialog.tsx', [en, enOptions, enCalendarFiles, enProblems, enDialogs]],
    ['components/feed-list.tsx', [en, enOptions, enFeeds, enPeople, enProblems, enDialogs]],
    ['components/feed-dialog.tsx', [en, enOptions, enFeeds, enPeople, enProblems, enDialogs]],
    ['components/holidays-dialog.tsx', [en, enOptions, enFeeds, enProblems, enDialogs]],
    ['components/no-family.tsx', [en, enStart, enProblems, enDialogs]],
    ['components/banner-list.tsx', [en, enProblems]],
    ['components/standing-banners.tsx', [en, enProblems]],
  ])('%s has the English it shows when it shows it', (page, parts) => {
    const known = new Set(parts.flatMap((part) => Object.keys(part)));
    const own = page.includes('dialog') || page.includes('banner') ? [page] : closure(page);
    const wanted = own
      .filter((file) => file.startsWith('components/'))
      .flatMap((file) => keysIn(sources.get(file) ?? ''));
    expect(wanted.filter((key) => !known.has(key))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(0);
  });
});
