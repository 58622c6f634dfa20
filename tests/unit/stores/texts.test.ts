import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { formatsFor } from '../../../lib/calendar/formats.ts';
import type { SyncRow } from '../../../lib/protocol/queries.ts';
import { REFUSAL_REASONS } from '../../../lib/protocol/relay.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { parseQuantity, quantityText } from '../../../lib/stores/quantity-text.ts';
import { helpText, refusalText } from '../../../lib/stores/refusals.ts';
import { createSyncStatus } from '../../../lib/stores/sync-status.ts';
import type { LinkState } from '../../../lib/stores/worker-link.ts';
import { enLists } from '../../../locales/en-lists.ts';
import { enProblems } from '../../../locales/en-problems.ts';
import { syncRow } from './rows.ts';

function english() {
  const i18n = createI18n('en-US');
  i18n.learn(enProblems);
  i18n.learn(enLists);
  return i18n;
}

describe('texts', () => {
  test('are in the language of the browser or of choice, switched while they run', async () => {
    const i18n = createI18n('es-MX');
    await i18n.use('auto');
    expect(i18n.t('action.undo')).toBe('Deshacer');
    expect(i18n.locale.value).toBe('es-MX');
    await i18n.use('en');
    expect(i18n.t('action.undo')).toBe('Undo');
    expect(i18n.locale.value).toBe('en');
  });

  test('of a language that is not there are English', async () => {
    const i18n = createI18n('de-DE');
    await i18n.use('auto');
    expect(i18n.language.value).toBe('en');
  });

  test('follow the last choice when two are loading', async () => {
    const i18n = createI18n('en-US');
    await Promise.all([i18n.use('es'), i18n.use('en')]);
    expect(i18n.language.value).toBe('en');
  });

  test('fill in what they are given, as text', () => {
    const { t } = english();
    expect(t('undo.added', { title: '<b>{title}</b> $& $1' })).toBe('Added “<b>{title}</b> $& $1”');
  });

  test('have plural forms and the locale’s numbers', async () => {
    const i18n = english();
    expect(i18n.t('undo.cleared', { n: 1 })).toBe('Cleared 1 done entry');
    expect(i18n.t('undo.cleared', { n: 1_234 })).toBe('Cleared 1,234 done entries');
    await i18n.use('es');
    expect(i18n.t('undo.cleared', { n: 1 })).toBe('Quitada 1 entrada hecha');
  });

  test('keep right-to-left titles from turning the sentence', () => {
    const { t } = english();
    expect(t('undo.added', { title: 'חלב' })).toBe('Added “\u2068חלב\u2069”');
    expect(t('undo.added', { title: 'Léa 🥛' })).toBe('Added “Léa 🥛”');
  });
});

describe('dates and times', () => {
  test('have the forms of en-US', () => {
    const formats = formatsFor('en-US', 'auto', 'auto');
    expect(formats.date('2026-11-24')).toBe('Tue, Nov 24');
    expect(formats.time('15:00')).toBe('3:00 PM');
    expect(formats.time('00:05')).toBe('12:05 AM');
    expect(formats.month('2026-11-24')).toBe('Nov 2026');
    expect(formats.dayName('2026-11-24')).toBe('Tue 24');
    expect(formats.longDate('2026-11-24')).toBe('Tuesday, November 24, 2026');
    expect(formats.weekStart).toBe(7);
  });

  test('follow the person’s choice', () => {
    expect(formatsFor('en-US', '24', 'monday').time('00:05')).toBe('00:05');
    expect(formatsFor('en-US', '24', 'monday').weekStart).toBe(1);
    expect(formatsFor('es-ES', '12', 'saturday').time('15:00')).toBe('3:00 p. m.');
    expect(formatsFor('es-ES', 'auto', 'saturday').weekStart).toBe(6);
    expect(formatsFor('es-ES', 'auto', 'auto').time('15:00')).toBe('15:00');
    expect(formatsFor('es-ES', 'auto', 'auto').weekStart).toBe(1);
  });
});

describe('quantities', () => {
  test.each([
    ['2', { amount: 2 }],
    [' 500 g ', { amount: 500, unit: 'g' }],
    ['1.5l', { amount: 1.5, unit: 'l' }],
    ['1,5 kg', { amount: 1.5, unit: 'kg' }],
    ['3 cans of', { amount: 3, unit: 'cans of' }],
    ['2x', { amount: 2 }],
    ['', null],
    ['some', undefined],
    ['-1', undefined],
    ['2000000', undefined],
    [`1 ${'x'.repeat(41)}`, undefined],
  ])('%j is %j', (text, expected) => {
    expect(parseQuantity(text)).toEqual(expected);
  });

  test('of different units stand side by side', () => {
    expect(quantityText([{ amount: 2 }, { amount: 500, unit: 'g' }], String)).toBe('2 + 500 g');
  });
});

describe('the sync status', () => {
  function shown(row: SyncRow | undefined, part: { pending?: number; state?: LinkState } = {}) {
    const { pending = 0, state = 'up' } = part;
    const made = createSyncStatus({
      client: { pending: signal(pending), state: signal(state) },
      sync: signal(row),
      i18n: createI18n('en-US'),
    });
    return () => `${made.text.value} (${made.tone.value})`;
  }
  const status = (...args: Parameters<typeof shown>) => shown(...args)();

  test('says what the worker says', () => {
    expect(status(syncRow())).toBe('Synced (good)');
    expect(status(syncRow({ state: 'saving' }))).toBe('Saving… (busy)');
    expect(status(syncRow({ state: 'sending' }))).toBe('Saved here, sending… (busy)');
    expect(status(syncRow({ state: 'connecting' }))).toBe('Connecting… (busy)');
    expect(status(syncRow({ state: 'offline' }))).toBe('Offline — saved on this device (waiting)');
  });

  test('says at once that something is wrong, and what it is as soon as the words for it are there', async () => {
    const refused = shown(syncRow({ state: 'refused', reason: 'room-full' }));
    expect(refused()).toBe('Cannot sync (stuck)');
    await expect.poll(refused).toBe('Cannot sync: too many devices are connected (stuck)');
    const broken = shown(syncRow({ state: 'storage-failed' }));
    await expect.poll(broken).toBe('Cannot sync: this browser cannot save (stuck)');
  });

  test('never claims more than is known', () => {
    expect(status(undefined)).toBe('Connecting… (busy)');
    expect(status(syncRow(), { state: 'connecting' })).toBe('Connecting… (busy)');
    expect(status(syncRow(), { pending: 1 })).toBe('Saving… (busy)');
    expect(status(syncRow({ state: 'refused', reason: 'clock' }), { pending: 1 })).toContain('Cannot sync');
  });

  test('has words and help for every reason there is', () => {
    const i18n = english();
    for (const reason of [...REFUSAL_REASONS, 'not-a-relay', 'bad-host'] as const) {
      const row = syncRow({ state: 'refused', reason });
      expect(refusalText(i18n, row)).not.toContain('refusal.');
      expect(helpText(i18n, row)).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('names the minutes that a clock is wrong, and in which direction', () => {
    const i18n = english();
    const wrong = (skewMs: number) => helpText(i18n, syncRow({ state: 'refused', reason: 'clock', skewMs }));
    expect(wrong(7 * 60_000)).toContain('7 minutes behind');
    expect(wrong(-60_000)).toContain('1 minute ahead');
    expect(wrong(-3_600_000)).toContain('60 minutes ahead');
  });
});
