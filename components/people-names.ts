import type { MemberId } from '../lib/protocol/ids.ts';
import type { MemberRow } from '../lib/protocol/values.ts';
import type { I18n } from '../lib/stores/i18n.ts';
import { nameOf } from './avatar.tsx';

/** `Ana and Ben`, in the family's order. Members who are not known (any more) are left out. */
export function peopleNames(
  who: readonly MemberId[],
  members: ReadonlyMap<string, MemberRow>,
  { t, locale }: Pick<I18n, 't' | 'locale'>,
): string {
  const known = [...members.values()].filter(({ id }) => who.includes(id));
  return new Intl.ListFormat(locale.value).format(known.map((member) => nameOf(member, t)));
}
