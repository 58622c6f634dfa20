import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { SessionRow } from '../lib/protocol/queries.ts';
import { createMoments } from '../lib/stores/moments.ts';
import { useApp } from './app-context.ts';
import { Banner } from './banner.tsx';
import { exportFamily } from './export-family.ts';
import { lazy } from './lazy.tsx';
import { icons } from './more-icons.ts';

const LeaveDialog = lazy(async () => {
  const [code, options, dialogs] = await Promise.all([
    import('./leave-dialog.tsx'),
    import('../locales/en-options.ts'),
    import('../locales/en-dialogs.ts'),
  ]);
  return [code.LeaveDialog, options.enOptions, dialogs.enDialogs];
});

/** What is wrong between this browser and its family: it was removed, the record of members does not hold, or copies differ. */
export function StandingBanners({ session, withActions }: { session: SessionRow; withActions: boolean }) {
  const { t } = useApp().i18n;
  return (
    <>
      {session.removed !== undefined && <Removed session={session} withActions={withActions} />}
      {session.chainProblem !== undefined && (
        <Banner tone="danger" icon={icons.alert}>
          {t(`banner.${session.chainProblem}`)} {t('banner.chain')}
        </Banner>
      )}
      {session.differsFrom !== undefined && <Differs from={session.differsFrom} />}
    </>
  );
}

function Removed({ session, withActions }: { session: SessionRow; withActions: boolean }) {
  const app = useApp();
  const { problems, i18n } = app;
  const { t } = i18n;
  const isLeaving = useSignal<boolean>(false);
  const said = useSignal('');
  const moments = useMemo(() => createMoments(app), [app]);
  const removed = session.removed;
  if (removed === undefined) return null;
  const date = moments.value.day(removed.at);
  const actions = [
    {
      name: t('banner.export'),
      run: () =>
        void exportFamily(app).then((outcome) => {
          if (outcome === 'saved') said.value = t('banner.exported');
          else problems.tell(outcome);
        }),
    },
    {
      name: t('banner.leave'),
      opensDialog: true,
      run: () => {
        isLeaving.value = true;
      },
    },
  ];
  return (
    <>
      <Banner tone="warn" icon={icons.alert} {...(withActions ? { actions } : {})}>
        {removed.by === undefined ? t('banner.removed', { date }) : t('banner.removedBy', { name: removed.by, date })}{' '}
        <span role="status">{said.value}</span>
      </Banner>
      {isLeaving.value && (
        <LeaveDialog
          name={session.family?.name ?? ''}
          standing={{ isRemoved: true, isLast: false, hasKit: false }}
          onClose={() => {
            isLeaving.value = false;
          }}
        />
      )}
    </>
  );
}

function Differs({ from }: { from: string }) {
  const { client, problems, i18n } = useApp();
  const { t } = i18n;
  const isBusy = useSignal<boolean>(false);

  async function rebuild(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    const outcome = await client.run({ type: 'rebuildCopy' });
    isBusy.value = false;
    if (!outcome.ok) problems.tell(outcome.error);
  }

  const name = t(isBusy.value ? 'banner.rebuilding' : 'banner.rebuild');
  return (
    <Banner tone="warn" icon={icons.alert} actions={[{ name, isBusy: isBusy.value, run: () => void rebuild() }]}>
      {t('banner.differs', { device: from })}
    </Banner>
  );
}
