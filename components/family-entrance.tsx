import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { MemberId } from '../lib/protocol/ids.ts';
import type { FamilyView, InviteView } from '../lib/stores/family-view.ts';
import { uniqueLabels } from '../lib/stores/unique-labels.ts';
import { useApp } from './app-context.ts';
import { lazy } from './lazy.tsx';

const InviteDialog = lazy(async () => {
  const [code, people, problems] = await Promise.all([
    import('./invite-dialog.tsx'),
    import('../locales/en-people.ts'),
    import('../locales/en-problems.ts'),
  ]);
  return [code.InviteDialog, people.enPeople, problems.enProblems];
});

/** How others come in: new links, those still open, whether somebody has to agree; and the way back if all is lost. */
export function FamilyEntrance({ family, said }: { family: FamilyView; said: Signal<string> }) {
  const { me, i18n } = useApp();
  const { t } = i18n;
  /** Whose device the link is for; null for someone new. */
  const inviting = useSignal<{ member: MemberId | null } | null>(null);
  const inviteButton = useRef<HTMLButtonElement>(null);
  return (
    <>
      <div class="family-actions">
        <button
          type="button"
          ref={inviteButton}
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
      <OpenInvites family={family} said={said} onLast={() => inviteButton.current?.focus()} />
      <Approval family={family} />
      <KitNudge family={family} />
      {inviting.value !== null && (
        <InviteDialog
          member={inviting.value.member}
          moments={family.moments.value}
          onClose={() => {
            inviting.value = null;
          }}
        />
      )}
    </>
  );
}

/** Links that can still be used, each with a way to take it back. */
function OpenInvites(props: { family: FamilyView; said: Signal<string>; onLast: () => void }) {
  const { client, problems, i18n } = useApp();
  const { t } = i18n;
  const invites = props.family.invites.value;
  const { moment } = props.family.moments.value;
  const root = useRef<HTMLElement>(null);
  if (invites.length === 0) return null;
  const names = uniqueLabels(invites.map((invite) => titleOf(invite)));

  function titleOf({ by, at }: InviteView): string {
    return by === undefined
      ? t('invites.made', { when: moment(at) })
      : t('invites.madeBy', { name: by.name, when: moment(at) });
  }

  async function revoke({ id }: InviteView): Promise<void> {
    const outcome = await client.run({ type: 'revokeInvite', invite: id });
    if (!outcome.ok) {
      problems.tell(outcome.error);
      return;
    }
    props.said.value = t('invites.revoked');
    requestAnimationFrame(() => {
      const next = root.current?.querySelector('button');
      if (next) next.focus();
      else props.onLast();
    });
  }

  return (
    <section class="family-part" ref={root} aria-labelledby="invites-heading">
      <h3 id="invites-heading">{t('invites.heading')}</h3>
      <ul class="family-rows" aria-label={t('invites.heading')}>
        {invites.map((invite, index) => (
          <li key={invite.id}>
            <span>
              <span dir="auto">{titleOf(invite)}</span>
              <small>
                {t('invites.ends', { when: moment(invite.expiresAt) })}
                {invite.needsApproval && ` · ${t('invites.asks')}`}
              </small>
            </span>
            <button
              type="button"
              class="button button-small"
              aria-label={t('invites.revoke.name', { invite: names[index] ?? '' })}
              onClick={() => void revoke(invite)}
            >
              {t('invites.revoke')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whether somebody has to agree to each new member. */
function Approval({ family }: { family: FamilyView }) {
  const { client, problems, i18n } = useApp();
  const { t } = i18n;
  /** What was chosen, until the worker's rows say the same. */
  const chosen = useSignal<boolean | null>(null);
  const isOn = chosen.value ?? family.approval.value;

  async function choose(approval: boolean): Promise<void> {
    chosen.value = approval;
    const outcome = await client.run({ type: 'setApproval', approval });
    chosen.value = null;
    if (!outcome.ok) problems.tell(outcome.error);
  }

  return (
    <div class="family-part">
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={isOn}
          aria-describedby="approval-hint"
          checked={isOn}
          onChange={(event) => void choose(event.currentTarget.checked)}
        />
        <span>{t('approval.label')}</span>
      </label>
      <p class="hint" id="approval-hint">
        {t('approval.hint')}
      </p>
    </div>
  );
}

/** Where there is no recovery kit, and something to lose. */
function KitNudge({ family }: { family: FamilyView }) {
  const { platform, problems, i18n } = useApp();
  const { t } = i18n;
  if (!family.needsKit.value) return null;
  return (
    <div class="family-part nudge">
      <p>{t('kit.nudge')}</p>
      <button
        type="button"
        class="button button-small"
        onClick={() => void platform.openOptions().catch(() => problems.tell('internal'))}
      >
        {t('kit.nudge.open')}
      </button>
    </div>
  );
}
