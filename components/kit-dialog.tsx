import { useSignal } from '@preact/signals';
import type { FamilyView } from '../lib/stores/family-view.ts';
import type { ProblemCode } from '../lib/stores/problems.ts';
import type { Outcome } from '../lib/stores/worker-client.ts';
import { useApp } from './app-context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { icons } from './more-icons.ts';
import { QrCode } from './qr-code.tsx';

/** What stands on the sheet. It lives in this dialog only: nothing stores it, and closing forgets it. */
interface Kit {
  readonly words: readonly string[];
  readonly link: string;
  readonly host: string;
}

/** Explains the recovery kit, makes one, and shows it as a page to print. */
export function KitDialog({ family, onClose }: { family: FamilyView; onClose: () => void }) {
  const { client, i18n } = useApp();
  const { t } = i18n;
  const kit = useSignal<Kit | null>(null);
  const problem = useSignal<ProblemCode | null>(null);
  const isBusy = useSignal<boolean>(false);
  const hasOne: boolean = family.recovery.value !== null && family.recovery.value !== undefined;

  async function make(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    const made = readKit(await client.run({ type: 'makeRecoveryKit' }));
    isBusy.value = false;
    problem.value = typeof made === 'string' ? made : null;
    if (typeof made !== 'string') kit.value = made;
  }

  const sheet = kit.value;
  return (
    <Dialog
      title={t('kit.heading')}
      onClose={onClose}
      foot={
        sheet === null ? (
          <>
            <button type="button" class="button push" onClick={onClose}>
              {t('action.cancel')}
            </button>
            <button type="button" class="button button-main" aria-disabled={isBusy.value} onClick={() => void make()}>
              {t(isBusy.value ? 'kit.making' : hasOne ? 'kit.makeNew' : 'kit.make')}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="button push" onClick={onClose}>
              {t('kit.done')}
            </button>
            <button type="button" class="button button-main" onClick={() => window.print()}>
              {t('kit.print')}
            </button>
          </>
        )
      }
    >
      {sheet === null ? (
        <>
          <p>{t('kit.lead')}</p>
          <p class="caution">
            <Icon name={icons.alert} />
            <span>{t('kit.secret')}</span>
          </p>
          {hasOne && <p>{t('kit.replaces')}</p>}
          {problem.value !== null && (
            <p class="error" role="alert">
              {t(`error.${problem.value}`)}
            </p>
          )}
        </>
      ) : (
        <KitSheet kit={sheet} family={family} />
      )}
    </Dialog>
  );
}

/** The page to print: everything that is needed to come back, and nothing else. */
function KitSheet({ kit, family }: { kit: Kit; family: FamilyView }) {
  const { session, me, clock, i18n } = useApp();
  const { t } = i18n;
  const familyName = session.value?.family?.name ?? '';
  const maker = family.memberOf(me.value)?.name;
  const day = family.moments.value.day(clock.now());
  return (
    <>
      <p class="kit-screen" role="status">
        {t('kit.ready')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls, and has to be reached for that. */}
      <section class="kit-sheet" aria-label={t('kit.sheet', { family: familyName })} tabIndex={0}>
        <h3 dir="auto">{t('kit.sheet', { family: familyName })}</h3>
        <p>{t('kit.sheet.lead')}</p>
        <div class="kit-parts">
          <ol class="kit-words" aria-label={t('kit.words')} translate={false}>
            {kit.words.map((word, index) => (
              <li key={index}>{word}</li>
            ))}
          </ol>
          <QrCode text={kit.link} label={t('kit.qr')} />
        </div>
        <dl class="kit-facts">
          <div>
            <dt>{t('kit.server')}</dt>
            <dd dir="ltr">{kit.host}</dd>
          </div>
          <div>
            <dt>{t('kit.date')}</dt>
            <dd>{maker === undefined ? day : t('kit.date.by', { when: day, name: maker })}</dd>
          </div>
        </dl>
        <p>{t('kit.sheet.secret')}</p>
      </section>
    </>
  );
}

function readKit(outcome: Outcome): Kit | ProblemCode {
  if (!outcome.ok) return outcome.error;
  const { words, link, host } = outcome.value ?? {};
  const list = typeof words === 'string' ? words.split(' ') : words;
  if (!Array.isArray(list) || !list.every((word) => typeof word === 'string')) return 'internal';
  return typeof link === 'string' && typeof host === 'string' ? { words: list, link, host } : 'internal';
}
