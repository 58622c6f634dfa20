import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Settings } from '../../../lib/protocol/queries.ts';
import { createFormats } from '../../../lib/stores/formats.ts';
import { createI18n } from '../../../lib/stores/i18n.ts';
import { repeatText } from '../../../lib/stores/repeat-text.ts';
import { enQuickAdd } from '../../../locales/en-quick-add.ts';

test.each([
  ['FREQ=DAILY', 'every day'],
  ['FREQ=DAILY;INTERVAL=3', 'every 3 days'],
  ['FREQ=WEEKLY', 'every week'],
  ['FREQ=WEEKLY;BYDAY=FR', 'every week on Fri'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', 'every 2 weeks on Tue and Thu'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
  ['FREQ=MONTHLY;BYMONTHDAY=15', 'every month on day 15'],
  ['FREQ=MONTHLY;BYDAY=-1SU', 'every month on the last Sun'],
  ['FREQ=MONTHLY;BYDAY=2MO', 'every month on the second Mon'],
  ['FREQ=YEARLY;UNTIL=20301220', 'every year until Fri, Dec 20'],
])('[Q17] %s is %s', (rrule, text) => {
  const i18n = createI18n('en-US');
  i18n.learn(enQuickAdd);
  const settings = signal({ timeFormat: 'auto', weekStart: 'auto' } as Settings);
  expect(repeatText(rrule, i18n, createFormats(signal('en-US'), settings).value)).toBe(text);
});
