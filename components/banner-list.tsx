import { helpText, refusalText } from '../lib/stores/refusals.ts';
import { useApp } from './app-context.ts';
import { Banner } from './banner.tsx';
import { icons } from './more-icons.ts';
import { StandingBanners } from './standing-banners.tsx';

/** The sentences themselves: what happened, what is safe, what to do. */
export function BannerList({ withActions }: { withActions: boolean }) {
  const { client, session, sync, problems, platform, i18n } = useApp();
  const { t } = i18n;
  const link = client.state.value;
  const row = sync.value;
  const problem = problems.shown.value;
  const family = session.value;
  // The same, from the server's side.
  const isToldOtherwise = family?.removed !== undefined || family?.chainProblem !== undefined;
  return (
    <>
      {problem !== null && (
        <Banner tone="danger" icon={icons.alert} isAlert onDismiss={problems.dismiss}>
          {t(`error.${problem}`)}
        </Banner>
      )}
      {link === 'outdated' && (
        <Banner tone="quiet" icon={icons.info} actions={[{ name: t('action.reload'), run: () => platform.reload() }]}>
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
      {family !== undefined && <StandingBanners session={family} withActions={withActions} />}
      {row?.state === 'refused' && !isToldOtherwise && (
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
