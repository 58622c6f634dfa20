import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MemberId } from '../lib/protocol/ids.ts';
import { linkReach } from '../lib/stores/join-link.ts';
import type { Moments } from '../lib/stores/moments.ts';
import type { ProblemCode } from '../lib/stores/problems.ts';
import type { Outcome } from '../lib/stores/worker-client.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { QrCode } from './qr-code.tsx';

interface MadeInvite {
  readonly link: string;
  readonly expiresAt: number | undefined;
  readonly needsApproval: boolean;
}

/** A fresh invite link: for someone new, or with `member` for another device of that member. */
export function InviteDialog(props: { member: MemberId | null; moments: Moments; onClose: () => void }) {
  const { member, moments } = props;
  const { client, platform, i18n } = useApp();
  const { t } = i18n;
  const made = useSignal<MadeInvite | null>(null);
  const problem = useSignal<ProblemCode | null>(null);
  const copied = useSignal<'no' | 'yes' | 'failed'>('no');
  const input = useRef<HTMLInputElement>(null);

  async function make(): Promise<void> {
    problem.value = null;
    const invite = readInvite(await client.run({ type: 'makeInvite', ...(member === null ? {} : { member }) }));
    if (typeof invite === 'string') problem.value = invite;
    else made.value = invite;
  }

  useEffect(() => void make(), []);

  async function copy(link: string): Promise<void> {
    try {
      await platform.copyText(link);
      copied.value = 'yes';
    } catch {
      copied.value = 'failed';
      input.current?.select();
    }
  }

  const invite = made.value;
  const reach = invite === null ? 'everywhere' : linkReach(invite.link);
  return (
    <Dialog title={t(member === null ? 'invite.heading' : 'invite.device.heading')} onClose={props.onClose}>
      <p>{t(member === null ? 'invite.lead' : 'invite.device.lead')}</p>
      {problem.value !== null && (
        <div class="row-actions">
          <p class="error" role="alert">
            {t(`error.${problem.value}`)}
          </p>
          <button
            type="button"
            class="button button-small"
            onClick={() => {
              // The button goes while it is tried: the link is what one waits for.
              input.current?.focus();
              void make();
            }}
          >
            {t('invite.again')}
          </button>
        </div>
      )}
      <div class="field">
        <label for="invite-link">{t('invite.link')}</label>
        <div class="invite-line">
          <input
            ref={input}
            class="input"
            id="invite-link"
            type="text"
            readOnly
            aria-describedby="invite-terms invite-secret"
            placeholder={problem.value === null ? t('invite.making') : ''}
            value={invite?.link ?? ''}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button
            type="button"
            class="button button-main"
            aria-disabled={invite === null}
            onClick={() => invite !== null && void copy(invite.link)}
          >
            {t('invite.copy')}
          </button>
        </div>
        <p class="hint" role="status">
          {copied.value === 'yes' ? t('invite.copied') : copied.value === 'failed' ? t('invite.copyFailed') : ''}
        </p>
      </div>
      <p id="invite-terms">
        {t('invite.once')}
        {invite?.expiresAt !== undefined && ` ${t('invite.until', { when: moments.moment(invite.expiresAt) })}`}
        {invite?.needsApproval === true && ` ${t('invite.asks')}`}
      </p>
      {invite !== null && <QrCode text={invite.link} label={t('invite.qr')} />}
      {reach !== 'everywhere' && <p class="hint">{t(reach === 'here' ? 'invite.here' : 'invite.near')}</p>}
      <p class="caution" id="invite-secret">
        <Icon name={icons.alert} />
        <span>{t(invite?.needsApproval === true ? 'invite.secret.asks' : 'invite.secret')}</span>
      </p>
    </Dialog>
  );
}

function readInvite(outcome: Outcome): MadeInvite | ProblemCode {
  if (!outcome.ok) return outcome.error;
  const { link, expiresAt, needsApproval } = outcome.value ?? {};
  if (typeof link !== 'string') return 'internal';
  return {
    link,
    expiresAt: typeof expiresAt === 'number' ? expiresAt : undefined,
    needsApproval: needsApproval === true,
  };
}
