import { lazy } from './lazy.tsx';

/** There is nothing to take back before somebody has done something. */
export const UndoToast = lazy(async () => [(await import('./undo-toast.tsx')).UndoToast]);
