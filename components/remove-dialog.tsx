import { useSignal } from '@preact/signals';
import type { DeviceId } from '../lib/protocol/ids.ts';
import type { MemberRow } from '../lib/protocol/values.ts';
import type { FamilyView } from '../lib/stores/family-view.ts';
import type { ProblemCode } from '../lib/stores/problems.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { focusMain } from './focus-places.ts';
import { changeMemberId } from './member-item.tsx';

/** What is to be removed: somebody with all their browsers, or one browser (of `owner`, where that is known). */
export type Removal =
  | { readonly type: 'member'; readonly member: MemberRow }
  | { readonly type: 'device'; readonly id: DeviceId; readonly name: string; readonly owner?: MemberRow };

/** Says plainly what removing does and what it cannot do, then does it. `onClose` gets what to read out once it is done. */
export function RemoveDialog(props: { family: FamilyView; removal: Removal; onClose: (done?: string) => void }) {
  const { family, removal } = props;
  const { client, sync, i18n } = useApp();
  const { t } = i18n;
  const isBusy = useSignal<boolean>(false);
  const withInvites = useSignal<boolean>(false);
  const problem = useSignal<ProblemCode | null>(null);
  const isMember = removal.type === 'member';
  const name = nameOf(removal);
  const invites = family.invites.value;
  const isAway = sync.value?.state === 'offline' || sync.value?.state === 'connecting';

  function nameOf(what: Removal): string {
    if (what.type === 'member') return what.member.name;
    const { owner, name: device } = what;
    return owner === undefined ? device : t('remove.deviceOf', { name: owner.name, device });
  }

  async function remove(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    problem.value = await run();
    isBusy.value = false;
    if (problem.peek() === null) props.onClose(t('remove.done', { name }));
  }

  /** Invites first: whoever is removed may hold one of them. Null when all is done. */
  async function run(): Promise<ProblemCode | null> {
    for (const { id } of withInvites.peek() ? invites : []) {
      const revoked = await client.run({ type: 'revokeInvite', invite: id });
      if (!revoked.ok) return revoked.error;
    }
    const outcome = await client.run(
      isMember
        ? {
            type: 'removeDevices',
            // As they are now: one may have been added since the dialog opened.
            devices: (family.memberOf(removal.member.id) ?? removal.member).devices.map(({ id }) => id),
            member: removal.member.id,
          }
        : { type: 'removeDevices', devices: [removal.id] },
    );
    return outcome.ok ? null : outcome.error;
  }

  return (
    <Dialog
      title={t('remove.heading', { name })}
      onClose={() => props.onClose()}
      onFocusLost={() => {
        const owner = isMember ? removal.member : removal.owner;
        const place = document.getElementById(changeMemberId(owner?.id ?? ''));
        if (place === null) focusMain();
        else place.focus();
      }}
      foot={
        <>
          <button type="button" class="button push" onClick={() => props.onClose()}>
            {t('action.cancel')}
          </button>
          <button type="button" class="button button-danger" aria-disabled={isBusy.value} onClick={() => void remove()}>
            {t(isBusy.value ? 'remove.working' : 'family.removeShort')}
          </button>
        </>
      }
    >
      <ul class="points">
        <li>{t(isMember ? 'remove.shut' : 'remove.shut.device')}</li>
        <li>{t('remove.keeps')}</li>
        {isMember && <li>{t('remove.assigned', { name })}</li>}
        {!isMember && removal.owner !== undefined && <li>{t('remove.stays', { name: removal.owner.name })}</li>}
        {family.recovery.value && <li>{t('remove.kit')}</li>}
      </ul>
      {invites.length > 0 && (
        <div class="caution caution-choice">
          <label class="check">
            <input
              type="checkbox"
              checked={withInvites}
              onChange={(event) => {
                withInvites.value = event.currentTarget.checked;
              }}
            />
            <span>{t('remove.invites.revoke', { n: invites.length })}</span>
          </label>
          <p>{t('remove.invites', { n: invites.length })}</p>
        </div>
      )}
      {isAway && problem.value === null && (
        <p class="hint" role="status">
          {t('remove.offline')}
        </p>
      )}
      {problem.value !== null && (
        <p class="error" role="alert">
          {t(`error.${problem.value}`)}
        </p>
      )}
    </Dialog>
  );
}
