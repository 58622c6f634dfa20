import { lazy } from './lazy.tsx';

/** The first minutes' forms: not part of what a family's every popup loads. */
export const NoFamily = lazy(async () => (await import('./no-family.tsx')).NoFamily);
