import { useApp } from './app-context.ts';
import { lazy } from './lazy.tsx';

const BannerList = lazy(async () => {
  const [code, texts] = await Promise.all([import('./banner-list.tsx'), import('../locales/en-problems.ts')]);
  return [code.BannerList, texts.enProblems];
});

/** Calm sentences about what is wrong, where the person is looking. Mostly there are none, and nothing of them is loaded. */
export function Banners({ withActions = true }: { withActions?: boolean }) {
  const { client, session, sync, problems } = useApp();
  const link = client.state.value;
  const row = session.value;
  const state = sync.value?.state;
  const isAnything =
    problems.shown.value !== null ||
    link === 'outdated' ||
    link === 'slow' ||
    state === 'refused' ||
    state === 'storage-failed' ||
    (row !== undefined &&
      (row.state === 'failed' ||
        row.fromNewer + row.unreadable > 0 ||
        (row.removed ?? row.chainProblem ?? row.differsFrom) !== undefined));
  return isAnything ? <BannerList withActions={withActions} /> : null;
}
