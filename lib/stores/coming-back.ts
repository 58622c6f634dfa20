import type { ReadonlySignal } from '@preact/signals';
import { enLists } from '../../locales/en-lists.ts';
import type { MemberId } from '../protocol/ids.ts';
import type { EntryRow, MemberRow } from '../protocol/values.ts';
import { brief } from './brief.ts';
import type { Formats } from './formats.ts';
import type { I18n } from './i18n.ts';

/** What it takes to say when an entry is due next, and for whom. */
export interface ComingBack {
  readonly i18n: I18n;
  readonly formats: ReadonlySignal<Formats>;
  readonly members: ReadonlySignal<ReadonlyMap<string, MemberRow>>;
  readonly me: ReadonlySignal<MemberId | undefined>;
}

/** What is said after a repeating entry was ticked: its next date, and whose turn it is then. Empty where it does not come back. `value`: what the worker answered. */
export function comingBackText(deps: ComingBack, row: EntryRow, value: Readonly<Record<string, unknown>>): string {
  const { next, turn } = value;
  if (typeof next !== 'string') return '';
  const { i18n, formats, members, me } = deps;
  i18n.learn(enLists);
  const said = { title: brief(row.title), date: formats.peek().date(next) };
  const [id] = Array.isArray(turn) ? turn : [];
  if (id !== undefined && id === me.peek()) return i18n.t('undo.nextYours', said);
  const name = typeof id === 'string' ? members.peek().get(id)?.name : undefined;
  return name === undefined ? i18n.t('undo.next', said) : i18n.t('undo.nextTurn', { ...said, name });
}
