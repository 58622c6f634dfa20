import { useId, useRef } from 'preact/hooks';
import type { MemberId } from '../lib/protocol/ids.ts';
import { useApp, useTexts } from './app-context.ts';
import { Avatar, nameOf } from './avatar.tsx';
import { Icon } from './icon.tsx';

/** Whom something is for: a checkbox per member. */
export function WhoField({ who, onChange }: { who: readonly MemberId[]; onChange: (who: MemberId[]) => void }) {
  const t = useTexts();
  const shown = useRef(new Set(who));
  // Who was removed is not offered any more, only shown where something is still for them.
  const members = [...useApp().members.value.values()].filter(
    ({ id, isRemoved }) => !isRemoved || shown.current.has(id),
  );
  const hintId = useId();
  return (
    <fieldset class="field" aria-describedby={hintId}>
      <legend class="field-label">{t('field.who')}</legend>
      <div class="who-choices">
        {members.map((member) => (
          <label key={member.id} class="who-choice">
            <Avatar member={member} />
            <span dir="auto">{nameOf(member, t)}</span>
            <Icon name="check" />
            <input
              type="checkbox"
              aria-label={nameOf(member, t)}
              checked={who.includes(member.id)}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...who, member.id] : who.filter((other) => other !== member.id))
              }
            />
          </label>
        ))}
      </div>
      <p class="hint" id={hintId}>
        {t('field.who.hint')}
      </p>
    </fieldset>
  );
}
