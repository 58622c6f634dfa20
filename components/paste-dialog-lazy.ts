import { lazy } from './lazy.tsx';

/** PasteDialog, loaded when something of several lines comes in: pasted, dropped, or a recipe's ingredients. */
export const PasteDialog = lazy(async () => {
  const code = await import('./paste-dialog.tsx');
  return [code.PasteDialog, ...code.texts];
});
