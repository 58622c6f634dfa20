import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MemberId } from '../lib/protocol/ids.ts';
import type { ProblemCode } from '../lib/stores/problems.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { QrCode } from './qr-code.tsx';

/** A fresh invite link: for someone new, or with `member` for another device of that member. */
export function InviteDialog({ member, onClose }: { member: MemberId | null; onClose: () => void }) {
  const { client, platform, i18n } = useApp();
  const { t } = i18n;
  const link = useSignal<string | null>(null);
  const problem = useSignal<ProblemCode | null>(null);
  const copied = useSignal<'no' | 'yes' | 'failed'>('no');
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    void client.run({ type: 'makeInvite', ...(member === null ? {} : { member }) }).then((outcome) => {
      const made = outcome.ok ? outcome.value?.link : undefined;
      if (typeof made === 'string') link.value = made;
      else problem.value = outcome.ok ? 'internal' : outcome.error;
    });
  }, []);

  async function copy(): Promise<void> {
    try {
      await platform.copyText(link.peek() ?? '');
      copied.value = 'yes';
    } catch {
      copied.value = 'failed';
      input.current?.select();
    }
  }

  return (
    <Dialog title={t(member === null ? 'invite.heading' : 'invite.device.heading')} onClose={onClose}>
      <p>{t(member === null ? 'invite.lead' : 'invite.device.lead')}</p>
      {problem.value !== null && (
        <p class="error" role="alert">
          {t(`error.${problem.value}`)}
        </p>
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
            aria-describedby="invite-secret"
            placeholder={problem.value === null ? t('invite.making') : ''}
            value={link.value ?? ''}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button
            type="button"
            class="button button-main"
            aria-disabled={link.value === null}
            onClick={() => link.peek() !== null && void copy()}
          >
            {t('invite.copy')}
          </button>
        </div>
        <p class="hint" role="status">
          {copied.value === 'yes' ? t('invite.copied') : copied.value === 'failed' ? t('invite.copyFailed') : ''}
        </p>
      </div>
      {link.value !== null && <QrCode text={link.value} label={t('invite.qr')} />}
      <p class="caution" id="invite-secret">
        <Icon name={icons.alert} />
        <span>{t('invite.secret')}</span>
      </p>
    </Dialog>
  );
}
