import { useId } from 'preact/hooks';
import type { MemberId } from '../lib/protocol/ids.ts';
import { useApp, useTexts } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';

/** Whom something is for: a checkbox per member. */
export function WhoField({ who, onChange }: { who: readonly MemberId[]; onChange: (who: MemberId[]) => void }) {
  const t = useTexts();
  const members = [...useApp().members.value.values()];
  const hintId = useId();
  return (
    <fieldset class="field" aria-describedby={hintId}>
      <legend class="field-label">{t('field.who')}</legend>
      <div class="who-choices">
        {members.map((member) => (
          <label key={member.id} class="who-choice">
            <Avatar member={member} />
            <span dir="auto">{member.name}</span>
            <Icon name="check" />
            <input
              type="checkbox"
              aria-label={member.name}
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
