import type { en } from './en.ts';
import type { enCalendar } from './en-calendar.ts';
import type { enCalendarFiles } from './en-calendar-files.ts';
import type { enDialogs } from './en-dialogs.ts';
import type { enEvents } from './en-events.ts';
import type { enFeeds } from './en-feeds.ts';
import type { enLists } from './en-lists.ts';
import type { enOptions } from './en-options.ts';
import type { enPanel } from './en-panel.ts';
import type { enPeople } from './en-people.ts';
import type { enProblems } from './en-problems.ts';
import type { enQuickAdd } from './en-quick-add.ts';
import type { enRecovery } from './en-recovery.ts';
import type { enRepeats } from './en-repeats.ts';
import type { enReport } from './en-report.ts';
import type { enStart } from './en-start.ts';

/** All English texts: what every page has, and the parts that come with what shows them. */
export type English = typeof en &
  typeof enCalendar &
  typeof enCalendarFiles &
  typeof enFeeds &
  typeof enDialogs &
  typeof enEvents &
  typeof enLists &
  typeof enOptions &
  typeof enPanel &
  typeof enPeople &
  typeof enRecovery &
  typeof enRepeats &
  typeof enReport &
  typeof enProblems &
  typeof enQuickAdd &
  typeof enStart;

/** Every text there is, by its English key. */
export type MessageKey = keyof English;

/** Plural forms of one text; `other` serves every number that has no form of its own. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** What a language provides: the same keys as English, each a text or its plural forms as English has it. */
export type Catalogue = { [K in MessageKey]: English[K] extends string ? string : PluralForms };
