import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PlainKey } from '../lib/stores/i18n.ts';
import { joinLinkKind, joinPageKind } from '../lib/stores/join-link.ts';
import { useApp } from './app-context.ts';
import { Icon } from './icon.tsx';
import { lazy } from './lazy.tsx';
import { icons } from './more-icons.ts';
import { StartForm, type StartTexts } from './start-form.tsx';
import { WaitingToJoin } from './waiting-to-join.tsx';

const RecoverForm = lazy(async () => {
  const [code, texts] = await Promise.all([import('./recover-form.tsx'), import('../locales/en-recovery.ts')]);
  return [code.RecoverForm, texts.enRecovery];
});

/** The ways into a family: a new one, with a link, or with a recovery kit. */
type Way = 'create' | 'join' | 'recover';

/** No family yet: start one, join with a link, or come back. The page changes by itself once the worker says that there is one. */
export function NoFamily({ withIntro = true }: { withIntro?: boolean }) {
  const { session, platform, i18n } = useApp();
  const { t } = i18n;
  const way = useSignal<Way>('create');
  const texts: StartTexts = { name: useSignal(''), family: useSignal(''), invite: useSignal('') };
  const kit = useSignal('');
  const root = useRef<HTMLDivElement>(null);
  const isWaiting = useComputed(() => session.value?.state === 'waiting');

  /** A link goes where it belongs, however it came here. */
  function take(link: string): void {
    if (joinLinkKind(link) === 'recovery') {
      kit.value = link;
      texts.invite.value = '';
      way.value = 'recover';
    } else {
      texts.invite.value = link;
      way.value = 'join';
    }
  }

  // Opened on the page of a link: it is filled in. The browser tells the address only to whoever's button was pressed there.
  useEffect(() => {
    const stillUntouched = () =>
      way.peek() === 'create' &&
      [...(root.current?.querySelectorAll('input') ?? [])].every(({ value }) => value === '');
    platform.activePage().then(
      (page) => {
        if (page.ok && joinPageKind(page.url) !== null && stillUntouched()) take(page.url);
      },
      () => {},
    );
  }, [platform]);

  useEffect(() => {
    if (way.value === 'recover') return;
    const inputs = [...(root.current?.querySelectorAll('input') ?? [])];
    (inputs.find(({ value }) => value === '') ?? inputs[0])?.focus();
  }, [way.value]);

  const others: readonly [Way, PlainKey, string][] = [
    ['create', 'start.join.back', 'button button-plain'],
    ['join', 'start.join.open', 'button'],
    ['recover', 'start.recover.open', 'button button-plain'],
  ];
  return (
    <div class="start" ref={root}>
      {withIntro && (
        <div class="start-intro">
          <span class="start-mark">
            <Icon name={icons.family} />
          </span>
          <h1>{t('start.heading')}</h1>
          <p>{t('start.lead')}</p>
        </div>
      )}
      {isWaiting.value ? (
        <WaitingToJoin />
      ) : (
        <>
          {way.value === 'recover' ? (
            <RecoverForm kit={kit} name={texts.name} />
          ) : (
            <StartForm key={way.value} isJoining={way.value === 'join'} texts={texts} onKit={take} />
          )}
          {others.map(
            ([id, key, look]) =>
              way.value !== id && (
                <button
                  key={id}
                  type="button"
                  class={look}
                  onClick={() => {
                    way.value = id;
                  }}
                >
                  {t(key)}
                </button>
              ),
          )}
        </>
      )}
    </div>
  );
}
