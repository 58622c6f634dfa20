import type { MemberId } from '../lib/protocol/ids.ts';
import type { MemberRow } from '../lib/protocol/values.ts';
import type { I18n } from '../lib/stores/i18n.ts';
import { useApp } from './app-context.ts';

/** A member's initial in their colour, in outline where they were removed. The name is the caller's to give. */
export function Avatar({ member }: { member: Pick<MemberRow, 'name' | 'colour'> & { isRemoved?: boolean } }) {
  return (
    <span
      class={member.isRemoved ? 'avatar avatar-removed' : 'avatar'}
      style={{ '--member': memberColour(member) }}
      aria-hidden="true"
    >
      {initialOf(member.name)}
    </span>
  );
}

/** The avatars of some members, read out as their names. Members who are not known (any more) are left out. */
export function Avatars({ who, label }: { who: readonly MemberId[]; label?: (name: string) => string }) {
  const app = useApp();
  const members = app.members.value;
  const known = who.flatMap((id) => members.get(id) ?? []);
  if (known.length === 0) return null;
  return (
    <span class="avatars">
      {known.map((member) => {
        const name = nameOf(member, app.i18n.t);
        return (
          <span key={member.id} title={name}>
            <Avatar member={member} />
            <span class="visually-hidden">{label?.(name) ?? name} </span>
          </span>
        );
      })}
    </span>
  );
}

/** A member's name, marked where they were removed. */
export function nameOf({ name, isRemoved }: MemberRow, t: I18n['t']): string {
  return isRemoved ? t('member.removed', { name }) : name;
}

/** The token of a member's colour. */
export function memberColour(member: Pick<MemberRow, 'colour'> | undefined): string | undefined {
  return member === undefined ? undefined : `var(--member-${member.colour})`;
}

// The first grapheme, so that a letter with its accent, or an emoji, stays whole.
function initialOf(name: string): string {
  const first = new Intl.Segmenter().segment(name.trim())[Symbol.iterator]().next();
  return first.done ? '?' : first.value.segment.toLocaleUpperCase();
}
