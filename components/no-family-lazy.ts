import { lazy } from './lazy.tsx';

/** The first minutes' forms: not part of what a family's every popup loads. */
export const NoFamily = lazy(async () => {
  const [code, ...texts] = await Promise.all([
    import('./no-family.tsx'),
    import('../locales/en-start.ts'),
    import('../locales/en-problems.ts'),
    import('../locales/en-dialogs.ts'),
  ]);
  return [code.NoFamily, texts[0].enStart, texts[1].enProblems, texts[2].enDialogs];
});
