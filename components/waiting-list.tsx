import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { FamilyView, WaitingView } from '../lib/stores/family-view.ts';
import { useApp } from './app-context.ts';
import { focusMain, isFocusLost } from './focus-places.ts';

/** Who asks to be let in. Nothing of the family is theirs before somebody agrees. */
export function WaitingList({ family, said }: { family: FamilyView; said: Signal<string> }) {
  const { client, problems, i18n } = useApp();
  const { t } = i18n;
  const waiting = family.waiting.value;
  /** Whose answer is on its way. */
  const answering = useSignal<string | null>(null);
  const root = useRef<HTMLElement>(null);
  const hadFocus = useRef<boolean>(false);

  // With the row goes the button that had the keyboard: the next one gets it.
  useEffect(() => {
    if (!hadFocus.current || !isFocusLost()) return;
    hadFocus.current = false;
    const next = root.current?.querySelector('button');
    if (next) next.focus();
    else focusMain();
  }, [waiting.length]);

  async function answer(one: WaitingView, accept: boolean): Promise<void> {
    if (answering.peek() !== null) return;
    answering.value = one.invite;
    hadFocus.current = true;
    const outcome = await client.run({ type: 'answerKnock', invite: one.invite, device: one.device, accept });
    answering.value = null;
    if (outcome.ok) said.value = t(accept ? 'waiting.letIn.done' : 'waiting.decline.done', { name: one.name });
    else problems.tell(outcome.error);
  }

  if (waiting.length === 0) return null;
  return (
    <section class="family-part" ref={root} aria-labelledby="waiting-heading">
      <h3 id="waiting-heading">{t('waiting.heading')}</h3>
      <p class="hint">{t('waiting.hint')}</p>
      <ul class="family-rows" aria-label={t('waiting.heading')}>
        {waiting.map((one) => (
          <li key={one.invite}>
            <span>
              <b dir="auto">{one.name}</b>
              <small>
                <span dir="auto">{one.deviceName}</span> ·{' '}
                {t('waiting.since', { when: family.moments.value.ago(one.at) })}
              </small>
            </span>
            <span class="row-actions">
              <button
                type="button"
                class="button button-small button-main"
                aria-label={t('waiting.letIn', { name: one.label })}
                aria-disabled={answering.value !== null}
                onClick={() => void answer(one, true)}
              >
                {t('waiting.letIn.short')}
              </button>
              <button
                type="button"
                class="button button-small"
                aria-label={t('waiting.decline', { name: one.label })}
                aria-disabled={answering.value !== null}
                onClick={() => void answer(one, false)}
              >
                {t('waiting.decline.short')}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
