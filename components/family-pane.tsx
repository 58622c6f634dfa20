import { useSignal } from '@preact/signals';
import type { MemberId } from '../lib/protocol/ids.ts';
import { useApp } from './app-context.ts';
import { Avatar } from './avatar.tsx';
import { lazy } from './lazy.tsx';

const InviteDialog = lazy(async () => {
  const [code, texts] = await Promise.all([import('./invite-dialog.tsx'), import('../locales/en-problems.ts')]);
  return [code.InviteDialog, texts.enProblems];
});

/** Who is in the family, with which devices, and how others come in. */
export function FamilyPane() {
  const { session, members, me, i18n } = useApp();
  const { t } = i18n;
  /** Whose device the link is for; null for someone new. */
  const inviting = useSignal<{ member: MemberId | null } | null>(null);
  const all = [...members.value.values()];

  return (
    <div class="scroll">
      <h2 class="pane-head" dir="auto">
        {session.value?.family?.name}
      </h2>
      <ul class="members" aria-label={t('family.members')}>
        {all.map((member) => (
          <li key={member.id} class="member">
            <Avatar member={member} />
            <span>
              <b dir="auto">{member.name}</b>
              {member.isYou && <span class="hint"> ({t('family.you')})</span>}
              {member.devices.map((device) => (
                <small key={device.id}>
                  <span dir="auto">{device.name}</span>
                  {device.isThis && ` (${t('family.thisDevice')})`}
                </small>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {all.length === 1 && <p class="gap">{t('family.alone')}</p>}
      <div class="family-actions">
        <button
          type="button"
          class="button button-main"
          aria-haspopup="dialog"
          onClick={() => {
            inviting.value = { member: null };
          }}
        >
          {t('family.invite')}
        </button>
        <button
          type="button"
          class="button"
          aria-haspopup="dialog"
          onClick={() => {
            inviting.value = { member: me.peek() ?? null };
          }}
        >
          {t('family.addDevice')}
        </button>
      </div>
      {inviting.value !== null && (
        <InviteDialog
          member={inviting.value.member}
          onClose={() => {
            inviting.value = null;
          }}
        />
      )}
    </div>
  );
}
