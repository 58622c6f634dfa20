import type { ComponentChildren } from 'preact';
import { helpText, refusalText } from '../lib/stores/refusals.ts';
import { useApp } from './app-context.ts';
import { Icon, type IconName } from './icon.tsx';
import { icons } from './more-icons.ts';

/** The sentences themselves: what happened, what is safe, what to do. */
export function BannerList() {
  const { client, session, sync, problems, platform, i18n } = useApp();
  const { t } = i18n;
  const link = client.state.value;
  const row = sync.value;
  const problem = problems.shown.value;
  const family = session.value;
  return (
    <>
      {problem !== null && (
        <Banner tone="danger" icon={icons.alert} isAlert onDismiss={problems.dismiss}>
          {t(`error.${problem}`)}
        </Banner>
      )}
      {link === 'outdated' && (
        <Banner tone="quiet" icon={icons.info} action={{ name: t('action.reload'), run: () => platform.reload() }}>
          {t('banner.outdated')}
        </Banner>
      )}
      {link === 'slow' && (
        <Banner tone="quiet" icon={icons.info}>
          {t('banner.slow')}
        </Banner>
      )}
      {family?.state === 'failed' && (
        <Banner tone="danger" icon={icons.alert}>
          {t('banner.failed')}
        </Banner>
      )}
      {row?.state === 'storage-failed' && (
        <Banner tone="danger" icon={icons.alert}>
          {t('banner.storage')}
        </Banner>
      )}
      {row?.state === 'refused' && (
        <Banner tone="warn" icon={icons.alert}>
          {t('banner.refused', { reason: refusalText(i18n, row), help: helpText(i18n, row) })} {t('banner.safe')}
        </Banner>
      )}
      {family !== undefined && family.fromNewer > 0 && (
        <Banner tone="quiet" icon={icons.info}>
          {t('banner.newer', { n: family.fromNewer })}
        </Banner>
      )}
      {family !== undefined && family.unreadable > 0 && (
        <Banner tone="quiet" icon={icons.info}>
          {t('banner.unreadable', { n: family.unreadable })}
        </Banner>
      )}
    </>
  );
}

function Banner(props: {
  tone: 'quiet' | 'warn' | 'danger';
  icon: IconName;
  isAlert?: boolean;
  action?: { name: string; run: () => void };
  onDismiss?: () => void;
  children: ComponentChildren;
}) {
  const { t } = useApp().i18n;
  return (
    <div class={`banner banner-${props.tone}`} role={props.isAlert ? 'alert' : undefined}>
      <Icon name={props.icon} />
      <p>{props.children}</p>
      {props.action !== undefined && (
        <button type="button" class="button button-small" onClick={props.action.run}>
          {props.action.name}
        </button>
      )}
      {props.onDismiss !== undefined && (
        <button type="button" class="icon-button" aria-label={t('action.close')} onClick={props.onDismiss}>
          <Icon name={icons.close} />
        </button>
      )}
    </div>
  );
}
